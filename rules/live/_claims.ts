import { filled, isMapping, list, mapping } from "../../src/model/fields.ts";
import { grouped } from "../../src/model/grouped.ts";
import { together } from "../../src/model/namespace.ts";
import { optional } from "../../src/model/pod.ts";
import type { Release } from "../../src/model/release.ts";
import { setsByName } from "../../src/model/set-index.ts";
import type { ClaimTemplate, StatefulSetView } from "../../src/model/statefulset.ts";
import type { Surroundings } from "../../src/model/workload.ts";
import type { Manifest } from "../../src/read/document.ts";

/** What a claim's name says: which set's, which template's, which pod's. */
export interface ClaimOwner {
  readonly set: StatefulSetView;
  /** The part of the name before the set's. */
  readonly template: string;
  readonly ordinal: number;
  /** Absent where the set has no template of that name. */
  readonly claimTemplate?: ClaimTemplate;
}

/** No object's name is longer. */
const longestName = 253;

/** The sets whose claim this could be by its name, the longest set name first: `data-a-b-0` is of `a-b` before `b`. */
export function ownersByName(claim: Manifest, release: Release): readonly ClaimOwner[] {
  const match = claim.name.length > longestName ? null : /^(.+)-(0|[1-9]\d{0,8})$/.exec(claim.name);
  if (match === null) return [];
  const [, stem = "", ordinal] = match;
  const sets = release.once(setsByName);
  const owners: ClaimOwner[] = [];
  for (let dash = stem.indexOf("-", 1); dash > 0; dash = stem.indexOf("-", dash + 1)) {
    const template = stem.slice(0, dash);
    for (const set of sets.get(stem.slice(dash + 1)) ?? []) {
      if (!together(set.manifest, claim)) continue;
      const claimTemplate = set.claimTemplates.find(({ name }) => name === template);
      owners.push({ set, template, ordinal: Number(ordinal), ...optional("claimTemplate", claimTemplate) });
    }
  }
  return owners;
}

/** The set that made a claim, as far as its name tells. */
export function setOf(claim: Manifest, release: Release): StatefulSetView | undefined {
  const owners = ownersByName(claim, release);
  return (owners.find(({ claimTemplate }) => claimTemplate !== undefined) ?? owners[0])?.set;
}

/** The volume that a claim is bound to. */
export function volumeOf(claim: Manifest): string | undefined {
  return filled(mapping(claim.value.spec).volumeName);
}

/** The pods of the input by the names of the claims that they mount. */
const podsByClaim = (release: Surroundings) =>
  grouped(release.ofKind("Pod").flatMap((pod) => claimsOn(mapping(pod.value.spec).volumes).map((name) => [name, pod])));

/** What makes pods, by the names of the claims that these mount. */
const workloadsByClaim = ({ workloads }: Surroundings) =>
  grouped(workloads.flatMap(({ manifest, pod }) => claimsOn(pod.spec.volumes).map((name) => [name, manifest])));

function claimsOn(volumes: unknown): readonly string[] {
  return list(volumes).flatMap((volume) => filled(mapping(mapping(volume).persistentVolumeClaim).claimName) ?? []);
}

/** The pods of the input that mount a claim. */
export function podsOn(claim: Manifest, release: Release): readonly Manifest[] {
  return (release.once(podsByClaim).get(claim.name) ?? []).filter((pod) => together(pod, claim));
}

/** Whether pods or other workloads of the input mount a claim. */
export function isMounted(claim: Manifest, release: Release): boolean {
  const workloads = release.once(workloadsByClaim).get(claim.name) ?? [];
  return podsOn(claim, release).length > 0 || workloads.some((manifest) => together(manifest, claim));
}

/** The owners that the retention policy gave a claim: with the last of them it is deleted. */
export function ownersOf(claim: Manifest): readonly { readonly kind: string; readonly name: string }[] {
  return list(mapping(claim.value.metadata).ownerReferences).flatMap((owner) => {
    if (!isMapping(owner)) return [];
    const [kind, name] = [filled(owner.kind), filled(owner.name)];
    return kind === undefined || name === undefined ? [] : [{ kind, name }];
  });
}
