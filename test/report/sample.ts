import type { Finding, Report } from "../../src/lint/contract/finding.ts";
import { attachExcerpts, Excerpts } from "../../src/lint/engine/excerpt.ts";
import type { Problem } from "../../src/read/problem.ts";

const set = { apiVersion: "apps/v1", kind: "StatefulSet", namespace: "default", name: "python-app" };
const service = { apiVersion: "v1", kind: "Service", namespace: "default", name: "python-app" };

/** The finding that the contract and the conventions picture. */
export const sampleFinding: Finding = {
  rule: "governing-service-not-headless",
  severity: "error",
  confidence: "certain",
  message: "serviceName `python-app` names a NodePort Service, not a headless one",
  resource: set,
  path: ["spec", "serviceName"],
  location: {
    file: "stdin",
    line: 51,
    column: 16,
    endLine: 51,
    endColumn: 26,
    source: "python-app/templates/statefulset.yaml",
  },
  related: [
    {
      message: "Service/python-app has a cluster IP",
      resource: service,
      path: ["spec", "type"],
      location: {
        file: "stdin",
        line: 28,
        column: 9,
        endLine: 28,
        endColumn: 17,
        source: "python-app/templates/service.yaml",
      },
    },
  ],
  help: "add a Service with `clusterIP: None` and name it in serviceName",
  fingerprint: "3f1c9d2ab4e05f67",
};

export const sampleLines: Readonly<Record<number, string>> = {
  28: "  type: NodePort",
  51: "  serviceName: python-app",
};

export interface SampleParts {
  readonly findings?: readonly Finding[];
  readonly problems?: readonly Problem[];
  readonly suppressed?: Report["suppressed"];
  readonly unchecked?: Report["unchecked"];
  readonly notChecked?: number;
  readonly statefulSets?: number;
  readonly lines?: Readonly<Record<number, string>>;
  readonly file?: string;
}

/** A report as `lint` makes it, with lines kept for `stdin`. */
export function sampleReport(parts: SampleParts = {}): Report {
  const findings = parts.findings ?? [sampleFinding];
  const problems = parts.problems ?? [];
  const suppressed = parts.suppressed ?? [];
  const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  const report: Report = {
    version: 1,
    tool: { name: "sts-lint", version: "0.1.0" },
    kubernetesVersions: ["1.37"],
    summary: {
      statefulSets: parts.statefulSets ?? 1,
      documents: 3,
      notChecked: parts.notChecked ?? 0,
      errors: count("error"),
      warnings: count("warning"),
      infos: count("info"),
      suppressed: suppressed.length,
      problems: problems.length,
    },
    rules: ["governing-service-missing", "governing-service-not-headless"],
    findings,
    suppressed,
    problems,
    unchecked: parts.unchecked ?? [],
  };
  const excerpts = new Excerpts();
  for (const [line, text] of Object.entries(parts.lines ?? sampleLines)) {
    excerpts.keep(parts.file ?? "stdin", Number(line), text);
  }
  attachExcerpts(report, Object.assign(excerpts, { charts: 1 }));
  return report;
}
