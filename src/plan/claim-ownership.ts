/*
 * Who owns a claim under persistentVolumeClaimRetentionPolicy.
 * Mirrors stateful_set_utils.go (isClaimOwnerUpToDate, updateClaimOwnerRefForSetAndPod) and stateful_pod_control.go
 * (ClaimsMatchRetentionPolicy, UpdatePodClaimForRetentionPolicy, PodClaimIsStale).
 */
import type { Claim, ClaimOwner, Cluster, StoredSet } from "./cluster.ts";
import { claimName, inOrdinalRange } from "./controlled-set.ts";

/** Of a pod, what its claims' ownership depends on. A pod that is not created yet has no uid. */
export interface PodIdentity {
  readonly name: string;
  readonly ordinal: number;
  readonly uid: number | undefined;
}

/** The owner that the policy asks for; undefined where the claim is to stay whatever happens. */
function wantedOwner(stored: StoredSet, pod: PodIdentity): ClaimOwner | undefined {
  const { set, uid } = stored;
  const scaledDown = !inOrdinalRange(set, pod.ordinal);
  if (set.whenScaled === "Delete" && scaledDown)
    return pod.uid === undefined ? undefined : { kind: "Pod", name: pod.name, uid: pod.uid };
  if (set.whenDeleted === "Delete") return { kind: "StatefulSet", name: set.name, uid };
  return undefined;
}

/** An owner of the right kind and name that is another object: left by a predecessor, and never touched. */
function isStale(claim: Claim, stored: StoredSet, pod: PodIdentity): boolean {
  const owner = claim.owner;
  if (owner === undefined) return false;
  if (owner.kind === "Pod") return owner.name === pod.name && owner.uid !== pod.uid;
  return owner.name === stored.set.name && owner.uid !== stored.uid;
}

function isUpToDate(claim: Claim, stored: StoredSet, pod: PodIdentity): boolean {
  return isStale(claim, stored, pod) || claim.owner?.uid === wantedOwner(stored, pod)?.uid;
}

function claimsOf(cluster: Cluster, stored: StoredSet, ordinal: number): Claim[] {
  return stored.set.claimTemplates.flatMap((template) => {
    const claim = cluster.claims.get(claimName(template, stored.set.name, ordinal));
    return claim === undefined ? [] : [claim];
  });
}

/** Claims that do not exist count as matching. */
export function claimsMatchRetention(cluster: Cluster, stored: StoredSet, pod: PodIdentity): boolean {
  return claimsOf(cluster, stored, pod.ordinal).every((claim) => isUpToDate(claim, stored, pod));
}

export function updateClaimOwners(cluster: Cluster, stored: StoredSet, pod: PodIdentity): void {
  for (const claim of claimsOf(cluster, stored, pod.ordinal))
    if (!isUpToDate(claim, stored, pod)) claim.owner = wantedOwner(stored, pod);
}

/** A claim that still belongs to the pod's predecessor is about to be collected: the pod must not be created on it. */
export function hasStaleClaim(cluster: Cluster, stored: StoredSet, pod: PodIdentity): boolean {
  if (stored.set.whenScaled === "Retain") return false;
  return claimsOf(cluster, stored, pod.ordinal).some(
    ({ owner }) => owner?.kind === "Pod" && owner.name === pod.name && owner.uid !== pod.uid,
  );
}

/** Creates the claims that the pod needs and the cluster lacks (createPersistentVolumeClaims). */
export function createMissingClaims(cluster: Cluster, stored: StoredSet, ordinal: number): void {
  for (const template of stored.set.claimTemplates) {
    const name = claimName(template, stored.set.name, ordinal);
    if (!cluster.claims.has(name)) cluster.claims.set(name, { name, owner: undefined });
  }
}
