import { type Chart, findSource } from "./chart.ts";
import { operandsOf } from "./render/parse/operands.ts";
import type { Node } from "./render/parse/syntax.ts";

/** What the templates of a chart ask of the cluster and of helm while they render. */
export interface TemplateQuestions {
  /** Whether any calls `lookup`, which finds nothing where no cluster is asked. */
  readonly looksUp: boolean;
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
  let asksWhetherUpgrade = false;
  let isWhole = chart.problems.length === 0;
  for (const path of chart.files.keys()) {
    if (!/(?:^|\/)templates\//.test(path) || /(?:^|\/)NOTES\.txt$/.test(path)) continue;
    const parsed = chart.template(path);
    if (parsed === undefined) continue;
    if (parsed.isUnreadable) isWhole = false;
    for (const operand of operandsOf([...parsed.body, ...parsed.defines.flatMap(({ body }) => body)])) {
      if (operand.kind === "function" && operand.name === "lookup") looksUp = true;
      if ("fields" in operand && asks(operand.fields)) asksWhetherUpgrade = true;
    }
  }
  return { looksUp, asksWhetherUpgrade, asksApiVersions: (source) => asksApiVersions(chart, source), isWhole };
}

function asksApiVersions(chart: Chart, source: string): boolean {
  const file = findSource(chart, source)?.file;
  const waiting = [chart.template(file ?? "")?.body ?? []];
  const seen = new Set<readonly Node[]>();
  for (let body = waiting.pop(); body !== undefined; body = waiting.pop()) {
    if (seen.has(body)) continue;
    seen.add(body);
    for (const operand of operandsOf(body)) {
      if ("fields" in operand && operand.fields.includes("APIVersions")) return true;
      // The name of a helper is a literal wherever one is included by its own name.
      if (operand.kind === "text") waiting.push(chart.define(operand.value)?.body ?? []);
    }
  }
  return false;
}

function asks(fields: readonly string[]): boolean {
  const last = fields.at(-1);
  return fields.at(-2) === "Release" && (last === "IsInstall" || last === "IsUpgrade");
}
