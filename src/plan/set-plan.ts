import { type Deployer, deploymentOf } from "../model/deployer.ts";
import { type LivePod, livePodsOf } from "../model/live-pod.ts";
import { optional } from "../model/pod.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import type { Workload } from "../model/workload.ts";
import { consequencesOf } from "./consequences.ts";
import { deadlineOf } from "./deadline.ts";
import { haltOf } from "./halt.ts";
import { immutableChanges } from "./immutable-fields.ts";
import type { PlannedStep, RefusedUpdate, SetPlan } from "./plan-types.ts";
import { claimsOf, fateOf, podsOf } from "./planned-pods.ts";
import { stepsOf } from "./planned-steps.ts";
import { play } from "./played.ts";
import { type Refusal, refusalOf } from "./refusal.ts";
import { defaultsOf, type RolloutOptions, type Step } from "./rollout.ts";
import { setNotes } from "./set-notes.ts";
import { type SetShape, shapeOf } from "./set-shape.ts";
import { type ApplyMode, type SetUpdate, setUpdate, withLiveReplicas } from "./set-update.ts";
import { shellCommand } from "./shell.ts";
import { storedSet } from "./stored-set.ts";
import { after, noTime } from "./timing.ts";
import { waysThrough } from "./ways-through.ts";

/** How a plan is made. */
export interface SetPlanOptions extends RolloutOptions {
  readonly apply?: ApplyMode;
  readonly deployer?: Deployer;
  /** Seconds that `helm upgrade --wait` would wait. */
  readonly timeoutSeconds?: number;
}

/** What becomes of one StatefulSet of the input, given what runs now (undefined: nothing yet). */
export function planSet(
  view: StatefulSetView,
  running: StatefulSetView | undefined,
  replaced: Workload | undefined,
  options: SetPlanOptions,
): SetPlan {
  const defaults = defaultsOf(options);
  const old = running?.manifest.value;
  const written = old === undefined ? view.manifest.value : withLiveReplicas(old, view.manifest.value);
  const namespace = view.manifest.namespace ?? running?.manifest.namespace;
  const update =
    old === undefined ? undefined : setUpdate(old, written, { ...defaults, ...optional("apply", options.apply) });
  const refused = refusedBy(written, update, defaults, options.apply);
  const next = update?.after ?? storedSet(written, defaults);
  const was = update?.before;
  const played = play(was, next, running, view, refused === undefined, options);
  const { before, step, waits } = played;
  const shape = shapeOf(step === undefined && was !== undefined ? was : next, defaults);
  const end = step ?? before;
  const steps =
    played.steps ?? (step === undefined ? [] : stepsOf(step, before, shape, { view, running }, played.stuck?.name));
  const claims = claimsOf(end, before, step === undefined ? [running, view] : [view, running], options);
  const seconds = steps.map((one) => one.seconds).reduce(after, noTime);
  const restarts = refused === undefined ? restartsOf(update, steps, end) : undefined;
  const told: Omit<SetPlan, "consequences"> = {
    name: view.name,
    ...optional("namespace", namespace),
    ...optional("source", view.manifest.source),
    podManagementPolicy: view.podManagementPolicy,
    outcome: refused !== undefined ? "refused" : outcomeOf(before, step, end, steps),
    ...optional("refused", refused && explained(refused, view, old, written, options, namespace)),
    ...optional("startsFrom", startOf(running, played.stuck, namespace)),
    ...optional("restarts", restarts),
    pods:
      played.pods ??
      (end === undefined ? [] : podsOf(end, step, shape, step === undefined ? (running ?? view) : view, namespace)),
    steps,
    claims,
    claimFate: fateOf(shape),
    seconds,
    ...optional("deadline", steps.length === 0 ? undefined : deadlineOf(seconds, options.timeoutSeconds, view)),
    waits,
    ...optional(
      "ifNotReady",
      refused === undefined && played.steps === undefined ? haltOf({ old: was, next }, options, namespace) : undefined,
    ),
    notes: [...(end?.refused === undefined ? [] : [end.refused]), ...setNotes(view, running, replaced)],
  };
  return { ...told, consequences: consequencesOf(told) };
}

/** The manifest itself, or what a patch makes of the live object: some changes only a PUT could make. */
function refusedBy(
  written: SetShape["manifest"],
  update: SetUpdate | undefined,
  defaults: ReturnType<typeof defaultsOf>,
  apply: ApplyMode | undefined,
): Refusal | undefined {
  const own = refusalOf(written, update?.before, defaults, apply);
  if (own !== undefined || update === undefined) return own;
  if (update.failed !== undefined)
    return { message: `Helm and kubectl give up before anything is sent: ${update.failed}`, errors: [] };
  return refusalOf(update.after, update.before, defaults);
}

function restartsOf(
  update: SetUpdate | undefined,
  steps: readonly PlannedStep[],
  end: Step | undefined,
): SetPlan["restarts"] {
  if (update === undefined || !update.revision.restart) return undefined;
  const replaced = steps
    .flatMap(({ actions }) => actions)
    .filter((action) => action.do === "delete" && (action.because === "update" || action.because === "by-hand"))
    .map(({ pod }) => pod);
  const touched = new Set(steps.flatMap(({ actions }) => actions.map(({ pod }) => pod)));
  return {
    pods: [...new Set(replaced)],
    held: (end?.pods ?? []).map(({ name }) => name).filter((name) => !touched.has(name)),
    because: update.revision.changes,
  };
}

function startOf(
  running: StatefulSetView | undefined,
  stuck: LivePod | undefined,
  namespace: string | undefined,
): SetPlan["startsFrom"] {
  const pods = running === undefined ? [] : livePodsOf(running);
  if (pods.length === 0) return undefined;
  return {
    pods: pods.map(({ name, revision, isReady, waiting }) => ({
      name,
      ready: isReady,
      ...optional("revision", revision),
      ...optional("waiting", waiting),
    })),
    byHand:
      stuck === undefined
        ? []
        : [
            {
              do: `delete \`${stuck.name}\` by hand once the update is applied: it is not ready (${stuck.waiting ?? ""}), and under OrderedReady the controller waits for it and never replaces it`,
              command: shellCommand(
                "kubectl",
                ...(namespace === undefined ? [] : ["-n", namespace]),
                "delete",
                `pod/${stuck.name}`,
              ),
            },
          ],
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

function explained(
  refused: { readonly message: string; readonly errors: RefusedUpdate["errors"] },
  view: StatefulSetView,
  old: SetShape["manifest"] | undefined,
  next: SetShape["manifest"],
  options: SetPlanOptions,
  namespace: string | undefined,
): RefusedUpdate {
  const { message, errors } = refused;
  if (old === undefined) return { message, errors, changes: [], waysThrough: [] };
  const defaults = defaultsOf(options);
  return {
    message,
    errors,
    changes: immutableChanges(old, next, defaults).map((change) => {
      const { path, from, to } = { from: undefined, to: undefined, ...change };
      return { path, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    }),
    waysThrough: waysThrough(old, next, {
      ...defaults,
      ...optional("namespace", namespace),
      deployment: deploymentOf(view.manifest, options.deployer),
    }),
  };
}
