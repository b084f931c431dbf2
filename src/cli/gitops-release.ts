import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import type {
  ChartReference,
  PathBase,
  ReleaseRequest,
  ValuesLayer,
  ValuesPlace,
} from "../chart/gitops/release-request.ts";
import type { SourceTree } from "../chart/node/source-tree.ts";
import type { Path } from "../read/path.ts";
import type { HelmArguments } from "./helm-options.ts";
import type { NamedChart } from "./named-chart.ts";
import { filesOfPattern, isPattern } from "./values-glob.ts";

/** A release that helm can render: the chart's name as helm takes it, and its arguments. */
export interface PreparedRelease {
  readonly chart: string;
  readonly args: HelmArguments;
  readonly named: NamedChart;
}

/** Why a release cannot be rendered, as one sentence without a full stop. */
export class NotRendered extends Error {
  override readonly name = "NotRendered";
}

/** helm's own rule for releases (pkg/chart/common/util, ValidateReleaseName), and nothing that reads as a flag. */
const releaseName = /^[a-z0-9](?:[-a-z0-9.]{0,51}[a-z0-9])?$/;
const oneName = /^[^,={}\\]+$/;
const chartName = /^\w[\w.+-]*(?:\/\w[\w.+-]*)*$/;
/** What helm or one of its plugins fetches from. */
const address = /^[a-z][a-z0-9+.-]*:\/\/[^\s-]\S*$/;

/**
 * Writes what a release's values are made of into a folder, in their order, and names the chart as helm takes it.
 * Values files and charts are read from the repository only.
 *
 * @throws {NotRendered}
 */
export function prepareRelease(
  release: ReleaseRequest,
  tree: SourceTree,
  folder: string,
  cwd: string,
): PreparedRelease {
  if (!releaseName.test(release.release)) throw new NotRendered(`\`${release.release}\` is no name that helm takes`);
  return new Preparation(release, tree, folder, cwd).prepared();
}

class Preparation {
  readonly #release: ReleaseRequest;
  readonly #tree: SourceTree;
  readonly #folder: string;
  readonly #cwd: string;
  readonly #origins = new Map<
    string,
    { readonly shown: string; readonly place: (line: number, path: Path) => ValuesPlace }
  >();

  /** Where values are written that flags give, by the flags as reports show them. */
  readonly #flags = new Map<string, () => ValuesPlace>();

  constructor(release: ReleaseRequest, tree: SourceTree, folder: string, cwd: string) {
    this.#release = release;
    this.#tree = tree;
    this.#folder = folder;
    this.#cwd = cwd;
  }

