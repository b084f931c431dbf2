import { filled, list, mapping, texts } from "../../model/fields.ts";
import type { Manifest } from "../../read/document.ts";
import { chartOfReference, chartOfSpec } from "./flux-source.ts";
import { fluxValues } from "./flux-values.ts";
import { type Asked, nameOf, refusal, type ValuesLayer } from "./release-request.ts";
import type { Resources } from "./resources.ts";

/** helm takes no longer name for a release; Flux shortens it with a hash, which is not made here. */
const longestName = 53;

/** What a Flux HelmRelease (`helm.toolkit.fluxcd.io`) asks for. */
export function readHelmRelease(manifest: Manifest, resources: Resources): Asked {
  const spec = mapping(manifest.value.spec);
  const { chartRef, chart, releaseName, targetNamespace, storageNamespace, install } = spec;
  const ofChart = mapping(mapping(chart).spec);
  const sourced =
    chartRef === undefined
      ? chartOfSpec(ofChart, manifest, resources)
      : chartOfReference(chartRef, manifest, resources);
  if ("why" in sourced) return refusal(`not rendered: ${sourced.why}`);
  const target = filled(targetNamespace);
  const release = filled(releaseName) ?? (target === undefined ? manifest.name : `${target}-${manifest.name}`);
  if (release.length > longestName)
    return refusal(`not rendered: its release's name is longer than ${longestName} characters, and Flux shortens it`);
  const whys: string[] = [];
  const { layers, whys: lacking } = fluxValues(manifest, resources);
  whys.push(...lacking);
  if (list(spec.postRenderers).length > 0)
    whys.push("rendered without its postRenderers: what they change in the cluster is not seen here");
  if (spec.commonMetadata !== undefined) whys.push("rendered without its commonMetadata, which Flux adds");
  const files = texts(ofChart.valuesFiles);
  if (files.length > 0)
    whys.push("its valuesFiles are laid over the chart's values.yaml, where Flux takes them in its place");
  if (/\$\{[A-Za-z_]/.test(manifest.document.text))
    whys.push("rendered as it is written: what a Kustomization's postBuild puts for its variables is not known here");
  const ofFiles = files.map(
    (path): ValuesLayer => ({
      from: "file",
      path,
      base: "chart",
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
        flags: mapping(install).disableSchemaValidation === true ? ["--skip-schema-validation"] : [],
        fileValues: [],
      },
    ],
    whys,
  };
}
