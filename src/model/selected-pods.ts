import type { Selector } from "./selector.ts";
import type { StatefulSetView } from "./statefulset.ts";

/** Labels that the controller gives each pod of a set, so that a selector can mean one of them. */
const ownLabels: ReadonlySet<string> = new Set(["statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index"]);

/** Whether a selector tells the pods of one set apart. */
export function singlesOut({ requirements }: Selector): boolean {
  return requirements.some(({ key }) => ownLabels.has(key));
}

/** How many of a set's first `replicas` pods a selector fits, with the labels that the controller adds. */
export function selectedPods(set: StatefulSetView, selector: Selector, replicas: number): number {
  if (!set.isSelectedBy(selector)) return 0;
  if (!singlesOut(selector)) return replicas;
  let count = 0;
  for (let index = 0; index < Math.min(replicas, mostPods); index++) {
    const isFit = selector.requirements.every(({ key, operator, values }) => {
      if (!ownLabels.has(key)) return true;
      const value = key === "apps.kubernetes.io/pod-index" ? String(set.firstOrdinal + index) : set.podName(index);
      if (operator === "In") return values.includes(value);
      return operator === "NotIn" ? !values.includes(value) : operator === "Exists";
    });
    if (isFit) count += 1;
  }
  return count;
}

/** No set has more members than that; a number in a manifest may say so all the same. */
const mostPods = 1_000;
