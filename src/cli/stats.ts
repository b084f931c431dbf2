import type { Report } from "../lint/contract/finding.ts";
import { counted } from "../report/summary-text.ts";

/** What a run took, for `--stats`. */
export function statsText(report: Report, inputs: number, bytes: number): string {
  const { documents, notChecked, statefulSets } = report.summary;
  const { user, system } = process.cpuUsage();
  const memory = process.resourceUsage().maxRSS / 1024;
  const read = `${(bytes / 1e6).toFixed(2)} MB in ${counted(inputs, "input")}`;
  return `read ${read}: ${counted(documents, "document")}, ${notChecked} not checked, ${counted(statefulSets, "StatefulSet")}
ran ${counted(report.rules.length, "rule")} for Kubernetes ${report.kubernetesVersions.join(", ")}
took ${((user + system) / 1000).toFixed(0)} ms of CPU, at most ${memory.toFixed(0)} MB of memory
`;
}
