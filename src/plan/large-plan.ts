import { stuckPodOf } from "../model/live-pod.ts";
import { optional } from "../model/pod.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import { type ControlledSet, claimName, podName, readControlledSet } from "./controlled-set.ts";
import type { Course, PlannedUpdate } from "./course.ts";
import { largeHalt } from "./large-halt.ts";
import { leastLarge, lengthOf, ordinalsOf, overlap, type Range, rangesOf, type Span, without } from "./large-set.ts";
import type { Counts, PlannedClaim, PlannedPod, PlannedStep } from "./plan-types.ts";
import { defaultsOf, type RolloutOptions } from "./rollout.ts";
import { mostPods } from "./set-shape.ts";
import { after as andThen, noTime, untilAvailable, untilGone } from "./timing.ts";

/** Whether a set is planned in ranges: from a thousand pods on, before or after. */
export function isLarge({ was, next }: PlannedUpdate): boolean {
  const replicas = [was, next].map((set) => (set === undefined ? 0 : readControlledSet(set).replicas));
  return Math.max(...replicas) >= leastLarge;
}

/** What becomes of a set of a thousand pods and more, in ranges of them; of a refused update what stays. */
export function planLarge(large: PlannedUpdate, isAccepted: boolean, options: RolloutOptions): Course {
  const { minor, featureGates } = defaultsOf(options);
  const before = large.was === undefined ? undefined : readControlledSet(large.was);
  const { running, namespace, revision } = large;
  if (!isAccepted && (before === undefined || running === undefined)) return nothing;
  const view = isAccepted ? large.view : (running ?? large.view);
  const after = isAccepted ? readControlledSet(large.next) : (before ?? readControlledSet(large.next));
  const makesRevision = isAccepted && revision?.restart === true && before !== undefined && before.replicas > 0;
  const ranges = isAccepted ? rangesOf(before, after, makesRevision, minor, featureGates) : [];
  const halt = isAccepted ? largeHalt(large, ranges, options) : undefined;
  const claims = claimRows(before, after, running ?? view, view);
  const pods = podRows(before, after, ranges, makesRevision);
  const updated = ranges.filter(({ because }) => because === "update");
  const held = pods.filter(({ behind }) => behind !== undefined);
  const names = (spans: readonly Row[]) => named(spans, (ordinal) => [podName(after.name, ordinal)]);
  return {
    outcome: !isAccepted ? "refused" : before === undefined ? "install" : ranges.length > 0 ? "update" : "unchanged",
    steps: ranges.map((range) => rangeStep(range, after.name, view, running ?? view)),
    pods: named(pods, (ordinal, row): PlannedPod[] => [
      {
        name: podName(after.name, ordinal),
        revision: row.revision,
        ...optional("dnsName", view.dnsName(ordinal - view.firstOrdinal, namespace)),
        claims: after.claimTemplates.map((each) => claimName(each, after.name, ordinal)),
        ...optional("behind", row.behind),
      },
    ]),
    claims: claims.flatMap(plannedClaims),
    counts: {
      pods: total(pods),
      claims: { created: 0, kept: 0, stranded: 0, deleted: 0, ...claimCounts(claims) },
      restarted: total(updated),
      held: total(held),
    },
    ...optional(
      "restarts",
      makesRevision ? { pods: names(updated), held: names(held), because: revision.changes } : undefined,
    ),
    ...optional(
      "stuck",
      isAccepted && running !== undefined && ranges.length > 0 ? stuckPodOf(running, { makesRevision }) : undefined,
    ),
    waits: after.strategy === "OnDelete" && makesRevision ? [{ reason: "on-delete" }] : [],
    ...optional("ifNotReady", halt),
    notes: isAccepted
      ? halt === undefined && ranges.some(({ actions }) => actions.some((action) => action.do === "create"))
        ? [unplayed]
        : []
      : waysNotes(Math.max(after.replicas, replicasOf(large))),
  };
}

const unplayed =
  "what happens when new pods do not become ready was not worked out for so many pods: plan the same change with fewer replicas to see it";

/** What of a refused update is not worked out. */
function waysNotes(replicas: number): string[] {
  if (replicas <= mostPods) return [];
  return [
    `ways through a refusal are worked out for sets of at most ${mostPods} pods: plan both sides with \`replicas: ${mostPods}\` to see them; the loops in their commands then run up to the last ordinal that there is`,
  ];
}

function replicasOf({ next }: PlannedUpdate): number {
  return readControlledSet(next).replicas;
}

/** Refused, and nothing runs. */
const nothing: Course = {
  outcome: "refused",
  steps: [],
  pods: [],
  claims: [],
  counts: { pods: 0, claims: { created: 0, kept: 0, stranded: 0, deleted: 0 }, restarted: 0, held: 0 },
  waits: [],
  notes: [],
};

