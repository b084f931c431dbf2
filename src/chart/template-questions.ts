import { type Chart, findSource } from "./chart.ts";
import { randomFunctionNames } from "./random-functions.ts";
import { includedIn, operandsOf, partsOf } from "./render/parse/operands.ts";
import type { Node } from "./render/parse/syntax.ts";

/** What the templates of a chart ask of the cluster and of helm while they render. */
export interface TemplateQuestions {
  /** Whether any calls `lookup`, which finds nothing where no cluster is asked. */
  readonly looksUp: boolean;
  /** Whether any calls what gives another text at each render, or `tpl`, which may. */
  readonly makesRandom: boolean;
  /** Whether any asks `.Release.IsInstall` or `.Release.IsUpgrade`. */
  readonly asksWhetherUpgrade: boolean;
  /**
   * Whether the template of a `# Source:` path, or a helper that it includes, asks `.Capabilities.APIVersions`, which
   * without a cluster holds what helm itself knows.
   */
  asksApiVersions(source: string): boolean;
  /** Whether every template of the chart and of its subcharts could be read. */
  readonly isWhole: boolean;
}

/** Asks all templates of a chart, subcharts included; comments, texts and the notes for people ask nothing. */
export function templateQuestions(chart: Chart): TemplateQuestions {
  let looksUp = false;
  let makesRandom = false;
  let asksWhetherUpgrade = false;
  let isWhole = chart.problems.length === 0;
  for (const { isUnreadable, nodes } of templatesOf(chart)) {
    if (isUnreadable) isWhole = false;
    for (const operand of operandsOf(nodes)) {
      if (operand.kind === "function") {
        if (operand.name === "lookup") looksUp = true;
        if (randomFunctionNames.has(operand.name) || operand.name === "tpl") makesRandom = true;
      }
      if ("fields" in operand && asks(operand.fields)) asksWhetherUpgrade = true;
    }
  }
  return {
    looksUp,
    makesRandom,
    asksWhetherUpgrade,
    asksApiVersions: (source) => asksApiVersions(chart, source),
    isWhole,
  };
}

/** All but the notes for people. */
function* templatesOf(chart: Chart): Generator<{ readonly isUnreadable: boolean; readonly nodes: readonly Node[] }> {
  for (const path of chart.files.keys()) {
    if (!/(?:^|\/)templates\//.test(path) || /(?:^|\/)NOTES\.txt$/.test(path)) continue;
    const parsed = chart.template(path);
    if (parsed === undefined) continue;
    const { isUnreadable, body, defines } = parsed;
    yield { isUnreadable, nodes: [...body, ...defines.flatMap((define) => define.body)] };
  }
}

function asksApiVersions(chart: Chart, source: string): boolean {
  const file = findSource(chart, source)?.file;
  const waiting = [chart.template(file ?? "")?.body ?? []];
  const seen = new Set<readonly Node[]>();
  for (let body = waiting.pop(); body !== undefined; body = waiting.pop()) {
    if (seen.has(body)) continue;
    seen.add(body);
    if (namesApiVersions(body)) return true;
    // Which helper it is, is not known: any may be.
    if (includesComputed(body)) return [...templatesOf(chart)].some(({ nodes }) => namesApiVersions(nodes));
    for (const name of includedIn(body)) waiting.push(chart.define(name)?.body ?? []);
  }
  return false;
}

function namesApiVersions(nodes: readonly Node[]): boolean {
  for (const operand of operandsOf(nodes))
    if ("fields" in operand && operand.fields.includes("APIVersions")) return true;
  return false;
}

/** Whether it includes a helper whose name it works out. */
function includesComputed(nodes: readonly Node[]): boolean {
  for (const part of partsOf(nodes)) {
    if (
      "rest" in part &&
      part.first.kind === "function" &&
      part.first.name === "include" &&
      part.rest[0]?.kind !== "text"
    )
      return true;
  }
  return false;
}

function asks(fields: readonly string[]): boolean {
  const last = fields.at(-1);
  return fields.at(-2) === "Release" && (last === "IsInstall" || last === "IsUpgrade");
}
