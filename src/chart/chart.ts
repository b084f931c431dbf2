import { addTo } from "../model/grouped.ts";
import { FileLines } from "../read/file-lines.ts";
import type { Problem } from "../read/problem.ts";
import type { TextLines } from "../read/text-lines.ts";
import { type ChartTemplate, type NamedTemplate, readTemplate } from "./template.ts";

/** A file of a chart: its path relative to the chart's directory, with `/` between names, and what it holds. */
export type ChartText =
  | { readonly path: string; readonly text: string; readonly bytes?: undefined }
  /** Of a packed subchart, or of any file that may be no text. */
  | { readonly path: string; readonly bytes: Uint8Array; readonly text?: undefined };

/** A chart's file that is text. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** A chart or subchart as it takes part in a render; a subchart under two aliases has two. */
export interface Scope {
  /** Its name in the render: the alias where there is one. */
  readonly name: string;
  /** The chart's folder relative to the root chart's directory, `""` for the root itself. */
  readonly folder: string;
  /** What helm prints ahead of `/templates/…` in a `# Source:` line. */
  readonly source: string;
  /** Where its values stand in the root chart's values. */
  readonly prefix: readonly string[];
  /** Chart.yaml's content, with `name` as the render sees it. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly children: readonly number[];
}

/** A chart read from its files. Nothing in it was rendered or executed. */
export interface Chart {
  readonly name: string;
  readonly files: ReadonlyMap<string, TextFile>;
  /** The root chart first, then its subcharts as far as their files are there. */
  readonly scopes: readonly Scope[];
  /** The values of all values.yaml files as Helm puts them together, seen from the root chart. */
  readonly values: unknown;
  /** What could not be read, among it dependencies whose files are missing. */
  readonly problems: readonly Problem[];
  /** A template file, parsed on first use; undefined where there is no such file. */
  template(path: string): ChartTemplate | undefined;
  /** A named template; the root chart's own win over those of subcharts. */
  define(name: string): NamedTemplate | undefined;
  /** Lines and columns in a file of the chart. */
  lines(path: string): TextLines;
}

/** The file and the scope that a `# Source:` path names; undefined where the chart has no such file. */
export function findSource(
  chart: Chart,
  source: string,
): { readonly scope: number; readonly file: string } | undefined {
  const { bySource, longest } = sourcesOf(chart);
  // The innermost chart that has the file; its own path is never longer than the longest of all.
  for (let slash = source.lastIndexOf("/", longest); slash > 0; slash = source.lastIndexOf("/", slash - 1)) {
    for (const scope of bySource.get(source.slice(0, slash)) ?? []) {
      const file = inFolder(chart.scopes[scope]?.folder ?? "", source.slice(slash + 1));
      if (chart.files.has(file)) return { scope, file };
    }
  }
  return undefined;
}

interface Sources {
  readonly bySource: ReadonlyMap<string, readonly number[]>;
  readonly longest: number;
}

const sources = new WeakMap<Chart, Sources>();

/** The charts and subcharts by what helm prints ahead of their files in a `# Source:` line. */
function sourcesOf(chart: Chart): Sources {
  const known = sources.get(chart);
  if (known !== undefined) return known;
  const bySource = new Map<string, number[]>();
  for (const [index, { source }] of chart.scopes.entries()) addTo(bySource, source, index);
  const found = { bySource, longest: chart.scopes.reduce((most, { source }) => Math.max(most, source.length), 0) };
  sources.set(chart, found);
  return found;
}

/** The path of a file in a chart's folder. */
export function inFolder(folder: string, path: string): string {
  return folder === "" ? path : `${folder}/${path}`;
}

/** Makes the parts of a chart that are found on demand. */
export class ChartTemplates {
  readonly #files: ReadonlyMap<string, TextFile>;
  readonly #scopes: readonly Scope[];
  readonly #parsed = new Map<string, ChartTemplate>();
  readonly #lines: FileLines;
  #defines: Map<string, NamedTemplate> | undefined;

  constructor(files: ReadonlyMap<string, TextFile>, scopes: readonly Scope[]) {
    this.#files = files;
    this.#lines = new FileLines((path) => files.get(path)?.text);
    this.#scopes = scopes;
  }

  template(path: string): ChartTemplate | undefined {
    const file = this.#files.get(path);
    if (file === undefined) return undefined;
    let parsed = this.#parsed.get(path);
    if (parsed === undefined) {
      parsed = readTemplate(file.text);
      this.#parsed.set(path, parsed);
    }
    return parsed;
  }

  lines(path: string): TextLines {
    return this.#lines.of(path);
  }

  define(name: string): NamedTemplate | undefined {
    this.#defines ??= this.#collect();
    return this.#defines.get(name);
  }

  /** Helm parses deeper paths first, and a later define replaces an earlier one (engine.go, sortTemplates). */
  #collect(): Map<string, NamedTemplate> {
    const found: { name: string; path: string; scope: Scope }[] = [];
    for (const scope of this.#scopes) {
      const start = inFolder(scope.folder, "templates/");
      for (const path of this.#files.keys()) {
        if (path.startsWith(start))
          found.push({ name: `${scope.source}/templates/${path.slice(start.length)}`, path, scope });
      }
    }
    const depth = (name: string) => name.split("/").length;
    found.sort((a, b) => depth(b.name) - depth(a.name) || (a.name < b.name ? 1 : -1));
    const defines = new Map<string, NamedTemplate>();
    for (const { name, path } of found) {
      const parsed = this.template(path);
      if (parsed === undefined) continue;
      const { text } = parsed;
      defines.set(name, { file: path, text, body: parsed.body });
      for (const define of parsed.defines) defines.set(define.name, { file: path, text, body: define.body });
    }
    return defines;
  }
}
