/*
 * Ways out as commands of whoever deploys an object: with its namespace, each word quoted for a shell.
 */
import type { RuleContext } from "../../src/lint/contract/context.ts";
import { type Deployment, deploymentOf } from "../../src/model/deployer.ts";
import { kubectl } from "../../src/plan/all-named.ts";
import { renewPod, restartCommand } from "../../src/plan/pod-steps.ts";
import { shellCommand } from "../../src/plan/shell.ts";
import { application, deployCommand, stillness } from "../../src/plan/way-deployer.ts";
import type { Manifest } from "../../src/read/document.ts";

export interface ByHand {
  readonly deployment: Deployment;
  /** Where its commands act; undefined where neither the object nor the command line names it. */
  readonly namespace: string | undefined;
  /** `kubectl -n prod …`; without a namespace it acts on kubectl's current one. */
  kubectl(...words: readonly string[]): string;
  /** Where the deployer reads what it applies: `in the chart's values`. */
  readonly source: string;
  /** Brings what was changed there into the cluster. */
  readonly deploy: string;
}

/** `running`: the same object as it runs now, where the manifest may lack what that tells. */
export function byHand(manifest: Manifest, context: RuleContext, running: Manifest = manifest): ByHand {
  const deployment = deploymentOf(manifest, context.deployer);
  const namespace = namespaceFor(context, manifest, running);
  const where = namespace === undefined ? {} : { namespace };
  return {
    deployment,
    namespace,
    kubectl: (...words) => kubectl(where, ...words),
    source: sources[deployment.by],
    deploy: deployCommand(deployment, namespace),
  };
}

/** The namespace of the first that names one, else as it was asked for. */
export function namespaceFor(context: RuleContext, ...manifests: readonly Manifest[]): string | undefined {
  return manifests.find(({ namespace }) => namespace !== undefined)?.namespace ?? context.namespace;
}

const sources: Readonly<Record<Deployment["by"], string>> = {
  helm: "in the chart's values",
  kubectl: "in the manifest",
  flux: "in Git",
  argocd: "in Git",
};

/** Restarts the pods of a StatefulSet by its rolling update, so that the deployer does not restart them once more. */
export function restartOf(set: Manifest, { deployment, namespace }: ByHand): string {
  if (deployment.by !== "argocd")
    return restartCommand({
      ...(namespace === undefined ? {} : { namespace }),
      set: set.name,
      byFlux: deployment.by === "flux",
    });
  return shellCommand(
    ...["argocd", "app", "actions", "run", application(deployment.name), "restart", "--kind", "StatefulSet"],
    ...["--resource-name", set.name, ...(namespace === undefined ? [] : ["--namespace", namespace])],
  );
}

/** Deletes a pod and waits until it is back. */
export function renewal(pod: string, namespace: string | undefined): string {
  return inOrder(renewPod(namespace === undefined ? {} : { namespace }, pod));
}

/** What a deployer would take back is done while it is kept still. */
export function undisturbed({ deployment }: ByHand, ...commands: readonly string[]): string {
  const still = stillness(deployment);
  return inOrder(still === undefined ? commands : [still.before, ...commands, still.after]);
}

/** `` `a`, then `b` `` */
export function inOrder(commands: readonly string[]): string {
  return commands.map((command) => `\`${command}\``).join(", then ");
}
