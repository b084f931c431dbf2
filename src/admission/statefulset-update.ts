/*
 * What may change in a StatefulSet.
 * Source: pkg/apis/apps/validation/validation.go (ValidateStatefulSetUpdate).
 */
import { fixedInClaimTemplates } from "./claim-template-updates.ts";
import { isEqual } from "./equality.ts";
import { FieldReview } from "./field-review.ts";
import type { StatefulSet, StatefulSetSpec } from "./kubernetes.generated.ts";
import { checkMetadataUpdate } from "./metadata.ts";
import { checkStatefulSetSpec, type StatefulSetLeniency } from "./statefulset.ts";
import { letPass, podTolerances } from "./tolerated.ts";

const mutable = ["replicas", "ordinals", "template", "updateStrategy", "persistentVolumeClaimRetentionPolicy"];

/** ValidateStatefulSetUpdate. */
export function checkStatefulSetUpdate(review: FieldReview, set: StatefulSet, old: StatefulSet): void {
  const spec = set.spec ?? {};
  const oldSpec = old.spec ?? {};
  checkMetadataUpdate(review, set.metadata ?? {}, old.metadata ?? {});
  const leniency: StatefulSetLeniency = {
    isUpdate: true,
    allowsRecreate: oldSpec.updateStrategy?.type === "Recreate",
  };
  // useOnlyRecursiveSELinuxChangePolicy: where there was a policy, any may be named.
  const hasPolicy = oldSpec.template?.spec?.securityContext?.seLinuxChangePolicy !== undefined;
  const gates = hasPolicy ? { ...review.featureGates, SELinuxMount: true } : review.featureGates;
  const before = new FieldReview(review.minor, gates);
  checkStatefulSetSpec(before, oldSpec, leniency);
  const found = [...before.errors];
  letPass(before, found, podTolerances);
  const own = new FieldReview(review.minor, gates);
  checkStatefulSetSpec(own, spec, { ...leniency, skipsPodTemplate: before.errors.length > 0 });
  letPass(own, found, podTolerances);
  review.errors.push(...own.errors);
  review.isCut ||= own.isCut;
  checkImmutable(review, spec, oldSpec);
}

/** Whether a refusal of a StatefulSet's update is about fields that nobody may change; servers before 1.37 do not name them. */
export function isImmutableRefusal({ detail }: { readonly detail: string }): boolean {
  return detail.includes("updates to statefulset spec for fields other than") || detail.endsWith("field is immutable");
}

function checkImmutable(review: FieldReview, spec: StatefulSetSpec, old: StatefulSetSpec): void {
  const fixed = (of: StatefulSetSpec, key: keyof StatefulSetSpec): unknown =>
    key === "volumeClaimTemplates" ? fixedInClaimTemplates(of[key], review.minor, review.featureGates) : of[key];
  const changed = immutableKeys(review.minor).filter(
    (key) => !isEqual(fixed(spec, key), fixed(old, key), `StatefulSetSpec.${key}`),
  );
  if (changed.length === 0) return;
  if (review.minor >= 37) {
    for (const key of changed)
      review.invalid(`spec.${key}`, spec[key] ?? (key === "serviceName" ? "" : null), "field is immutable");
    return;
  }
  const names = [...mutable.slice(0, 4), ...(review.minor >= 33 ? ["revisionHistoryLimit"] : []), ...mutable.slice(4)];
  const list = names.map((name) => `'${name}'`).join(", ");
  review.forbidden(
    "spec",
    `updates to statefulset spec for fields other than ${list} and 'minReadySeconds' are forbidden`,
  );
}

function immutableKeys(minor: number): (keyof StatefulSetSpec)[] {
  const keys: (keyof StatefulSetSpec)[] = ["selector", "volumeClaimTemplates", "serviceName", "podManagementPolicy"];
  if (minor < 33) keys.push("revisionHistoryLimit");
  return keys;
}
