import { checksOfAll, greatest, type Kubectl, kubectl, least, tally } from "./all-named.ts";
import { podName } from "./controlled-set.ts";
import { lengthOf } from "./large-set.ts";
import { claimsOfShape, type SetShape, type ShapePod } from "./set-shape.ts";
import { type Stretch, stretchText } from "./stretches.ts";
import type { Check } from "./way-check.ts";
import type { WayThrough } from "./way-types.ts";

/** One step of a way through before it was run on the state machine. */
export interface DraftStep {
  readonly do: string;
  readonly commands: readonly string[];
  readonly checks: readonly Check[];
  readonly ifSkipped: string;
}

/** A way as it is meant, before the state machine has gone it. */
export type DraftWay = Pick<WayThrough, "kind" | "summary" | "warnings" | "result"> & {
  readonly steps: readonly DraftStep[];
};

/** A set as kubectl names it. */
export function setOf({ set }: Kubectl): string {
  return `statefulset/${set}`;
}

export function namesOf(pods: readonly ShapePod[]): string[] {
  return pods.map(({ name }) => name);
}

export function orphanDelete(where: Kubectl, before: SetShape, running: readonly ShapePod[]): DraftStep {
  const pods = namesOf(running);
  const claims = claimsOfShape(before).map(({ name }) => name);
  const losses = [
    ...(pods.length === 0 ? [] : ["every pod is ended at once"]),
    ...(before.whenDeleted === "Delete" && claims.length > 0
      ? ["every claim is deleted with its data, by `whenDeleted: Delete`"]
      : []),
  ];
  const kept = [...(pods.length === 0 ? [] : ["pods"]), ...(claims.length === 0 ? [] : ["claims"])];
  return {
    do: kept.length === 0 ? "delete the StatefulSet" : `delete the StatefulSet alone; its ${kept.join(" and ")} stay`,
    commands: [kubectl(where, "delete", setOf(where), "--cascade=orphan")],
    checks: [
      { command: kubectl(where, "get", setOf(where)), expect: "NotFound", proof: { that: "set-absent" } },
      ...untouchedChecks(where, pods, `${pods.length === 1 ? "it" : "every pod"} is there, with its AGE as before`),
      ...checksOfAll(
        where,
        "pvc",
        claims,
        { flags: [], expect: `${claims.length === 1 ? "it" : "every claim"} is there, Bound` },
        (stretch) => ({
          flags: ["-o", "custom-columns=STATUS:.status.phase"],
          through: tally,
          expect: `${lengthOf(stretch)} Bound, and no line says NotFound: every claim is there`,
        }),
        { that: "claims-stay", claims },
      ),
    ],
    ifSkipped: `the upgrade is refused again${losses.length === 0 ? "" : `; and without --cascade=orphan ${losses.join(", and ")}`}`,
  };
}

export function applyAgain(
  upgrade: string,
  where: Kubectl,
  after: SetShape,
  then: string,
  checks: readonly Check[] = [],
): DraftStep {
  return {
    do: `make the refused upgrade again, unchanged. ${then}`,
    commands: [upgrade],
    checks: [thereWith(where, after), ...checks],
    ifSkipped: "nobody replaces a pod that ends: the pods run without a controller",
  };
}

/** That pods are there, and were not replaced; `few` says so where each of them is shown. */
export function untouchedChecks(where: Kubectl, pods: readonly string[], few: string): Check[] {
  return checksOfAll(
    where,
    "pod",
    pods,
    { flags: [], expect: few },
    (stretch) => ({
      flags: ["-o", "custom-columns=CREATED:.metadata.creationTimestamp"],
      through: greatest,
      expect: `when the youngest of ${stretchText(stretch)} was created: before this step; and no line says NotFound`,
    }),
    { that: "untouched", pods },
  );
}

/** That pods are new and ready. */
export function anewChecks(
  where: Kubectl,
  pods: readonly string[],
  few: string,
  flags: readonly string[] = [],
): Check[] {
  return checksOfAll(where, "pod", pods, { flags, expect: few }, oldestOf, { that: "anew", pods });
}

function oldestOf(stretch: Stretch) {
  return {
    flags: [
      "-o",
      'custom-columns=READY:.status.conditions[?(@.type=="Ready")].status,CREATED:.metadata.creationTimestamp',
    ],
    through: least,
    expect: `True and a time since this step, the oldest of ${stretchText(stretch)}, and no line says NotFound; as long as it is False or an older one, not all are replaced`,
  };
}

function thereWith(where: Kubectl, { replicas }: SetShape): Check {
  return {
    command: kubectl(where, "get", setOf(where)),
    expect: `the StatefulSet is there and asks for ${replicas} ${replicas === 1 ? "pod" : "pods"}`,
    proof: { that: "set-there", replicas },
  };
}

/**
 * Where the manifest leaves `replicas` to an autoscaler, an update leaves the number as it is, and a set that is made anew asks
 * for one pod: so it is made with the number first, and the upgrade finds it there. Written into the release, the number
 * would be taken away with the next one (helm/helm#12650).
 */
export function createWithReplicas(where: Kubectl, after: SetShape, checks: readonly Check[]): DraftStep {
  const { start, replicas } = after;
  const [first, last] = [podName(after.name, start + 1), podName(after.name, start + replicas - 1)];
  const gone = replicas > 2 ? `\`${last}\` to \`${first}\`` : `\`${last}\``;
  return {
    do: `create it with the number of its pods, which the manifest leaves to an autoscaler: set.yaml is the StatefulSet alone, as the refused upgrade has it, with \`replicas: ${replicas}\` written in its spec`,
    commands: [kubectl(where, "create", "-f", "set.yaml")],
    checks: [thereWith(where, after), ...checks],
    ifSkipped: `the upgrade makes it with one replica: it adopts all pods and deletes ${gone} at once, until an autoscaler raises the number again`,
  };
}
