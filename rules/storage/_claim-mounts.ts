import type { Container } from "../../src/model/pod.ts";
import type { DataMount, Workload } from "../../src/model/workload.ts";

/** Where a workload's containers mount claims as file systems. */
export function claimMounts(set: Workload): readonly DataMount[] {
  return set.dataMounts.filter(({ mount, isBlock }) => !mount.device && !isBlock);
}

/** Everything that a container runs, as one text. */
export function scriptOf({ command, args }: Container): string {
  return [...command, ...args].join("\n");
}
