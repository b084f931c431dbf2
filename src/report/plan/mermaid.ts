import type { Plan, Plans, SetPlan } from "../../plan/plan-types.ts";
import { withoutCommands } from "../inert.ts";
import { groupsOf } from "./groups.ts";
import { areMany, shownSteps } from "./spans.ts";
import { claimTitle } from "./way-wording.ts";
import { outcomeText, stepDeed, stepPods, titleOf, vanishedText } from "./wording.ts";

/**
 * A plan as Markdown with Mermaid gantt charts, one block a StatefulSet, since a block holds one diagram; times are the
 * longest that the probes and the grace allow. Of several versions, a set that an earlier group plans just so has no
 * further block.
 */
export function planMermaid(plan: Plan | Plans): string {
  return [...planMermaidPieces(plan)].join("");
}

/** {@link planMermaid} in pieces of whole lines, each made when it is asked for. */
export function* planMermaidPieces(made: Plan | Plans): Generator<string, void> {
  let before = "";
  for (const chart of chartsOf(made)) {
    yield withoutCommands(`${before}${fenced(chart)}`);
    before = "\n";
  }
  if (before === "") yield fenced("gantt\n  title no StatefulSet to plan\n");
}

function fenced(chart: string): string {
  return `\`\`\`mermaid\n${chart}\`\`\`\n`;
}

function* chartsOf(made: Plan | Plans): Generator<string, void> {
  for (const group of groupsOf(made)) {
    const under = group.isOneOfSeveral ? ` under Kubernetes ${group.versions}` : "";
    for (const set of group.plan.statefulSets) if (group.alikeIn(set) === undefined) yield gantt(set, under);
    for (const set of group.plan.vanished) yield still(set.name, `${titleOf(set)}${under} ${vanishedText(set)}`);
    for (const claim of group.plan.refusedClaims)
      yield still(claim.name, `${claimTitle(claim)}${under} - the API server refuses its update`);
  }
}

/** What has no course of its own: a title, and a bar without a length of time. */
function still(name: string, title: string): string {
  return [
    "gantt",
    `  title ${plain(title)}`,
    "  dateFormat X",
    "  axisFormat %s s",
    `  section ${plain(name)}`,
    "    as it is now :done, 0, 1",
    "",
  ].join("\n");
}

function gantt(set: SetPlan, under: string): string {
  const lines = [
    "gantt",
    `  title ${plain(`${titleOf(set)}${under} - ${outcomeText(set)}`)}`,
    "  dateFormat X",
    "  axisFormat %s s",
  ];
  if (areMany(set)) lines.push(...rangeTasks(set));
  else lines.push(...podTasks(set));
  return `${lines.join("\n")}\n`;
}

/** A section a pod: a bar for its end and its start, or for its running on. */
function podTasks(set: SetPlan): string[] {
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
  return [...sections].flatMap(([pod, tasks]) => [`  section ${plain(pod)}`, ...tasks]);
}

/** A section for each stretch of many pods; Mermaid draws no text of more than 50,000 characters. */
function rangeTasks(set: SetPlan): string[] {
  let start = 0;
  const lines = shownSteps(set).flatMap((step) => {
    const end = start + Math.max(1, step.seconds.longest);
    const tag = step.actions.some((action) => action.do === "create") ? "active" : "crit";
    const task = [
      `  section ${plain(stepPods(step).replace("…", "to"))}`,
      `    ${plain(stepDeed(step))} :${tag}, ${start}, ${end}`,
    ];
    start = end;
    return task;
  });
  return lines.length > 0 ? lines : [`  section ${plain(titleOf(set))}`, "    runs on :done, 0, 1"];
}

/** Text without what Mermaid takes for syntax. */
function plain(text: string): string {
  return text
    .replace(/[^\p{L}\p{N} ./_-]/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim();
}
