import type { LivePod } from "../model/live-pod.ts";
import { optional } from "../model/pod.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import { haltOf } from "./halt.ts";
import type { PlannedStep, SetPlan } from "./plan-types.ts";
import { claimsOf, podsOf } from "./planned-pods.ts";
import { stepsOf } from "./planned-steps.ts";
import { play } from "./played.ts";
import type { RevisionChange } from "./revision-change.ts";
import { defaultsOf, type RolloutOptions, type Step } from "./rollout.ts";
import { type SetShape, shapeOf } from "./set-shape.ts";

/** A set as it is stored and as it will be, and what is known of it besides. */
export interface PlannedUpdate {
  /** Absent where nothing runs yet. */
  readonly was: SetShape["manifest"] | undefined;
  readonly next: SetShape["manifest"];
  readonly view: StatefulSetView;
  readonly running: StatefulSetView | undefined;
  readonly namespace: string | undefined;
  /** Absent where nothing runs yet. */
  readonly revision?: RevisionChange;
}

/** What the controller does with a set, step by step; of a refused update what stays. */
export interface Course
  extends Pick<
    SetPlan,
    "outcome" | "steps" | "pods" | "claims" | "counts" | "restarts" | "waits" | "ifNotReady" | "notes"
  > {
  /** The pod that must be deleted by hand first. */
  readonly stuck?: LivePod;
}

/** The course as the state machine plays it, pod by pod. */
export function followed(update: PlannedUpdate, isAccepted: boolean, options: RolloutOptions): Course {
  const { was, next, view, running, namespace, revision } = update;
  const defaults = defaultsOf(options);
  const { before, step, waits, stuck } = play(was, next, running, isAccepted, options);
  const shape = shapeOf(step === undefined && was !== undefined ? was : next, defaults);
  const end = step ?? before;
  const [old, planned] = [
    { view: running, stored: was },
    { view, stored: next },
  ];
  const steps = step === undefined ? [] : stepsOf(step, before, shape, { view, running }, stuck?.name);
  return {
    outcome: isAccepted ? outcomeOf(before, step, end, steps) : "refused",
    steps,
    pods: end === undefined ? [] : podsOf(end, step, shape, step === undefined ? (running ?? view) : view, namespace),
    claims: claimsOf(end, before, step === undefined ? [old, planned] : [planned, old], options),
    ...optional("restarts", isAccepted ? restartsOf(revision, steps, end) : undefined),
    waits,
    ...optional("ifNotReady", isAccepted ? haltOf({ old: was, next }, options, namespace) : undefined),
    ...optional("stuck", stuck),
    notes: end?.refused === undefined ? [] : [end.refused],
  };
}

function restartsOf(
  revision: RevisionChange | undefined,
  steps: readonly PlannedStep[],
  end: Step | undefined,
): SetPlan["restarts"] {
  if (revision === undefined || !revision.restart) return undefined;
  const replaced = steps
    .flatMap(({ actions }) => actions)
    .filter((action) => action.do === "delete" && (action.because === "update" || action.because === "by-hand"))
    .map(({ pod }) => pod);
  const touched = new Set(steps.flatMap(({ actions }) => actions.map(({ pod }) => pod)));
  return {
    pods: [...new Set(replaced)],
    held: (end?.pods ?? []).map(({ name }) => name).filter((name) => !touched.has(name)),
    because: revision.changes,
  };
}

function outcomeOf(
  before: Step | undefined,
  step: Step | undefined,
  end: Step | undefined,
  steps: readonly PlannedStep[],
): SetPlan["outcome"] {
  if (step === undefined) return "refused";
  if (before === undefined) return "install";
  const touched = steps.length > 0 || JSON.stringify(before.claims) !== JSON.stringify(end?.claims);
  return touched ? "update" : "unchanged";
}
