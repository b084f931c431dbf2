import { type Fields, filled, has, isMapping, list, mapping, text, texts } from "../../model/fields.ts";
import type { Manifest } from "../../read/document.ts";
import type { Path } from "../../read/path.ts";
import { type FileOf, OverriddenSource } from "./argocd-overrides.ts";
import {
  type Asked,
  type ChartReference,
  type GivenFlag,
  nameOf,
  type PathBase,
  placeOf,
  type ReleaseRequest,
  textLayer,
  type ValuesLayer,
  type ValuesPlace,
} from "./release-request.ts";

/** What an Argo CD Application (`argoproj.io`) asks for: each of its sources that is a chart is a release. */
export function readApplication(manifest: Manifest, fileOf: FileOf): Asked {
  const spec = mapping(manifest.value.spec);
  const several = list(spec.sources);
  const sources: readonly (readonly [unknown, Path])[] =
    several.length > 0
      ? several.map((source, index) => [source, ["spec", "sources", index]])
      : [[spec.source, ["spec", "source"]]];
  const releases: ReleaseRequest[] = [];
  const whys: string[] = [];
  for (const [source, path] of sources) {
    const overridden = new OverriddenSource(manifest, source, path, fileOf);
    const asked = new Source(manifest, overridden).asked();
    for (const file of overridden.unread) whys.push(`rendered without \`${file}\`, which cannot be read`);
    if (typeof asked === "string") whys.push(asked);
    else releases.push(asked);
  }
  if (/\$\{?ARGOCD_/.test(manifest.document.text))
    whys.push("rendered as it is written: Argo CD's build environment (`$ARGOCD_…`) is not known here");
  return { releases, whys: whys.filter((why) => why !== "") };
}

class Source {
  readonly #manifest: Manifest;
  readonly #overridden: OverriddenSource;
  readonly #source: Fields;
  readonly #helm: Fields;

  constructor(manifest: Manifest, overridden: OverriddenSource) {
    this.#manifest = manifest;
    this.#overridden = overridden;
    this.#source = overridden.value;
    this.#helm = mapping(this.#source.helm);
  }

  /** A release, or why there is none; empty where nothing is to be said. */
  asked(): ReleaseRequest | string {
    const { kustomize, directory, plugin, ref } = this.#source;
    if (plugin !== undefined) return "not rendered: a plugin of Argo CD renders it";
    if (kustomize !== undefined) return "not rendered: kustomize renders it; pipe `kustomize build` into sts-lint";
    if (directory !== undefined) return "not rendered: it is a folder of manifests; `sts-lint FOLDER` lints it";
    const chart = this.#chart();
    // A source that only lends its files to another one has neither chart nor path.
    if (chart === undefined) return filled(ref) === undefined ? "not rendered: it names no chart and no path" : "";
    const namespace =
      filled(this.#helm.namespace) ?? filled(mapping(mapping(this.#manifest.value.spec).destination).namespace);
    return {
      resource: nameOf(this.#manifest),
      location: this.#manifest.locate(["kind"]),
      deployer: "argocd",
      release: filled(this.#helm.releaseName) ?? this.#manifest.name,
      ...(namespace === undefined ? {} : { namespace }),
      chart,
      layers: this.#layers(),
      flags: this.#flags(),
      fileValues: list(this.#helm.fileParameters).map((one) => ({
        name: text(mapping(one).name) ?? "",
        ...this.#file(text(mapping(one).path) ?? ""),
      })),
    };
  }

  #chart(): ChartReference | undefined {
    const url = filled(this.#source.repoURL);
    const chart = filled(this.#source.chart);
    const path = filled(this.#source.path);
    const revision = filled(this.#source.targetRevision);
    const version = revision === undefined || revision === "HEAD" ? {} : { version: revision };
    if (url === undefined) return undefined;
    if (url.startsWith("oci://") && chart === undefined) return { from: "registry", url, ...version };
    if (chart !== undefined) {
      // A repository without a scheme is a registry (util/helm, IsHelmOciRepo).
      if (/^https?:\/\//.test(url)) return { from: "repository", url, chart, ...version };
      return {
        from: "registry",
        url: `oci://${url.replace(/^oci:\/\//, "").replace(/(?<!\/)\/+$/, "")}/${chart}`,
        ...version,
      };
    }
    return path === undefined ? undefined : { from: "folder", path, base: "repository" };
  }

  /** Files, then what is written in the Application; valuesObject takes the place of values. */
  #layers(): readonly ValuesLayer[] {
    const { valueFiles, values, valuesObject, ignoreMissingValueFiles } = this.#helm;
    const layers: ValuesLayer[] = texts(valueFiles).map((path) => ({
      from: "file",
      ...this.#file(path),
      mayMiss: ignoreMissingValueFiles === true,
    }));
    if (has(this.#helm, "valuesObject") && isMapping(valuesObject))
      layers.push({
        from: "inline",
        value: valuesObject,
        place: (path) => this.#place(["helm", "valuesObject", ...path]),
      });
    else if (filled(values) !== undefined) {
      const { written, path } = this.#overridden.written(["helm", "values"]);
      layers.push(textLayer(written, path, filled(values) ?? ""));
    }
    return layers;
  }

  #place(below: Path): ValuesPlace {
    const { written, path } = this.#overridden.written(below);
    return placeOf(written, path);
  }

  /** `$ref/path` starts at the root of another source's repository, an absolute path at that of the chart's own. */
  #file(path: string): { readonly path: string; readonly base: PathBase } {
    const [, inside] = /^\$[^/]+\/(.*)$/s.exec(path) ?? [];
    if (inside !== undefined) return { path: inside, base: "repository" };
    return path.startsWith("/") ? { path: path.slice(1), base: "repository" } : { path, base: "chart" };
  }

  #flags(): readonly GivenFlag[] {
    const { parameters, skipCrds, skipTests, skipSchemaValidation, kubeVersion, apiVersions } = this.#helm;
    const set = list(parameters).map((one, index): GivenFlag => {
      const { name, value, forceString } = mapping(one);
      const flag = forceString === true ? "--set-string" : "--set";
      return {
        arg: `${flag}=${text(name) ?? ""}=${escaped(text(value) ?? "")}`,
        place: () => this.#place(["helm", "parameters", index, "value"]),
      };
    });
    const flags: string[] = [];
    if (skipCrds !== true) flags.push("--include-crds");
    if (skipTests === true) flags.push("--skip-tests");
    if (skipSchemaValidation === true) flags.push("--skip-schema-validation");
    if (filled(kubeVersion) !== undefined) flags.push(`--kube-version=${filled(kubeVersion)}`);
    for (const version of texts(apiVersions)) flags.push(`--api-versions=${version}`);
    return [...set, ...flags.map((arg) => ({ arg }))];
  }
}

/** A comma is part of the value, unless it is a list in braces (util/helm, cleanSetParameters). */
function escaped(value: string): string {
  return value.startsWith("{") && value.endsWith("}") ? value : value.replace(/(?<!\\),/g, "\\,");
}
