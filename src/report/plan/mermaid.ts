import type { Plan, SetPlan } from "../../plan/plan-types.ts";
import { withoutCommands } from "../inert.ts";
import { outcomeText, titleOf } from "./wording.ts";

/** A plan as Mermaid gantt charts, one a StatefulSet; times are the longest that the probes and the grace allow. */
export function planMermaid(plan: Plan): string {
  return withoutCommands(mermaidOf(plan));
}

function mermaidOf(plan: Plan): string {
  const charts = plan.statefulSets.map(gantt);
  return charts.length === 0 ? "gantt\n  title no StatefulSet in the input\n" : charts.join("\n");
}

function gantt(set: SetPlan): string {
  const lines = [
    "gantt",
    `  title ${plain(`${titleOf(set)} - ${outcomeText(set)}`)}`,
    "  dateFormat X",
    "  axisFormat %s s",
  ];
  const sections = new Map<string, string[]>();
  let start = 0;
  for (const { actions, seconds } of set.steps) {
    // A bar needs a width to be seen.
    const end = start + Math.max(1, seconds.longest);
    for (const action of actions) {
      const tasks = sections.get(action.pod) ?? [];
      sections.set(action.pod, tasks);
      const [tag, verb] = action.do === "delete" ? ["crit", "ends"] : ["active", "starts"];
      tasks.push(`    ${verb} ${plain(action.revision)} :${tag}, ${start}, ${end}`);
    }
    start = end;
  }
  for (const { name } of set.pods)
    if (!sections.has(name)) sections.set(name, [`    runs on :done, 0, ${Math.max(1, start)}`]);
  for (const [pod, tasks] of sections) lines.push(`  section ${plain(pod)}`, ...tasks);
  return `${lines.join("\n")}\n`;
}

/** Text without what Mermaid takes for syntax. */
function plain(text: string): string {
  return text
    .replace(/[^\p{L}\p{N} ./_-]/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim();
}
