/*
 * What an update may keep that no new object may have, because the object has it already.
 * Sources: pkg/api/pod/util.go (GetValidationOptionsFromPodSpecAndMeta), pkg/apis/core/validation/validation.go
 * (ValidationOptionsForPersistentVolumeClaim), pkg/registry/policy/poddisruptionbudget/strategy.go.
 */
import type { FieldError, FieldReview } from "./field-review.ts";

/** One such thing: the error of the old object that shows it, and those of the new that are let pass then. */
interface Tolerance {
  readonly shownBy: (error: FieldError) => boolean;
  /** As `shownBy` unless set. */
  readonly passes?: (error: FieldError) => boolean;
}

function at(path: RegExp): (error: FieldError) => boolean {
  return ([, field]) => path.test(field);
}

const isSelectorValue = at(/\.matchExpressions\[\d+\]\.values\[\d+\]$/);

const isOfPodAffinity = at(/\.pod(?:Anti)?Affinity\./);

/** What the template of a StatefulSet may keep. */
export const podTolerances: readonly Tolerance[] = [
  {
    shownBy: at(
      /\.nodeAffinity\.requiredDuringSchedulingIgnoredDuringExecution\.nodeSelectorTerms\[\d+\]\.matchExpressions\[\d+\]\.values\[\d+\]$/,
    ),
  },
  {
    shownBy: (error) => isOfPodAffinity(error) && /\.(?:label|namespace)Selector\./.test(error[1]),
    passes: (error) => isOfPodAffinity(error) && isSelectorValue(error),
  },
  { shownBy: at(/\.topologySpreadConstraints\[\d+\]\.labelSelector\./) },
  { shownBy: ([type, field]) => type === "FieldValueInvalid" && field.endsWith(".projected.path") },
  { shownBy: ([, field, detail]) => field.includes(".sysctls[") && detail.includes("may not be specified when 'host") },
  { shownBy: ([, , detail]) => detail.includes("is not positive integer multiple of") },
];

/** What a selector at `spec.selector` may keep: values that are no label values. */
export const selectorTolerances: readonly Tolerance[] = [
  {
    shownBy: ([, field]) => field.startsWith("spec.selector."),
    passes: (error) => error[1].startsWith("spec.selector.") && isSelectorValue(error),
  },
];

/** Takes out of a review what the old object's errors show to be there already. */
export function letPass(review: FieldReview, old: readonly FieldError[], tolerances: readonly Tolerance[]): void {
  if (old.length === 0) return;
  const shown = tolerances.filter(({ shownBy }) => old.some(shownBy));
  review.withdraw((error) => shown.some(({ shownBy, passes = shownBy }) => passes(error)));
}