  prepared(): PreparedRelease {
    const { layers, flags, fileValues, namespace, chart } = this.#release;
    const located = this.#located(chart);
    const values = layers.flatMap((layer) => this.#layer(layer)).map((file) => `--values=${file}`);
    const files = fileValues.map(({ name, path, base }) => {
      // At a comma helm would begin a value of its own, from whatever file it names.
      if (!oneName.test(name)) throw new NotRendered(`\`${name}\` is no name of one value`);
      const file = this.#copied(path, base);
      this.#flags.set(`--set-file ${name}=${file}`, () => ({ file: this.#named(this.#path(path, base)), line: 1 }));
      return `--set-file=${name}=${file}`;
    });
    // helm's flags are shown with a space.
    for (const { arg, place } of flags) if (place !== undefined) this.#flags.set(arg.replace("=", " "), place);
    const space = namespace === undefined ? [] : [`--namespace=${namespace}`];
    return {
      chart: located.chart,
      args: { pull: located.pull, template: [...values, ...flags.map(({ arg }) => arg), ...files, ...space] },
      named: {
        shown: located.shown,
        origin: (file, line, path, flag) =>
          flag === undefined ? this.#origins.get(file)?.place(line, path) : this.#flags.get(flag)?.(),
        said: (message) => this.#said(message),
      },
    };
  }

  #located(chart: ChartReference): {
    readonly chart: string;
    readonly shown: string;
    readonly pull: readonly string[];
  } {
    if (chart.from === "folder") {
      const path = this.#path(chart.path, chart.base);
      const found = this.#tree.chart(path);
      if (found !== undefined) return { chart: found, shown: this.#named(path), pull: [] };
      const where = chart.base === "repository" ? "this repository" : "the file's folder";
      throw new NotRendered(`${where} has no chart at \`${chart.path}\``);
    }
    const pull = chart.version === undefined ? [] : [`--version=${chart.version}`];
    if (chart.from === "registry") {
      if (!address.test(chart.url)) throw new NotRendered(`\`${chart.url}\` is no address that helm fetches from`);
      return { chart: chart.url, shown: basename(chart.url.replace(/@.*$/s, "")), pull };
    }
    if (!chartName.test(chart.chart)) throw new NotRendered(`\`${chart.chart}\` is no name of a chart`);
    if (chart.from === "named") return { chart: chart.chart, shown: basename(chart.chart), pull };
    if (!address.test(chart.url)) throw new NotRendered(`\`${chart.url}\` is no address that helm fetches from`);
    return { chart: chart.chart, shown: basename(chart.chart), pull: [`--repo=${chart.url}`, ...pull] };
  }

  /** The files that helm gets for a layer; none for one that may miss and does. */
  #layer(layer: ValuesLayer): readonly string[] {
    if (layer.from === "inline") {
      const { file } = this.#release.location;
      return [this.#written(JSON.stringify(layer.value), `values of ${file}`, (_, path) => layer.place(path))];
    }
    if (layer.from === "text")
      return [this.#written(layer.text, `values of ${layer.name}`, (line) => layer.place(line))];
    const { path, base, mayMiss, isGlob = false } = layer;
    if (isGlob && isPattern(path)) return this.#fitting(path, base, mayMiss);
    return mayMiss && this.#tree.read(this.#path(path, base)) === undefined ? [] : [this.#copied(path, base)];
  }

  #fitting(pattern: string, base: PathBase, mayMiss: boolean): readonly string[] {
    const found = filesOfPattern(pattern, this.#path(".", base), this.#tree);
    if (found === undefined) throw new NotRendered(`its values files \`${pattern}\` are too many, or it is no pattern`);
    const template = found.find((file) => file.endsWith(".gotmpl"));
    if (template !== undefined)
      throw new NotRendered(`its values \`${this.#named(template)}\` are a template that only helmfile renders`);
    if (found.length === 0 && !mayMiss)
      throw new NotRendered(`its values files \`${pattern}\` cannot be read: this repository has no such files`);
    return found.map((file) => this.#copied(file, base));
  }

  #copied(path: string, base: PathBase): string {
    const full = this.#path(path, base);
    const text = this.#tree.read(full);
    if (text === undefined) {
      const outside = base === "chart" && this.#release.chart.from !== "folder";
      const where = outside
        ? "it may be in the chart, and is read from this repository only"
        : "this repository has no such file";
      throw new NotRendered(`its values file \`${path}\` cannot be read: ${where}`);
    }
    const shown = this.#named(full);
    return this.#written(text, shown, (line) => ({ file: shown, line }));
  }

  #written(text: string, shown: string, place: (line: number, path: Path) => ValuesPlace): string {
    mkdirSync(this.#folder, { recursive: true });
    const file = join(this.#folder, `${this.#origins.size}.yaml`);
    writeFileSync(file, text);
    this.#origins.set(file, { shown, place });
    return file;
  }

  #path(path: string, base: PathBase): string {
    const { chart, location } = this.#release;
    if (base === "repository") return resolve(this.#tree.root, path.replace(/^\/+/, ""));
    if (base === "chart" && chart.from === "folder") return resolve(this.#path(chart.path, chart.base), path);
    return resolve(this.#cwd, dirname(location.file), path);
  }

  #named(path: string): string {
    return relative(this.#cwd, path).replaceAll("\\", "/") || ".";
  }

  #said(message: string): string {
    let said = message;
    for (const [file, { shown }] of this.#origins) said = said.replaceAll(file, shown);
    return said;
  }
}
