import type { FunctionTable } from "./functions/registry.ts";
import type { Text } from "./text.ts";
import type { GoMap } from "./value.ts";

/** A template file of a chart or subchart. */
export interface TemplateFile {
  /** As helm names it: `CHART/templates/x.yaml`, `CHART/charts/SUB/templates/x.yaml`. */
  readonly name: string;
  /** Relative to the chart's folder, for places: `templates/x.yaml`, `charts/SUB/templates/x.yaml`. */
  readonly file: string;
  readonly text: string;
  /** `.Template.BasePath`: `CHART/templates`. */
  readonly basePath: string;
  /** The top-level dot (`.Values`, `.Release` …), one and the same for all files of a chart; the engine sets its `Template`. */
  readonly dot: GoMap;
}

export interface EngineOptions {
  /** What templates may call beside text/template's own and include, tpl, required, fail and lookup. */
  readonly functions: FunctionTable;
  readonly helm: "3" | "4";
  readonly now: Date;
  readonly seed: string;
  /** What the render may use up; about a unit a character. */
  readonly units?: number;
}

/**
 * Renders templates as helm's engine does: name → text, partials left out, in helm's order.
 * Throws `RenderError`, and `BudgetError` where the chart asks for more than any chart may.
 */
export function renderEngine(files: readonly TemplateFile[], options: EngineOptions): Map<string, Text> {
  throw new Error(`not yet: ${files.length} ${options.helm}`);
}
