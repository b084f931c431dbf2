import { labels } from "../model/fields.ts";
import { inOrdinalRange } from "./controlled-set.ts";
import type { ImmutableChange } from "./immutable-fields.ts";
import { claimsOfShape, type SetShape, type ShapePod } from "./set-shape.ts";
import { shellCommand } from "./shell.ts";
import type { Check } from "./way-check.ts";

/** One step of a way through before it was run on the state machine. */
export interface DraftStep {
  readonly do: string;
  readonly commands: readonly string[];
  readonly checks: readonly Check[];
  readonly ifSkipped: string;
}

/** Where the commands act. */
export interface Kubectl {
  readonly namespace?: string;
  readonly set: string;
  /** Whether Flux applies the set, which takes back what kubectl writes under its own name. */
  readonly byFlux?: boolean;
}

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
  const pod = `pod/${name}`;
  return [
    kubectl(where, "delete", pod),
    kubectl(where, "wait", "--for=create", pod, "--timeout=5m"),
    kubectl(where, "wait", "--for=condition=Ready", pod, "--timeout=15m"),
  ];
}

export function kubectl({ namespace }: Pick<Kubectl, "namespace">, ...words: readonly string[]): string {
  return shellCommand("kubectl", ...(namespace === undefined ? [] : ["-n", namespace]), ...words);
}

function setOf({ set }: Kubectl): string {
  return `statefulset/${set}`;
}

function namesOf(pods: readonly ShapePod[]): string[] {
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
      ...(pods.length === 0
        ? []
        : [
            {
              command: kubectl(where, "get", ...pods.map((name) => `pod/${name}`)),
              expect: "every pod is there, with its AGE as before",
              proof: { that: "untouched", pods } as const,
            },
          ]),
      ...(claims.length === 0
        ? []
        : [
            {
              command: kubectl(where, "get", ...claims.map((name) => `pvc/${name}`)),
              expect: "every claim is there, Bound",
              proof: { that: "claims-stay", claims } as const,
            },
          ]),
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

/**
 * Lowest first: the controller goes through the pods in this order, and stops at the first that it can neither adopt
 * nor change.
 */
export function deleteEachPod(
  where: Kubectl,
  pods: readonly ShapePod[],
  leftOver: readonly ShapePod[],
  ifSkipped: string,
): DraftStep[] {
  return pods.map(({ name }) => {
    const returns = !leftOver.some((pod) => pod.name === name);
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
      ifSkipped: returns ? `\`${name}\` ${ifSkipped}` : `\`${name}\` runs on without a controller`,
    };
  });
}

/** Nothing where no pod would restart for it. */
export function restartPods(where: Kubectl, after: SetShape): DraftStep[] {
  const restarted = namesOf(after.pods).filter((_, index) => index >= (after.rollingUpdate?.partition ?? 0));
  if (restarted.length === 0) return [];
  const shown = kubectl(where, "get", ...restarted.map((name) => `pod/${name}`), "-o", subdomainShown);
  return [
    {
      do: "restart the pods: a pod keeps the subdomain with which it was created",
      commands: [restartCommand(where), kubectl(where, "rollout", "status", setOf(where))],
      checks:
        after.strategy === "OnDelete"
          ? [
              {
                command: shown,
                expect: "the same pods, until each is deleted",
                proof: { that: "untouched", pods: restarted },
              },
            ]
          : [
              {
                command: shown,
                expect: "each with an AGE since now and the new serviceName as SUBDOMAIN",
                proof: { that: "anew", pods: restarted },
              },
            ],
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
  const pods = names.map((name) => `pod/${name}`);
  const claims = claimsOfShape(before).map(({ name }) => name);
  return {
    do: "end all pods",
    commands: [
      kubectl(where, "scale", setOf(where), "--replicas=0"),
      ...(pods.length === 0 ? [] : [kubectl(where, "wait", "--for=delete", ...pods, "--timeout=15m")]),
    ],
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
  const names = claims.map(({ name }) => `pvc/${name}`);
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
  const shows = verb === "label" ? ["--show-labels"] : ["-o", "jsonpath={.items[*].metadata.annotations}"];
  return [
    {
      do: `${verb} the claims that exist like the template, if anything selects them by it`,
      commands: [kubectl(where, verb, "--overwrite", ...names, ...words)],
      checks: [
        {
          command: kubectl(where, "get", ...names, ...shows),
          expect: [
            ...(has.length === 0 ? [] : [`each has ${has.join(" ")}`]),
            ...(lacks.length === 0 ? [] : [`none has ${lacks.join(" or ")} any more`]),
          ].join(", and "),
          proof: { that: "claims-marked", claims: claims.map(({ name }) => name), marks },
        },
      ],
      ifSkipped: "the claims that exist keep their old labels; they work as before",
    },
  ];
}
