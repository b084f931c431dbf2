import type { Path } from "../../read/path.ts";
import type { Problem } from "../../read/problem.ts";
import type { ChartText } from "../chart.ts";
import { chartFiles } from "./chart-files.ts";
import { toValid } from "./functions/bytes.ts";
import { type AgainWith, type PrintedChart, printChart } from "./print-chart.ts";
import { asRenderError } from "./render-loaded.ts";
import type { RenderOptions } from "./render-options.ts";
import type { RenderedFrom } from "./rendered-from.ts";
import { settingsOf } from "./settings.ts";
import { DocumentTracer, FilePlaces, type Trace, type WrittenNode } from "./trace-document.ts";

/** A document of the output. */
export interface RenderedDocument {
  /** The template that its `# Source:` line names: `chart/templates/a.yaml`. */
  readonly source: string;
  /** What stands below that line. */
  readonly text: string;
  /** Where the node at a path comes from; undefined for a path that is not there. */
  trace(path: Path): Trace | undefined;
  /** Where a template writes the node at a path out; undefined for a path that is not there. */
  written(path: Path): WrittenNode | undefined;
  /** Whether anything in it was made at random; with a path, whether anything in the node there was. */
  isRandom(path?: Path): boolean;
}

/** A chart as `helm template` prints it. */
export interface Rendered {
  readonly text: string;
  readonly documents: readonly RenderedDocument[];
  /** What NOTES.txt rendered to; empty where there is none. */
  readonly notes: string;
  /** What helm warns of while it puts values together. */
  readonly problems: readonly Problem[];
  /** What it was rendered from: whoever asks more of the chart begins there. */
  readonly from: RenderedFrom;
  /** The templates that print StatefulSets, rendered once more; undefined where the chart does not render so. */
  again(other: AgainWith): Rendered | undefined;
  /** All that is printed with other texts of files of the chart, by their path; undefined where it does not render so. */
  textWith(texts: ReadonlyMap<string, string>): string | undefined;
}

/**
 * Renders a chart as `helm template` prints it: no helm is started, nothing is fetched.
 *
 * @throws {RenderError} where helm fails. @throws {BudgetError} where the chart asks for more than any chart may.
 */
export function renderChart(files: readonly ChartText[], options: RenderOptions = {}): Rendered {
  try {
    const printed = printChart(chartFiles(files), settingsOf(files, options), {
      noHooks: options.noHooks ?? false,
      skipTests: false,
      showOnly: options.showOnly ?? [],
      includeCrds: options.includeCrds ?? false,
      outputDir: undefined,
      subfolder: undefined,
    });
    return renderedFrom(printed);
  } catch (error) {
    throw asRenderError(error);
  }
}

/** What is said of a schema on another server. */
export function notHeld(url: string): string {
  return `the values were not held against the schema at ${url}: nothing is fetched`;
}

/** What was printed, with traces. */
export function renderedFrom(printed: PrintedChart): Rendered {
  const { output, documents, notes, warnings, remoteSchemas, from, fileOf, textOf } = printed;
  const places = new FilePlaces(textOf);
  return {
    text: toValid(output),
    documents: documents.map(({ source, text: content }) => {
      const tracer = new DocumentTracer(content, fileOf(source), places);
      return {
        source,
        text: toValid(content.value),
        trace: (path) => tracer.trace(path),
        written: (path) => tracer.written(path),
        isRandom: (path) => tracer.isRandom(path),
      };
    }),
    notes: toValid(notes),
    problems: [...warnings, ...remoteSchemas.map(notHeld)].map((message) => ({
      kind: "chart",
      file: "",
      line: 1,
      column: 1,
      message,
    })),
    from,
    textWith(texts) {
      const changed = printed.withTexts(texts);
      return changed === undefined ? undefined : toValid(changed.output);
    },
    again(other) {
      const again = printed.again(other);
      return again === undefined ? undefined : renderedFrom(again);
    },
  };
}
