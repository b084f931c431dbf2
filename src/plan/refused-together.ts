import { deploymentOf } from "../model/deployer.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import type { SetPlan } from "./plan-types.ts";

/** Further ones are no longer named: whoever reads it goes by the release. */
const mostNamed = 20;

/**
 * Names, for each refused set, the others that the same upgrade would have refused: whoever goes through one way alone
 * meets the next refusal in its middle. One upgrade is one release, as far as labels tell.
 */
export function refusedTogether(sets: readonly SetPlan[], views: readonly StatefulSetView[]): readonly SetPlan[] {
  if (sets.every(({ refused }) => refused === undefined)) return sets;
  const releases = new Map<string, SetPlan[]>();
  const keys = sets.map((set, index) => {
    const manifest = views[index]?.manifest;
    const { by, name, namespace, chart } = manifest === undefined ? { by: "kubectl" } : deploymentOf(manifest);
    // kubectl applies each object by itself.
    if (by === "kubectl" || (name ?? chart) === undefined) return undefined;
    const key = JSON.stringify([by, namespace, name, name === undefined ? chart : ""]);
    if (set.refused === undefined) return key;
    const same = releases.get(key);
    if (same === undefined) releases.set(key, [set]);
    else same.push(set);
    return key;
  });
  return sets.map((set, index) => {
    if (set.refused === undefined || set.refused.waysThrough.length === 0) return set;
    const besides = othersOf(set, releases.get(keys[index] ?? "") ?? []);
    return besides.length === 0 ? set : { ...set, refused: { ...set.refused, besides } };
  });
}

/** Templates of one release may leave the namespace to helm; two namespaces may hold releases of one name. */
function othersOf(set: SetPlan, same: readonly SetPlan[]): string[] {
  const others: string[] = [];
  for (const other of same) {
    if (others.length === mostNamed) break;
    const isApart = other.namespace !== undefined && set.namespace !== undefined && other.namespace !== set.namespace;
    if (other !== set && !isApart) others.push(other.name);
  }
  return others;
}
