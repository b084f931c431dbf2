/*
 * A set that is made where a cluster holds what one of its name left: no first install, whatever the old input lacks.
 */
import { mapping } from "../model/fields.ts";
import { claimThere, type Orphan, orphansOf } from "../model/leftovers.ts";
import { optional } from "../model/pod.ts";
import type { Release } from "../model/release.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import type { Course } from "./course.ts";
import type { PlannedClaim, PlannedStep } from "./plan-types.ts";
import { untilGone } from "./timing.ts";

/** A course as far as the pods and claims that are there change it. */
export interface AdoptingCourse extends Course {
  /** Pods that run without a set, and that it adopts. */
  readonly adopts?: readonly string[];
  /** Pods of its name that it cannot adopt: no other can be made while they are there. */
  readonly inTheWay: readonly string[];
}

/** The course of a set for which no set runs, or of one that does: claims may have been left by more replicas. */
export function adopting(
  course: Course,
  view: StatefulSetView,
  running: StatefulSetView | undefined,
  before: Release,
): AdoptingCourse {
  if (course.outcome === "refused") return { ...course, inTheWay: [] };
  const orphans = running === undefined ? orphansOf(view, before) : [];
  const adopted = orphans.filter(({ isAdopted }) => isAdopted);
  const found = {
    notes: adopted.length === 0 ? [] : [adoptedNote(view)],
    ...optional("adopts", orphans.length === 0 ? undefined : adopted.map(({ name }) => name)),
    inTheWay: orphans.filter(({ isAdopted }) => !isAdopted).map(({ name }) => name),
  };
  // The pods and claims of very many are counted in ranges, and not looked up one by one.
  if (course.counts !== undefined) return { ...course, ...found, notes: [...found.notes, ...course.notes] };
  const there = course.claims.map((claim) => {
    const held = claim.becomes === "created" ? claimThere(claim.name, view, before) : undefined;
    return held === undefined ? undefined : { name: claim.name, asks: askedBy(held.value), template: claim.size };
  });
  const claims = course.claims.map((claim, index) => {
    const held = there[index];
    return held === undefined ? claim : { ...claim, ...optional("size", held.asks), becomes: "kept" as const };
  });
  const notes = [...claimNotes(there.flatMap((one) => one ?? [])), ...course.notes];
  if (orphans.length === 0) return { ...course, claims, notes, inTheWay: [] };
  const left = leftBehind(orphans, view, claims);
  // Where it rests is known of pods that are made, and of none that runs.
  const { ifNotReady, ...rest } = course;
  return {
    ...rest,
    ...found,
    steps: [...without(course.steps, orphans), ...deletions(adopted, view)],
    claims: [...claims, ...left],
    notes: [...found.notes, ...leftNotes(left), ...notes],
  };
}

/** The claims of the set's own that its pods mount now, and that it has no template for any more. */
function leftBehind(
  orphans: readonly Orphan[],
  view: StatefulSetView,
  claims: readonly PlannedClaim[],
): PlannedClaim[] {
  const known = new Set([...claims.map(({ name }) => name), ...view.namedClaims.map(({ claimName }) => claimName)]);
  return orphans.flatMap(({ name: pod, claims: mounted }) =>
    mounted
      .filter((name) => !known.has(name) && name.endsWith(`-${pod}`))
      .map((name) => ({ name, template: name.slice(0, -pod.length - 1), pod, becomes: "stranded" as const })),
  );
}

function leftNotes(left: readonly PlannedClaim[]): string[] {
  const [first] = left;
  if (first === undefined) return [];
  const more = left.length > 1 ? ` and ${left.length - 1} more` : "";
  return [
    `\`${first.name}\`${more}, which its pods mount now, is no claim of this set any more: the data stays behind there. A running pod cannot follow: each goes on with it until somebody deletes the pod`,
  ];
}

/** What is left to do where some pods are there. */
function without(steps: readonly PlannedStep[], orphans: readonly Orphan[]): PlannedStep[] {
  const there = new Set(orphans.map(({ name }) => name));
  return steps.flatMap((step) => {
    const actions = step.actions.filter(({ pod }) => !there.has(pod));
    return actions.length === 0 ? [] : [{ ...step, actions }];
  });
}

/** Adopted pods that the set has no replica for go at once, the highest ordinal first. */
function deletions(adopted: readonly Orphan[], view: StatefulSetView): PlannedStep[] {
  const condemned = adopted
    .filter(({ ordinal }) => ordinal < view.firstOrdinal || ordinal >= view.firstOrdinal + view.replicas)
    .reverse()
    .map((pod) => ({
      do: "delete" as const,
      pod: pod.name,
      revision: pod.revision ?? "what it runs",
      because: "scale-down" as const,
    }));
  const seconds = untilGone(view.pod);
  if (condemned.length === 0) return [];
  return view.podManagementPolicy === "Parallel"
    ? [{ actions: condemned, seconds }]
    : condemned.map((action) => ({ actions: [action], seconds }));
}

function adoptedNote({ strategy }: StatefulSetView): string {
  const then =
    strategy.type === "OnDelete"
      ? "Those of another template than this one stay on it until somebody deletes them"
      : "Those of another template than this one are then replaced, the highest ordinal first; whether any is, no input tells";
  return `its pods run without a StatefulSet, as after \`kubectl delete --cascade=orphan\`: it adopts them. ${then}`;
}

interface FoundClaim {
  readonly name: string;
  readonly asks: string | undefined;
  readonly template: string | undefined;
}

/** More are counted. */
const mostNamed = 3;

/** Of claims that are there whose size is another than the template's: nobody compares the two. */
function claimNotes(found: readonly FoundClaim[]): string[] {
  if (found.length === 0) return [];
  const names = found.slice(0, mostNamed).map(({ name }) => `\`${name}\``);
  const more = found.length > mostNamed ? ` and ${found.length - mostNamed} more` : "";
  const start = `${names.join(", ")}${more} ${found.length === 1 ? "is there and is" : "are there and are"} mounted with the data`;
  const other = found.find(({ asks, template }) => asks !== undefined && template !== undefined && asks !== template);
  return [
    other === undefined
      ? start
      : `${start}; \`${other.name}\` keeps its ${other.asks}, though the template asks for ${other.template}: nobody compares the two`,
  ];
}

function askedBy(claim: unknown): string | undefined {
  const { storage } = mapping(mapping(mapping(mapping(claim).spec).resources).requests);
  return typeof storage === "string" || typeof storage === "number" ? String(storage) : undefined;
}
