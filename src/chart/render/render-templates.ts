import type { Chart, ChartText, Scope } from "../chart.ts";
import { readChart } from "../read-chart.ts";
import { entriesOf, mergeValues, record, valueAt, valueAtPath } from "../values.ts";
import { renderEngine, type TemplateFile } from "./engine.ts";
import { fromJson } from "./from-json.ts";
import { toValid } from "./functions/bytes.ts";
import { functionsOf } from "./functions/index.ts";
import { RenderError } from "./render-error.ts";
import { Text } from "./text.ts";
import { type GoMap, nil, type Value } from "./value.ts";

/** How a chart's templates are rendered. */
export interface RenderOptions {
  /** Laid over the chart's own values, later ones winning. */
  readonly values?: readonly object[];
  /** `release-name` in `default`, a first install, unless set. */
  readonly release?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly revision?: number;
    readonly isUpgrade?: boolean;
    readonly isInstall?: boolean;
  };
  readonly capabilities?: {
    readonly kubeVersion?: string;
    readonly apiVersions?: readonly string[];
    readonly helmVersion?: string;
  };
  /** Which helm's functions and messages; 4 unless set. */
  readonly helm?: "3" | "4";
  /** What `now` gives; the present unless set. */
  readonly now?: Date;
  /** What random functions are made of; the same seed gives the same text. */
  readonly seed?: string;
}

/**
 * Renders a chart's templates with helm's engine: `CHART/templates/x.yaml` → text, partials left out. `files` are all
 * of a chart's, paths relative to its folder, subcharts under `charts/`.
 *
 * @throws {RenderError} where helm fails. @throws {BudgetError} where the chart asks for more than any chart may.
 */
export function renderTemplates(files: readonly ChartText[], options: RenderOptions = {}): Record<string, string> {
  const chart = readChart(files);
  const problem = chart.problems.find(({ message }) => message.startsWith("this file of the chart cannot be read"));
  if (problem !== undefined) throw new RenderError("other", problem.message, { file: problem.file });
  const given = (options.values ?? []).reduce<unknown>((values, layer) => mergeValues(values, layer), {});
  const values = withoutNulls(mergeValues(chart.values, given), 0);
  const helm = options.helm ?? "4";
  const rendered: Record<string, string> = Object.create(null);
  const texts = renderEngine(templateFiles(chart, files, values, options), {
    functions: functionsOf(helm),
    helm,
    now: options.now ?? new Date(),
    seed: options.seed ?? "",
  });
  for (const [name, text] of texts) rendered[name] = toValid(text.value);
  return rendered;
}

/** The template files of a chart and its subcharts, those of one chart with one dot. */
function templateFiles(
  chart: Chart,
  files: readonly ChartText[],
  values: unknown,
  options: RenderOptions,
): TemplateFile[] {
  const root = fromJson(values, [], "common.Values");
  const shared = sharedObjects(options);
  const dots = chart.scopes.map((scope) => dotOf(scope, valueAtPath(values, scope.prefix), root, shared));
  const templates: TemplateFile[] = [];
  for (const [index, scope] of chart.scopes.entries()) {
    const start = scope.folder === "" ? "" : `${scope.folder}/`;
    const dot = dots[index];
    for (const { path, text } of files) {
      if (dot === undefined || !path.startsWith(`${start}templates/`)) continue;
      const name = `${scope.source}/${path.slice(start.length)}`;
      templates.push({ name, file: path, text, basePath: `${scope.source}/templates`, dot });
    }
  }
  return templates;
}

function dotOf(scope: Scope, values: unknown, root: Value, shared: ReadonlyMap<string, Value>): GoMap {
  const dot: GoMap = { kind: "map", entries: new Map(), goType: "map[string]interface {}" };
  const put = (name: string, value: Value) => dot.entries.set(name, { key: new Text(name), value });
  for (const [name, value] of shared) put(name, value);
  const chart: Record<string, unknown> = Object.create(null);
  for (const [key, child] of entriesOf(scope.metadata)) {
    if (typeof key === "string") chart[key.charAt(0).toUpperCase() + key.slice(1)] = child;
  }
  put("Chart", fromJson({ ...chart, Name: scope.name, IsRoot: scope.prefix.length === 0 }));
  put("Values", scope.prefix.length === 0 ? root : fromJson(record(values), scope.prefix));
  return dot;
}

function sharedObjects({ release = {}, capabilities = {} }: RenderOptions): ReadonlyMap<string, Value> {
  const version = capabilities.kubeVersion ?? "v1.36.0";
  const [, major = "", minor = ""] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return new Map([
    [
      "Release",
      fromJson({
        Name: release.name ?? "release-name",
        Namespace: release.namespace ?? "default",
        IsInstall: release.isInstall ?? true,
        IsUpgrade: release.isUpgrade ?? false,
        Service: "Helm",
      }),
    ],
    ["Capabilities", fromJson({ KubeVersion: { Version: version, GitVersion: version, Major: major, Minor: minor } })],
    ["Subcharts", nil],
  ]);
}

/** Values nested deeper than this keep their nulls. */
const deepestValues = 200;

/** Helm drops the nulls of a chart's values as it lays them over each other, but not those in lists. */
function withoutNulls(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value) || depth > deepestValues) return value;
  const kept: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value)) {
    const child = valueAt(value, key);
    if (child !== null) kept[key] = withoutNulls(child, depth + 1);
  }
  return kept;
}
