/*
 * PersistentVolumeClaims that the manifests hold themselves, and whose update the API server refuses: what a set's pods
 * mount by name hangs on them, and the upgrade stops at the first object that is refused.
 */
import { admit } from "../admission/admit.ts";
import { claimUpdate } from "../model/claim-update.ts";
import { type Deployment, deploymentOf } from "../model/deployer.ts";
import { isHookObject } from "../model/hook-objects.ts";
import { type AskedVersion, formatMinor } from "../model/kubernetes-version.ts";
import { found } from "../model/lookup.ts";
import { optional } from "../model/pod.ts";
import type { Upgrade } from "../model/upgrade.ts";
import type { Manifest } from "../read/document.ts";
import { formatPath } from "../read/path.ts";
import { kubectl } from "./all-named.ts";
import { claimChanges } from "./claim-changes.ts";
import { type ClaimRefusal, claimRefusal, phaseOf, refusedChanges } from "./claim-refusal.ts";
import type { RefusedClaim } from "./plan-types.ts";
import type { SetPlanOptions } from "./set-plan.ts";
import { deployCommand } from "./way-deployer.ts";

/** Of the manifests' own claims those that one version refuses to update, in the order of the input. */
export function refusedClaims(
  { before, after }: Upgrade,
  version: Pick<AskedVersion, "minor" | "featureGates">,
  options: Pick<SetPlanOptions, "deployer" | "namespace">,
): RefusedClaim[] {
  return after.ofKind("PersistentVolumeClaim").flatMap((manifest) => {
    const old = found(before.named("PersistentVolumeClaim", manifest.name, manifest));
    if (old === undefined || isHookObject(manifest, options.deployer)) return [];
    return refusedClaim(manifest, old, version, options) ?? [];
  });
}

function refusedClaim(
  manifest: Manifest,
  before: Manifest,
  { minor, featureGates }: Pick<AskedVersion, "minor" | "featureGates">,
  options: Pick<SetPlanOptions, "deployer" | "namespace">,
): RefusedClaim | undefined {
  const kubernetesVersion = formatMinor(minor);
  const { next, old } = claimUpdate(manifest.value, before.value);
  const phase = phaseOf(before.value);
  const broken = (admit(next, { kubernetesVersion, featureGates, old }).errors ?? []).flatMap((error) => {
    const refusal = claimRefusal(error, before.value);
    return refusal === undefined ? [] : [{ refusal, error }];
  });
  if (broken.length === 0) return undefined;
  const all = claimChanges(manifest.value, before.value, kubernetesVersion);
  const changes = all.filter((change) =>
    broken.some(({ refusal }) => refusedChanges([change], refusal, phase).length > 0),
  );
  if (changes.length === 0) return undefined;
  const errors = broken.map(({ error }) => error);
  const texts = errors.map(([, field, detail]) => `${field}: ${detail}`);
  const namespace = manifest.namespace ?? before.namespace ?? options.namespace;
  const deployment = deploymentOf(manifest, options.deployer);
  return {
    name: manifest.name,
    ...optional("namespace", namespace),
    ...optional("source", manifest.source),
    message: `PersistentVolumeClaim ${JSON.stringify(manifest.name)} is invalid: ${texts.length === 1 ? texts[0] : `[${texts.join(", ")}]`}`,
    errors,
    changes: changes.map(({ path, from, to }) => ({ path, ...optional("from", from), ...optional("to", to) })),
    stops: stops[deployment.by === "flux" ? (deployment.kind ?? "helmrelease") : deployment.by],
    waysThrough: waysOf(
      manifest,
      broken.map(({ refusal }) => refusal),
      changes.map(({ path, from }) => ({ place: formatPath(path), from })),
      { deployment, ...optional("namespace", namespace) },
    ),
  };
}

const helmStops =
  "claims come before StatefulSets in Helm's order, so nothing that stands after it is applied: the sets run on as they are";

