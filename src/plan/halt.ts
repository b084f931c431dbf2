import { type Fields, mapping } from "../model/fields.ts";
import { isDnsSubdomain } from "../model/names.ts";
import { optional } from "../model/pod.ts";
import { canonicalText } from "../model/same-value.ts";
import { forEachName, kubectl } from "./all-named.ts";
import type { Halt } from "./plan-types.ts";
import { defaultsOf, Rollout, type RolloutOptions, type Step } from "./rollout.ts";
import { shapeOf } from "./set-shape.ts";
import { mostNamed } from "./stretches.ts";

/** Manifests as objects: what runs now, if anything, and what is to run. */
export interface Upgrade {
  readonly old: Readonly<Record<string, unknown>> | undefined;
  readonly next: Readonly<Record<string, unknown>>;
}

/** Where the upgrade comes to rest when its new pods never become ready; undefined where no pod is created. */
export function haltOf(upgrade: Upgrade, options: RolloutOptions, namespace: string | undefined): Halt | undefined {
  const halt = playedHalt(upgrade, options);
  if (halt === undefined) return undefined;
  return { ...halt, byHand: deletions(halt.byHand, namespace) };
}

/**
 * Plays the upgrade with new pods that never become ready, then goes back, and deletes pods by hand where that is not
 * enough; `byHand` holds their names.
 */
export function playedHalt({ old, next }: Upgrade, options: RolloutOptions): Halt | undefined {
  const isBroken = templateTest(next, options);
  let breaking = false;
  const rollout = new Rollout({ ...options, becomesReady: ({ template }) => !(breaking && isBroken(template)) });
  const before = old === undefined ? [] : rollout.settle(old).pods;
  breaking = true;
  const broken = rollout.restore(next);
  const created = broken.batches.flat().filter((action) => action.do === "create");
  if (created.length === 0) return undefined;
  const waits = rollout.waits;
  const touched = new Set(broken.batches.flat().map(({ pod }) => pod));
  const present = new Set(namesOf(broken.pods));
  let step = rollout.restore(old ?? repaired(next));
  const byHand = new Set<string>();
  for (;;) {
    const stuck = step.pods.find(({ name, ready }) => !ready && !byHand.has(name));
    if (stuck === undefined) break;
    byHand.add(stuck.name);
    step = rollout.deletePod(stuck.name);
  }
  return {
    notReady: namesOf(broken.pods.filter(({ ready }) => !ready)),
    untouched: namesOf(before).filter((name) => present.has(name) && !touched.has(name)),
    missing: namesOf(before).filter((name) => !present.has(name) && stillWanted(next, name, options)),
    waits,
    revertHeals: byHand.size === 0,
    byHand: [...byHand],
  };
}

/** Whether a pod runs this set's template, as Kubernetes stores it. */
function templateTest(set: Upgrade["next"], options: RolloutOptions): (template: Fields) => boolean {
  const text = canonicalText(shapeOf(set, defaultsOf(options)).template);
  const known = new Map<Fields, boolean>();
  return (template) => {
    const answer = known.get(template) ?? canonicalText(template) === text;
    known.set(template, answer);
    return answer;
  };
}

function stillWanted(set: Upgrade["next"], pod: string, options: RolloutOptions): boolean {
  return shapeOf(set, defaultsOf(options)).pods.some(({ name }) => name === pod);
}

/** The same set with a template that differs: what somebody applies after mending the first. */
function repaired(next: Upgrade["next"]): Upgrade["next"] {
  const spec = mapping(next.spec);
  const template = mapping(spec.template);
  const metadata = mapping(template.metadata);
  const annotations = { ...mapping(metadata.annotations), "sts-lint/repaired": "true" };
  return { ...next, spec: { ...spec, template: { ...template, metadata: { ...metadata, annotations } } } };
}

function namesOf(pods: Step["pods"]): string[] {
  return pods.map(({ name }) => name);
}

/** The commands that delete pods by hand, of many in a loop over their ordinals; none where a name is no Kubernetes name. */
export function deletions(pods: readonly string[], namespace: string | undefined): string[] {
  if (!pods.every(isDnsSubdomain) || (namespace !== undefined && !isDnsSubdomain(namespace))) return [];
  const where = { ...optional("namespace", namespace), set: "", inStretches: pods.length > mostNamed };
  return forEachName(where, "pod", pods, (pod) => [kubectl(where, "delete", pod)]);
}
