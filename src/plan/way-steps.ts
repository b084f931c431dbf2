import { labels } from "../model/fields.ts";
import type { ImmutableChange } from "./immutable-fields.ts";
import { claimsOfShape, type SetShape, type ShapePod } from "./set-shape.ts";
import { shellCommand } from "./shell.ts";

/** What a step does to the cluster, as a Rollout can follow it. */
export type Act =
  | { readonly do: "orphan-delete" | "apply" | "restart" | "keep-claims" | "scale-to-zero" }
  | { readonly do: "delete-pod"; readonly pod: string };

/** One step of a way through. Commands are printed, never run. */
export interface WayStep {
  readonly do: string;
  readonly commands: readonly string[];
  /** Commands that show whether it worked, and what they must show. */
  readonly verify: readonly string[];
  readonly expect: string;
  /** What is lost, or goes wrong, when the step is left out. */
  readonly ifSkipped: string;
  readonly acts: readonly Act[];
}

/** Where the commands act. */
export interface Kubectl {
  readonly namespace?: string;
  readonly set: string;
}

function kubectl({ namespace }: Kubectl, ...words: readonly string[]): string {
  return shellCommand("kubectl", ...(namespace === undefined ? [] : ["-n", namespace]), ...words);
}

function setOf({ set }: Kubectl): string {
  return `statefulset/${set}`;
}

/** Claims can grow where their storage class allows it, and never shrink. */
export function growClaims(where: Kubectl, before: SetShape, change: ImmutableChange): WayStep[] {
  if (change.kind !== "claim-size" || !change.grows) return [];
  const claims = claimsOfShape(before).filter(({ template }) => template === change.template);
  if (claims.length === 0) return [];
  const size = shownAmount(change.to);
  const patch = JSON.stringify({ spec: { resources: { requests: { storage: size } } } });
  const names = claims.map(({ name }) => `pvc/${name}`);
  return [
    {
      do: `enlarge the claims of \`${change.template}\` that exist, to ${size}; their storage class must have allowVolumeExpansion: true`,
      commands: names.map((name) => kubectl(where, "patch", name, "--type=merge", "-p", patch)),
      verify: [kubectl(where, "get", ...names)],
      expect: `CAPACITY is ${size} for each; some drivers need the pod to be restarted first`,
      ifSkipped: `the claims that exist keep ${shownAmount(change.from)}: nobody compares them with the template`,
      acts: [],
    },
  ];
}

export function orphanDelete(where: Kubectl, before: SetShape): WayStep {
  const pods = before.pods.map(({ name }) => `pod/${name}`);
  const loss =
    before.whenDeleted === "Delete"
      ? "every pod is ended and, by `whenDeleted: Delete`, every claim is deleted with its data"
      : "every pod is ended at once";
  return {
    do: "delete the StatefulSet alone; its pods and claims stay",
    commands: [kubectl(where, "delete", setOf(where), "--cascade=orphan")],
    verify: [kubectl(where, "get", setOf(where)), ...(pods.length === 0 ? [] : [kubectl(where, "get", ...pods)])],
    expect: "the StatefulSet is NotFound; its pods run on",
    ifSkipped: `the upgrade is refused again; and without --cascade=orphan ${loss}`,
    acts: [{ do: "orphan-delete" }],
  };
}

export function applyAgain(upgrade: string, where: Kubectl, after: SetShape, then: string): WayStep {
  return {
    do: `make the refused upgrade again, unchanged. ${then}`,
    commands: [upgrade],
    verify: [kubectl(where, "get", setOf(where))],
    expect: `the StatefulSet is there and asks for ${after.replicas} pods`,
    ifSkipped: "nobody replaces a pod that ends: the pods run without a controller",
    acts: [{ do: "apply" }],
  };
}

/**
 * Lowest first: the controller goes through the pods in this order, and stops at the first that it can neither adopt
 * nor change.
 */
