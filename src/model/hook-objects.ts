import type { Manifest } from "../read/document.ts";
import { type Deployer, deploymentOf } from "./deployer.ts";
import { hooks } from "./neighbours.ts";

/**
 * Whether an object is a hook to whoever applies it, which no update reaches: Helm deletes what a hook made before and
 * makes it anew, unless its delete policy says otherwise, and then a hook that is still there is in its way; hooks of
 * other events it leaves as they are (execHook of pkg/action/hooks.go, in Helm 3 and 4). Argo CD reads the annotation
 * alike. To kubectl, and to Flux' Kustomization, it is an object as any other.
 */
export function isHookObject(manifest: Manifest, asked?: Deployer): boolean {
  if (hooks(manifest).length === 0 || asked === "kubectl") return false;
  return deploymentOf(manifest, asked).kind !== "kustomization";
}
