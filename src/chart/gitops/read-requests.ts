import { groupOf } from "../../model/kinds.ts";
import type { Document, Manifest } from "../../read/document.ts";
import { readApplication } from "./application.ts";
import type { FileOf } from "./argocd-overrides.ts";
import { FluxVariables } from "./flux-variables.ts";
import { readHelmRelease } from "./helm-release.ts";
import { isHelmfile, readHelmfile } from "./helmfile.ts";
import { type Asked, type LeftOut, nameOf, type ReleaseRequest, type Requests, refusal } from "./release-request.ts";
import { Resources } from "./resources.ts";

/** What stands in these files beside releases, and who would have to render it. */
const others: Readonly<Record<string, string>> = {
  "argoproj.io ApplicationSet":
    "not rendered: its generators make Applications in the cluster; pass the output of `argocd appset generate FILE`",
  "kustomize.toolkit.fluxcd.io Kustomization":
    "not rendered: Flux builds this folder with kustomize; pass the output of `flux build kustomization` or flux-local",
  "helm.cattle.io HelmChart":
    "not rendered: the cluster's helm controller renders this chart; render it with `helm template`, and pass that",
  "helm.fluxcd.io HelmRelease": "not rendered: this is Flux v1's, which no Flux reads any more",
  "apps StatefulSet": "not linted here, among releases: `sts-lint FILE` lints it as it is",
};

/**
 * What the resources and helmfiles in some documents ask helm to install, in the order of the documents. Pure. Flux' variables
 * whose values are not known are tried with a text, where one is given.
 */
export function readRequests(documents: readonly Document[], fileOf: FileOf, tried?: string): Requests {
  const releases: ReleaseRequest[] = [];
  const leftOut: LeftOut[] = [];
  const all = documents.flatMap(({ manifests }) => manifests);
  const flux = new FluxManifests(all, tried);
  for (const document of documents) {
    for (const manifest of document.manifests) {
      const { releases: own, whys } = askedBy(manifest, flux, fileOf);
      releases.push(...own);
      for (const why of whys) leftOut.push({ resource: nameOf(manifest), location: manifest.locate(["kind"]), why });
    }
  }
  const helmfiles = new Map<string, Document[]>();
  for (const document of documents.filter(isHelmfile)) {
    const same = helmfiles.get(document.file);
    if (same === undefined)
      helmfiles.set(
        document.file,
        documents.filter(({ file }) => file === document.file),
      );
  }
  for (const own of helmfiles.values()) {
    const asked = readHelmfile(own);
    releases.push(...asked.releases);
    leftOut.push(...asked.leftOut);
  }
  return { releases, leftOut };
}

function askedBy(manifest: Manifest, flux: FluxManifests, fileOf: FileOf): Asked {
  const type = `${groupOf(manifest.apiVersion)} ${manifest.kind}`;
  if (type === "helm.toolkit.fluxcd.io HelmRelease")
    return readHelmRelease(flux.of(manifest), flux.resources, flux.variables);
  if (type === "argoproj.io Application") return readApplication(manifest, fileOf);
  return Object.hasOwn(others, type) ? refusal(others[type] ?? "") : refusal();
}

/** The manifests as Flux applies them: what stands in others is not its to replace. */
class FluxManifests {
  readonly variables: FluxVariables;
  readonly resources: Resources;
  readonly #applied: ReadonlyMap<Manifest, Manifest>;

  constructor(all: readonly Manifest[], tried: string | undefined) {
    this.variables = new FluxVariables(all, tried);
    this.#applied = new Map(all.map((manifest) => [manifest, this.variables.substituted(manifest)]));
    this.resources = new Resources([...this.#applied.values()]);
  }

  of(manifest: Manifest): Manifest {
    return this.#applied.get(manifest) ?? manifest;
  }
}