export function deleteEachPod(
  where: Kubectl,
  pods: readonly ShapePod[],
  leftOver: readonly ShapePod[],
  ifSkipped: string,
): WayStep[] {
  return pods.map(({ name }) => {
    const returns = !leftOver.some((pod) => pod.name === name);
    const pod = `pod/${name}`;
    return {
      do: returns
        ? `delete \`${name}\` and wait until it is back, created anew by the new set`
        : `delete \`${name}\`, which the new set does not run any more`,
      commands: [
        kubectl(where, "delete", pod),
        ...(returns
          ? [
              kubectl(where, "wait", "--for=create", pod, "--timeout=5m"),
              kubectl(where, "wait", "--for=condition=Ready", pod, "--timeout=15m"),
            ]
          : []),
      ],
      verify: [kubectl(where, "get", pod, "-o", "wide")],
      expect: returns ? "READY, with an AGE since now" : "NotFound",
      ifSkipped: returns ? `\`${name}\` ${ifSkipped}` : `\`${name}\` runs on without a controller`,
      acts: [{ do: "delete-pod", pod: name }],
    };
  });
}

export function restartPods(where: Kubectl, after: SetShape): WayStep {
  const [pod] = after.pods;
  return {
    do: "restart the pods: a pod keeps the subdomain with which it was created",
    commands: [kubectl(where, "rollout", "restart", setOf(where)), kubectl(where, "rollout", "status", setOf(where))],
    verify: pod === undefined ? [] : [kubectl(where, "get", `pod/${pod.name}`, "-o", "jsonpath={.spec.subdomain}")],
    expect: "the new serviceName",
    ifSkipped: "the pods' DNS names stay those of the old Service until each pod is replaced for another reason",
    acts: [{ do: "restart" }],
  };
}

/** Scaling down under `whenScaled: Delete` would delete the claims. */
export function keepClaims(where: Kubectl, before: SetShape): WayStep[] {
  if (before.whenScaled === "Retain" || before.claimTemplates.length === 0) return [];
  const patch = JSON.stringify({ spec: { persistentVolumeClaimRetentionPolicy: { whenScaled: "Retain" } } });
  return [
    {
      do: "keep the claims while scaling down",
      commands: [kubectl(where, "patch", setOf(where), "--type=merge", "-p", patch)],
      verify: [kubectl(where, "get", setOf(where), "-o", "jsonpath={.spec.persistentVolumeClaimRetentionPolicy}")],
      expect: "whenScaled is Retain",
      ifSkipped: "scaling to zero deletes every claim, with its data",
      acts: [{ do: "keep-claims" }],
    },
  ];
}

export function scaleToZero(where: Kubectl, before: SetShape): WayStep {
  const pods = before.pods.map(({ name }) => `pod/${name}`);
  return {
    do: "end all pods",
    commands: [
      kubectl(where, "scale", setOf(where), "--replicas=0"),
      ...(pods.length === 0 ? [] : [kubectl(where, "wait", "--for=delete", ...pods, "--timeout=15m")]),
    ],
    verify: [kubectl(where, "get", setOf(where))],
    expect: "READY 0/0",
    ifSkipped: "the pods that run keep their names, labels and volumes, and the new set waits for them",
    acts: [{ do: "scale-to-zero" }],
  };
}

/** Labels of a claim template only go on claims that are created from it. */
export function labelClaims(where: Kubectl, before: SetShape, after: SetShape, change: ImmutableChange): WayStep[] {
  if (change.kind !== "claim-labels") return [];
  const verb = change.path.includes("annotations") ? "annotate" : "label";
  const claims = claimsOfShape(after)
    .filter(
      ({ template, name }) => template === change.template && claimsOfShape(before).some((old) => old.name === name),
    )
    .map(({ name }) => `pvc/${name}`);
  const [was, is] = [labels(change.from), labels(change.to)];
  const pairs = [
    ...[...is].filter(([key, value]) => was.get(key) !== value).map(([key, value]) => `${key}=${value}`),
    ...[...was.keys()].filter((key) => !is.has(key)).map((key) => `${key}-`),
  ];
  if (claims.length === 0 || pairs.length === 0 || pairs.some((pair) => pair.startsWith("-"))) return [];
  return [
    {
      do: `${verb} the claims that exist like the template, if anything selects them by it`,
      commands: [kubectl(where, verb, "--overwrite", ...claims, ...pairs)],
      verify: [kubectl(where, "get", ...claims, "--show-labels")],
      expect: `each has ${pairs.join(" ")}`,
      ifSkipped: "the claims that exist keep their old labels; they work as before",
      acts: [],
    },
  ];
}

/** A size as it was written; what is no size cannot be named. */
function shownAmount(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "what they have";
}
