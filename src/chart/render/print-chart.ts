import type { ChartFile } from "./inputs/chart-file.ts";
import { sortManifests } from "./output/manifests.ts";
import { type Printed, type PrintOptions, printOutput } from "./output/print-output.ts";
import { asRenderError, crdsOf, type RenderSettings, renderFiles } from "./render-loaded.ts";
import { Text } from "./text.ts";

export interface PrintSettings extends Omit<PrintOptions, "helm"> {
  readonly includeCrds: boolean;
}

/** A chart as helm prints it, with its notes and what was said on the way. */
export interface PrintedChart extends Printed {
  readonly notes: string;
  readonly warnings: readonly string[];
}

const notesName = "NOTES.txt";

/** @throws {RenderError} where helm fails. @throws {BudgetError} where the chart asks for more than any chart may. */
export function printChart(files: readonly ChartFile[], render: RenderSettings, print: PrintSettings): PrintedChart {
  try {
    const { chart, texts, warnings } = renderFiles(files, render);
    const own = `${chart.name}/templates/${notesName}`;
    const manifests = new Map([...texts].filter(([name]) => !name.endsWith(notesName)));
    const sorted = sortManifests(manifests, render.helm);
    const crds = print.includeCrds ? crdsOf(chart) : [];
    const printed = printOutput(crds, sorted, { ...print, helm: render.helm });
    return { ...printed, notes: (texts.get(own) ?? new Text("")).value, warnings };
  } catch (error) {
    throw asRenderError(error);
  }
}
