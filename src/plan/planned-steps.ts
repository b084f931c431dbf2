import type { StatefulSetView } from "../model/statefulset.ts";
import type { PlannedStep } from "./plan-types.ts";
import type { Step } from "./rollout.ts";
import type { SetShape } from "./set-shape.ts";
import { beside, noTime, type Seconds, untilAvailable, untilGone } from "./timing.ts";

/** A set as it will be, and as it runs. */
export interface Views {
  readonly view: StatefulSetView;
  readonly running: StatefulSetView | undefined;
}

/** The steps of the controller in order: what it does to which pods, why, and how long it takes. */
export function stepsOf(
  step: Step,
  before: Step | undefined,
  shape: SetShape,
  views: Views,
  byHand: string | undefined,
): PlannedStep[] {
  const existed = new Set(before?.pods.map(({ name }) => name));
  const wanted = new Set(shape.pods.map(({ name }) => name));
  return step.batches.map((batch) => ({
    actions: batch
      .map((action) => ({
        // One by one: V8 gives each object that takes in another a shape of its own, larger than what is in it.
        do: action.do,
        pod: action.pod,
        revision: action.revision,
        because:
          action.pod === byHand && action.do === "delete"
            ? ("by-hand" as const)
            : existed.has(action.pod)
              ? wanted.has(action.pod)
                ? ("update" as const)
                : ("scale-down" as const)
              : before === undefined
                ? ("install" as const)
                : ("scale-up" as const),
      }))
      .sort(byTurn(shape)),
    seconds: batch.map((action) => secondsOf(action, before, views)).reduce(beside, noTime),
  }));
}

/** As the controller takes them: what is created lowest first, what is updated or scaled down highest first. */
function byTurn(shape: SetShape) {
  return (one: PlannedStep["actions"][number], other: PlannedStep["actions"][number]): number => {
    const up = ordinalOf(shape, one.pod) - ordinalOf(shape, other.pod);
    return one.because === "update" || one.because === "scale-down" ? -up : up;
  };
}

function ordinalOf(shape: SetShape, pod: string): number {
  return Number(pod.slice(shape.name.length + 1));
}

/** A pod of a revision that ran before has the old template's probes and grace. */
function secondsOf(
  action: Step["batches"][number][number],
  before: Step | undefined,
  { view, running }: Views,
): Seconds {
  const isOld = before?.pods.some(({ revision }) => revision === action.revision) === true;
  const { pod } = isOld && running !== undefined ? running : view;
  return action.do === "delete" ? untilGone(pod) : untilAvailable(pod, view.minReadySeconds);
}
