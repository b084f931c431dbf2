import { checksOfAll, forAllNames, forEachName, type Kubectl, kubectl, tally } from "./all-named.ts";
import { lengthOf } from "./large-set.ts";
import { claimsOfShape, type SetShape, type ShapePod } from "./set-shape.ts";
import { LoopWord } from "./shell.ts";
import { loopOver, type Stretch, stretchesOf, stretchText } from "./stretches.ts";
import { anewChecks, type DraftStep, namesOf, setOf, untouchedChecks } from "./way-steps.ts";

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
  return renewal(where, (start) => `${start}${name}`);
}

/**
 * `word` ends a word with the pod's name. Of a pod that nobody owns the controller is not told (stateful_set.go, deletePod), and
 * tries again only after as long as it has tried already, up to 1000 s (its queue's back-off): a change of the `set` makes it look.
 */
function renewal(
  where: Pick<Kubectl, "namespace">,
  word: (start: string) => string | LoopWord,
  set?: string,
): string[] {
  const pod = word("pod/");
  return [
    kubectl(where, "delete", pod),
    ...(set === undefined ? [] : [kubectl(where, "annotate", set, word("renewed-by-hand="), "--overwrite")]),
    kubectl(where, "wait", "--for=create", pod, "--timeout=5m"),
    kubectl(where, "wait", "--for=condition=Ready", pod, "--timeout=15m"),
  ];
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
  /** Whether the set owns the pods, so that the controller sees them go. */
  isOwned = true,
): DraftStep[] {
  const told = isOwned ? undefined : setOf(where);
  const gone = new Set(leftOver.map(({ name }) => name));
  if (where.inStretches === true)
    return [true, false].flatMap((returns) =>
      stretchesOf(namesOf(pods).filter((name) => gone.has(name) !== returns)).map((stretch) =>
        deleteStretch(where, stretch, returns, ifSkipped + above, told),
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
      commands: returns ? renewal(where, (start) => `${start}${name}`, told) : [kubectl(where, "delete", pod)],
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

function deleteStretch(
  where: Kubectl,
  stretch: Stretch,
  returns: boolean,
  ifSkipped: string,
  told: string | undefined,
): DraftStep {
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
    commands: stretchesOf(names).map((one) =>
      loopOver(
        one,
        renewal(where, (start) => new LoopWord(`${start}${one.prefix}`), told),
      ),
    ),
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
