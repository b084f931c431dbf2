import type { Deployer } from "../model/deployer.ts";
import { optional } from "../model/pod.ts";
import { removalOf } from "../model/removal.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import type { Upgrade } from "../model/upgrade.ts";
import type { VanishedSet } from "./plan-types.ts";
import { defaultsOf, type RolloutOptions } from "./rollout.ts";
import { claimsOfShape, shapeOf } from "./set-shape.ts";

/** What is left behind by a set that is not in the input any more. */
export function planVanished(
  view: StatefulSetView,
  upgrade: Upgrade,
  options: RolloutOptions & { readonly deployer?: Deployer; readonly namespace?: string },
): VanishedSet {
  const shape = shapeOf(view.manifest.value, defaultsOf(options));
  const removal = removalOf(view.manifest, options.deployer);
  const left = shape.whenDeleted === "Delete" ? ("deleted" as const) : ("stranded" as const);
  const taken = upgrade.takersOf(view);
  const becomes = (claim: string) =>
    removal.becomes === "runs-on" || (left === "stranded" && taken.has(claim)) ? ("kept" as const) : left;
  const replacement = upgrade.replacementOf(view);
  return {
    name: view.name,
    ...optional("namespace", view.manifest.namespace ?? options.namespace),
    removal: { becomes: removal.becomes, text: removal.text },
    pods: shape.pods.map(({ name }) => name),
    claims: claimsOfShape(shape).map(({ name }) => ({ name, becomes: becomes(name) })),
    ...optional("renamedTo", upgrade.successorOf(view)?.name),
    ...optional("replacedBy", replacement && { kind: replacement.kind, name: replacement.name }),
  };
}
