import { bool, fn, list, textOf } from "../functions/make.ts";
import { InputError } from "../inputs/input-error.ts";
import { Text } from "../text.ts";
import type { GoObject } from "../value.ts";
import { defaultApiVersions } from "./api-versions.ts";
import { type StructField, struct } from "./struct.ts";

/** What templates see of the cluster and of helm itself; what is not set is that of a helm built by `go install`. */
export interface CapabilityOptions {
  readonly kubeVersion?: string;
  /** In place of the built-in ones. */
  readonly apiVersions?: readonly string[];
  /** On top of the built-in ones, as `--api-versions` gives them. */
  readonly extraApiVersions?: readonly string[];
  readonly helmVersion?: string;
}

/** A Kubernetes version, as helm reads it. */
export interface KubeVersion {
  /** With a `v`; Helm 4 keeps what follows the numbers, such as `-gke.1`. */
  readonly version: string;
  /** The numbers alone, which a chart's kubeVersion is held against. */
  readonly normalized: string;
  readonly major: string;
  readonly minor: string;
}

/** `go install` builds know no Kubernetes version: Helm 3 says 1.20, Helm 4 that of its client-go. */
const builtIn = {
  "3": { kube: "v1.20.0", helm: "v3.21", goType: "chartutil" },
  "4": { kube: "v1.36.0", helm: "v4.2", goType: "common" },
} as const;

/** What those builds print as the Go they were made with. */
const goVersion = "go1.26.8";

/** @throws {InputError} for what is no version (k8s.io/apimachinery/pkg/util/version, ParseGeneric). */
export function parseKubeVersion(text: string, helm: "3" | "4"): KubeVersion {
  const match = /^[\t\n\f\r ]*v?([0-9]+(?:\.[0-9]+)*)/.exec(text);
  const parts = match === null || text.includes("\n", match[0].length) ? [] : (match[1]?.split(".") ?? []);
  const [major = "", minor = ""] = parts;
  const fits = parts.every((part) => part.length < 21 && BigInt(part) <= 0xffff_ffff_ffff_ffffn);
  if (parts.length < 2 || !fits || /^0./.test(major))
    throw new InputError(`invalid kube version '${text}': could not parse "${text}" as version`);
  const normalized = `v${parts.map((part) => BigInt(part).toString()).join(".")}`;
  const version = helm === "3" ? normalized : text.startsWith("v") ? text : `v${text}`;
  return { version, normalized, major: BigInt(major).toString(), minor: BigInt(minor).toString() };
}

/** The Kubernetes version that a render assumes. */
export function kubeVersionOf(options: CapabilityOptions, helm: "3" | "4"): KubeVersion {
  return parseKubeVersion(options.kubeVersion ?? builtIn[helm].kube, helm);
}

/** `.Capabilities`. */
export function capabilitiesObject(options: CapabilityOptions, helm: "3" | "4"): GoObject {
  const { goType } = builtIn[helm];
  const versions = [...(options.apiVersions ?? defaultApiVersions), ...(options.extraApiVersions ?? [])];
  return struct(`*${goType}.Capabilities`, [
    { name: "KubeVersion", value: kubeVersionObject(kubeVersionOf(options, helm), helm) },
    { name: "APIVersions", value: versionSet(versions, `${goType}.VersionSet`) },
    { name: "HelmVersion", value: helmVersionObject(options.helmVersion ?? builtIn[helm].helm, helm) },
  ]);
}

function kubeVersionObject(version: KubeVersion, helm: "3" | "4"): GoObject {
  const field = (name: string, value: string): StructField => ({ name, value: new Text(value) });
  const fields: StructField[] = [field("Version", version.version)];
  if (helm === "4") fields.push({ ...field("normalizedVersion", version.normalized), isUnexported: true });
  fields.push(field("Major", version.major), field("Minor", version.minor));
  const shown = new Text(helm === "4" ? version.normalized : version.version);
  const object = struct(`${builtIn[helm].goType}.KubeVersion`, fields, {
    GitVersion: new Text(version.version),
    String: shown,
  });
  return { ...object, pointerString: () => shown };
}

function versionSet(versions: readonly string[], goType: string): GoObject {
  const known = new Set(versions);
  const underlying = list(
    versions.map((version) => new Text(version)),
    "[]string",
  );
  return {
    kind: "object",
    goType,
    field: () => undefined,
    methods: { Has: fn(["string"], ([version]) => bool(known.has(textOf(version).value))) },
    underlying,
  };
}

function helmVersionObject(version: string, helm: "3" | "4"): GoObject {
  const field = (name: string, jsonName: string, value: string): StructField => ({
    name,
    jsonName,
    omitEmpty: jsonName !== "kube_client_version",
    value: new Text(value),
  });
  const fields = [
    field("Version", "version", version),
    field("GitCommit", "git_commit", ""),
    field("GitTreeState", "git_tree_state", ""),
    field("GoVersion", "go_version", goVersion),
  ];
  if (helm === "4") fields.push(field("KubeClientVersion", "kube_client_version", "v1.36"));
  return struct("version.BuildInfo", fields);
}
