import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { readChartSource } from "../chart/node/chart-source.ts";
import { valuesFilesIn } from "../chart/node/flags.ts";
import { printFromArguments } from "../chart/node/helm-template.ts";
import { isValid } from "../chart/render/functions/bytes.ts";
import { notHeld, type Rendered, renderedFrom } from "../chart/render/render-chart.ts";
import type { RenderedFrom } from "../chart/render/rendered-from.ts";
import type { ChartTraces } from "../lint/contract/chart-traces.ts";
import { type ChartFile, OptionError } from "../lint/contract/options.ts";
import { renderProblem } from "../lint/traces/lint-chart.ts";
import { RenderedTraces } from "../lint/traces/rendered-traces.ts";
import { optional } from "../model/pod.ts";
import type { Problem } from "../read/problem.ts";
import { Workspace } from "./chart-source.ts";
import { holds } from "./file-bytes.ts";
import { givenValues } from "./given-values.ts";
import type { Host } from "./host.ts";
import { inChart, type LocalChart, type ReadChart } from "./local-chart.ts";
import { statsAt } from "./stats-at.ts";

/** What our own renderer makes of a chart. */
export interface OwnRender {
  /** As helm would print it; undefined where helm would refuse. */
  readonly text?: string;
  readonly traces?: ChartTraces & Pick<RenderedTraces, "unlike">;
  readonly files: readonly ChartFile[];
  readonly problems: readonly Problem[];
  /** Schemas on other servers, which helm would have fetched. */
  readonly notHeld?: readonly Problem[];
}

/**
 * Everything that only `sts-lint chart` and `--chart` need stands behind this one door, in a file of its own. `holds` is
 * told how much is read for it. `otherwise` prints the chart as another helm does, where the text that is linted may be
 * that one's.
 */
export function renderOwn(
  chart: LocalChart,
  holds: (bytes: number) => void,
  otherwise?: () => Rendered | undefined,
): OwnRender {
  const { path, name, release, args, cwd, helm, origin } = chart;
  const read = readOnce(chart, holds);
  const links = read.strayLinks.map((link) => strayLink(inChart(name, link)));
  const files = (read.files ?? []).map(({ name, text }) => ({ path: name, text }));
  let given: string[] = [];
  try {
    given = valuesFilesIn(args);
    for (const file of given) holds(Number(statsAt(resolve(cwd, file))?.size ?? 0));
    const printed = printFromArguments([release, path, ...args], {
      cwd,
      helm,
      remoteSchemas: "unknown",
      ...optional("files", read.files),
      parsed: read.parsed,
    });
    const rendered: Rendered = renderedFrom(printed);
    // Read now: a file that was made for this render may be gone when a line of it is quoted.
    const texts = new Map(
      given.map((file) => [file, textIn(rendered.from, file) ?? readFileSync(resolve(cwd, file), "utf8")]),
    );
    const text = (file: string): string | undefined => texts.get(file) ?? files.find((one) => one.path === file)?.text;
    return {
      text: rendered.text,
      traces: new RenderedTraces(rendered, {
        folder: name === "." ? "" : name,
        given,
        text,
        ...optional("origin", origin),
        ...optional("otherwise", otherwise),
      }),
      files,
      problems: links,
      notHeld: printed.remoteSchemas.map((url) => ({
        kind: "chart",
        file: inChart(name, "values.schema.json"),
        line: 1,
        column: 1,
        message: notHeld(url),
      })),
    };
  } catch (error) {
    const problem = renderProblem(error);
    const file = given.includes(problem.file)
      ? (origin?.(problem.file, problem.line, [])?.file ?? problem.file)
      : inChart(name, problem.file);
    return { files, problems: [{ ...problem, file }, ...links] };
  }
}

/** A values file as it was read to be rendered, unless bytes in it are no text: it may be large, and is held once. */
function textIn({ user }: RenderedFrom, name: string): string | undefined {
  for (const file of user.files) if ("text" in file && file.name === name && isValid(file.text)) return file.text;
  return undefined;
}

/** The same for the chart behind an input that was piped in: its values may be piped, too, and are read once. */
export function renderBehind(chart: LocalChart, host: Host): OwnRender | { readonly refused: string } {
  const workspace = new Workspace();
  try {
    const { template, origin, said } = givenValues(chart.args, workspace, host);
    const own = renderOwn({ ...chart, args: template, ...optional("origin", origin) }, holds, () => byOtherHelm(chart));
    return { ...own, problems: own.problems.map((problem) => ({ ...problem, message: said(problem.message) })) };
  } catch (error) {
    // In a file of its own the class of the error is another one than the program's.
    if (error instanceof OptionError) return { refused: error.message };
    throw error;
  } finally {
    workspace.clear();
  }
}

/** As the other helm prints it; undefined where it does not, and where values were piped, which are read once. */
function byOtherHelm({ path, release, args, cwd, helm }: LocalChart): Rendered | undefined {
  try {
    const other = helm === "4" ? "3" : "4";
    return renderedFrom(printFromArguments([release, path, ...args], { cwd, helm: other, remoteSchemas: "unknown" }));
  } catch {
    return undefined;
  }
}

/** A chart has no say over the other files of this machine. */
function strayLink(file: string): Problem {
  const message =
    "this link leads out of the chart's folder, or to nothing, and is not read: put the file itself there, or name it in .helmignore";
  return { kind: "chart", file, line: 1, column: 1, message };
}

function readOnce({ path, read: known }: LocalChart, holds: (bytes: number) => void): ReadChart {
  const before = known?.get(path);
  if (before !== undefined) return before;
  const strayLinks: string[] = [];
  const files = chartFiles(path, (link) => strayLinks.push(link));
  holds((files ?? []).reduce((sum, { text }) => sum + text.length, 0));
  const read = { files, strayLinks, parsed: new Map() };
  known?.set(path, read);
  return read;
}

function chartFiles(path: string, onStrayLink: (path: string) => void): ReturnType<typeof readChartSource> | undefined {
  try {
    return readChartSource(path, path, onStrayLink);
  } catch {
    // The render says what is wrong with it.
    return undefined;
  }
}

export { chartFixes } from "./chart-fix.ts";
export { changedTexts } from "./chart-fix-combination.ts";
export { frozenChart, frozenPrinters } from "./frozen-chart.ts";
