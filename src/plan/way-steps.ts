import { labels } from "../model/fields.ts";
import { checksOfAll, forAllNames, forEachName, greatest, type Kubectl, kubectl, least, tally } from "./all-named.ts";
import { inOrdinalRange } from "./controlled-set.ts";
import type { ImmutableChange } from "./immutable-fields.ts";
import { lengthOf } from "./large-set.ts";
import { claimsOfShape, type SetShape, type ShapePod } from "./set-shape.ts";
import type { LoopWord } from "./shell.ts";
import { type Stretch, stretchesOf, stretchText } from "./stretches.ts";
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

/**
 * A restart writes an annotation; Flux takes away what kubectl's managers own, and the pods restart once more, unless
 * it was written under the name that Flux leaves alone (fluxcd/flux2#2526).
 */
export function restartCommand(where: Kubectl): string {
  const manager = where.byFlux === true ? ["--field-manager=flux-client-side-apply"] : [];
  return kubectl(where, "rollout", "restart", setOf(where), ...manager);
}

/** Deletes a pod, and waits until the controller has created it anew and it is ready. */
export function renewPod(where: Pick<Kubectl, "namespace">, name: string): string[] {
  return renewal(where, `pod/${name}`);
}

function renewal(where: Pick<Kubectl, "namespace">, pod: string | LoopWord): string[] {
  return [
    kubectl(where, "delete", pod),
    kubectl(where, "wait", "--for=create", pod, "--timeout=5m"),
    kubectl(where, "wait", "--for=condition=Ready", pod, "--timeout=15m"),
  ];
}

function setOf({ set }: Kubectl): string {
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
    checks: [
      {
        command: kubectl(where, "get", setOf(where)),
        expect: `the StatefulSet is there and asks for ${after.replicas} ${after.replicas === 1 ? "pod" : "pods"}`,
        proof: { that: "set-there", replicas: after.replicas },
      },
      ...checks,
    ],
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

/**
 * Lowest first: the controller goes through the pods in this order, and stops at the first that it can neither adopt
 * nor change.
 */
export function deleteEachPod(
  where: Kubectl,
  pods: readonly ShapePod[],
  leftOver: readonly ShapePod[],
  ifSkipped: string,
  /** What that means for the pods after it. */
  above = "",
): DraftStep[] {
  const gone = new Set(leftOver.map(({ name }) => name));
  if (where.inStretches === true)
    return [true, false].flatMap((returns) =>
      stretchesOf(namesOf(pods).filter((name) => gone.has(name) !== returns)).map((stretch) =>
        deleteStretch(where, stretch, returns, ifSkipped + above),
      ),
    );
  const last = namesOf(pods).findLast((name) => !gone.has(name));
  return pods.map(({ name }) => {
    const returns = !gone.has(name);
    const pod = `pod/${name}`;
    return {
      do: returns
        ? `delete \`${name}\` and wait until it is back, created anew by the new set`
        : `delete \`${name}\`, which the new set does not run any more`,
      commands: returns ? renewPod(where, name) : [kubectl(where, "delete", pod)],
      checks: [
        {
          command: kubectl(where, "get", pod, "-o", "wide"),
          expect: returns ? "READY, with an AGE since now" : "NotFound",
          proof: returns ? { that: "anew", pods: [name] } : { that: "absent", pods: [name] },
        },
      ],
      ifSkipped: returns
        ? `\`${name}\` ${ifSkipped}${name === last ? "" : above}`
        : `\`${name}\` runs on without a controller`,
    };
  });
}

function deleteStretch(where: Kubectl, stretch: Stretch, returns: boolean, ifSkipped: string): DraftStep {
  const names = namesIn(stretch);
  const [shown, pods] = [stretchText(stretch), lengthOf(stretch) === 1 ? "1 pod" : `${lengthOf(stretch)} pods`];
  if (!returns)
    return {
      do: `delete ${shown} (${pods}), which the new set does not run any more`,
      commands: forEachName(where, "pod", names, (pod) => [kubectl(where, "delete", pod)]),
      checks: [{ expect: `none of ${shown} is there any more`, proof: { that: "absent", pods: names } }],
      ifSkipped: `${shown} run on without a controller`,
    };
  return {
    do: `delete ${shown} (${pods}) one by one, lowest first, each once the one before is back, created anew by the new set; the loop ends at the first that does not come back: mend that one, and go on from its ordinal`,
    commands: forEachName(where, "pod", names, (pod) => renewal(where, pod)),
    checks: anewChecks(where, names, ""),
    ifSkipped: `each of ${shown} ${ifSkipped}`,
  };
}

function namesIn({ prefix, from, to }: Stretch): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `${prefix}${from + index}`);
}

/** Nothing where no pod would restart for it. */
export function restartPods(where: Kubectl, after: SetShape): DraftStep[] {
  const restarted = namesOf(after.pods).filter((_, index) => index >= (after.rollingUpdate?.partition ?? 0));
  if (restarted.length === 0) return [];
  return [
    {
      do: "restart the pods: a pod keeps the subdomain with which it was created",
      commands: [restartCommand(where), kubectl(where, "rollout", "status", setOf(where))],
      checks:
        after.strategy === "OnDelete"
          ? untouchedChecks(where, restarted, "the same pods, until each is deleted")
          : checksOfAll(
              where,
              "pod",
              restarted,
              {
                flags: ["-o", subdomainShown],
                expect: "each with an AGE since now and the new serviceName as SUBDOMAIN",
              },
              (stretch) => ({
                flags: ["-o", "custom-columns=SUBDOMAIN:.spec.subdomain"],
                through: tally,
                expect: `the new serviceName for all ${lengthOf(stretch)}, and no line says NotFound`,
              }),
              { that: "anew", pods: restarted },
            ),
      ifSkipped: "the pods' DNS names stay those of the old Service until each pod is replaced for another reason",
    },
  ];
}

