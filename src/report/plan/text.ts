import type { ClaimWay, Plan, Plans, RefusedClaim, SetPlan, VanishedSet } from "../../plan/plan-types.ts";
import type { WayCheck, WayThrough } from "../../plan/way-types.ts";
import { withoutCommands } from "../inert.ts";
import { printable } from "../printable.ts";
import { textWidth } from "../text-width.ts";
import { wrapIndented } from "../wrap.ts";
import { groupsOf, type PlanGroup } from "./groups.ts";
import { claimRuns, podRuns, shownSteps, unnamedClaims, unnamedPods } from "./spans.ts";
import {
  besidesTexts,
  changeText,
  claimTitle,
  refusedClaimText,
  wayClaimLines,
  wayRestartLines,
} from "./way-wording.ts";
import {
  deadlineText,
  fateText,
  foretoldTexts,
  haltText,
  lostTexts,
  moreText,
  outcomeText,
  podCells,
  refusalTexts,
  restartTexts,
  runText,
  stepText,
  timesText,
  titleOf,
  vanishedText,
  waitsForText,
  waitText,
} from "./wording.ts";

/** A line that is copied into a shell: it is never broken. */
class Command {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Line = string | Command;

/**
 * A plan for a terminal of so many columns: plain text, a heading a set and what happens below it. Commands stay whole.
 * Of several versions each group has a heading, and a set that an earlier one plans just so is not told again.
 */
export function planText(plan: Plan | Plans, width?: number): string {
  return [...planTextPieces(plan, width)].join("");
}

/** {@link planText} in pieces of whole lines, each made when it is asked for. */
export function* planTextPieces(made: Plan | Plans, width?: number): Generator<string, void> {
  let before = "";
  for (const lines of blocksOf(groupsOf(made))) {
    yield withoutCommands(`${before}${lines.flatMap((line) => linesOf(line, width)).join("\n")}\n`);
    before = "\n";
  }
}

function* blocksOf(groups: readonly PlanGroup[]): Generator<readonly Line[], void> {
  for (const group of groups) yield* groupBlocks(group);
  if (groups.some(({ plan }) => plan.statefulSets.some(({ steps }) => steps.length > 0))) yield [timesText];
}

function* groupBlocks(group: PlanGroup): Generator<readonly Line[], void> {
  const { plan, versions, isOneOfSeveral } = group;
  if (isOneOfSeveral) yield [`Kubernetes ${versions}`, "=".repeat(versions.length + 11)];
  if (plan.statefulSets.length + plan.vanished.length === 0) yield ["no StatefulSet to plan"];
  if (plan.notes.length > 0) yield plan.notes.map((note) => `note: ${note}`);
  if (plan.foretold !== undefined)
    yield ["mend this first", ...foretoldTexts(plan.foretold).map((line) => `  ${line}`)];
  for (const set of plan.statefulSets) {
    const alike = group.alikeIn(set);
    yield alike === undefined ? setLines(set) : [`${titleOf(set)}: as under Kubernetes ${alike}`];
  }
  for (const set of plan.vanished) yield vanishedLines(set);
  for (const claim of plan.refusedClaims) yield refusedClaimLines(claim);
  if (plan.problems.length > 0)
    yield plan.problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
}

function linesOf(line: Line, width: number | undefined): readonly string[] {
  if (line instanceof Command) return [printable(line.text)];
  const text = printable(line);
  if (width === undefined || textWidth(text) <= width) return [text];
  // A row of a table that does not fit loses the padding that would push its cells apart.
  const indent = text.length - text.trimStart().length;
  const row = text.slice(0, indent) + text.slice(indent).replace(/ {3,}/g, "  ");
  return wrapIndented(row, width).map((each) => each.trimEnd());
}

const indented = (line: Line, by: number): Line => {
  const space = " ".repeat(by);
  return line instanceof Command ? new Command(space + line.text) : space + line;
};

function setLines(set: SetPlan): Line[] {
  return [
    `${titleOf(set)}${set.source === undefined ? "" : ` (${set.source})`}`,
    `  ${outcomeText(set)}`,
    ...lostTexts(set).map((text) => `  ${text}`),
    ...section("mend this first", foretoldTexts(set.foretold)),
    ...section("first, by hand", byHandLines(set)),
    ...section("pods restart", restartTexts(set)),
    ...section("steps", stepLines(set)),
    ...section("waiting for it", set.deadline === undefined ? [] : [deadlineText(set.deadline)]),
    ...section("rests", set.waits.map(waitText)),
    ...(set.refused === undefined ? [] : refusedLines(set.refused)),
    ...section("pods", podLines(set)),
    ...section("claims", claimLines(set)),
    ...section("if the new pods do not become ready", haltLines(set)),
    ...section("notes", set.notes),
  ];
}

function section(title: string, lines: readonly Line[]): Line[] {
  return lines.length === 0 ? [] : ["", `  ${title}`, ...lines.map((line) => indented(line, 4))];
}

function byHandLines({ startsFrom }: SetPlan): Line[] {
  return (startsFrom?.byHand ?? []).flatMap((one) => [one.do, new Command(`  ${one.command}`)]);
}

function stepLines(set: SetPlan): string[] {
  const steps = shownSteps(set);
  const digits = String(steps.length).length;
  return columns(
    steps.map((step, index) => [`${String(index + 1).padStart(digits)}. ${stepText(step)}`, waitsForText(step)]),
  );
}

function podLines(set: SetPlan): string[] {
  return [...columns(podRuns(set).map(podCells)), ...moreText(unnamedPods(set))];
}

function claimLines(set: SetPlan): string[] {
  if (set.claims.length === 0) return [];
  return [
    ...columns(claimRuns(set).map((run) => [runText(run), run.first.size ?? "", run.first.becomes])),
    ...moreText(unnamedClaims(set)),
    fateText(set.claimFate),
  ];
}

function haltLines({ ifNotReady, outcome }: SetPlan): Line[] {
  return ifNotReady === undefined
    ? []
    : [...haltText(ifNotReady, outcome), ...ifNotReady.byHand.map((each) => new Command(`  ${each}`))];
}

function refusedLines(refused: NonNullable<SetPlan["refused"]>): Line[] {
  return [
    ...section("refused", refusalTexts(refused)),
    ...section("what may not change", refused.changes.map(changeText)),
    ...section("refused, too", besidesTexts(refused)),
    ...refused.waysThrough.flatMap(wayLines),
  ];
}

function wayLines(way: WayThrough, index: number): Line[] {
  return [
    "",
    `  way through ${index + 1} (${way.kind}): ${way.summary}`,
    // What it costs is read before the first command.
    ...wayRestartLines(way).map((line) => `    ${line}`),
    ...way.warnings.map((warning) => `    warning: ${warning}`),
    ...wayClaimLines(way).map((line) => `    ${line}`),
    ...way.steps.flatMap(wayStepLines),
  ];
}

function wayStepLines(step: ClaimWay["steps"][number], index: number): Line[] {
  return [
    `    ${index + 1}. ${step.do}`,
    ...step.commands.map((command) => new Command(`         ${command}`)),
    ...step.checks.flatMap(checkLines),
    `       if skipped: ${step.ifSkipped}`,
  ];
}

/** A command and, right below it, what it must show. */
function checkLines({ command, expect }: WayCheck): Line[] {
  return [...(command === undefined ? [] : [new Command(`       check: ${command}`)]), `       expect: ${expect}`];
}

function vanishedLines(set: VanishedSet): Line[] {
  return [
    titleOf(set),
    `  ${vanishedText(set)}`,
    ...section("claims", columns(set.claims.map(({ name, becomes }) => [name, becomes]))),
  ];
}

function refusedClaimLines(claim: RefusedClaim): Line[] {
  return [
    `${claimTitle(claim)}${claim.source === undefined ? "" : ` (${claim.source})`}`,
    `  ${refusedClaimText(claim)}`,
    ...section("refused", [claim.message]),
    ...section("what may not change", claim.changes.map(changeText)),
    ...claim.waysThrough.flatMap((way, index) => [
      "",
      `  way through ${index + 1}: ${way.summary}`,
      ...way.steps.flatMap(wayStepLines),
    ]),
  ];
}

/** Cells padded so that they stand below each other. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
