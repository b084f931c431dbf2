import { ChartFile } from "./inputs/chart-file.ts";
import type { LoadedChart } from "./inputs/loaded-chart.ts";
import { OutputError, sortManifests } from "./output/manifests.ts";
import { type Printed, type PrintOptions, printOutput } from "./output/print-output.ts";
import { RenderError } from "./render-error.ts";
import { asRenderError, crdsOf, type RenderSettings, renderFiles } from "./render-loaded.ts";
import type { RenderedFrom } from "./rendered-from.ts";
import { Text } from "./text.ts";
import { BudgetError } from "./value.ts";

export interface PrintSettings extends Omit<PrintOptions, "helm"> {
  readonly includeCrds: boolean;
}

/** A chart as helm prints it, with its notes and what was said on the way. */
export interface PrintedChart extends Printed {
  readonly notes: string;
  readonly warnings: readonly string[];
  /** Addresses of schemas that the values were not held against, because nothing is fetched. */
  readonly remoteSchemas: readonly string[];
  /** The file that a `# Source:` path names, relative to the chart's folder. */
  readonly fileOf: (source: string) => string;
  /** The text of a file of the chart, by its path relative to the chart's folder. */
  readonly textOf: (file: string) => string | undefined;
  readonly from: RenderedFrom;
  /** The templates that print StatefulSets, rendered once more; undefined where the chart does not render so. */
  readonly again: (other: AgainWith) => PrintedChart | undefined;
  /** The chart with other texts of some files, by their place; undefined where it does not render so. */
  readonly withTexts: (texts: ReadonlyMap<string, string>) => PrintedChart | undefined;
}

/** What a further render of a chart does otherwise. */
export interface AgainWith {
  /** Values that win over all others. */
  readonly values?: object;
  /** The name of the release. */
  readonly release?: string;
}

const notesName = "NOTES.txt";

/** @throws {RenderError} where helm fails. @throws {BudgetError} where the chart asks for more than any chart may. */
export function printChart(files: readonly ChartFile[], render: RenderSettings, print: PrintSettings): PrintedChart {
  try {
    const parsed = render.parsed ?? new Map();
    const { chart, given, values, texts, warnings, remoteSchemas } = renderFiles(files, { ...render, parsed });
    const own = `${chart.name}/templates/${notesName}`;
    const manifests = new Map([...texts].filter(([name]) => !name.endsWith(notesName)));
    const { fileOf, textOf } = filesOf(chart);
    const sorted = placed(() => sortManifests(manifests, render.helm), fileOf, textOf);
    const crds = print.includeCrds ? crdsOf(chart) : [];
    const printed = printOutput(crds, sorted, { ...print, helm: render.helm });
    const { helm, user } = render;
    return {
      ...printed,
      notes: (texts.get(own) ?? new Text("")).value,
      warnings,
      remoteSchemas,
      fileOf,
      textOf,
      from: { files, helm, user, given, values },
      again({ values: last, release }) {
        const sets = printed.documents.filter(({ text }) => /\bStatefulSet\b/.test(text.value));
        const settings: RenderSettings = {
          ...render,
          parsed,
          only: new Set(sets.map(({ source }) => fileOf(source))),
          ...(last === undefined ? {} : { user: { ...user, last } }),
          ...(release === undefined ? {} : { release: { ...render.release, name: release } }),
        };
        return unlessRefused(() => printChart(files, settings, print));
      },
      withTexts: (others) =>
        unlessRefused(() => printChart(withOtherTexts(files, others), { ...render, parsed }, print)),
    };
  } catch (error) {
    throw asRenderError(error);
  }
}

/** Says of output that helm does not take which line of which template printed it. */
function placed<Result>(run: () => Result, fileOf: PrintedChart["fileOf"], textOf: PrintedChart["textOf"]): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
    const { message, source, place } = error;
    const text = place === undefined ? undefined : textOf(place.file);
    if (place === undefined || text === undefined) throw new RenderError("output", message, { file: fileOf(source) });
    const lines = text.slice(0, place.start).split("\n");
    throw new RenderError("output", message, {
      file: place.file,
      line: lines.length,
      column: lines.at(-1)?.length ?? 0,
    });
  }
}

/** Undefined where the chart does not render. */
function unlessRefused<Result>(render: () => Result): Result | undefined {
  try {
    return render();
  } catch (error) {
    if (error instanceof RenderError || error instanceof BudgetError) return undefined;
    throw error;
  }
}

/** The files, some of them with another text; those that the chart has not yet behind them. */
export function withOtherTexts(files: readonly ChartFile[], texts: ReadonlyMap<string, string>): readonly ChartFile[] {
  const known = new Set(files.map(({ place }) => place));
  const added = [...texts].filter(([place]) => !known.has(place));
  return [
    ...files.map((file) => {
      const text = texts.get(file.place);
      return text === undefined ? file : new ChartFile(file.name, file.place, text);
    }),
    ...added.map(([place, text]) => new ChartFile(place, place, text)),
  ];
}

function filesOf(chart: LoadedChart): Pick<PrintedChart, "fileOf" | "textOf"> {
  const bySource = new Map<string, string>();
  const byPlace = new Map<string, ChartFile>();
  const add = (one: LoadedChart) => {
    for (const file of [...one.templates, ...one.files]) {
      bySource.set(`${one.fullPath}/${file.name}`, file.place);
      byPlace.set(file.place, file);
    }
    for (const sub of one.dependencies) add(sub);
  };
  add(chart);
  return { fileOf: (source) => bySource.get(source) ?? source, textOf: (file) => byPlace.get(file)?.text };
}
