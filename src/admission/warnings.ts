/*
 * What the server says while it accepts an object.
 * Source: the strategies' WarningsOnCreate and WarningsOnUpdate; pkg/api/service/warnings.go,
 * pkg/api/persistentvolumeclaim/util.go.
 */

import { append } from "./append.ts";
import { claimSpecWarnings } from "./claim-warnings.ts";
import type { Decoded } from "./decode.ts";
import { isEqual } from "./equality.ts";
import type { FieldReview } from "./field-review.ts";
import type { PersistentVolumeClaim, StatefulSet } from "./kubernetes.generated.ts";
import { podWarnings } from "./pod-warnings.ts";
import { serviceWarnings } from "./service-warnings.ts";

/** The warnings about an accepted object, with `old` about an update. */
export function warningsFor(
  definition: string,
  object: Decoded,
  old: Decoded | undefined,
  review: FieldReview,
): string[] {
  switch (definition) {
    case "StatefulSet":
      return statefulSetWarnings(object, old, review);
    case "Service":
      return serviceWarnings(object, review);
    case "PersistentVolumeClaim":
      return claimWarnings(object);
    default:
      return [];
  }
}

/** WarningsOnCreate and WarningsOnUpdate of pkg/registry/apps/statefulset/strategy.go. */
function statefulSetWarnings(set: StatefulSet, old: StatefulSet | undefined, review: FieldReview): string[] {
  const { spec = {} } = set;
  const warnings: string[] = [];
  if (old === undefined || !isEqual(spec, old.spec))
    append(warnings, podWarnings("spec.template", spec.template ?? {}, review));
  spec.volumeClaimTemplates?.forEach((claim, i) => {
    // On update the server names a field that does not exist.
    const at = `spec.volumeClaimTemplates[${i}]${old === undefined ? "" : ".Spec"}`;
    append(warnings, claimSpecWarnings(at, claim.spec ?? {}));
  });
  if (review.minor >= 33 && (spec.revisionHistoryLimit ?? 0) < 0)
    warnings.push(
      "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended",
    );
  return warnings;
}

/** GetWarningsForPersistentVolumeClaim. */
function claimWarnings({ metadata = {}, spec = {} }: PersistentVolumeClaim): string[] {
  const key = "volume.beta.kubernetes.io/storage-class";
  const warnings: string[] = [];
  if (Object.hasOwn(metadata.annotations ?? {}, key))
    warnings.push(`metadata.annotations[${key}]: deprecated since v1.8; use "storageClassName" attribute instead`);
  return [...warnings, ...claimSpecWarnings("spec", spec)];
}
