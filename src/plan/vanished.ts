import { optional } from "../model/pod.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import type { Upgrade } from "../model/upgrade.ts";
import type { VanishedSet } from "./plan-types.ts";
import { defaultsOf, type RolloutOptions } from "./rollout.ts";
import { claimsOfShape, shapeOf } from "./set-shape.ts";

/** What is left behind by a set that is not in the input any more. */
export function planVanished(view: StatefulSetView, upgrade: Upgrade, options: RolloutOptions): VanishedSet {
  const shape = shapeOf(view.manifest.value, defaultsOf(options));
  const becomes = shape.whenDeleted === "Delete" ? ("deleted" as const) : ("stranded" as const);
  const replacement = upgrade.replacementOf(view);
  return {
    name: view.name,
    ...optional("namespace", view.manifest.namespace),
    pods: shape.pods.map(({ name }) => name),
    claims: claimsOfShape(shape).map(({ name }) => ({ name, becomes })),
    ...optional("renamedTo", upgrade.successorOf(view)?.name),
    ...optional("replacedBy", replacement && { kind: replacement.kind, name: replacement.name }),
  };
}
