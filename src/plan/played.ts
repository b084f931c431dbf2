import { filled, mapping } from "../model/fields.ts";
import { type LivePod, livePodsOf, stuckPodOf } from "../model/live-pod.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import { maxReplicas } from "./acceptable-set.ts";
import { readControlledSet } from "./controlled-set.ts";
import { claimNames, mostNames, type Range, rangesOf } from "./large-set.ts";
import type { PlannedPod, PlannedStep, SetPlan } from "./plan-types.ts";
import { revisionChange } from "./revision-change.ts";
import { defaultsOf, Rollout, type RolloutOptions, type Step } from "./rollout.ts";
import type { SetShape } from "./set-shape.ts";
import { after, noTime, untilAvailable, untilGone } from "./timing.ts";

/** An update as the state machine plays it. */
export interface Played {
  readonly before: Step | undefined;
  readonly step: Step | undefined;
  readonly waits: SetPlan["waits"];
  readonly stuck: LivePod | undefined;
  readonly steps?: PlannedStep[];
  readonly pods?: PlannedPod[];
}

/** Plays the update on the state machine, from what a cluster says is there; sets that are too large in ranges. */
export function play(
  was: SetShape["manifest"] | undefined,
  next: SetShape["manifest"],
  running: StatefulSetView | undefined,
  view: StatefulSetView,
  isAccepted: boolean,
  options: RolloutOptions,
): Played {
  const sets = { old: was && readControlledSet(was), next: readControlledSet(next) };
  if (Math.max(sets.old?.replicas ?? 0, sets.next.replicas) > maxReplicas)
    return playLarge(was, next, view, isAccepted, options);
  const rollout = new Rollout(options);
  const settled = was === undefined ? undefined : rollout.settle(was);
  const makesRevision = was !== undefined && revisionChange(was, next).restart;
  const stuck = running === undefined ? undefined : stuckPodOf(running, { makesRevision });
  if (running !== undefined && stuck !== undefined) placePods(rollout, running);
  if (!isAccepted) return { before: settled, step: undefined, waits: [], stuck };
  const first = rollout.restore(next);
  if (stuck === undefined || !first.pods.some(({ name, ready }) => name === stuck.name && !ready))
    return { before: settled, step: first, waits: rollout.waits, stuck: undefined };
  // The controller waits for it: the plan begins with the deletion by hand.
  const then = rollout.deletePod(stuck.name);
  return {
    before: settled,
    step: { ...then, batches: [...first.batches, ...then.batches] },
    waits: rollout.waits,
    stuck,
  };
}

/** Gives the pods the revisions and the readiness that the cluster shows. */
function placePods(rollout: Rollout, running: StatefulSetView): void {
  const update = filled(mapping(running.manifest.value.status).updateRevision);
  rollout.place(
    running.name,
    livePodsOf(running).map(({ name, revision, isReady }) => ({
      name,
      ready: isReady,
      ...(revision === undefined || revision === update ? {} : { revision }),
    })),
  );
}

function playLarge(
  was: SetShape["manifest"] | undefined,
  next: SetShape["manifest"],
  view: StatefulSetView,
  isAccepted: boolean,
  options: RolloutOptions,
): Played {
  const { minor, featureGates } = defaultsOf(options);
  const [old, set] = [was && readControlledSet(was), readControlledSet(next)];
  const makesRevision = was !== undefined && revisionChange(was, next).restart;
  const ranges = isAccepted ? rangesOf(old, set, makesRevision, minor, featureGates) : [];
  const updated = new Set(ranges.filter(({ because }) => because === "update").flatMap(({ pods }) => pods));
  const rest = (of: typeof set, revision: (pod: string) => string): Step => {
    const names = podNames(of);
    return {
      batches: [],
      pods: names.map((name) => ({ name, revision: revision(name), ready: true })),
      claims: claimNames(of).map(({ name }) => ({ name })),
      stuck: false,
    };
  };
  const before = old === undefined ? undefined : rest(old, () => "r1");
  const known = new Set(before?.pods.map(({ name }) => name));
  const end = rest(set, (pod) =>
    before !== undefined && makesRevision && (updated.has(pod) || !known.has(pod)) ? "r2" : "r1",
  );
  const deletes = set.whenScaled === "Delete";
  const kept = new Map(end.claims.map((claim) => [claim.name, claim]));
  if (!deletes) for (const claim of before?.claims ?? []) kept.set(claim.name, claim);
  const step = isAccepted ? { ...end, claims: [...kept.values()] } : undefined;
  const shown = step ?? before;
  return {
    before,
    step,
    waits: set.strategy === "OnDelete" && makesRevision ? [{ reason: "on-delete" }] : [],
    stuck: undefined,
    steps: ranges.map((range) => rangeStep(range, view)),
    pods:
      shown === undefined
        ? []
        : shown.pods.map(({ name, revision }) => ({
            name,
            revision,
            claims: set.claimTemplates.map((claim) => `${claim}-${name}`),
          })),
  };
}

function podNames({ name, start, replicas }: ReturnType<typeof readControlledSet>): string[] {
  return Array.from({ length: Math.min(replicas, mostNames) }, (_, index) => `${name}-${start + index}`);
}

function rangeStep({ because, pods, atATime, actions }: Range, view: StatefulSetView): PlannedStep {
  const batches = Math.ceil(pods.length / atATime);
  const each = actions
    .map((action) => (action === "delete" ? untilGone(view.pod) : untilAvailable(view.pod, view.minReadySeconds)))
    .reduce(after, noTime);
  const revision = because === "install" || because === "scale-down" ? "r1" : "r2";
  return {
    atATime,
    actions: pods.flatMap((pod) => actions.map((action) => ({ do: action, pod, revision, because }))),
    seconds: { shortest: each.shortest * batches, longest: each.longest * batches },
  };
}
