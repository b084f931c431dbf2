import { type Admission, type AdmissionPlaces, admitWithPlaces, isAdmissible } from "../admission/admit.ts";
import { fieldPath } from "../admission/field-path.ts";
import { type FeatureGates, formatMinor, type Minor } from "../model/kubernetes-version.ts";
import type { Manifest } from "../read/document.ts";
import type { Path } from "../read/path.ts";
import type { Refusal } from "./context.ts";
import type { AdmissionRefusal } from "./finding.ts";

/** The types that an admission's `decode` and `strict` get in a refusal; all others are the server's own. */
export const decodeError = "DecodeError";
export const unknownField = "UnknownField";

const known = new WeakMap<
  Manifest,
  { readonly before: Manifest | undefined; readonly key: string; readonly refusals: readonly Refusal[] }
>();

/**
 * What the API servers of these minors would refuse of a manifest on create, or on update where `before` is given: each
 * refusal once, with the minors it holds for. Kept for the last question about a manifest, which rules ask again and again.
 */
export function refusalsOf(
  manifest: Manifest,
  before: Manifest | undefined,
  minors: readonly Minor[],
  gates: FeatureGates = {},
): readonly Refusal[] {
  if (!isAdmissible(manifest.value)) return [];
  const key = JSON.stringify([minors, gates]);
  const kept = known.get(manifest);
  if (kept?.key === key && kept.before === before) return kept.refusals;
  const refusals = collected(manifest, before, minors, gates);
  known.set(manifest, { before, key, refusals });
  return refusals;
}

function collected(
  manifest: Manifest,
  before: Manifest | undefined,
  minors: readonly Minor[],
  gates: FeatureGates,
): Refusal[] {
  const found = new Map<string, AdmissionRefusal & { path: Path; versions: string[] }>();
  for (const minor of minors) {
    const version = formatMinor(minor);
    const { admission, places } = admitWithPlaces(manifest.value, {
      kubernetesVersion: version,
      featureGates: gates,
      ...(before === undefined ? {} : { old: before.value }),
    });
    for (const refusal of listed(manifest.value, admission, places)) {
      const key = `${refusal.type} ${refusal.field}`;
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
  const decodePath = places.decode ?? [];
  return [
    ...(decode === undefined
      ? []
      : [{ type: decodeError, field: decodePath.join("."), detail: decode, path: decodePath }]),
    ...strict.map((detail, index) => ({
      type: unknownField,
      field: /^unknown field "(.*)"$/s.exec(detail)?.[1] ?? "",
      detail,
      path: places.strict[index]?.path ?? [],
    })),
    ...errors.map(([type, field, detail]) => ({ type, field, detail, path: fieldPath(field, manifest, detail) })),
  ];
}
