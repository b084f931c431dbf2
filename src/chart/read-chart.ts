import { type Problem, readText, YamlError } from "../read/index.ts";
import { type Chart, ChartTemplates, type ChartText, inFolder, type Scope, type TextFile } from "./chart.ts";
import { entriesOf, mergeValues, record, valueAt } from "./values.ts";

/** Subcharts nested deeper, or more of them, are left out: no chart has so many. */
const deepestChart = 8;
const mostScopes = 200;

/**
 * Reads a chart from the texts of its files, subcharts in `charts/NAME/…` included. Never throws: what cannot be read
 * is in `problems`, and probes that depend on it are unknown.
 */
export function readChart(files: readonly ChartText[]): Chart {
  const byPath = new Map<string, TextFile>();
  for (const { path, text, bytes } of files) {
    if (text !== undefined) byPath.set(path, { path, text });
    else if (!bytes.includes(0)) byPath.set(path, { path, text: new TextDecoder().decode(bytes) });
  }
  const reader = new ChartReader(byPath);
  reader.scope("", undefined, [], undefined, 0);
  const scopes = reader.scopes;
  const templates = new ChartTemplates(byPath, scopes);
  return {
    name: scopes[0]?.name ?? "",
    files: byPath,
    scopes,
    values: reader.values(0, undefined, 0),
    problems: reader.problems,
    template: (path) => templates.template(path),
    define: (name) => templates.define(name),
    lines: (path) => templates.lines(path),
  };
}

class ChartReader {
  readonly scopes: Scope[] = [];
  readonly problems: Problem[] = [];
  readonly #files: ReadonlyMap<string, TextFile>;
  readonly #read = new Map<string, unknown>();

  constructor(files: ReadonlyMap<string, TextFile>) {
    this.#files = files;
  }

  /** The content of a YAML file of the chart, null where it is missing or cannot be read. */
  #yaml(path: string): unknown {
    const file = this.#files.get(path);
    if (file === undefined) return null;
    if (this.#read.has(path)) return this.#read.get(path);
    let value: unknown;
    try {
      value = readText(file.text);
    } catch (error) {
      if (!(error instanceof YamlError)) throw error;
      this.#problem(path, `this file of the chart cannot be read as YAML: ${error.message}`, error.line, error.column);
    }
    this.#read.set(path, value ?? null);
    return value ?? null;
  }

  #problem(file: string, message: string, line = 1, column = 1): void {
    const plain = message.replaceAll(/\p{Cc}+/gu, " ").slice(0, 300);
    this.problems.push({ kind: "chart", file, line, column, message: plain });
  }

  /** Adds the chart in a folder, then its subcharts; gives its index. */
  scope(
    folder: string,
    alias: string | undefined,
    prefix: readonly string[],
    parent: Scope | undefined,
    depth: number,
  ): number {
    const path = inFolder(folder, "Chart.yaml");
    const metadata = record(this.#yaml(path));
    if (!this.#files.has(path)) this.#problem(path, "the chart has no Chart.yaml");
    const own = valueAt(metadata, "name");
    const name = alias ?? (typeof own === "string" ? own : (folder.split("/").at(-1) ?? ""));
    const children: number[] = [];
    const seen: Record<string, unknown> = Object.assign(Object.create(null), metadata, { name });
    const source = parent === undefined ? name : `${parent.source}/charts/${name}`;
    const scope: Scope = { name, folder, source, prefix, metadata: seen, children };
    this.scopes.push(scope);
    const index = this.scopes.length - 1;
    if (depth < deepestChart) {
      for (const [child, childAlias] of this.#dependencies(folder, metadata)) {
        if (this.scopes.length >= mostScopes) break;
        const childName = childAlias ?? child.name;
        children.push(this.scope(child.folder, childName, [...prefix, childName], scope, depth + 1));
      }
    }
    return index;
  }

  /** Folders of subcharts with the alias each is used under; one that no dependency names is used under its own name. */
  #dependencies(folder: string, metadata: unknown): [{ name: string; folder: string }, string | undefined][] {
    const start = inFolder(folder, "charts/");
    const folders = new Map<string, { name: string; folder: string }>();
    for (const path of this.#files.keys()) {
      if (!path.startsWith(start)) continue;
      const directory = path.slice(start.length).split("/")[0] ?? "";
      const at = `${start}${directory}`;
      if (!this.#files.has(`${at}/Chart.yaml`)) continue;
      const name = valueAt(this.#yaml(`${at}/Chart.yaml`), "name");
      folders.set(at, { name: typeof name === "string" ? name : directory, folder: at });
    }
    const listed = [
      ...entriesOf(valueAt(metadata, "dependencies")),
      ...entriesOf(valueAt(this.#yaml(inFolder(folder, "requirements.yaml")), "dependencies")),
    ];
    const found: [{ name: string; folder: string }, string | undefined][] = [];
    const used = new Set<string>();
    for (const [, dependency] of listed) {
      const name = valueAt(dependency, "name");
      const alias = valueAt(dependency, "alias");
      if (typeof name !== "string") continue;
      const child = [...folders.values()].find((one) => one.name === name);
      if (child === undefined) {
        this.#problem(
          inFolder(folder, "Chart.yaml"),
          `the files of the dependency ${name} are not there: unpack it below charts/`,
        );
        continue;
      }
      used.add(child.folder);
      found.push([child, typeof alias === "string" && alias !== "" ? alias : undefined]);
    }
    for (const child of folders.values()) if (!used.has(child.folder)) found.push([child, undefined]);
    return found;
  }

  /** A chart's default values with `given` laid over them and its subcharts' values inside (Helm's CoalesceValues). */
  values(index: number, given: unknown, depth: number): unknown {
    const scope = this.scopes[index];
    if (scope === undefined || depth > deepestChart) return given;
    const merged = record(mergeValues(this.#yaml(inFolder(scope.folder, "values.yaml")), given));
    let global = valueAt(merged, "global");
    for (const child of scope.children) {
      const name = this.scopes[child]?.name ?? "";
      const below = this.values(child, valueAt(merged, name), depth + 1);
      merged[name] = below;
      global = mergeValues(valueAt(below, "global"), global);
    }
    if (global !== undefined) merged.global = global;
    return merged;
  }
}