/** What becomes of the rest of an upgrade in which an object is refused. */
const stops: Readonly<Record<Exclude<Deployment["by"], "flux"> | NonNullable<Deployment["kind"]>, string>> = {
  helm: `the upgrade stops there: ${helmStops}`,
  helmrelease: `Flux makes the upgrade again until its retries are used up, and each stops there: ${helmStops}`,
  kustomization: "Flux tries all objects before it applies any, so nothing is applied, again at every interval",
  argocd: "the sync fails, and Argo CD retries it as its retry limit says; what is in later waves is not applied",
  kubectl: "`kubectl apply` goes on with the other objects, and fails at the end",
};

interface Where {
  readonly deployment: Deployment;
  readonly namespace?: string;
}

function waysOf(
  { name }: Manifest,
  refusals: readonly ClaimRefusal[],
  changes: readonly { readonly place: string; readonly from: unknown }[],
  { deployment, namespace }: Where,
): RefusedClaim["waysThrough"] {
  const at = optional("namespace", namespace);
  const deploy = deployCommand(deployment, namespace);
  const isHeldInGit = deployment.by === "flux" || deployment.by === "argocd";
  const source = isHeldInGit ? "in Git" : deployment.by === "helm" ? "in the chart's values" : "in the manifest";
  const keep = {
    summary: "keep the claim as it is: its volume, the data, and all that mounts it",
    steps: [
      {
        do: `write again what the claim has now ${source}: ${changes.map(wanted).join(", ")}`,
        commands: [deploy],
        checks: [{ command: kubectl(at, "get", `pvc/${name}`), expect: "the claim as it was, with the same VOLUME" }],
        ifSkipped: "the upgrade is refused again",
      },
    ],
  };
  if (refusals.includes("waiting"))
    return [
      {
        summary: "make the claim anew: no volume is bound to it, so it holds no data",
        steps: [
          {
            do: "delete the claim that waits; if it stays Terminating, a pod that is scheduled mounts it: delete that pod, too",
            commands: [kubectl(at, "delete", `pvc/${name}`)],
            checks: [{ command: kubectl(at, "get", `pvc/${name}`), expect: "NotFound" }],
            ifSkipped: "the upgrade is refused again",
          },
          {
            do: "upgrade, which makes it as it is asked for now",
            commands: [deploy],
            checks: [{ command: kubectl(at, "get", `pvc/${name}`), expect: "the claim, with the new fields" }],
            ifSkipped: "the pods that mount it wait for it",
          },
        ],
      },
      keep,
    ];
  // Nobody knows what is on a volume that was lost, or that a claim names and is not bound to.
  if (refusals.includes("unbound") || refusals.every((refusal) => refusal === "attributes")) return [keep];
  return [
    keep,
    {
      summary: "move to another volume under another name, and copy the data",
      steps: [
        {
          do: `${source}, write a claim of another name with the new fields beside this one, which stays as it is now, and apply it`,
          commands: [deploy],
          checks: [
            {
              command: kubectl(at, "get", "pvc"),
              expect: `both claims; the new one is Bound, or Pending until a pod mounts it (WaitForFirstConsumer)`,
            },
          ],
          ifSkipped: "there is nowhere to copy to",
        },
        {
          do: "stop what writes to it, and copy the data from the one claim to the other, in a pod that mounts both",
          commands: [],
          checks: [{ expect: "all files, with their owners and modes, in the new claim" }],
          ifSkipped: "the pods come back on an empty volume",
        },
        {
          do: `${source}, mount the new claim in place of \`${name}\`, and upgrade; take \`${name}\` out only when its data is needed no more: it goes with its volume where the reclaim policy is Delete`,
          commands: [deploy],
          checks: [{ command: kubectl(at, "describe", `pvc/${name}`), expect: "Used By: no pod" }],
          ifSkipped: "the pods stay on the old volume",
        },
      ],
    },
  ];
}

function wanted({ place, from }: { readonly place: string; readonly from: unknown }): string {
  return from === undefined
    ? `\`${place}\` left out`
    : `\`${place}: ${typeof from === "string" ? from : (JSON.stringify(from) ?? "")}\``;
}
