import type { Fields } from "../model/fields.ts";
import { isDnsSubdomain } from "../model/names.ts";
import { isSameValue } from "../model/same-value.ts";
import type { Kubectl } from "./all-named.ts";
import { patchClaims } from "./claim-patches.ts";
import { keepClaims, labelClaims } from "./claim-steps.ts";
import { adopts, inOrdinalRange } from "./controlled-set.ts";
import { type ImmutableChange, immutableChanges } from "./immutable-fields.ts";
import { deleteEachPod, restartPods, scaleToZero } from "./pod-steps.ts";
import { claimsOfShape, type SetShape, shapeOf } from "./set-shape.ts";
import { leavesRollingUpdate, strategyWay } from "./strategy-way.ts";
import { mostNamed } from "./stretches.ts";
import type { Check } from "./way-check.ts";
import { unplaced, wordsOf } from "./way-deployer.ts";
import { resultOf } from "./way-result.ts";
import {
  anewChecks,
  applyAgain,
  createWithReplicas,
  type DraftStep,
  type DraftWay,
  namesOf,
  orphanDelete,
  untouchedChecks,
} from "./way-steps.ts";
import type { WayOptions } from "./way-types.ts";
import { changeWarnings, partitionWarnings } from "./way-warnings.ts";

/** How a way is written down. */
export interface DraftOptions extends WayOptions {
  /** Whether commands loop over ordinals; where there are many pods unless given. */
  readonly inStretches?: boolean;
}

/** The ways that a change asks for, the gentlest first. */
export function draftWays(old: Fields, next: Fields, options: DraftOptions): DraftWay[] {
  const changes = immutableChanges(old, next, options);
  const [before, after] = [shapeOf(old, options), shapeOf(next, options)];
  const inStretches = options.inStretches ?? Math.max(before.replicas, after.replicas) > mostNamed;
  const namespace = after.namespace ?? before.namespace ?? options.namespace;
  const names = [after.name, namespace ?? "default", ...claimsOfShape(before).map(({ name }) => name)];
  const leavesBlock = changes.length === 0 && leavesRollingUpdate(old, next, options);
  if ((changes.length === 0 && !leavesBlock) || before.name !== after.name || !names.every(isDnsSubdomain)) return [];
  const deployment = options.deployment ?? { by: "kubectl" };
  const kubectl: Kubectl = {
    ...(namespace === undefined ? {} : { namespace }),
    set: after.name,
    byFlux: deployment.by === "flux",
    inStretches,
  };
  const words = wordsOf(deployment, namespace);
  const isReplicasLeftOut = options.isReplicasLeftOut === true && after.replicas > 1;
  const upgradeAgain = (becomes: string, checks: readonly Check[] = []): readonly DraftStep[] =>
    isReplicasLeftOut
      ? [
          createWithReplicas(kubectl, after, checks),
          applyAgain(words.upgrade, kubectl, after, "It finds the set, and leaves its `replicas` alone."),
        ]
      : [applyAgain(words.upgrade, kubectl, after, becomes, checks)];
  if (leavesBlock) return [strategyWay(before, after, kubectl, words)];
  const prepared = changes.flatMap((change) => patchClaims(kubectl, before, change, options));
  const marked = changes.flatMap((change) =>
    change.kind === "claim-labels" && before.pods.length > 0
      ? [{ template: change.template, steps: labelClaims(kubectl, before, after, change) }]
      : [],
  );
  const labelled = marked.flatMap(({ steps }) => steps);
  const adopted = adopts(before, after);
  // Running pods cannot follow a claim template that they lack: a pod's volumes are fixed.
  const isRecreate = adopted && !changes.some(({ kind }) => kind === "claim-added");
  const warnings = [
    ...changeWarnings(changes, before, after, options),
    ...partitionWarnings(before, after, isRecreate ? "run on" : "are made anew"),
    ...marked.flatMap(({ template, steps }) =>
      steps.length > 0
        ? []
        : [`the claims of \`${template}\` that exist keep their labels and annotations; they work as before`],
    ),
    ...(words.warning === undefined ? [] : [words.warning]),
    ...(namespace === undefined ? [unplaced] : []),
  ];
  const madeAnew = (becomes: string, checks?: readonly Check[]): readonly DraftStep[] => [
    ...prepared,
    orphanDelete(kubectl, before, before.pods),
    ...upgradeAgain(becomes, checks),
  ];
  const around = (...steps: readonly DraftStep[]) => [...words.first, ...steps, ...words.last];
  if (isRecreate) {
    return [
      {
        kind: "recreate",
        summary: "delete the StatefulSet but not its pods, and create it anew: it adopts them",
        steps: around(
          ...madeAnew("The pods are adopted.", adoptionChecks(kubectl, before, after)),
          ...labelled,
          ...restarts(kubectl, before, after, changes),
        ),
        warnings,
        result: resultOf(before, after, "adopted"),
      },
    ];
  }
  const leftOver = adopted ? [] : before.pods.filter(({ ordinal }) => !inOrdinalRange(after, ordinal));
  const inTheWay = [...before.pods.filter(({ ordinal }) => inOrdinalRange(after, ordinal)), ...leftOver];
  return [
    {
      kind: "one-by-one",
      summary: "delete the StatefulSet but not its pods, create it anew, then delete each pod by hand, lowest first",
      steps: around(
        ...madeAnew(adopted ? "It adopts the pods and waits." : "It waits for the pods' names."),
        ...deleteEachPod(
          kubectl,
          inTheWay,
          leftOver,
          "stays as it was",
          ", and the pods above it are not reached",
          adopted,
        ),
        ...labelled,
      ),
      warnings,
      result: resultOf(before, after, adopted ? "adopted" : "foreign"),
    },
    {
      kind: "all-at-once",
      summary: "scale to zero, delete the StatefulSet and create it anew: nothing runs in between",
      steps: around(
        ...keepClaims(kubectl, before),
        ...prepared,
        scaleToZero(kubectl, before),
        orphanDelete(kubectl, before, []),
        ...upgradeAgain(
          "All pods are created.",
          anewChecks(kubectl, namesOf(after.pods), "each is there, and becomes READY"),
        ).map((step) => ({ ...step, ifSkipped: "no pod runs" })),
        ...labelled,
      ),
      warnings: ["no pod runs between scaling down and the last step", ...warnings],
      result: resultOf(before, after, "foreign"),
    },
  ];
}

