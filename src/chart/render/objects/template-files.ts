import type { TemplateFile } from "../engine.ts";
import { bool, entry, integer, map } from "../functions/make.ts";
import { cleanPath } from "../inputs/archive.ts";
import { base } from "../inputs/base-name.ts";
import type { LoadedChart } from "../inputs/loaded-chart.ts";
import { Text } from "../text.ts";
import type { GoMap, Value } from "../value.ts";
import { chartObject } from "./chart-object.ts";
import { filesObject } from "./files.ts";
import { withValuesMethods } from "./values-methods.ts";

/** The release that a chart is rendered for. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  readonly isUpgrade: boolean;
  readonly isInstall: boolean;
}

/** What all charts of a render share. */
export interface Shared {
  readonly helm: "3" | "4";
  readonly release: Release;
  readonly capabilities: Value;
  readonly values: GoMap;
}

/** Every template of a chart and its subcharts with the dot it runs with (pkg/engine, recAllTpls). */
export function templateFiles(root: LoadedChart, shared: Shared): TemplateFile[] {
  const files = new Map<string, TemplateFile>();
  addChart(root, shared, releaseObject(shared.release), shared.values, files);
  return [...files.values()];
}

function addChart(
  chart: LoadedChart,
  shared: Shared,
  release: GoMap,
  values: GoMap,
  files: Map<string, TemplateFile>,
): GoMap {
  const subcharts = map();
  const entries = map([
    entry("Chart", chartObject(chart, shared.helm)),
    entry("Files", filesObject(chart.files, shared.helm)),
    entry("Release", release),
    entry("Capabilities", shared.capabilities),
    entry("Values", values),
    entry("Subcharts", subcharts),
  ]);
  // To its parent a subchart is a plain map; its own templates have it as the type of `.Values`.
  const dot = withValuesMethods(entries, values.goType);
  for (const sub of chart.dependencies) {
    const below = addChart(sub, shared, release, valuesOf(sub.name, values), files);
    subcharts.entries.set(sub.name, entry(sub.name, below));
  }
  const { fullPath } = chart;
  for (const file of chart.templates) {
    if (chart.isLibrary && !base(file.name).startsWith("_")) continue;
    const name = cleanPath(`${fullPath}/${file.name}`);
    const basePath = cleanPath(`${fullPath}/templates`);
    files.set(name, { name, file: file.place, text: file.text, basePath, dot });
  }
  return entries;
}

/** A subchart's values: the same map as in its parent's, so that what `set` changes is seen in both. */
function valuesOf(name: string, parent: GoMap): GoMap {
  let at: Value | undefined = parent;
  for (const step of name.split(".")) at = at?.kind === "map" ? at.entries.get(step)?.value : undefined;
  return withValuesMethods(at?.kind === "map" ? at : map(), parent.goType);
}

function releaseObject({ name, namespace, revision, isUpgrade, isInstall }: Release): GoMap {
  return map([
    entry("Name", new Text(name)),
    entry("Namespace", new Text(namespace)),
    entry("IsUpgrade", bool(isUpgrade)),
    entry("IsInstall", bool(isInstall)),
    entry("Revision", integer(BigInt(revision), "int")),
    entry("Service", new Text("Helm")),
  ]);
}
