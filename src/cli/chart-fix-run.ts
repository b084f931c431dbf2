import { readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import type { Report } from "../lint/contract/finding.ts";
import { OptionError } from "../lint/contract/options.ts";
import { groupedBy } from "../model/grouped.ts";
import { countOf } from "../read/problem-list.ts";
import { fixDiff } from "../report/fix-diff.ts";
import { counted } from "../report/summary-text.ts";
import type { ChartFixes, FixableChart } from "./fixable-chart.ts";
import type { Host } from "./host.ts";
import { reasonOf } from "./input-problem.ts";
import { inChart } from "./local-chart.ts";
import { statsAt } from "./stats-at.ts";

/** What was done, or would be, and whether a file could not be written. */
export interface FixOutcome {
  readonly diff: string;
  readonly lines: readonly string[];
  readonly failed: boolean;
}

/** The folder that fixes are written to. Throws {@link OptionError} for what is none on this machine. */
export function fixableFolder(name: string, host: Host): string {
  const path = resolve(host.cwd(), name);
  if (statsAt(path)?.isDirectory() === true) return path;
  throw new OptionError(`--fix: ${name} is no folder: what is packed or fetched is not written to`);
}

/** Places the fixes of a chart, and writes them unless it is a dry run. `name` stands before its files' names. */
export async function fixChart(
  chart: FixableChart,
  name: string,
  isDry: boolean,
  { observer }: Host,
): Promise<FixOutcome> {
  const { changedTexts, chartFixes } = await import("./render-room.ts");
  const place = () => chartFixes(chart);
  const fixes = observer === undefined ? place() : observer.renders(`${name}, fix by fix`, place);
  const lines = linesOf(fixes.left, name);
  if (isDry) return { diff: diffOf(fixes, name), lines, failed: false };
  let failed = false;
  for (const [file, text] of changedTexts(fixes.texts, fixes.edits)) {
    const reason = write(join(chart.path, file), realpathSync(chart.path), fixes.texts.get(file), text);
    const count = fixes.placed.filter(({ fix }) => fix?.edits.some(({ location }) => location.file === file)).length;
    if (reason !== undefined) failed = true;
    lines.push(`${inChart(name, file)}: ${reason ?? `${counted(count, "finding")} fixed`}`);
  }
  return { diff: "", lines, failed };
}

/** What is left and why, a line for all that one rule found in a resource. */
function linesOf(left: ChartFixes["left"], name: string): string[] {
  const lineOf = ({ finding: { rule, resource }, why }: ChartFixes["left"][number], places: string): string =>
    `${name}: ${rule} of ${resource.kind}/${resource.name} is left${places}: ${why}`;
  const alike = groupedBy(left, (one) => lineOf(one, ""));
  return [...alike].map(([line, [first, ...others]]) => {
    const count = countOf([first, ...others].flatMap((one) => one?.finding ?? []));
    return first === undefined || count === 1 ? line : lineOf(first, ` in ${count} places`);
  });
}

function diffOf({ edits, texts }: ChartFixes, name: string): string {
  const named = edits.map(({ location, text }) => ({
    location: { ...location, file: inChart(name, location.file) },
    text,
  }));
  const shown = new Map([...texts].map(([file, text]) => [inChart(name, file), text]));
  const findings = [{ fix: { description: "", safe: true, edits: named } }];
  return fixDiff({ findings } as unknown as Report, (file) => shown.get(file) ?? "");
}

/** Links inside of the chart are followed, modes stay; why not, where it is not written. What was not there is made. */
function write(path: string, root: string, was: string | undefined, text: string): string | undefined {
  try {
    if (was === undefined) {
      if (!`${realpathSync(dirname(path))}${sep}`.startsWith(root + sep))
        return "it lies outside of the chart and was left alone";
      writeFileSync(path, text, { flag: "wx" });
      return undefined;
    }
    if (!realpathSync(path).startsWith(root + sep)) return "it lies outside of the chart and was left alone";
    const now = readFileSync(path, "utf8");
    const mark = now.startsWith("\uFEFF") ? "\uFEFF" : "";
    if (now.slice(mark.length) !== was) return "it changed meanwhile and was left alone";
    writeFileSync(path, mark + text);
    return undefined;
  } catch (error) {
    return `cannot be written: ${reasonOf(error)}`;
  }
}
