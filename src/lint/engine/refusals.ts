import { type Admission, type AdmissionPlaces, isAdmissible, refusalWithPlaces } from "../../admission/admit.ts";
import { fieldPath } from "../../admission/field-path.ts";
import { DecodeError, stored } from "../../admission/stored.ts";
import { type FeatureGates, formatMinor, type Minor } from "../../model/kubernetes-version.ts";
import type { Manifest } from "../../read/document.ts";
import type { Path } from "../../read/path.ts";
import { decodeError, type Refusal, unknownField } from "../contract/context.ts";
import type { AdmissionRefusal } from "../contract/finding.ts";

const known = new WeakMap<
  Manifest,
  {
    readonly before: Manifest | undefined;
    readonly minors: readonly Minor[];
    readonly gates: FeatureGates | undefined;
    readonly refusals: readonly Refusal[];
  }
>();

/**
 * What the API servers of these minors would refuse of a manifest on create, or on update where `before` is given: each
 * refusal once, with the minors it holds for. Kept for the last question about a manifest, which rules ask again and again.
 */
export function refusalsOf(
  manifest: Manifest,
  before: Manifest | undefined,
  minors: readonly Minor[],
  gates?: FeatureGates,
): readonly Refusal[] {
  const kept = known.get(manifest);
  if (kept !== undefined && kept.before === before && kept.minors === minors && kept.gates === gates)
    return kept.refusals;
  const refusals = isAdmissible(manifest.value) ? collected(manifest, before, minors, gates) : [];
  known.set(manifest, { before, minors, gates, refusals });
  return refusals;
}

function collected(
  manifest: Manifest,
  before: Manifest | undefined,
  minors: readonly Minor[],
  gates: FeatureGates = {},
): Refusal[] {
  const found = new Map<string, AdmissionRefusal & { path: Path; versions: string[] }>();
  for (const minor of minors) {
    const version = formatMinor(minor);
    const { admission, places } = refusalWithPlaces(manifest.value, {
      kubernetesVersion: version,
      featureGates: gates,
      ...(before === undefined ? {} : { old: inVersionOf(manifest, before, version, gates) }),
    });
    const times = new Map<string, number>();
    for (const refusal of listed(manifest.value, admission, places)) {
      const name = `${refusal.type} ${refusal.field}`;
      const time = (times.get(name) ?? 0) + 1;
      times.set(name, time);
      // Versions put one refusal into different words; the first of a type and field is the first in every version.
      const key = `${name} ${time}`;
      const same = found.get(key);
      if (same === undefined) found.set(key, { ...refusal, versions: [version] });
      else if (same.versions.at(-1) !== version) same.versions.push(version);
    }
  }
  return [...found.values()];
}

function listed(
  manifest: object,
  { decode, strict = [], errors = [] }: Admission,
  places: AdmissionPlaces,
): (AdmissionRefusal & { path: Path })[] {
  // The server stops at the first value that it cannot decode; all of them at once spare their author the rounds.
  const undecodable =
    decode === undefined ? [] : (places.undecodable ?? [{ message: decode, path: places.decode ?? [] }]);
  const unknown = decode === undefined ? strict : places.strict.map(({ field }) => `unknown field "${field}"`);
  return [
    ...undecodable.map(({ message, path }) => ({ type: decodeError, field: path.join("."), detail: message, path })),
    ...unknown.map((detail, index) => ({
      type: unknownField,
      field: /^unknown field "(.*)"$/s.exec(detail)?.[1] ?? "",
      detail,
      path: places.strict[index]?.path ?? [],
    })),
    ...errors.map(([type, field, detail]) => ({ type, field, detail, path: fieldPath(field, manifest, detail) })),
  ];
}

/** What runs now may have been written in a version of its kind that is gone; the server has converted it since. */
function inVersionOf(
  manifest: Manifest,
  before: Manifest,
  kubernetesVersion: string,
  featureGates: FeatureGates,
): object {
  if (manifest.value.apiVersion === before.value.apiVersion) return before.value;
  try {
    return stored(before.value, { kubernetesVersion, featureGates });
  } catch (error) {
    if (error instanceof DecodeError) return before.value;
    throw error;
  }
}
