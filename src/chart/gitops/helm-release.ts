import { filled, list, mapping, texts } from "../../model/fields.ts";
import type { Manifest } from "../../read/document.ts";
import { chartOfReference, chartOfSpec } from "./flux-source.ts";
import { fluxValues } from "./flux-values.ts";
import { type FluxVariables, type VariableNames, variablesIn } from "./flux-variables.ts";
import { type Asked, type ChartReference, nameOf, refusal, type ValuesLayer } from "./release-request.ts";
import type { Resources } from "./resources.ts";

/** helm takes no longer name for a release; Flux shortens it with a hash, which is not made here. */
const longestName = 53;

/** What a Flux HelmRelease (`helm.toolkit.fluxcd.io`) asks for. */
export function readHelmRelease(manifest: Manifest, resources: Resources, variables: FluxVariables): Asked {
  const spec = mapping(manifest.value.spec);
  const { chartRef, chart, releaseName, targetNamespace, storageNamespace, install } = spec;
  const ofChart = mapping(mapping(chart).spec);
  const sourced =
    chartRef === undefined
      ? chartOfSpec(ofChart, manifest, resources)
      : chartOfReference(chartRef, manifest, resources);
  if ("why" in sourced) return refusal(`not rendered: ${sourced.why}`);
  const [open] = variablesIn(JSON.stringify(sourced.chart));
  if (open !== undefined)
    return refusal(`not rendered: its chart is named by \`\${${open}}\`, which a Kustomization's postBuild sets`);
  const target = filled(targetNamespace);
  const release = filled(releaseName) ?? (target === undefined ? manifest.name : `${target}-${manifest.name}`);
  if (release.length > longestName)
    return refusal(`not rendered: its release's name is longer than ${longestName} characters, and Flux shortens it`);
  const whys: string[] = [];
  const { layers, holders, whys: lacking } = fluxValues(manifest, resources);
  whys.push(...lacking);
  if (list(spec.postRenderers).length > 0)
    whys.push("rendered without its postRenderers: what they change in the cluster is not seen here");
  if (spec.commonMetadata !== undefined) whys.push("rendered without its commonMetadata, which Flux adds");
  const [first = "", ...further] = texts(ofChart.valuesFiles);
  const isOwn = isOwnValues(first, sourced.chart);
  const files = isOwn || first === "" ? further : [first, ...further];
  if (files.length > 0 && !isOwn)
    whys.push("its valuesFiles are laid over the chart's values.yaml, where Flux takes them in its place");
  const names = variables.namesIn([manifest, ...holders]);
  whys.push(...whysOf(names));
  const ofFiles = files.map(
    (path): ValuesLayer => ({
      from: "file",
      path,
      // Of a chart in a GitRepository or Bucket they start at its root (source-controller, localChartBuilder).
      base: sourced.chart.from === "folder" ? "repository" : "chart",
      mayMiss: ofChart.ignoreMissingValuesFiles === true,
    }),
  );
  const namespace = target ?? manifest.namespace ?? filled(storageNamespace);
  return {
    releases: [
      {
        resource: nameOf(manifest),
        location: manifest.locate(["kind"]),
        deployer: "flux",
        release,
        ...(namespace === undefined ? {} : { namespace }),
        chart: sourced.chart,
        layers: [...ofFiles, ...layers],
        flags: mapping(install).disableSchemaValidation === true ? [{ arg: "--skip-schema-validation" }] : [],
        fileValues: [],
        ...(names.unknown.size === 0 ? {} : { unknown: names.unknown }),
      },
    ],
    whys,
  };
}

/** Whether a values file is the chart's own, which it has by itself: the others are laid over it by Flux, too. */
function isOwnValues(file: string, chart: ChartReference): boolean {
  const plain = (path: string) => path.replace(/^(?:\.?\/)+/, "");
  return plain(file) === plain(chart.from === "folder" ? `${chart.path}/values.yaml` : "values.yaml");
}

/** So many variables are named. */
const mostNamed = 5;

function whysOf({ unknown, defaulted }: VariableNames): readonly string[] {
  const whys: string[] = [];
  if (unknown.size > 0)
    whys.push(
      `rendered as it is written: what a Kustomization's postBuild puts for ${listed(unknown)} is not known here, so what rests on it is no finding`,
    );
  const preset = new Set([...defaulted].filter((name) => !unknown.has(name)));
  if (preset.size > 0)
    whys.push(
      `rendered with what is written as the default of ${listed(preset)}, in whose place a Kustomization's postBuild may put another value`,
    );
  return whys;
}

function listed(names: ReadonlySet<string>): string {
  const all = [...names].sort().map((name) => `\`\${${name}}\``);
  const shown = all.slice(0, mostNamed).join(", ");
  return all.length > mostNamed ? `${shown} and ${all.length - mostNamed} more` : shown;
}
