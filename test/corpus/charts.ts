import { readdirSync, readFileSync } from "node:fs";
import type { Finding } from "../../src/index.ts";
import { lint } from "../../src/index.ts";

/** What was found in one file of the public charts. */
export interface ChartFindings {
  /** The file's name under corpus/rendered. */
  readonly file: string;
  readonly statefulSets: number;
  readonly findings: readonly Finding[];
}

/** The names of the rendered public charts, sorted. */
export function chartFiles(folder: string): readonly string[] {
  return readdirSync(`${folder}/rendered`)
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .sort();
}

/**
 * Lints each public chart on its own, as a user who pipes it would.
 * `versions` are the Kubernetes minors asked for; the newest unless given.
 */
export function lintCharts(folder: string, versions?: string): readonly ChartFindings[] {
  return chartFiles(folder).map((file) => {
    const text = readFileSync(`${folder}/rendered/${file}`, "utf8");
    const report = lint([{ name: file, text }], {
      today: "2026-01-01",
      ...(versions === undefined ? {} : { kubernetesVersion: versions }),
    });
    return { file, statefulSets: report.summary.statefulSets, findings: report.findings };
  });
}

/** A finding's resource as people write it: `StatefulSet/db`. */
export function resourceOf({ resource }: Pick<Finding, "resource">): string {
  return `${resource.kind}/${resource.name}`;
}
