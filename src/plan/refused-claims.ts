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
import { claimChanges } from "./claim-changes.ts";
import { ClaimMounters } from "./claim-mounters.ts";
import { claimRefusal, phaseOf, refusedChanges } from "./claim-refusal.ts";
import { claimWays } from "./claim-ways.ts";
import type { RefusedClaim } from "./plan-types.ts";
import type { SetPlanOptions } from "./set-plan-options.ts";

/** Of the manifests' own claims those that one version refuses to update, in the order of the input. */
export function refusedClaims(
  upgrade: Upgrade,
  version: Pick<AskedVersion, "minor" | "featureGates">,
  options: Pick<SetPlanOptions, "apply" | "deployer" | "namespace">,
): RefusedClaim[] {
  const { before, after } = upgrade;
  const mounters = new ClaimMounters(upgrade);
  return after.ofKind("PersistentVolumeClaim").flatMap((manifest) => {
    const old = found(before.named("PersistentVolumeClaim", manifest.name, manifest));
    if (old === undefined || isHookObject(manifest, options.deployer)) return [];
    return refusedClaim(manifest, old, version, { ...options, mounters }) ?? [];
  });
}

function refusedClaim(
  manifest: Manifest,
  before: Manifest,
  { minor, featureGates }: Pick<AskedVersion, "minor" | "featureGates">,
  options: Pick<SetPlanOptions, "apply" | "deployer" | "namespace"> & { readonly mounters: ClaimMounters },
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
    waysThrough: claimWays(
      { manifest: manifest.value, live: old, asked: next, refusals: broken.map(({ refusal }) => refusal), changes },
      {
        ...options.mounters.of(manifest),
        deployment,
        kubernetesVersion,
        featureGates,
        ...optional("apply", options.apply),
        ...optional("namespace", namespace),
      },
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
