import type { Finding } from "../../src/index.ts";
import { type ChartFindings, resourceOf } from "./charts.ts";

/** How much a default run asks of a reader. */
export interface Noise {
  readonly statefulSets: number;
  /** Per warning rule the share of StatefulSets that it fires on, the loudest first. */
  readonly shares: readonly (readonly [rule: string, share: number])[];
  /** Warnings a StatefulSet, at the median. */
  readonly median: number;
  /** The share of StatefulSets without any warning. */
  readonly quiet: number;
  /** Infos a StatefulSet, on average. */
  readonly infos: number;
}

export function noiseOf(charts: readonly ChartFindings[]): Noise {
  const statefulSets = charts.reduce((sum, chart) => sum + chart.statefulSets, 0);
  const perRule = new Map<string, Set<string>>();
  const perSet = new Map<string, number>();
  for (const { file, findings } of charts) {
    for (const finding of findings) {
      if (finding.severity !== "warning") continue;
      for (const set of setsOf(finding)) {
        const key = `${file} ${set}`;
        perSet.set(key, (perSet.get(key) ?? 0) + 1);
        perRule.set(finding.rule, (perRule.get(finding.rule) ?? new Set()).add(key));
      }
    }
  }
  const silent = Math.max(0, statefulSets - perSet.size);
  const warnings = [...new Array<number>(silent).fill(0), ...[...perSet.values()].sort((one, other) => one - other)];
  return {
    statefulSets,
    shares: [...perRule]
      .map(([rule, sets]) => [rule, sets.size / statefulSets] as const)
      .sort(([, one], [, other]) => other - one),
    median: warnings[Math.floor(warnings.length / 2)] ?? 0,
    quiet: silent / statefulSets,
    infos:
      charts.flatMap(({ findings }) => findings).filter(({ severity }) => severity === "info").length / statefulSets,
  };
}

/** The StatefulSets that a finding is about: its resource, or those that it points at beside another resource. */
function setsOf(finding: Finding): readonly string[] {
  if (finding.resource.kind === "StatefulSet") return [resourceOf(finding)];
  const related = finding.related.filter(({ resource }) => resource.kind === "StatefulSet").map(resourceOf);
  return related.length > 0 ? [...new Set(related)] : [`beside ${resourceOf(finding)}`];
}
