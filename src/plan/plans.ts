import { versionsOf } from "../model/kubernetes-version.ts";
import { optional } from "../model/pod.ts";
import type { Input } from "../read/document.ts";
import { type PlanOptions, planned, readUpdate } from "./plan.ts";
import type { Plan, Plans, RefusedClaim, RefusedUpdate, SetPlan, VersionsPlan } from "./plan-types.ts";

export interface PlansOptions extends Omit<PlanOptions, "kubernetesVersion"> {
  /**
   * One version, a list `1.33,1.36` or a range `1.31..1.37`, or several of those; the newest known unless given.
   * Unknown ones throw KubernetesVersionError.
   */
  readonly kubernetesVersion?: string | readonly string[];
}

/**
 * As `plan`, for any number of versions: those that behave alike share one, though the API server may put a refusal in
 * other words. A group stands where its oldest version does.
 */
export function plans(inputs: readonly Input[], { kubernetesVersion, ...options }: PlansOptions = {}): Plans {
  const update = readUpdate(inputs, options.against);
  const asked = [kubernetesVersion ?? []].flat();
  const groups = new Map<string, { readonly version: string; readonly plan: Plan }[]>();
  for (const { name, ...version } of versionsOf(
    asked.length === 0 ? undefined : asked.join(","),
    options.featureGates,
  )) {
    const plan = planned(update, options, { name, ...version });
    const behaviour = JSON.stringify([
      plan.statefulSets.map(behaviourOf),
      plan.vanished,
      plan.refusedClaims.map(claimBehaviour),
    ]);
    groups.set(behaviour, [...(groups.get(behaviour) ?? []), { version: name, plan }]);
  }
  return { version: 2, plans: [...groups.values()].map(joined) };
}

/** All that a set's plan says but for the API server's own words, which change from version to version. */
export function behaviourOf({ refused, ...set }: SetPlan): string {
  return JSON.stringify({
    ...set,
    ...optional(
      "refused",
      refused && { changes: refused.changes, waysThrough: refused.waysThrough, besides: refused.besides },
    ),
  });
}

/** The server's words apart, as for sets. */
function claimBehaviour({ message, errors, ...claim }: RefusedClaim): object {
  return claim;
}

/** The newest version's plan, with the words of those before it where they are others. */
function joined(group: readonly { readonly version: string; readonly plan: Plan }[]): VersionsPlan {
  const newest = group.at(-1)?.plan;
  if (newest === undefined) throw new Error("a group of versions is never empty");
  return {
    ...newest,
    kubernetesVersions: group.map(({ version }) => version),
    statefulSets: newest.statefulSets.map((set, index) => {
      if (set.refused === undefined) return set;
      const words = otherWords(
        set.refused,
        group.flatMap(({ version, plan }) => {
          const refused = plan.statefulSets[index]?.refused;
          return refused === undefined ? [] : [{ version, refused }];
        }),
      );
      return words.length === 0 ? set : { ...set, refused: { ...set.refused, inOtherWords: words } };
    }),
  };
}

function otherWords(
  { message }: RefusedUpdate,
  all: readonly { readonly version: string; readonly refused: RefusedUpdate }[],
): NonNullable<RefusedUpdate["inOtherWords"]> {
  const words = new Map<string, { kubernetesVersions: string[]; message: string; errors: RefusedUpdate["errors"] }>();
  for (const { version, refused } of all) {
    if (refused.message === message) continue;
    const same = words.get(refused.message);
    if (same === undefined)
      words.set(refused.message, { kubernetesVersions: [version], message: refused.message, errors: refused.errors });
    else same.kubernetesVersions.push(version);
  }
  return [...words.values()];
}
