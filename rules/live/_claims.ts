import { filled, isMapping, list, mapping } from "../../src/model/fields.ts";
import { together } from "../../src/model/namespace.ts";
import type { Release } from "../../src/model/release.ts";
import type { ClaimTemplate, StatefulSetView } from "../../src/model/statefulset.ts";
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

/** The sets whose claim this could be by its name, the longest set name first: `data-a-b-0` is of `a-b` before `b`. */
export function ownersByName(claim: Manifest, release: Release): readonly ClaimOwner[] {
  const match = /^(.+)-(0|[1-9]\d{0,8})$/.exec(claim.name);
  if (match === null) return [];
  const [, stem = "", ordinal] = match;
  return release.statefulSets
    .filter(
      (set) => together(set.manifest, claim) && stem.endsWith(`-${set.name}`) && stem.length > set.name.length + 1,
    )
    .map((set) => {
      const template = stem.slice(0, -set.name.length - 1);
      const claimTemplate = set.claimTemplates.find(({ name }) => name === template);
      return { set, template, ordinal: Number(ordinal), ...(claimTemplate === undefined ? {} : { claimTemplate }) };
    })
    .sort((one, other) => other.set.name.length - one.set.name.length);
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

/** The names of the claims that pods or other workloads of the input mount, beside a claim. */
export function isMounted(claim: Manifest, release: Release): boolean {
  const names = (volumes: unknown) =>
    list(volumes).some((volume) => filled(mapping(mapping(volume).persistentVolumeClaim).claimName) === claim.name);
  return (
    release.ofKind("Pod").some((pod) => together(pod, claim) && names(mapping(pod.value.spec).volumes)) ||
    release.workloads.some(({ manifest, pod }) => together(manifest, claim) && names(pod.spec.volumes))
  );
}

/** The owners that the retention policy gave a claim: with the last of them it is deleted. */
export function ownersOf(claim: Manifest): readonly { readonly kind: string; readonly name: string }[] {
  return list(mapping(claim.value.metadata).ownerReferences).flatMap((owner) => {
    if (!isMapping(owner)) return [];
    const [kind, name] = [filled(owner.kind), filled(owner.name)];
    return kind === undefined || name === undefined ? [] : [{ kind, name }];
  });
}
