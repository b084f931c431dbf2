/*
 * What becomes of an object that runs and is not in the new manifests any more: that is decided by who deploys it.
 */

import type { Manifest } from "../read/document.ts";
import { type Deployer, deploymentOf } from "./deployer.ts";
import { type Fields, labels, mapping } from "./fields.ts";
import { lastApplied } from "./last-applied.ts";

export interface Removal {
  /** `if-pruned`: it runs on where its deployer is not told to prune. */
  readonly becomes: "deleted" | "if-pruned" | "runs-on";
  /** Whether it is told who deploys it, and that it deletes it. */
  readonly isCertain: boolean;
  /** Who does what, as a clause with `it` for the object: `` `helm upgrade` deletes it ``. */
  readonly text: string;
}

/**
 * Helm and Flux' HelmReleases delete it, a Kustomization of Flux where it has `prune: true`, Argo CD where it is synced with
 * pruning, and `kubectl apply` not without `--prune`. Annotations of the object that runs keep it from each, with Flux labels too.
 */
export function removalOf(running: Manifest, asked?: Deployer): Removal {
  const removal = decided(running, asked);
  return { ...removal, isCertain: removal.becomes === "deleted" && deploymentOf(running, asked).by !== "kubectl" };
}

function decided(running: Manifest, asked: Deployer | undefined): Omit<Removal, "isCertain"> {
  const { by, kind, name } = deploymentOf(running, asked);
  const isUnknown = by === "kubectl" && asked !== "kubectl" && lastApplied(running.value) === undefined;
  const keeper = isUnknown
    ? anyKeeperOf(mapping(running.value.metadata))
    : keeperOf(mapping(running.value.metadata), by, kind);
  if (keeper !== undefined)
    return { becomes: "runs-on", text: `\`${keeper}\` keeps it: it runs on, and no release manages it` };
  switch (by) {
    case "helm":
      return { becomes: "deleted", text: "`helm upgrade` deletes it" };
    case "flux":
      return kind === "kustomization"
        ? { becomes: "if-pruned", text: "Flux deletes it where the Kustomization has `prune: true`" }
        : { becomes: "deleted", text: "Flux deletes it" };
    case "argocd": {
      const application = /^\w[\w.-]*$/.test(name ?? "") ? name : "APP";
      return {
        becomes: "if-pruned",
        text: `Argo CD deletes it where it prunes (\`argocd app sync ${application} --prune\`, or \`prune: true\` of an automated sync)`,
      };
    }
    case "kubectl":
      return isUnknown
        ? {
            becomes: "deleted",
            text: "Helm and Flux delete it, Argo CD where it prunes, `kubectl apply` does not",
          }
        : { becomes: "runs-on", text: "`kubectl apply` without `--prune` leaves it as it is: it runs on" };
  }
}

/** The annotation that keeps an object from its deployer, `KEY=VALUE`: each asks the object that runs, not only the new manifests. */
export function keepingNote(running: Manifest, asked?: Deployer): string {
  const { by, kind } = deploymentOf(running, asked);
  if (by === "argocd") return `${argoOptions}=Prune=false`;
  return by === "flux" && kind === "kustomization" ? `${fluxKeys[0]}=disabled` : `${helmPolicy}=keep`;
}

const argoOptions = "argocd.argoproj.io/sync-options";
const fluxKeys = ["kustomize.toolkit.fluxcd.io/prune", "kustomize.toolkit.fluxcd.io/reconcile"] as const;
const helmPolicy = "helm.sh/resource-policy";

/** Nothing else tells who deploys it: whoever wrote one of these wrote it for that deployer. */
function anyKeeperOf(metadata: Fields): string | undefined {
  return (
    keeperOf(metadata, "helm", undefined) ??
    keeperOf(metadata, "argocd", undefined) ??
    keeperOf(metadata, "flux", "kustomization")
  );
}

/** What is written on an object that its deployer would delete, and keeps it from that. */
function keeperOf(metadata: Fields, by: Deployer, kind: ReturnType<typeof deploymentOf>["kind"]): string | undefined {
  const notes = labels(metadata.annotations);
  switch (by) {
    case "kubectl":
      return undefined;
    case "argocd": {
      const options = notes.get(argoOptions) ?? "";
      return /(?:^|,)\s*Prune=false\s*(?:,|$)/.test(options) ? `${argoOptions}: Prune=false` : undefined;
    }
    case "flux":
      if (kind === "kustomization") return fluxKeeperOf(notes, labels(metadata.labels));
  }
  return notes.get(helmPolicy)?.trim().toLowerCase() === "keep" ? `${helmPolicy}: keep` : undefined;
}

/** kustomize-controller leaves out of its pruning what one of these says, as an annotation or as a label (fluxcd/kustomize-controller#484). */
function fluxKeeperOf(...metadata: readonly ReadonlyMap<string, string>[]): string | undefined {
  const key = fluxKeys.find((one) => metadata.some((pairs) => pairs.get(one)?.toLowerCase() === "disabled"));
  return key === undefined ? undefined : `${key}: disabled`;
}
