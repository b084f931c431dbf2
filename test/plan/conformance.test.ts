import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isMapping, list, mapping } from "../../src/model/fields.ts";
import { Rollout, type Step } from "../../src/plan/rollout.ts";
import { shared } from "../shared.ts";

interface Trace {
  readonly id: string;
  readonly kubernetesVersion: string;
  readonly featureGates?: Record<string, boolean>;
  readonly actions: readonly { readonly do: string; readonly set?: object; readonly pod?: string }[];
  readonly steps: readonly TraceStep[];
}
interface TraceStep {
  readonly action: string;
  readonly refused?: string;
  readonly batches: readonly (readonly string[])[];
  readonly pods: readonly string[];
  readonly claims: readonly string[];
  readonly stuck?: boolean;
}

const file = shared("conformance/rollouts/traces.jsonl");

/** The recorder's convention: an image that contains `broken` never becomes ready. */
function becomesReady({ template }: { readonly template: unknown }): boolean {
  return !list(mapping(mapping(template).spec).containers).some(
    (container) => isMapping(container) && String(container.image).includes("broken"),
  );
}

function asRecorded(action: string, step: Step): TraceStep {
  return {
    action,
    ...(step.refused === undefined ? {} : { refused: step.refused }),
    batches: step.batches.map((batch) => batch.map((each) => `${each.do} ${each.pod}@${each.revision}`)),
    pods: step.pods.map(({ name, revision, ready }) => `${name}@${revision}${ready ? "" : " unready"}`),
    claims: step.claims.map(({ name, owner }) => (owner ? `${name} owner=${owner.kind}/${owner.name}` : name)),
    ...(step.stuck ? { stuck: true } : {}),
  };
}

function replay({ kubernetesVersion, featureGates, actions }: Trace): TraceStep[] {
  const rollout = new Rollout({ kubernetesVersion, becomesReady, ...(featureGates ? { featureGates } : {}) });
  return actions.map((action) => {
    switch (action.do) {
      case "apply":
        return asRecorded(action.do, rollout.apply(action.set));
      case "deletePod":
        return asRecorded(action.do, rollout.deletePod(action.pod ?? ""));
      default:
        return asRecorded(action.do, rollout.deleteSet({ orphan: action.do === "orphanSet" }));
    }
  });
}

/** A dumped structure after `Invalid value:` is Go's own and is not compared, as in the admission tables. */
function comparable(step: TraceStep): TraceStep {
  if (step.refused === undefined) return step;
  return { ...step, refused: step.refused.replace(/Invalid value: [[{].*[\]}]: /, "Invalid value: …: ") };
}

test.skipIf(file === undefined)("Rollout does what kube-controller-manager was seen to do, in every trace", () => {
  const traces = readFileSync(file ?? "", "utf8")
    .trimEnd()
    .split("\n")
    .map((line): Trace => JSON.parse(line));
  const differing = traces.flatMap((trace) => {
    const seen = trace.steps.map(comparable);
    const done = replay(trace).map(comparable);
    const at = seen.findIndex((step, i) => JSON.stringify(ordered(step)) !== JSON.stringify(ordered(done[i])));
    return at < 0 ? [] : [{ id: trace.id, step: at, recorded: seen[at], ours: done[at] }];
  });
  console.info(`rollout traces reproduced: ${traces.length - differing.length}/${traces.length}`);
  for (const difference of differing.slice(0, 5)) console.info(JSON.stringify(difference, null, 1));
  expect(differing.map(({ id }) => id)).toEqual([]);
});

function ordered(step: TraceStep | undefined): unknown {
  return step && [step.refused, step.batches, step.pods, step.claims, step.stuck];
}
