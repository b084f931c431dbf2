import type { Text } from "../text.ts";
import { FunctionError, type GoObject, type Value } from "../value.ts";
import { bool, fn, integer, textOf } from "./make.ts";
import { computed, originOf } from "./origins.ts";
import type { FunctionTable } from "./registry.ts";
import { allows, parseConstraints } from "./version-constraints.ts";
import { compareVersions, parseVersion, type Version, versionText } from "./versions.ts";

function versionOf(text: Text): Version {
  const version = parseVersion(text.value);
  if (typeof version === "string") throw new FunctionError(version);
  return version;
}

const versions = new WeakMap<GoObject, Version>();

function argument(value: Value | undefined): Version {
  const version = value?.kind === "object" ? versions.get(value) : undefined;
  if (version === undefined)
    throw new FunctionError("runtime error: invalid memory address or nil pointer dereference");
  return version;
}

const POINTER = { goType: "*semver.Version" };

/** A `*semver.Version`, whose texts come from what it was read from. */
function versionObject(version: Version, source: Text, goType: "*semver.Version" | "semver.Version"): GoObject {
  const text = (value: string): Text => computed(value, source);
  const numbers: Record<string, bigint> = { Major: version.major, Minor: version.minor, Patch: version.patch };
  const texts: Record<string, string> = {
    Prerelease: version.prerelease,
    Metadata: version.metadata,
    Original: version.original,
    String: versionText(version),
  };
  const next = (changed: Version): GoObject =>
    versionObject(
      { ...changed, original: (version.original.startsWith("v") ? "v" : "") + versionText(changed) },
      source,
      "semver.Version",
    );
  const bare = { ...version, prerelease: "", metadata: "" };
  const steps: Record<string, () => GoObject> = {
    IncPatch: () => next({ ...bare, patch: version.prerelease === "" ? version.patch + 1n : version.patch }),
    IncMinor: () => next({ ...bare, patch: 0n, minor: version.minor + 1n }),
    IncMajor: () => next({ ...bare, patch: 0n, minor: 0n, major: version.major + 1n }),
  };
  const compare = (meets: (order: number) => boolean) =>
    fn([POINTER], ([other]: readonly Value[]) => bool(meets(compareVersions(version, argument(other)))));
  const object: GoObject = {
    kind: "object",
    goType,
    field(name) {
      if (Object.hasOwn(numbers, name)) return integer(numbers[name] ?? 0n, "uint64", originOf(source));
      if (Object.hasOwn(texts, name)) return text(texts[name] ?? "");
      return Object.hasOwn(steps, name) ? steps[name]?.() : undefined;
    },
    methods: {
      Compare: fn([POINTER], ([other]) => integer(BigInt(compareVersions(version, argument(other))), "int")),
      Equal: compare((order) => order === 0),
      LessThan: compare((order) => order < 0),
      GreaterThan: compare((order) => order > 0),
      LessThanEqual: compare((order) => order <= 0),
      GreaterThanEqual: compare((order) => order >= 0),
    },
    string: () => text(versionText(version)),
    ...(originOf(source) === undefined ? {} : { origin: originOf(source) }),
  } as GoObject;
  versions.set(object, version);
  return object;
}

export const semverFunctions: FunctionTable = {
  semver: fn(["string"], ([text]) => versionObject(versionOf(textOf(text)), textOf(text), "*semver.Version")),
  semverCompare: fn(["string", "string"], ([constraint, version]) => {
    const constraints = parseConstraints(textOf(constraint).value);
    if (typeof constraints === "string") throw new FunctionError(constraints);
    return bool(allows(constraints, versionOf(textOf(version))));
  }),
};