const subdomainShown =
  "custom-columns=NAME:.metadata.name,CREATED:.metadata.creationTimestamp,SUBDOMAIN:.spec.subdomain";

/** Scaling down under `whenScaled: Delete` would delete the claims. */
export function keepClaims(where: Kubectl, before: SetShape): DraftStep[] {
  if (before.whenScaled === "Retain" || before.claimTemplates.length === 0) return [];
  const patch = JSON.stringify({ spec: { persistentVolumeClaimRetentionPolicy: { whenScaled: "Retain" } } });
  return [
    {
      do: "keep the claims while scaling down",
      commands: [kubectl(where, "patch", setOf(where), "--type=merge", "-p", patch)],
      checks: [
        {
          command: kubectl(where, "get", setOf(where), "-o", "jsonpath={.spec.persistentVolumeClaimRetentionPolicy}"),
          expect: "whenScaled is Retain",
          proof: { that: "scaled-claims-kept" },
        },
      ],
      ifSkipped: "scaling to zero deletes every claim, with its data",
    },
  ];
}

export function scaleToZero(where: Kubectl, before: SetShape): DraftStep {
  const names = namesOf(before.pods);
  // What goes one by one takes hours where there are many.
  const patience = where.inStretches === true ? "--timeout=168h" : "--timeout=15m";
  const waits = forAllNames(where, "pod", names, ["wait", "--for=delete"], [patience]);
  const claims = claimsOfShape(before).map(({ name }) => name);
  return {
    do: "end all pods",
    commands: [kubectl(where, "scale", setOf(where), "--replicas=0"), ...waits],
    checks: [
      {
        command: kubectl(where, "get", setOf(where)),
        expect: "READY 0/0",
        proof: { that: "set-there", replicas: 0 },
      },
      { expect: "no pod of it is left", proof: { that: "absent", pods: names } },
      ...(claims.length === 0 ? [] : [{ expect: "its claims stay", proof: { that: "claims-stay", claims } as const }]),
    ],
    ifSkipped: "the pods that run keep their names, labels and volumes, and the new set waits for them",
  };
}

/** Labels of a claim template only go on claims that are created from it. */
export function labelClaims(where: Kubectl, before: SetShape, after: SetShape, change: ImmutableChange): DraftStep[] {
  if (change.kind !== "claim-labels") return [];
  const verb = change.path.includes("annotations") ? "annotate" : "label";
  const kept = before.pods.filter(({ ordinal }) => inOrdinalRange(after, ordinal));
  const claims = kept.flatMap((pod) => pod.claims).filter(({ template }) => template === change.template);
  const names = claims.map(({ name }) => name);
  const [was, is] = [labels(change.from), labels(change.to)];
  const marks = [
    ...[...is].filter(([key, value]) => was.get(key) !== value),
    ...[...was.keys()].filter((key) => !is.has(key)).map((key): [string, undefined] => [key, undefined]),
  ];
  const words = marks.map(([key, value]) => (value === undefined ? `${key}-` : `${key}=${value}`));
  if (names.length === 0 || words.length === 0) return [];
  // What a terminal or a log shows otherwise than it is cannot be copied: another value would be written.
  if (words.some((word) => word.startsWith("-") || !/^[\x20-\x7e]*$/.test(word) || word.includes("##"))) return [];
  const has = marks.flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));
  const lacks = marks.flatMap(([key, value]) => (value === undefined ? [key] : []));
  const [column, few] =
    verb === "label"
      ? ["LABELS:.metadata.labels", ["--show-labels"]]
      : [
          "ANNOTATIONS:.metadata.annotations",
          ["-o", "custom-columns=NAME:.metadata.name,ANNOTATIONS:.metadata.annotations"],
        ];
  const expect = [
    ...(has.length === 0 ? [] : [`each has ${has.join(" ")}`]),
    ...(lacks.length === 0 ? [] : [`none has ${lacks.join(" or ")} any more`]),
  ].join(", and ");
  return [
    {
      do: `${verb} the claims that exist like the template, ${verb === "label" ? "if anything selects them by it" : "if anything reads them"}`,
      commands:
        where.inStretches === true
          ? forEachName(where, "pvc", names, (claim) => [kubectl(where, verb, "--overwrite", claim, ...words)])
          : [kubectl(where, verb, "--overwrite", ...names.map((name) => `pvc/${name}`), ...words)],
      checks: checksOfAll(
        where,
        "pvc",
        names,
        { flags: few, expect },
        () => ({ flags: ["-o", `custom-columns=${column}`], through: tally, expect }),
        { that: "claims-marked", claims: names, marks },
      ),
      ifSkipped: `the claims that exist keep their old ${verb === "label" ? "labels" : "annotations"}; they work as before`,
    },
  ];
}
