import type { Plan, Plans, SetPlan } from "../../plan/plan-types.ts";
import { withoutCommands } from "../inert.ts";
import { groupsOf } from "./groups.ts";
import { outcomeText, titleOf } from "./wording.ts";

/**
 * A plan as Markdown with Mermaid gantt charts, one block a StatefulSet, since a block holds one diagram; times are the
 * longest that the probes and the grace allow. Of several versions, a set that an earlier group plans just so has no
 * further block.
 */
export function planMermaid(plan: Plan | Plans): string {
  return withoutCommands(mermaidOf(plan));
}

function mermaidOf(made: Plan | Plans): string {
  const charts = groupsOf(made).flatMap((group) => {
    const under = group.isOneOfSeveral ? ` under Kubernetes ${group.versions}` : "";
    return group.plan.statefulSets.flatMap((set) => (group.alikeIn(set) === undefined ? [gantt(set, under)] : []));
  });
  const blocks = charts.length === 0 ? ["gantt\n  title no StatefulSet in the input\n"] : charts;
  return blocks.map((chart) => `\`\`\`mermaid\n${chart}\`\`\`\n`).join("\n");
}

function gantt(set: SetPlan, under: string): string {
  const lines = [
    "gantt",
    `  title ${plain(`${titleOf(set)}${under} - ${outcomeText(set)}`)}`,
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
