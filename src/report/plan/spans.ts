/*
 * Long lists in short: pods and claims in rows of alike ones, steps in stretches. Whoever reads the plan of a set of
 * hundreds of pods wants to know what becomes of them, not their names.
 */

import { parentAndOrdinal } from "../../plan/controlled-set.ts";
import type { Counts, PlannedClaim, PlannedPod, PlannedStep, SetPlan } from "../../plan/plan-types.ts";
import { after, noTime } from "../../plan/timing.ts";

/** Longer lists are shown in rows, and more steps in stretches. */
const mostRows = 100;

/** Whether a set has more pods or steps than anybody wants to see one by one. */
export function areMany({ pods, steps }: SetPlan): boolean {
  return Math.max(pods.length, steps.length) > mostRows || steps.some(({ range }) => range !== undefined);
}

/** The first and the last of things that stand in a row and are alike; the same one where there is one only. */
export interface Run<Thing> {
  readonly first: Thing;
  readonly last: Thing;
  readonly count: number;
}

/** The pods, one a run where there are few of them. */
export function podRuns({ pods }: SetPlan): Run<PlannedPod>[] {
  return runsOf(
    pods,
    ({ name }) => name,
    ({ revision, behind, dnsName }) => `${revision} ${behind} ${dnsName === undefined}`,
  );
}

/** The claims, one a run where there are few of them. */
export function claimRuns({ claims }: SetPlan): Run<PlannedClaim>[] {
  const byTemplate = new Map<string, PlannedClaim[]>();
  for (const claim of claims) {
    const same = byTemplate.get(claim.template);
    if (same === undefined) byTemplate.set(claim.template, [claim]);
    else same.push(claim);
  }
  return runsOf(
    claims.length > mostRows ? [...byTemplate.values()].flat() : claims,
    ({ pod }) => pod,
    ({ template, size, becomes }) => `${template} ${size} ${becomes}`,
  );
}

function runsOf<Thing>(
  things: readonly Thing[],
  podOf: (thing: Thing) => string,
  kindOf: (thing: Thing) => string,
): Run<Thing>[] {
  const runs: (Run<Thing> & { readonly ordinal: number | undefined; readonly kind: string })[] = [];
  for (const thing of things) {
    const ordinal = parentAndOrdinal(podOf(thing))?.ordinal;
    const kind = kindOf(thing);
    const run = runs.at(-1);
    const follows =
      things.length > mostRows && run?.kind === kind && run.ordinal !== undefined && ordinal === run.ordinal + 1;
    if (follows) runs[runs.length - 1] = { ...run, last: thing, ordinal, count: run.count + 1 };
    else runs.push({ first: thing, last: thing, count: 1, ordinal, kind });
  }
  return runs;
}

/** How many there are beyond those that are spelt out. */
export function unnamedPods({ counts, pods }: SetPlan): number {
  return counts === undefined ? 0 : counts.pods - pods.length;
}

export function unnamedClaims({ counts, claims }: SetPlan): number {
  return counts === undefined ? 0 : total(counts) - claims.length;
}

function total({ claims }: Counts): number {
  return Object.values(claims).reduce((sum, count) => sum + count, 0);
}

/** The steps as they are, or, where there are many, in stretches of alike ones: as a set in ranges has them. */
export function shownSteps({ steps }: SetPlan): readonly PlannedStep[] {
  if (steps.length <= mostRows) return steps;
  const stretches: PlannedStep[][] = [];
  for (const step of steps) {
    const stretch = stretches.at(-1);
    if (stretch !== undefined && reasonOf(stretch[0]) === reasonOf(step)) stretch.push(step);
    else stretches.push([step]);
  }
  return stretches.map(joined);
}

/** Why a step is; of several reasons in one step none is like another's. */
function reasonOf(step: PlannedStep | undefined): string {
  return [...new Set(step?.actions.map(({ because }) => because))].join(" ");
}

function joined(stretch: readonly PlannedStep[]): PlannedStep {
  const [only] = stretch;
  if (only !== undefined && stretch.length === 1) return only;
  const actions = stretch.flatMap((step) => step.actions);
  const pods = [...new Set(actions.map(({ pod }) => pod))].sort((one, other) => ordinalOf(one) - ordinalOf(other));
  const goesDown = ordinalOf(actions[0]?.pod) > ordinalOf(actions.at(-1)?.pod);
  const [first = "", last = ""] = goesDown ? [pods.at(-1), pods[0]] : [pods[0], pods.at(-1)];
  return {
    range: { first, last, pods: pods.length },
    atATime: Math.max(...stretch.map((step) => step.actions.length)),
    actions,
    seconds: stretch.map(({ seconds }) => seconds).reduce(after, noTime),
  };
}

/** 0 for what is no pod of a set. */
export function ordinalOf(pod = ""): number {
  return parentAndOrdinal(pod)?.ordinal ?? 0;
}
