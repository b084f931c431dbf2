import { filled, mapping } from "../model/fields.ts";
import { type LivePod, livePodsOf, stuckPodOf } from "../model/live-pod.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import type { SetPlan } from "./plan-types.ts";
import { revisionChange } from "./revision-change.ts";
import { Rollout, type RolloutOptions, type Step } from "./rollout.ts";
import type { SetShape } from "./set-shape.ts";

/** An update as the state machine plays it. */
export interface Played {
  readonly before: Step | undefined;
  readonly step: Step | undefined;
  readonly waits: SetPlan["waits"];
  readonly stuck: LivePod | undefined;
}

/** Plays the update on the state machine, from what a cluster says is there. */
export function play(
  was: SetShape["manifest"] | undefined,
  next: SetShape["manifest"],
  running: StatefulSetView | undefined,
  isAccepted: boolean,
  options: RolloutOptions,
): Played {
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
