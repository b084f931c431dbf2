/*
 * How to get a refused update through after all: commands for this very release, printed and never run. Each kind is
 * proved in the tests: its acts, taken on a Rollout, lead to the pods and claims that its result promises.
 */
import type { DefaultsOptions } from "../model/defaults.ts";
import { type Fields, filled, labels, mapping } from "../model/fields.ts";
import { isDnsSubdomain } from "../model/names.ts";
import { matches } from "../model/selector.ts";
import { inOrdinalRange } from "./controlled-set.ts";
import { type ImmutableChange, immutableChanges } from "./immutable-fields.ts";
import { isSameValue } from "./same-value.ts";
import { claimsOfShape, type SetShape, shapeOf } from "./set-shape.ts";
import {
  applyAgain,
  deleteEachPod,
  growClaims,
  type Kubectl,
  keepClaims,
  labelClaims,
  orphanDelete,
  restartPods,
  scaleToZero,
  type WayStep,
} from "./way-steps.ts";

export type { Act as WayAct, WayStep } from "./way-steps.ts";

/** One way to make a refused change. */
export interface WayThrough {
  /**
   * `recreate`: the pods run on and roll as usual; `one-by-one`: each pod is deleted by hand, the others run on;
   * `all-at-once`: no pod runs in between.
   */
  readonly kind: "recreate" | "one-by-one" | "all-at-once";
  readonly summary: string;
  readonly steps: readonly WayStep[];
  /** What this way does not do, or costs, even when every step is taken. */
  readonly warnings: readonly string[];
  readonly result: WayResult;
}

/** What there is at the end, by name. */
export interface WayResult {
  readonly pods: readonly string[];
  readonly claims: {
    /** Mounted before and after: their data is there. */
    readonly kept: readonly string[];
    /** New and empty. */
    readonly created: readonly string[];
    /** Still there, mounted by no pod. */
    readonly stranded: readonly string[];
    /** Deleted by `whenScaled: Delete`, with their data. */
    readonly deleted: readonly string[];
  };
}

export interface WayOptions extends DefaultsOptions {
  /** The namespace where the manifest leaves it out; without it commands act on kubectl's current one. */
  readonly namespace?: string;
  /** How the refused upgrade is made, as a command line: `helm upgrade …` or `kubectl apply …`. */
  readonly upgradeCommand?: string;
}

/**
 * The ways through for every immutable change between `old` and `next`, the gentlest first. None where nothing
 * immutable changes, or where a name is no Kubernetes name: then no command can be right.
 */
export function waysThrough(old: Fields, next: Fields, options: WayOptions = {}): WayThrough[] {
  const changes = immutableChanges(old, next, options);
  const [before, after] = [shapeOf(old, options), shapeOf(next, options)];
  const namespace = after.namespace ?? before.namespace ?? options.namespace;
  const names = [after.name, namespace ?? "default", ...claimsOfShape(before).map(({ name }) => name)];
  if (changes.length === 0 || before.name !== after.name || !names.every(isDnsSubdomain)) return [];
  const kubectl: Kubectl = { ...(namespace === undefined ? {} : { namespace }), set: after.name };
  const upgrade = options.upgradeCommand ?? "kubectl apply -f new.yaml";
  const prepared = changes.flatMap((change) => growClaims(kubectl, before, change));
  const labelled = changes.flatMap((change) => labelClaims(kubectl, before, after, change));
  const adopted = adopts(before, after);
  const warnings = changes.flatMap((change) => warningOf(change, before, after));
  // Running pods cannot follow a claim template that they lack: a pod's volumes are fixed.
  if (adopted && !changes.some(({ kind }) => kind === "claim-added"))
    return [
      {
        kind: "recreate",
        summary: "delete the StatefulSet but not its pods, and create it anew: it adopts them",
        steps: [
          ...prepared,
          orphanDelete(kubectl, before),
          applyAgain(upgrade, kubectl, after, "The pods are adopted."),
          ...labelled,
          ...restarts(kubectl, before, after, changes),
        ],
        warnings,
        result: resultOf(before, after, "adopted"),
      },
    ];
  const leftOver = adopted ? [] : before.pods.filter(({ ordinal }) => !inOrdinalRange(after, ordinal));
  const inTheWay = [...before.pods.filter(({ ordinal }) => inOrdinalRange(after, ordinal)), ...leftOver];
  return [
    {
      kind: "one-by-one",
      summary: "delete the StatefulSet but not its pods, create it anew, then delete each pod by hand, lowest first",
      steps: [
        ...prepared,
        orphanDelete(kubectl, before),
        applyAgain(
          upgrade,
          kubectl,
          after,
          adopted ? "It adopts the pods and waits." : "It waits for the pods' names.",
        ),
        ...deleteEachPod(kubectl, inTheWay, leftOver, "stays as it was, and the pods above it are not reached"),
        ...labelled,
      ],
      warnings,
      result: resultOf(before, after, adopted ? "adopted" : "foreign"),
    },
    {
      kind: "all-at-once",
      summary: "scale to zero, delete the StatefulSet and create it anew: nothing runs in between",
      steps: [
        ...keepClaims(kubectl, before),
        ...prepared,
        scaleToZero(kubectl, before),
        orphanDelete(kubectl, before),
        applyAgain(upgrade, kubectl, after, "All pods are created."),
        ...labelled,
      ],
      warnings: ["no pod runs between scaling down and the last step", ...warnings],
      result: resultOf(before, after, "foreign"),
    },
  ];
}

