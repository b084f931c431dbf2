import { groupedBy } from "./grouped.ts";
import { PodIndex } from "./selector-index.ts";
import type { SetSurroundings, StatefulSetView } from "./statefulset.ts";

/*
 * Sets looked up by what others name them by: questions to `once` of a release.
 */

/** The sets of a release by their names. */
export function setsByName({ statefulSets }: SetSurroundings): ReadonlyMap<string, readonly StatefulSetView[]> {
  return groupedBy(statefulSets, ({ name }) => name);
}

/** The sets of a release by the labels of their pods. */
export function setsByLabel({ statefulSets }: SetSurroundings): PodIndex<StatefulSetView> {
  return new PodIndex(statefulSets);
}
