import type { StatefulSetView } from "./statefulset.ts";
import type { Workload } from "./workload.ts";

/** Beside so few sets each workload is looked at for each name. */
const few = 16;

/** The workloads whose configuration may name a set's first pod, or its governing Service, as a host; the others name neither. */
export function mayName(host: string, { release }: StatefulSetView): readonly Workload[] {
  if (release.statefulSets.length <= few) return release.workloads;
  return release.once(namersByWord).get(firstWord(host)) ?? [];
}

const firstWord = (host: string): string => /^[\w-]*/.exec(host)?.[0] ?? "";

/** By the first word of what sets are named as hosts by: each text is read once, for all of them. */
function namersByWord(release: StatefulSetView["release"]): ReadonlyMap<string, readonly Workload[]> {
  const namers = new Map<string, Workload[]>();
  for (const set of release.statefulSets)
    for (const host of [set.podName(0), set.serviceName ?? ""]) namers.set(firstWord(host), []);
  for (const workload of release.workloads)
    for (const { text } of workload.configuration)
      for (const [word] of text.matchAll(/[\w-]+/g)) {
        const named = namers.get(word);
        if (named !== undefined && named.at(-1) !== workload) named.push(workload);
      }
  return namers;
}
