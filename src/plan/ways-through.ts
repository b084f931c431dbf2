/*
 * How to get a refused update through after all: commands for this very release, printed and never run. Each way is run
 * on a Rollout, command by command, before it is told; what does not come true there is not promised.
 */
import type { Fields } from "../model/fields.ts";
import { formatMinor, newestMinor } from "../model/kubernetes-version.ts";
import { type DraftWay, draftWays } from "./draft-ways.ts";
import { revisionChange } from "./revision-change.ts";
import { isSameValue } from "./same-value.ts";
import { storedSet } from "./stored-set.ts";
import type { Check } from "./way-check.ts";
import { WayError } from "./way-claims.ts";
import { WayRun } from "./way-run.ts";
import type { DraftStep } from "./way-steps.ts";
import type { WayOptions, WayStep, WayThrough } from "./way-types.ts";

/**
 * The ways through for every immutable change between `old` and `next`, the gentlest first. None where nothing
 * immutable changes, or where a name is no Kubernetes name: then no command can be right. A way that the state machine
 * cannot go is left out.
 */
export function waysThrough(old: Fields, next: Fields, options: WayOptions = {}): WayThrough[] {
  return draftWays(old, next, options).flatMap((draft) => proved(draft, old, next, options) ?? []);
}

/** Runs a draft's commands, keeps of each step's checks what holds, and tells what happened to the pods. */
function proved(draft: DraftWay, old: Fields, next: Fields, options: WayOptions): WayThrough | undefined {
  const run = new WayRun(old, next, {
    kubernetesVersion: formatMinor(options.minor ?? newestMinor),
    ...(options.featureGates === undefined ? {} : { featureGates: options.featureGates }),
  });
  const before = run.step;
  const [rolled, byHand] = [new Set<string>(), new Set<string>()];
  const touched = new Set<string>();
  let dropped = 0;
  const steps: WayStep[] = [];
  try {
    for (const step of draft.steps) {
      run.begin();
      const asked = new Set(step.commands.flatMap((command) => / delete pod\/([^ ]+)$/.exec(command)?.[1] ?? []));
      const isScaling = step.commands.some((command) => command.includes(" scale "));
      for (const command of step.commands) run.run(command);
      for (const action of run.done) {
        touched.add(action.pod);
        if (action.do === "create" && before.pods.some(({ name }) => name === action.pod))
          (asked.has(action.pod) || byHand.has(action.pod) || isScaling ? byHand : rolled).add(action.pod);
        if (action.do === "delete" && (asked.has(action.pod) || isScaling)) byHand.add(action.pod);
      }
      const held = step.checks.filter(({ proof }) => run.holds(proof));
      dropped += step.checks.length - held.length;
      steps.push(toldStep(step, held));
    }
  } catch (error) {
    if (error instanceof WayError) return undefined;
    throw error;
  }
  const because = revisionChange(storedSet(old, options), storedSet(next, options)).changes;
  const { kept, created, stranded } = draft.result.claims;
  const isProved =
    sameNames(run.step.pods, draft.result.pods) &&
    sameNames(run.step.claims, [...kept, ...created, ...stranded]) &&
    run.waits.every(({ reason }) => reason === "on-delete");
  const there = draft.result.pods.filter((name) => before.pods.some((pod) => pod.name === name));
  return {
    kind: draft.kind,
    summary: draft.summary,
    steps,
    restarts: {
      rolled: [...rolled].filter((pod) => !byHand.has(pod)),
      byHand: [...byHand],
      stay: there.filter((name) => !touched.has(name)),
      because,
    },
    warnings: draft.warnings,
    result: draft.result,
    proved: isProved,
    dropped,
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
