import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { readArguments, type TemplateCommand } from "../src/chart/node/helm-template.ts";
import { printChart } from "../src/chart/render/print-chart.ts";
import { type RenderedDocument, renderedFrom } from "../src/chart/render/render-chart.ts";
import { parseDocument } from "../src/read/yaml/parse.ts";
import { shared } from "../test/shared.ts";
import { median } from "./measure.ts";

interface Source {
  readonly commands: readonly (readonly string[])[];
  readonly renders: readonly { readonly random: boolean; readonly helm4: { readonly sha256?: string } }[];
}

/** Renders of a command that are timed, behind one that is not. */
const rounds = 3;

/**
 * The CPU time in milliseconds, in this process and warm, in which each command of the public charts is rendered from
 * files in memory and every node of its StatefulSets traced; sorted. What has one output under helm must have it here.
 */
export function renderTimes(): number[] {
  const charts = shared("chart-sources");
  if (charts === undefined) throw new Error("the public charts are not beside the checkout: set STS_LINT_SHARED");
  const times: number[] = [];
  for (const line of readFileSync(`${charts}/index.jsonl`, "utf8").split("\n")) {
    if (line === "") continue;
    const { commands, renders } = JSON.parse(line) as Source;
    for (const [index, args] of commands.entries()) {
      const command = readArguments(args.slice(1), { cwd: charts });
      const { text, isMapped } = renderAndMap(command);
      const render = renders[index];
      const sha256 = createHash("sha256").update(text).digest("hex");
      const isEqual = render?.random !== false || render.helm4.sha256 === sha256;
      if (!isEqual || !isMapped) throw new Error(`${args.join(" ")}: not helm's output, or no node has a place`);
      times.push(median(Array.from({ length: rounds }, () => cpuTime(() => renderAndMap(command)))));
    }
  }
  return times.sort((one, other) => one - other);
}

/** The value below which so great a part of sorted values lies. */
export function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

function cpuTime(call: () => unknown): number {
  const before = process.cpuUsage();
  call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The chart's output, and whether each StatefulSet has nodes with a place. */
function renderAndMap({ files, render, print }: TemplateCommand): { text: string; isMapped: boolean } {
  const { text, documents } = renderedFrom(printChart(files, render, print));
  const sets = documents.filter((document) => /^kind: *"?StatefulSet"?\s*$/m.test(document.text));
  return { text, isMapped: sets.map(placedNodes).every((nodes) => nodes > 0) };
}

function placedNodes(document: RenderedDocument): number {
  let nodes = 0;
  const walk = (value: unknown, path: readonly (string | number)[]): void => {
    if (path.length > 0 && document.trace(path)?.exactness === "exact") nodes++;
    if (Array.isArray(value)) for (const [index, item] of value.entries()) walk(item, [...path, index]);
    else if (typeof value === "object" && value !== null)
      for (const [key, child] of Object.entries(value)) walk(child, [...path, key]);
  };
  walk(parseDocument(document.text).value, []);
  return nodes;
}
