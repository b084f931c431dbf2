import { deploymentOf } from "../model/deployer.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import type { SetPlan } from "./plan-types.ts";

/**
 * Names, for each refused set, the others that the same upgrade would have refused: whoever goes through one way alone
 * meets the next refusal in its middle. One upgrade is one release of one namespace, as far as labels tell.
 */
export function refusedTogether(sets: readonly SetPlan[], views: readonly StatefulSetView[]): readonly SetPlan[] {
  const releases = new Map<string, SetPlan[]>();
  const keys = sets.map((set, index) => {
    const manifest = views[index]?.manifest;
    const { by, name } = manifest === undefined ? { by: "", name: undefined } : deploymentOf(manifest);
    const key = JSON.stringify([set.namespace, by, name]);
    if (set.refused !== undefined) releases.set(key, [...(releases.get(key) ?? []), set]);
    return key;
  });
  return sets.map((set, index) => {
    const besides = (releases.get(keys[index] ?? "") ?? []).filter((other) => other !== set).map(({ name }) => name);
    if (set.refused === undefined || set.refused.waysThrough.length === 0 || besides.length === 0) return set;
    return { ...set, refused: { ...set.refused, besides } };
  });
}