function warningOf(change: ImmutableChange, before: SetShape, after: SetShape): string[] {
  const removed = before.claimTemplates.filter((name) => !after.claimTemplates.includes(name));
  switch (change.kind) {
    case "claim-added":
      if (removed.length === 0) return [`the claims of \`${change.template}\` are new and empty`];
      return [
        `the claims of \`${change.template}\` are new and empty: the data stays in those of ${removed
          .map((name) => `\`${name}\``)
          .join(", ")}; copy it over first, or keep the name`,
      ];
    case "claim-removed":
      return [`the claims of \`${change.template}\` stay, mounted by no pod, until somebody deletes them`];
    case "claim-size":
      return change.grows
        ? []
        : [`the claims of \`${change.template}\` that exist keep their size: a claim cannot shrink`];
    case "claim-other":
      return [`the claims of \`${change.template}\` that exist keep their old spec; only new ones follow the template`];
    default:
      return [];
  }
}

/** Whether the pods that run come under the new set: it takes those whose labels its selector matches. */
function adopts(before: SetShape, after: SetShape): boolean {
  return matches(after.selector, labels(mapping(before.template.metadata).labels));
}

/** A pod's subdomain is fixed: where nothing else replaces the pods, a new serviceName needs a restart to show. */
function restarts(kubectl: Kubectl, before: SetShape, after: SetShape, changes: readonly ImmutableChange[]): WayStep[] {
  if (!changes.some(({ kind }) => kind === "serviceName")) return [];
  const rolls = !isSameValue(before.template, after.template);
  const partition = after.rollingUpdate?.partition ?? 0;
  if (after.strategy === "OnDelete" || partition > 0) {
    const behind = after.strategy === "OnDelete" ? after.pods : after.pods.slice(0, partition);
    const pods = behind.filter(({ name }) => before.pods.some((pod) => pod.name === name));
    return [
      ...(rolls || after.strategy === "OnDelete" ? [] : [restartPods(kubectl, after)]),
      ...deleteEachPod(kubectl, pods, [], "keeps the subdomain of the old Service"),
    ];
  }
  return rolls ? [] : [restartPods(kubectl, after)];
}

/** Whether the old pods come under the new set, which then scales them down by its own policy. */
function resultOf(before: SetShape, after: SetShape, pods: "adopted" | "foreign"): WayResult {
  const old = claimsOfShape(before);
  const next = new Set(claimsOfShape(after).map(({ name }) => name));
  const known = new Set(old.map(({ name }) => name));
  const scaledDown = new Set(
    before.pods.filter(({ ordinal }) => !inOrdinalRange(after, ordinal)).map(({ name }) => name),
  );
  const collected = old.filter(
    ({ pod, template }) =>
      pods === "adopted" &&
      after.whenScaled === "Delete" &&
      scaledDown.has(pod) &&
      after.claimTemplates.includes(template),
  );
  const deleted = collected.map(({ name }) => name);
  return {
    pods: after.pods.map(({ name }) => name),
    claims: {
      kept: old.filter(({ name }) => next.has(name)).map(({ name }) => name),
      created: [...next].filter((name) => !known.has(name)),
      stranded: old.filter(({ name }) => !next.has(name) && !deleted.includes(name)).map(({ name }) => name),
      deleted,
    },
  };
}

/** The command that made the release, as far as its labels and comments tell. */
export function upgradeCommandOf(
  manifest: Fields,
  chart: string | undefined,
  namespace: string | undefined,
): string | undefined {
  const metadata = mapping(manifest.metadata);
  const ownLabels = mapping(metadata.labels);
  const release =
    filled(mapping(metadata.annotations)["meta.helm.sh/release-name"]) ??
    filled(ownLabels["app.kubernetes.io/instance"]);
  const helm = ownLabels["app.kubernetes.io/managed-by"] === "Helm" || chart !== undefined;
  if (!helm || release === undefined || !isDnsSubdomain(release)) return undefined;
  const name = chart !== undefined && isDnsSubdomain(chart) ? chart : "CHART";
  const where = namespace !== undefined && isDnsSubdomain(namespace) ? ` --namespace ${namespace}` : "";
  return `helm upgrade ${release} ${name}${where}  # the same chart, version, values and flags as in the refused upgrade`;
}
