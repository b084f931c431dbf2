import { filled, mapping } from "../model/fields.ts";
import { chartOf } from "../model/namespace.ts";
import { optional } from "../model/pod.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import type { Workload } from "../model/workload.ts";
import { haltOf } from "./halt.ts";
import { immutableChanges } from "./immutable-fields.ts";
import type { ClaimFate, PlannedClaim, PlannedPod, PlannedStep, RefusedUpdate, SetPlan } from "./plan-types.ts";
import { refusalOf } from "./refusal.ts";
import { defaultsOf, Rollout, type RolloutOptions, type Step } from "./rollout.ts";
import { setNotes } from "./set-notes.ts";
import { claimsOfShape, type SetShape, shapeOf } from "./set-shape.ts";
import { after, beside, noTime, type Seconds, untilAvailable, untilGone } from "./timing.ts";
import { upgradeCommandOf, waysThrough } from "./ways-through.ts";

/** What becomes of one StatefulSet of the input, given what runs now (undefined: nothing yet). */
export function planSet(
  view: StatefulSetView,
  running: StatefulSetView | undefined,
  replaced: Workload | undefined,
  options: RolloutOptions,
): SetPlan {
  const old = running?.manifest.value;
  const next = withRunningReplicas(view.manifest.value, old);
  const namespace = view.manifest.namespace ?? running?.manifest.namespace;
  const refused = refusalOf(next, old, defaultsOf(options));
  const rollout = new Rollout(options);
  const before = old === undefined ? undefined : rollout.settle(old);
  const step = refused === undefined ? rollout.restore(next) : undefined;
  const shape = shapeOf(step === undefined && old !== undefined ? old : next, defaultsOf(options));
  const end = step ?? before;
  const steps = step === undefined ? [] : stepsOf(step, before, shape, { view, running });
  const tooMany = step?.refused ?? before?.refused;
  return {
    name: view.name,
    ...optional("namespace", namespace),
    ...optional("source", view.manifest.source),
    podManagementPolicy: view.podManagementPolicy,
    outcome: outcomeOf(before, step, end),
    ...optional("refused", refused && explained(refused, view, old, next, options, namespace)),
    pods: end === undefined ? [] : podsOf(end, step, shape, step === undefined ? (running ?? view) : view, namespace),
    steps,
    claims: claimsOf(end, before, step === undefined ? [running, view] : [view, running], options),
    claimFate: fateOf(shape),
    seconds: steps.map(({ seconds }) => seconds).reduce(after, noTime),
    waits: step === undefined ? [] : rollout.waits,
    ...optional("ifNotReady", refused === undefined ? haltOf({ old, next }, options, namespace) : undefined),
    notes: [...(tooMany === undefined ? [] : [tooMany]), ...setNotes(view, running, replaced)],
  };
}

/** Whoever leaves `replicas` out leaves those of the live set alone: nothing was ever applied that could be removed. */
function withRunningReplicas(next: SetShape["manifest"], old: SetShape["manifest"] | undefined): SetShape["manifest"] {
  const live = filled(mapping(mapping(old).metadata).uid) !== undefined;
  const spec = mapping(next.spec);
  if (!live || (spec.replicas !== undefined && spec.replicas !== null)) return next;
  return { ...next, spec: { ...spec, replicas: mapping(mapping(old).spec).replicas } };
}

function outcomeOf(before: Step | undefined, step: Step | undefined, end: Step | undefined): SetPlan["outcome"] {
  if (step === undefined) return "refused";
  if (before === undefined) return "install";
  const touched = step.batches.length > 0 || JSON.stringify(before.claims) !== JSON.stringify(end?.claims);
  return touched ? "update" : "unchanged";
}

function explained(
  refused: { readonly message: string; readonly errors: RefusedUpdate["errors"] },
  view: StatefulSetView,
  old: SetShape["manifest"] | undefined,
  next: SetShape["manifest"],
  options: RolloutOptions,
  namespace: string | undefined,
): RefusedUpdate {
  const { message, errors } = refused;
  if (old === undefined) return { message, errors, changes: [], waysThrough: [] };
  const defaults = defaultsOf(options);
  const upgrade = upgradeCommandOf(next, chartOf(view.manifest.source), namespace);
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
      ...optional("upgradeCommand", upgrade),
    }),
  };
}

interface Views {
  readonly view: StatefulSetView;
  readonly running: StatefulSetView | undefined;
}

function stepsOf(step: Step, before: Step | undefined, shape: SetShape, views: Views): PlannedStep[] {
  const existed = new Set(before?.pods.map(({ name }) => name));
  const wanted = new Set(shape.pods.map(({ name }) => name));
  return step.batches.map((batch) => ({
    actions: batch
      .map((action) => ({
        ...action,
        because: existed.has(action.pod)
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
