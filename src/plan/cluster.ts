import type { Fields } from "../model/fields.ts";
import type { Labels } from "../model/selector.ts";
import type { ControlledSet } from "./controlled-set.ts";

/** One pod object. It is created pending, may become ready, and stays until the kubelet has ended it. */
export interface Pod {
  /** Tells a pod from an earlier one of the same name. */
  readonly uid: number;
  readonly name: string;
  readonly ordinal: number;
  /** The id of its revision: the pod's label controller-revision-hash. */
  readonly revision: number;
  readonly template: Fields;
  readonly labels: Labels;
  /** The claims that the pod mounts, by volume name; a pod's volumes never change. */
  readonly claims: ReadonlyMap<string, string>;
  /** Its containers were started: no longer pending, whether or not it is ever ready. */
  started: boolean;
  ready: boolean;
  terminating: boolean;
  /** The StatefulSet that controls the pod; undefined for an orphan. */
  owner: number | undefined;
  /** The state of its set with which the pod and its claims were found to agree; saves looking again in each sync. */
  settledFor: ControlledSet | undefined;
}

/** The owner that the retention policy put on a claim. */
export interface ClaimOwner {
  readonly kind: "StatefulSet" | "Pod";
  readonly name: string;
  readonly uid: number;
}

export interface Claim {
  readonly name: string;
  owner: ClaimOwner | undefined;
}

/** A StatefulSet object with the part of its status that the controller reads back. */
export interface StoredSet {
  readonly uid: number;
  /** As it was applied. */
  manifest: Fields;
  set: ControlledSet;
  /** `status.currentRevision`; undefined until the first sync. */
  currentRevision: number | undefined;
  /** `status.currentReplicas`. */
  currentReplicas: number;
}

/** What the API server holds: sets, pods and claims of one namespace, by name. */
export class Cluster {
  readonly sets = new Map<string, StoredSet>();
  readonly pods = new Map<string, Pod>();
  readonly claims = new Map<string, Claim>();
  #uids = 0;

  newUid(): number {
    return ++this.#uids;
  }

  podsOf(owner: StoredSet): Pod[] {
    return [...this.pods.values()].filter((pod) => pod.owner === owner.uid);
  }

  /** The garbage collector, background propagation: what is owned by something gone is deleted. */
  collectGarbage(gone: ReadonlySet<number>): void {
    if (gone.size === 0) return;
    for (const claim of [...this.claims.values()]) {
      if (claim.owner === undefined || !gone.has(claim.owner.uid)) continue;
      this.claims.delete(claim.name);
      for (const pod of this.pods.values()) pod.settledFor = undefined;
    }
  }
}
