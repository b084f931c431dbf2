import { optional } from "../model/pod.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import type { ClaimFate, PlannedClaim, PlannedPod } from "./plan-types.ts";
import { defaultsOf, type RolloutOptions, type Step } from "./rollout.ts";
import { claimsOfShape, type SetShape, shapeOf } from "./set-shape.ts";

/** The pods at the end, each with what it is called, what it mounts and why it is behind. */
export function podsOf(
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

/** A set as it is written, and as it is stored; both absent where nothing runs yet. */
interface StoredView {
  readonly view: StatefulSetView | undefined;
  readonly stored: SetShape["manifest"] | undefined;
}

/** Every claim of the set, before and after, with what becomes of it. */
export function claimsOf(
  end: Step | undefined,
  before: Step | undefined,
  sets: readonly StoredView[],
  options: RolloutOptions,
): PlannedClaim[] {
  const defaults = defaultsOf(options);
  const known = new Set(before?.claims.map(({ name }) => name));
  const there = new Set(end?.claims.map(({ name }) => name));
  const shapes = sets.flatMap(({ view, stored }) =>
    view === undefined || stored === undefined
      ? []
      : [{ each: view, claims: claimsOfShape(shapeOf(stored, defaults)) }],
  );
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
