import type { Manifest } from "../read/document.ts";
import { filled, labels, mapping } from "./fields.ts";
import { chartLabelOf, chartOf } from "./namespace.ts";

/** Who applies manifests to the cluster. */
export type Deployer = "helm" | "kubectl" | "flux" | "argocd";
export const deployers: readonly Deployer[] = ["helm", "kubectl", "flux", "argocd"];

/** A deployer with what labels and annotations tell of the object that it deploys from. */
export interface Deployment {
  readonly by: Deployer;
  /** The Helm release, the Argo CD application, or Flux' HelmRelease or Kustomization. */
  readonly name?: string;
  /** The namespace of that object, where it is told. */
  readonly namespace?: string;
  /** `helm`: the chart as far as it is known. */
  readonly chart?: string;
  /** `flux`: which of its kinds. */
  readonly kind?: "helmrelease" | "kustomization";
}

/** Who deployed a resource, as far as its labels, annotations and Helm's comment tell; kubectl where nothing does. */
export function deploymentOf(manifest: Manifest, asked?: Deployer): Deployment {
  const metadata = mapping(manifest.value.metadata);
  const own = labels(metadata.labels);
  const notes = labels(metadata.annotations);
  const told = [argoOf(own, notes), fluxOf(own), helmOf(manifest, own, notes)].filter((one) => one !== undefined);
  if (asked === undefined) return told[0] ?? { by: "kubectl" };
  return told.find(({ by }) => by === asked) ?? { by: asked, ...nameOf(own, notes) };
}

type Pairs = ReadonlyMap<string, string>;

/** `argocd.argoproj.io/tracking-id: APP:GROUP/KIND:NAMESPACE/NAME`, or the label of the same group. */
function argoOf(own: Pairs, notes: Pairs): Deployment | undefined {
  const name = notes.get("argocd.argoproj.io/tracking-id")?.split(":", 1)[0] ?? own.get("argocd.argoproj.io/instance");
  return filled(name) === undefined ? undefined : { by: "argocd", name: name ?? "" };
}

function fluxOf(own: Pairs): Deployment | undefined {
  for (const [group, kind] of [
    ["helm.toolkit.fluxcd.io", "helmrelease"],
    ["kustomize.toolkit.fluxcd.io", "kustomization"],
  ] as const) {
    const name = own.get(`${group}/name`);
    const namespace = own.get(`${group}/namespace`);
    if (name !== undefined) return { by: "flux", kind, name, ...(namespace === undefined ? {} : { namespace }) };
  }
  return undefined;
}

function helmOf(manifest: Manifest, own: Pairs, notes: Pairs): Deployment | undefined {
  const label = chartLabelOf(manifest);
  const chart = chartOf(manifest.source) ?? (label?.version === undefined ? undefined : label.name);
  if (chart === undefined && own.get("app.kubernetes.io/managed-by") !== "Helm" && own.get("heritage") !== "Helm")
    return undefined;
  return { by: "helm", ...nameOf(own, notes), ...(chart === undefined ? {} : { chart }) };
}

function nameOf(own: Pairs, notes: Pairs): Pick<Deployment, "name"> {
  const name = notes.get("meta.helm.sh/release-name") ?? own.get("app.kubernetes.io/instance") ?? own.get("release");
  return filled(name) === undefined ? {} : { name: name ?? "" };
}
