/*
 * What a cluster holds of a StatefulSet that is not there: pods that `kubectl delete --cascade=orphan` left, and claims that
 * outlive it. A set that is made anew adopts the pods that its selector fits, and mounts the claims as they are.
 */
import type { Manifest } from "../read/document.ts";
import { filled, isMapping, labels, list, mapping } from "./fields.ts";
import { ordinalIn, podsNamedAfter } from "./live-pod.ts";
import type { Release } from "./release.ts";
import { matches } from "./selector.ts";
import type { StatefulSetView } from "./statefulset.ts";

/** A pod of the set's name and an ordinal that no controller owns. */
export interface Orphan {
  readonly name: string;
  readonly ordinal: number;
  /** The label controller-revision-hash. */
  readonly revision: string | undefined;
  /** Whether the set's selector fits it: else the controller can neither take it nor make another of this name. */
  readonly isAdopted: boolean;
  /** The claims that it mounts. */
  readonly claims: readonly string[];
}

/** The pods that wait for a set of this name, lowest ordinal first (controller_ref_manager.go ClaimPods, isMemberOf). */
export function orphansOf(set: StatefulSetView, cluster: Release): readonly Orphan[] {
  return podsNamedAfter(set, cluster)
    .flatMap((pod): Orphan[] => {
      const ordinal = ordinalIn(set, pod);
      const metadata = mapping(pod.value.metadata);
      if (ordinal === undefined || !isOfCluster(pod)) return [];
      if (list(metadata.ownerReferences).some((owner) => mapping(owner).controller === true)) return [];
      if (filled(metadata.deletionTimestamp) !== undefined) return [];
      const own = labels(metadata.labels);
      return [
        {
          name: pod.name,
          ordinal,
          revision: own.get("controller-revision-hash"),
          isAdopted: matches(set.selector, own),
          claims: list(mapping(pod.value.spec).volumes).flatMap(
            (volume) => filled(mapping(mapping(volume).persistentVolumeClaim).claimName) ?? [],
          ),
        },
      ];
    })
    .sort((one, other) => one.ordinal - other.ordinal);
}

/** The claim of that name that a cluster holds beside the set. */
export function claimThere(name: string, set: StatefulSetView, cluster: Release): Manifest | undefined {
  const claim = cluster.named("PersistentVolumeClaim", name, set.manifest);
  return claim.state === "found" && isOfCluster(claim.it) ? claim.it : undefined;
}

/**
 * Whether an object was listed by a cluster, and is no manifest that somebody applies: it has what only a cluster sets, some of
 * which is left where somebody took the rest away (`kubectl neat`).
 */
export function isOfCluster({ value }: Manifest): boolean {
  const metadata = mapping(value.metadata);
  if (filled(metadata.uid) !== undefined || isMapping(value.status)) return true;
  return (
    labels(metadata.annotations).has("pv.kubernetes.io/bind-completed") ||
    labels(metadata.labels).has("statefulset.kubernetes.io/pod-name")
  );
}
