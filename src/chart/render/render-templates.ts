import type { ChartText } from "../chart.ts";
import { chartFiles } from "./chart-files.ts";
import { toValid } from "./functions/bytes.ts";
import { asRenderError, renderFiles } from "./render-loaded.ts";
import type { RenderOptions } from "./render-options.ts";
import { settingsOf } from "./settings.ts";

/**
 * Renders a chart's templates with helm's engine: `CHART/templates/x.yaml` → text, partials left out. `files` are all
 * of a chart's, paths relative to its folder, subcharts under `charts/`.
 *
 * @throws {RenderError} where helm fails. @throws {BudgetError} where the chart asks for more than any chart may.
 */
export function renderTemplates(files: readonly ChartText[], options: RenderOptions = {}): Record<string, string> {
  const rendered: Record<string, string> = Object.create(null);
  try {
    const { texts } = renderFiles(chartFiles(files), settingsOf(files, options));
    for (const [name, text] of texts) rendered[name] = toValid(text.value);
  } catch (error) {
    throw asRenderError(error);
  }
  return rendered;
}
