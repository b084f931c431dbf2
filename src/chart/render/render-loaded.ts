import { type ParsedTemplates, renderEngine } from "./engine.ts";
import type { ChartFile } from "./inputs/chart-file.ts";
import { Coalescer } from "./inputs/coalesce.ts";
import { processDependencies } from "./inputs/dependencies.ts";
import { InputError, TooMuchError } from "./inputs/input-error.ts";
import { extension, loadChart } from "./inputs/load-chart.ts";
import type { LoadedChart } from "./inputs/loaded-chart.ts";
import { checkName } from "./inputs/release-name.ts";
import { validateValues } from "./inputs/schema/validate-values.ts";
import { readUserValues, type UserValues } from "./inputs/user-values.ts";
import type { Table, ValuesLayer } from "./inputs/values-tree.ts";
import { isInRange } from "./inputs/version-range.ts";
import { type CapabilityOptions, capabilitiesObject, kubeVersionOf } from "./objects/capabilities.ts";
import { type Release, templateFiles } from "./objects/template-files.ts";
import { ValueLayers } from "./objects/value-origins.ts";
import type { ValueReads } from "./objects/value-reads.ts";
import { valuesObject } from "./objects/values-object.ts";
import type { Manifest } from "./output/manifests.ts";
import { RenderError } from "./render-error.ts";
import { Text } from "./text.ts";

/** Everything that decides what a chart's templates render to. */
export interface RenderSettings {
  readonly helm: "3" | "4";
  readonly release: Release;
  readonly capabilities: CapabilityOptions;
  readonly user: UserValues;
  readonly skipSchema: boolean;
  /** Nothing is fetched: whether a schema on another server is refused, as helm does that cannot reach it, or unknown. */
  readonly remoteSchemas: "refused" | "unknown";
  readonly now: Date;
  readonly seed: string;
  /** Only these files are run, the others can be included; all unless set. */
  readonly only?: ReadonlySet<string>;
  /** Templates that earlier renders of the chart parsed. */
  readonly parsed?: ParsedTemplates;
  /** Notes what templates look at. */
  readonly reads?: ValueReads;
}

/** A chart's templates, rendered. */
export interface RenderedFiles {
  readonly chart: LoadedChart;
  /** What a user gave, from what was read first to what wins. */
  readonly given: readonly ValuesLayer[];
  /** The values of the chart and its subcharts, put together, before any template changed them. */
  readonly values: Table;
  /** By helm's names of templates, NOTES.txt among them, partials left out. */
  readonly texts: ReadonlyMap<string, Text>;
  readonly warnings: readonly string[];
  /** Addresses of schemas that the values were not held against, because nothing is fetched. */
  readonly remoteSchemas: readonly string[];
}

/**
 * Loads a chart, puts its values together and runs its templates, checking all that helm checks, in helm's order.
 *
 * @throws {RenderError} where helm fails. @throws {BudgetError} where the chart asks for more than any chart may.
 */
export function renderFiles(files: readonly ChartFile[], settings: RenderSettings): RenderedFiles {
  try {
    return render(files, settings);
  } catch (error) {
    throw asRenderError(error);
  }
}

export function asRenderError(error: unknown): unknown {
  if (!(error instanceof InputError)) return error;
  return new RenderError(error instanceof TooMuchError ? "too-much" : "other", error.message, {
    ...(error.file === undefined ? {} : { file: error.file }),
    ...(error.line === undefined ? {} : { line: error.line }),
  });
}

function render(files: readonly ChartFile[], settings: RenderSettings): RenderedFiles {
  const { helm, release, capabilities } = settings;
  const user = readUserValues(settings.user, helm);
  const chart = loadChart(files, helm);
  const { type, kubeVersion } = chart.metadata;
  if (type !== "" && type !== "application") throw new InputError(`${type} charts are not installable`, "Chart.yaml");
  checkDependencies(chart);
  checkName(release.name);
  const warnings: string[] = [];
  const coalescer = new Coalescer(helm, (message) => warnings.push(message));
  processDependencies(chart, user.values, coalescer, helm);
  warnings.length = 0;
  const values = coalescer.values(chart, user.values, false);
  const remote = new Set<string>();
  if (!settings.skipSchema)
    validateValues(chart, values, settings.remoteSchemas === "refused" ? "refused" : (url) => remote.add(url));
  const kube = kubeVersionOf(capabilities, helm);
  if (kubeVersion !== "" && !isInRange(kubeVersion, kube.normalized))
    throw new InputError(
      `chart requires kubeVersion: ${kubeVersion} which is incompatible with Kubernetes ${kube.version}`,
      "Chart.yaml",
    );
  const layers = new ValueLayers(chart, user.layers);
  const goType = helm === "4" ? "common.Values" : "chartutil.Values";
  const object = valuesObject(values, chart, layers, goType, settings.reads);
  settings.reads?.begin();
  const templates = templateFiles(chart, {
    helm,
    release,
    capabilities: capabilitiesObject(capabilities, helm),
    values: object,
  });
  const { now, seed, only, parsed } = settings;
  const texts = renderEngine(templates, {
    helm,
    now,
    seed,
    bytes: sizeOf(files, chart, settings.user),
    ...(only === undefined ? {} : { only }),
    ...(parsed === undefined ? {} : { parsed }),
  });
  return { chart, given: user.layers, values, texts, warnings, remoteSchemas: [...remote] };
}

/** How much there is to render: the chart's files, packed ones as they are unpacked where that is more, and what a user gives. */
function sizeOf(files: readonly ChartFile[], chart: LoadedChart, user: UserValues): number {
  const given = user.files.reduce((sum, file) => sum + ("text" in file ? file.text.length : 0), 0);
  return (
    given +
    Math.max(
      chart.size,
      files.reduce((sum, { size }) => sum + size, 0),
    )
  );
}

/** Every dependency that is listed must have its files there (action.CheckDependencies). */
function checkDependencies(chart: LoadedChart): void {
  const missing = (chart.metadata.dependencies ?? [])
    .filter((listed) => !chart.dependencies.some((one) => one.name === listed?.name))
    .map((listed) => listed?.name);
  if (missing.length > 0)
    throw new InputError(`found in Chart.yaml, but missing in charts/ directory: ${missing.join(", ")}`, "Chart.yaml");
}

/** The manifests in the `crds` folders of a chart and its subcharts, as they stand. */
export function crdsOf(chart: LoadedChart): Manifest[] {
  const crds: Manifest[] = [];
  for (const file of chart.files) {
    if (!file.name.startsWith("crds/")) continue;
    if (![".yaml", ".yml", ".json"].includes(extension(file.name).toLowerCase())) continue;
    const text = Text.from(file.text, {
      place: { file: file.place, start: 0, end: file.text.length },
      isLiteral: true,
    });
    crds.push({ source: `${chart.fullPath}/${file.name}`, kind: "CustomResourceDefinition", text });
  }
  for (const sub of chart.dependencies) crds.push(...crdsOf(sub));
  return crds;
}
