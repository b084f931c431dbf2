import { addTo } from "./grouped.ts";
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

/** Of more workloads, what was worked out to read their texts is let go at once: of thousands it is much. */
const many = 2_000;

/** By the first word of what sets are named as hosts by: each text is read once, for all of them. */
function namersByWord({
  statefulSets,
  workloads,
}: StatefulSetView["release"]): ReadonlyMap<string, readonly Workload[]> {
  const wanted = new Set(statefulSets.map(({ serviceName }) => firstWord(serviceName ?? "")));
  for (const set of statefulSets) wanted.add(firstWord(set.podName(0)));
  const namers = new Map<string, Workload[]>();
  for (const workload of workloads) {
    for (const { text } of workload.configuration)
      for (const [word] of text.matchAll(/[\w-]+/g))
        if (wanted.has(word) && namers.get(word)?.at(-1) !== workload) addTo(namers, word, workload);
    if (workloads.length > many) workload.letGo();
  }
  return namers;
}