interface PodRow extends Span {
  readonly revision: string;
  readonly behind?: "partition" | "on-delete";
}

/** The pods at the end by ordinal, in rows of one revision. */
function podRows(
  before: ControlledSet | undefined,
  after: ControlledSet,
  ranges: readonly Range[],
  makesRevision: boolean,
): PodRow[] {
  const made = ranges
    .filter(({ actions }) => actions.some((action) => action.do === "create"))
    .map(({ from, to, actions }): PodRow => ({ from, to, revision: actions.at(-1)?.revision ?? "r1" }));
  const all = ordinalsOf(after);
  const kept = before === undefined ? [] : [overlap(ordinalsOf(before), all)];
  const stay = made.reduce<readonly Span[]>((left, one) => left.flatMap((span) => without(span, one)), kept);
  const behind = after.strategy === "OnDelete" ? "on-delete" : "partition";
  return [...made, ...stay.map((span): PodRow => ({ ...span, revision: "r1" }))]
    .map((row) => (makesRevision && row.revision === "r1" ? ({ ...row, behind } as const) : row))
    .filter((row) => lengthOf(row) > 0)
    .sort((one, other) => one.from - other.from);
}

interface ClaimRow {
  readonly becomes: PlannedClaim["becomes"];
  readonly spans: readonly Span[];
  readonly of: ControlledSet;
  readonly sizes: ReadonlyMap<string, string>;
}

function claimRows(
  before: ControlledSet | undefined,
  after: ControlledSet,
  running: StatefulSetView,
  view: StatefulSetView,
): ClaimRow[] {
  const all = ordinalsOf(after);
  const [was, is] = [sizesOf(running), sizesOf(view)];
  if (before === undefined) return [{ becomes: "created", spans: [all], of: after, sizes: is }];
  const old = ordinalsOf(before);
  return [
    { becomes: "kept", spans: [overlap(old, all)], of: after, sizes: is },
    { becomes: "created", spans: without(all, old), of: after, sizes: is },
    {
      becomes: after.whenScaled === "Delete" ? "deleted" : "stranded",
      spans: without(old, all),
      of: before,
      sizes: was,
    },
  ];
}

function sizesOf({ claimTemplates }: StatefulSetView): ReadonlyMap<string, string> {
  return new Map(
    claimTemplates.flatMap(({ name, storage }) =>
      name === undefined || storage === undefined ? [] : [[name, String(storage)] as const],
    ),
  );
}

function claimCounts(rows: readonly ClaimRow[]): Partial<Counts["claims"]> {
  return Object.fromEntries(
    rows.map(({ becomes, spans, of }) => [becomes, total(spans) * of.claimTemplates.length] as const),
  );
}

function total(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + lengthOf(span), 0);
}

function plannedClaims({ becomes, spans, sizes, of }: ClaimRow): PlannedClaim[] {
  return named(spans, (ordinal) =>
    of.claimTemplates.map((template) => ({
      name: claimName(template, of.name, ordinal),
      template,
      pod: podName(of.name, ordinal),
      ...optional("size", sizes.get(template)),
      becomes,
    })),
  );
}

/** Ordinals, and which of them comes first: the lowest unless it goes down. */
interface Row extends Span {
  readonly goesDown?: boolean;
}

/** What is made of each ordinal, of as many as are spelt out. */
function named<Each extends Row, Made>(
  rows: readonly Each[],
  make: (ordinal: number, row: Each) => readonly Made[],
): Made[] {
  const made: Made[] = [];
  let left = mostPods;
  for (const row of rows)
    for (let index = 0; index < lengthOf(row) && made.length < mostPods && left > 0; index++, left--)
      made.push(...make(row.goesDown === true ? row.to - index : row.from + index, row));
  return made;
}

function rangeStep(range: Range, set: string, view: StatefulSetView, running: StatefulSetView): PlannedStep {
  const { because, goesDown, atATime, actions } = range;
  const pods = lengthOf(range);
  const [first, last] = goesDown ? [range.to, range.from] : [range.from, range.to];
  const each = actions
    .map((action) => (action.do === "delete" ? untilGone(running.pod) : untilAvailable(view.pod, view.minReadySeconds)))
    .reduce(andThen, noTime);
  const batches = Math.ceil(pods / atATime);
  return {
    range: { first: podName(set, first), last: podName(set, last), pods },
    atATime,
    actions: named([range], (ordinal) =>
      actions.map((action) => ({ do: action.do, pod: podName(set, ordinal), revision: action.revision, because })),
    ),
    seconds: { shortest: each.shortest * batches, longest: each.longest * batches },
  };
}
