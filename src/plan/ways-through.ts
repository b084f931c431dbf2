/*
 * How to get a refused update through after all: commands for this very release, printed and never run. Each way is run
 * on a Rollout, command by command, before it is told; what does not come true there is not promised.
 */
import type { Fields } from "../model/fields.ts";
import { formatMinor, newestMinor } from "../model/kubernetes-version.ts";
import { isSameValue } from "../model/same-value.ts";
import { readControlledSet } from "./controlled-set.ts";
import { draftWays } from "./draft-ways.ts";
import { fewerPods } from "./fewer-pods.ts";
import { revisionChange } from "./revision-change.ts";
import { mostPods } from "./set-shape.ts";
import { appliedTo } from "./set-update.ts";
import { storedSet } from "./stored-set.ts";
import { mostNamed, unrolled, wholeNames } from "./stretches.ts";
import type { Check } from "./way-check.ts";
import { WayError } from "./way-claims.ts";
import { WayRun } from "./way-run.ts";
import type { DraftStep, DraftWay } from "./way-steps.ts";
import type { WayOptions, WayStep, WayThrough } from "./way-types.ts";

/**
 * The ways through for every immutable change between `old` and `next`, the gentlest first. None where nothing
 * immutable changes, or where a name is no Kubernetes name: then no command can be right. A way that the state machine
 * cannot go is left out. Sets of many pods are played by few (see `fewerPods`); of more than {@link mostPods} pods
 * there is no way.
 */
export function waysThrough(old: Fields, next: Fields, options: WayOptions = {}): WayThrough[] {
  const replicas = Math.max(...[old, next].map((set) => readControlledSet(storedSet(set, options)).replicas));
  if (replicas > mostPods) return [];
  const drafts = draftWays(old, next, options);
  const few = drafts.length > 0 && replicas > mostNamed ? fewerPods(old, next, options) : undefined;
  const played = few === undefined ? drafts : draftWays(few.old, few.next, { ...options, inStretches: true });
  return drafts.flatMap((draft, index) => {
    const model = played[index];
    if (model === undefined || !isAlike(model, draft)) return [];
    const course = play(model, few?.old ?? old, few?.next ?? next, options);
    if (course === undefined) return [];
    const because = revisionChange(storedSet(old, options), storedSet(next, options)).changes;
    return [
      told(draft, course, few === undefined ? (names) => names : (names) => wholeNames(names, few.standsFor), because),
    ];
  });
}

/** Whether what is shown of one way holds for the other, step by step. */
function isAlike(one: DraftWay, other: DraftWay): boolean {
  const form = ({ steps }: DraftWay) => steps.map(({ commands, checks }) => [commands.length, checks.length]);
  return one.kind === other.kind && isSameValue(form(one), form(other));
}

/** What happened as the commands of a way were run. */
interface WayCourse {
  /** Of each step, which of its checks came true. */
  readonly held: readonly (readonly boolean[])[];
  readonly rolled: readonly string[];
  readonly byHand: readonly string[];
  readonly stay: readonly string[];
  readonly isProved: boolean;
}

/** Runs a draft's commands; undefined where one of them cannot be run. */
function play(draft: DraftWay, old: Fields, next: Fields, options: WayOptions): WayCourse | undefined {
  const server = {
    kubernetesVersion: formatMinor(options.minor ?? newestMinor),
    ...(options.featureGates === undefined ? {} : { featureGates: options.featureGates }),
  };
  // A set that is there is updated as its deployer does it; made anew it is what the manifest says.
  const run = new WayRun(old, next, server, (live) => appliedTo(live, old, next, options).after);
  const before = new Set(run.step.pods.map(({ name }) => name));
  const [rolled, byHand] = [new Set<string>(), new Set<string>()];
  const touched = new Set<string>();
  const held: boolean[][] = [];
  try {
    for (const step of draft.steps) {
      run.begin();
      const commands = step.commands.flatMap((command) => [...unrolled(command)]);
      const asked = new Set(commands.flatMap((command) => / delete pod\/([^ ]+)$/.exec(command)?.[1] ?? []));
      const isScaling = commands.some((command) => command.includes(" scale "));
      for (const command of commands) run.run(command);
      for (const action of run.done) {
        touched.add(action.pod);
        if (action.do === "create" && before.has(action.pod))
          (asked.has(action.pod) || byHand.has(action.pod) || isScaling ? byHand : rolled).add(action.pod);
        if (action.do === "delete" && (asked.has(action.pod) || isScaling)) byHand.add(action.pod);
      }
      held.push(step.checks.map(({ proof }) => run.holds(proof)));
    }
  } catch (error) {
    if (error instanceof WayError) return undefined;
    throw error;
  }
  const { kept, created, stranded } = draft.result.claims;
  const returning = new Set(draft.result.pods);
  return {
    held,
    rolled: [...rolled].filter((pod) => !byHand.has(pod)),
    byHand: [...byHand].filter((pod) => returning.has(pod)),
    stay: draft.result.pods.filter((name) => before.has(name) && !touched.has(name)),
    isProved:
      sameNames(run.step.pods, draft.result.pods) &&
      sameNames(run.step.claims, [...kept, ...created, ...stranded]) &&
      run.waits.every(({ reason }) => reason === "on-delete"),
  };
}

/** The way with what of its checks came true, and what happened to the pods. */
function told(
  draft: DraftWay,
  course: WayCourse,
  whole: (names: readonly string[]) => readonly string[],
  because: readonly string[],
): WayThrough {
  const steps = draft.steps.map((step, index) => {
    const held = step.checks.filter((_, check) => course.held[index]?.[check] === true);
    return { step: toldStep(step, held), dropped: step.checks.length - held.length };
  });
  return {
    kind: draft.kind,
    summary: draft.summary,
    steps: steps.map(({ step }) => step),
    restarts: { rolled: whole(course.rolled), byHand: whole(course.byHand), stay: whole(course.stay), because },
    warnings: draft.warnings,
    result: draft.result,
    proved: course.isProved,
    dropped: steps.reduce((sum, { dropped }) => sum + dropped, 0),
  };
}

function toldStep(step: DraftStep, held: readonly Check[]): WayStep {
  return {
    do: step.do,
    commands: step.commands,
    checks: held.map(({ command, expect }) => ({ ...(command === undefined ? {} : { command }), expect })),
    verify: held.flatMap(({ command }) => command ?? []),
    expect: held.map(({ expect }) => expect).join("; "),
    ifSkipped: step.ifSkipped,
  };
}

function sameNames(things: readonly { readonly name: string }[], names: readonly string[]): boolean {
  return isSameValue(things.map(({ name }) => name).sort(), [...names].sort());
}
