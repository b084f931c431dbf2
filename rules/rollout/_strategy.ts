import type { Violation } from "../../src/lint/contract/rule.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Path } from "../../src/read/path.ts";

export const strategyPath: Path = ["spec", "updateStrategy"];
export const partitionPath: Path = [...strategyPath, "rollingUpdate", "partition"];
export const maxUnavailablePath: Path = [...strategyPath, "rollingUpdate", "maxUnavailable"];
export const startPath: Path = ["spec", "ordinals", "start"];

/** The partition that the controller applies; 0 where there is none, or where another strategy makes it void. */
export function partitionOf(set: StatefulSetView): number {
  return set.strategy.type === "RollingUpdate" ? set.strategy.partition : 0;
}

/** Whether no template change ever reaches a pod: every index that the set can have lies below the partition. */
export function hidesAll(set: StatefulSetView): boolean {
  return set.maxReplicas > 0 && partitionOf(set) >= set.maxReplicas;
}

/** `pod db-0`, `pods db-0 and db-1`, `pods db-0 to db-4`: the pods of the indices from `first` up to `end`, exclusive. */
export function podRange(set: StatefulSetView, first: number, end: number): string {
  if (end - first <= 1) return `pod \`${set.podName(first)}\``;
  const link = end - first === 2 ? "and" : "to";
  return `pods \`${set.podName(first)}\` ${link} \`${set.podName(end - 1)}\``;
}

/** The change that lets updates reach every pod: also those that a canary holds back on purpose. */
export function withoutPartition({ manifest }: StatefulSetView): NonNullable<Violation["fix"]> {
  return {
    description: "write `partition: 0`, so that updates reach every pod",
    safe: false,
    changes: [{ do: "replace", place: { manifest, path: partitionPath }, text: "0" }],
  };
}
