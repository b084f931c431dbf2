import { type Deployer, deploymentOf } from "../model/deployer.ts";
import { filled, mapping } from "../model/fields.ts";
import { type LivePod, livePodsOf, stuckPodOf } from "../model/live-pod.ts";
import { optional } from "../model/pod.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import type { Workload } from "../model/workload.ts";
import { maxReplicas } from "./acceptable-set.ts";
import { consequencesOf } from "./consequences.ts";
import { readControlledSet } from "./controlled-set.ts";
import { deadlineOf } from "./deadline.ts";
import { haltOf } from "./halt.ts";
import { immutableChanges } from "./immutable-fields.ts";
import { claimNames, mostNames, type Range, rangesOf } from "./large-set.ts";
import type { ClaimFate, PlannedClaim, PlannedPod, PlannedStep, RefusedUpdate, SetPlan } from "./plan-types.ts";
import { type Refusal, refusalOf } from "./refusal.ts";
import { revisionChange } from "./revision-change.ts";
import { defaultsOf, Rollout, type RolloutOptions, type Step } from "./rollout.ts";
import { setNotes } from "./set-notes.ts";
import { claimsOfShape, type SetShape, shapeOf } from "./set-shape.ts";
import { type ApplyMode, type SetUpdate, setUpdate, withLiveReplicas } from "./set-update.ts";
import { shellCommand } from "./shell.ts";
import { storedSet } from "./stored-set.ts";
import { after, beside, noTime, type Seconds, untilAvailable, untilGone } from "./timing.ts";
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

interface Played {
  readonly before: Step | undefined;
  readonly step: Step | undefined;
  readonly waits: SetPlan["waits"];
  readonly stuck: LivePod | undefined;
  readonly steps?: PlannedStep[];
  readonly pods?: PlannedPod[];
}

/** Plays the update on the state machine, from what a cluster says is there; sets that are too large in ranges. */
function play(
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
  const stuck = running === undefined ? undefined : stuckPodOf(running);
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

interface Views {
  readonly view: StatefulSetView;
  readonly running: StatefulSetView | undefined;
}

function stepsOf(
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
        ...action,
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
      .sort((one, other) => ordinalOf(shape, one.pod) - ordinalOf(shape, other.pod)),
    seconds: batch.map((action) => secondsOf(action, before, views)).reduce(beside, noTime),
  }));
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

function podsOf(
  end: Step,
  step: Step | undefined,
  shape: SetShape,
  view: StatefulSetView,
  namespace: string | undefined,
): PlannedPod[] {
  const newest = newestRevision(end, step);
  return shape.pods.flatMap(({ ordinal, name, claims }) => {
    const pod = end.pods.find((each) => each.name === name);
    if (pod === undefined) return [];
    const behind = step === undefined || pod.revision === newest ? undefined : whyBehind(shape, ordinal);
    return [
      {
        name,
        revision: pod.revision,
        ...optional("dnsName", view.dnsName(ordinal - view.firstOrdinal, namespace)),
        claims: claims.map((claim) => claim.name),
        ...optional("behind", behind),
      },
    ];
  });
}

function newestRevision(end: Step, step: Step | undefined): string | undefined {
  const revisions = [...end.pods, ...(step?.batches.flat() ?? [])].map(({ revision }) => revision);
  return revisions.sort((one, other) => Number(other.slice(1)) - Number(one.slice(1)))[0];
}

function whyBehind(shape: SetShape, ordinal: number): NonNullable<PlannedPod["behind"]> {
  if (shape.strategy === "OnDelete") return "on-delete";
  return ordinal - shape.start < (shape.rollingUpdate?.partition ?? 0) ? "partition" : "waiting";
}

function claimsOf(
  end: Step | undefined,
  before: Step | undefined,
  views: readonly (StatefulSetView | undefined)[],
  options: RolloutOptions,
): PlannedClaim[] {
  const defaults = defaultsOf(options);
  const known = new Set(before?.claims.map(({ name }) => name));
  const there = new Set(end?.claims.map(({ name }) => name));
  const shapes = views
    .filter((view) => view !== undefined)
    .map((each) => ({ each, claims: claimsOfShape(shapeOf(each.manifest.value, defaults)) }));
  const claims = new Map<string, PlannedClaim>();
  for (const { each, claims: own } of shapes)
    for (const { name, template, pod } of own) {
      if (claims.has(name) || (!there.has(name) && !known.has(name))) continue;
      const mounted = end?.pods.some((other) => other.name === pod) === true;
      const size = each.claimTemplates.find((item) => item.name === template)?.storage;
      const becomes = !there.has(name) ? "deleted" : !known.has(name) ? "created" : mounted ? "kept" : "stranded";
      claims.set(name, {
        name,
        template,
        pod,
        ...optional("size", size === undefined ? undefined : String(size)),
        becomes,
      });
    }
  return [...claims.values()];
}

export function fateOf({ whenScaled, whenDeleted }: Pick<SetShape, "whenScaled" | "whenDeleted">): ClaimFate {
  return {
    onScaleDown: whenScaled === "Delete" ? "deleted" : "kept",
    onUninstall: whenDeleted === "Delete" ? "deleted" : "kept",
    onRename: whenDeleted === "Delete" ? "deleted" : "stranded",
  };
}
