import { versionRange } from "../../model/kubernetes-version.ts";
import type { Plan, Plans, SetPlan } from "../../plan/plan-types.ts";
import { behaviourOf } from "../../plan/plans.ts";

/** A plan and the versions that it holds for. */
export interface PlanGroup {
  readonly plan: Plan;
  /** `1.31 to 1.37`. */
  readonly versions: string;
  /** Whether it is one of those that were asked for together, so that it must say its versions. */
  readonly isOneOfSeveral: boolean;
  /** The versions of an earlier group that plans this set just so; undefined where none does. */
  alikeIn(set: SetPlan): string | undefined;
}

/** One plan as a group of its own; of several each with what it shares with those before it. */
export function groupsOf(made: Plan | Plans): readonly PlanGroup[] {
  if (made.version === 1)
    return [{ plan: made, versions: made.kubernetesVersion, isOneOfSeveral: false, alikeIn: () => undefined }];
  const seen = new Map<string, string>();
  return made.plans.map((plan) => {
    const versions = versionRange(plan.kubernetesVersions);
    const alike = new Map<SetPlan, string | undefined>();
    for (const set of plan.statefulSets) {
      const behaviour = behaviourOf(set);
      const first = seen.get(behaviour);
      alike.set(set, first);
      if (first === undefined) seen.set(behaviour, versions);
    }
    return { plan, versions, isOneOfSeveral: true, alikeIn: (set) => alike.get(set) };
  });
}
