/*
 * Labels of the pod itself that join a selector.
 * Source: pkg/apis/core/validation/validation.go (ValidateMatchLabelKeysAndMismatchLabelKeys and …InTopologySpread).
 */
import type { FieldReview } from "./field-review.ts";
import type { LabelSelector } from "./kubernetes.generated.ts";
import { checkLabelKey } from "./labels.ts";

/** validateLabelKeys. */
function checkKeys(
  review: FieldReview,
  at: string,
  keys: readonly string[],
  selector: LabelSelector | undefined,
): void {
  if (keys.length === 0) return;
  if (selector === undefined) {
    review.forbidden(at, "must not be specified when labelSelector is not set");
    return;
  }
  keys.forEach((key, i) => {
    checkLabelKey(review, `${at}[${i}]`, key);
  });
}

/** ValidateMatchLabelKeysAndMismatchLabelKeys. The keys that the server itself merged in are no duplicates. */
export function checkMatchLabelKeys(
  review: FieldReview,
  at: string,
  matchKeys: readonly string[] = [],
  mismatchKeys: readonly string[] = [],
  selector: LabelSelector | undefined,
): void {
  checkKeys(review, `${at}.matchLabelKeys`, matchKeys, selector);
  checkKeys(review, `${at}.mismatchLabelKeys`, mismatchKeys, selector);
  if (selector !== undefined) {
    const known = new Set(Object.keys(selector.matchLabels ?? {}));
    for (const { key = "" } of selector.matchExpressions ?? []) {
      const index = matchKeys.lastIndexOf(key);
      if (index >= 0 && known.has(key))
        review.invalid(`${at}[${index}]`, key, "exists in both matchLabelKeys and labelSelector");
      known.add(key);
    }
  }
  matchKeys.forEach((key, i) => {
    if (mismatchKeys.includes(key))
      review.invalid(`${at}.matchLabelKeys[${i}]`, key, "exists in both matchLabelKeys and mismatchLabelKeys");
  });
}

/** ValidateMatchLabelKeysInTopologySpread, of servers that do not merge the keys into the selector. */
export function checkMatchLabelKeysAlone(
  review: FieldReview,
  at: string,
  keys: readonly string[] = [],
  selector: LabelSelector | undefined,
): void {
  if (keys.length === 0) return;
  if (selector === undefined) review.forbidden(at, "must not be specified when labelSelector is not set");
  const known = new Set(Object.keys(selector?.matchLabels ?? {}));
  for (const { key = "" } of selector?.matchExpressions ?? []) known.add(key);
  keys.forEach((key, i) => {
    checkLabelKey(review, `${at}[${i}]`, key);
    if (known.has(key)) review.invalid(`${at}[${i}]`, key, "exists in both matchLabelKeys and labelSelector");
  });
}