/** Whether the adopted pods run on or are replaced, each where the state machine shows it. */
function adoptionChecks(where: Kubectl, before: SetShape, after: SetShape): Check[] {
  const ran = new Set(before.pods.map(({ name }) => name));
  const kept = after.pods.map(({ name }) => name).filter((name) => ran.has(name));
  const rolls = !isSameValue(before.template, after.template);
  const partition = after.strategy === "OnDelete" ? Number.POSITIVE_INFINITY : (after.rollingUpdate?.partition ?? 0);
  const ordinals = new Map(after.pods.map(({ name, ordinal }) => [name, ordinal - after.start]));
  const isAnew = (name: string) => rolls && (ordinals.get(name) ?? 0) >= partition;
  const anew = kept.filter(isAnew);
  const untouched = kept.filter((name) => !isAnew(name));
  return [
    ...anewChecks(
      where,
      anew,
      anew.length === 1
        ? "it is replaced, until it is READY with an AGE since now"
        : "these are replaced one after the other, until each is READY with an AGE since now",
    ),
    ...untouchedChecks(where, untouched, "these run on, with their AGE as before"),
  ];
}

/** A pod's subdomain is fixed: where nothing else replaces the pods, a new serviceName needs a restart to show. */
function restarts(
  kubectl: Kubectl,
  before: SetShape,
  after: SetShape,
  changes: readonly ImmutableChange[],
): DraftStep[] {
  if (!changes.some(({ kind }) => kind === "serviceName")) return [];
  const rolls = !isSameValue(before.template, after.template);
  const partition = after.rollingUpdate?.partition ?? 0;
  if (after.strategy === "OnDelete" || partition > 0) {
    const behind = after.strategy === "OnDelete" ? after.pods : after.pods.slice(0, partition);
    const ran = new Set(before.pods.map(({ name }) => name));
    const pods = behind.filter(({ name }) => ran.has(name));
    return [
      ...(rolls || after.strategy === "OnDelete" ? [] : restartPods(kubectl, after)),
      ...deleteEachPod(kubectl, pods, [], "keeps the subdomain of the old Service"),
    ];
  }
  return rolls ? [] : restartPods(kubectl, after);
}
