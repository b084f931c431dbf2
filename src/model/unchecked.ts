import type { Document, Manifest } from "../read/document.ts";
import { groupOf, isForeignGroup } from "./kinds.ts";
import { isHelmTest } from "./neighbours.ts";

/** Resources that stand for a whole release, by group: what they install was not rendered, so nobody looked at it. */
const stands: Readonly<Record<string, { readonly kinds: readonly string[]; readonly why: string }>> = {
  "helm.toolkit.fluxcd.io": {
    kinds: ["HelmRelease"],
    why: "Flux renders this chart in the cluster: `sts-lint chart FILE` renders it with its values, and lints that",
  },
  "helm.fluxcd.io": {
    kinds: ["HelmRelease"],
    why: "Flux renders this chart in the cluster: render it with `helm template` and its values, and pass that",
  },
  "argoproj.io": {
    kinds: ["Application", "ApplicationSet"],
    why: "Argo CD renders what this names in the cluster: `sts-lint chart FILE` renders a chart with its values; for anything else pass the output of `argocd app manifests NAME`",
  },
  "helm.cattle.io": {
    kinds: ["HelmChart"],
    why: "the cluster's helm controller renders this chart: render it with `helm template` and its values, and pass that",
  },
};
const standIns: ReadonlySet<string> = new Set(Object.values(stands).flatMap(({ kinds }) => kinds));

/** A StatefulSet, or what stands for a whole release, that nobody looks at, and why. */
export interface UncheckedManifest {
  readonly manifest: Manifest;
  readonly why: string;
}

/** Reads off a document's header what may be left out; parses only what is. */
export function uncheckedOf(document: Document): readonly UncheckedManifest[] {
  const { kind } = document.header;
  if (kind === undefined) return [];
  if (kind !== "StatefulSet" && !standIns.has(kind) && !kind.endsWith("List")) return [];
  if (kind === "StatefulSet") {
    const foreign = isForeignGroup(groupOf(document.header.apiVersion));
    if (!foreign && !document.text.includes("helm.sh/hook")) return [];
  }
  return document.manifests.flatMap((manifest) => {
    const why = reasonFor(manifest);
    return why === undefined ? [] : [{ manifest, why }];
  });
}

function reasonFor(manifest: Manifest): string | undefined {
  const { kind, apiVersion } = manifest;
  const group = groupOf(apiVersion);
  if (kind === "StatefulSet") {
    if (isForeignGroup(group))
      return `a StatefulSet of \`${apiVersion}\` is another controller's: what these rules know holds for those of apps/v1`;
    return isHelmTest(manifest) ? "`helm test` runs it and removes it again: it keeps nothing" : undefined;
  }
  const own = Object.hasOwn(stands, group) ? stands[group] : undefined;
  return own?.kinds.includes(kind) === true ? own.why : undefined;
}
