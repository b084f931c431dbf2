/*
 * One sync of the StatefulSet controller. Mirrors pkg/controller/statefulset/stateful_set_control.go of Kubernetes 1.37
 * (updateStatefulSet, processReplica, processCondemned, runForAll, slowStartBatch, completeRollingUpdate),
 * stateful_pod_control.go (CreateStatefulPod, UpdateStatefulPod) and stateful_set_utils.go.
 */
import { labels, mapping } from "../model/fields.ts";
import { matches } from "../model/selector.ts";
import { claimsMatchRetention, createMissingClaims, hasStaleClaim, updateClaimOwners } from "./claim-ownership.ts";
import type { Cluster, Pod, StoredSet } from "./cluster.ts";
import { claimName, inOrdinalRange, mountedClaims, parentAndOrdinal, podName } from "./controlled-set.ts";
import type { Replica } from "./replica.ts";
import type { Revision, Revisions } from "./revisions.ts";
import { podsToUpdate, type UpdateRules } from "./rolling-update.ts";
import type { Wait } from "./wait.ts";

/** What the controller did to a pod. */
export interface Action {
  readonly do: "create" | "delete";
  readonly pod: string;
  readonly revision: string;
}

/** What one sync did, and what it left undone. */
export interface Sync {
  readonly actions: readonly Action[];
  /** Whether anything changed, so that the controller is called again. */
  readonly changed: boolean;
  readonly wait: Wait | undefined;
}

export class Controller {
  readonly #cluster: Cluster;
  readonly #revisions: Revisions;
  readonly #rules: UpdateRules;
  #actions: Action[] = [];
  #changed = false;
  #wait: Wait | undefined;

  constructor(cluster: Cluster, revisions: Revisions, rules: UpdateRules) {
    this.#cluster = cluster;
    this.#revisions = revisions;
    this.#rules = rules;
  }

  /** UpdateStatefulSet with adoptOrphanRevisions and getPodsForStatefulSet before it. */
  sync(stored: StoredSet): Sync {
    this.#actions = [];
    this.#changed = false;
    this.#wait = undefined;
    this.#adoptOrphans(stored);
    const update = this.#revisions.of(stored.set.name, stored.set.template);
    const current = this.#revisions.withId(stored.currentRevision) ?? update;
    const pods = this.#cluster.podsOf(stored);
    const existing = pods.filter((pod) => !pod.terminating);
    const status = {
      currentRevision: current.id,
      currentReplicas: existing.filter((pod) => pod.revision === current.id).length,
    };
    status.currentReplicas -= this.#updateStatefulSet(stored, current, update, pods);
    this.#completeRollingUpdate(stored, pods, update, status);
    if (stored.currentRevision !== status.currentRevision || stored.currentReplicas !== status.currentReplicas) {
      Object.assign(stored, status);
      this.#changed = true;
    }
    return { actions: this.#actions, changed: this.#changed, wait: this.#wait };
  }

  /** A pod without an owner whose labels the selector matches and whose name is the set's joins it (ClaimPods). */
  #adoptOrphans(stored: StoredSet): void {
    for (const pod of this.#cluster.pods.values()) {
      if (pod.owner !== undefined || pod.terminating) continue;
      if (parentAndOrdinal(pod.name)?.parent !== stored.set.name) continue;
      if (!matches(stored.set.selector, pod.labels)) continue;
      pod.owner = stored.uid;
      this.#changed = true;
    }
  }

  /** updateStatefulSet; returns how many pods it deleted to update them. */
  #updateStatefulSet(stored: StoredSet, current: Revision, update: Revision, pods: readonly Pod[]): number {
    const { set } = stored;
    const monotonic = !set.burst;
    if (set.strategy === "Recreate" && this.#rules.recreate && this.#recreate(pods, update)) return 0;
    const replicas = this.#replicas(stored, current, update, pods);
    const condemned = pods.filter((pod) => !inOrdinalRange(set, pod.ordinal)).sort((a, b) => b.ordinal - a.ordinal);
    const firstUnavailable =
      replicas.find((replica) => isUnavailable(replica.pod)) ??
      condemned.toReversed().find((pod) => isUnavailable(pod));

    if (this.#runForAll(replicas, monotonic, (replica) => this.#processReplica(stored, replica, monotonic))) return 0;
    for (const pod of condemned) this.#fixClaims(stored, pod);
    const condemn = (pod: Pod) => this.#processCondemned(pod, firstUnavailable, monotonic);
    if (this.#runForAll(condemned, monotonic, condemn)) return 0;
    if (set.strategy === "OnDelete") {
      if (replicas.some(({ pod }) => pod !== undefined && pod.revision !== update.id)) this.#waitFor("on-delete");
      return 0;
    }
    const { targets, wait } = podsToUpdate(set, replicas, update.id, this.#rules);
    if (wait !== undefined) this.#waitFor(wait.reason, wait.pod);
    for (const pod of targets) this.#delete(pod);
    return targets.length;
  }

  /** For each ordinal the pod that exists, or the one to create at the right revision (newVersionedStatefulSetPod). */
  #replicas(stored: StoredSet, current: Revision, update: Revision, pods: readonly Pod[]): Replica[] {
    const { set } = stored;
    const byOrdinal = new Map(pods.map((pod) => [pod.ordinal, pod]));
    const stayOnCurrent =
      set.rollingUpdate !== undefined
        ? set.rollingUpdate.partition
        : set.strategy === "RollingUpdate"
          ? stored.currentReplicas
          : 0;
    return Array.from({ length: set.replicas }, (_, index) => {
      const ordinal = set.start + index;
      const pod = byOrdinal.get(ordinal);
      const revision = index < stayOnCurrent ? current : update;
      return { ordinal, name: podName(set.name, ordinal), revision, pod };
    });
  }

  /** Deletes what is not at the update revision, and is true until none of it is left (KEP-3541). */
  #recreate(pods: readonly Pod[], update: Revision): boolean {
    const old = pods.filter((pod) => pod.revision !== update.id);
    for (const pod of old) if (!pod.terminating) this.#delete(pod);
    return old.length > 0;
  }

  /** Calls `process` for each; true where the sync ends here. */
  #runForAll<T>(items: readonly T[], monotonic: boolean, process: (item: T) => Outcome): boolean {
    if (monotonic) return items.some((item) => process(item) !== "go on");
    // slowStartBatch: batches of 1, 2, 4 …; an error ends it after the batch in which it came up.
    for (let from = 0, size = 1; from < items.length; from += size, size *= 2) {
      const outcomes = items.slice(from, from + size).map(process);
      if (outcomes.includes("error")) return true;
    }
    return false;
  }

  #processReplica(stored: StoredSet, replica: Replica, monotonic: boolean): Outcome {
    const { pod } = replica;
    if (pod === undefined) {
      const created = this.#create(stored, replica);
      return created === "go on" && monotonic ? "stop" : created;
    }
    if (pod.settledFor === stored.set && !pod.terminating) return "go on";
    if (!pod.started) createClaims(this.#cluster, stored, pod, () => this.#touch());
    if (monotonic && pod.terminating) return this.#stop("terminating", pod.name);
    if (monotonic && !pod.ready) return this.#stop("not-ready", pod.name);
    const mounts = storageMatches(stored, pod);
    if (mounts && claimsMatchRetention(this.#cluster, stored, pod)) {
      // Two sets may name one claim (`data` of `a-b`, `data-a` of `b`): then either may change it.
      if (pod.ready && this.#cluster.sets.size === 1) pod.settledFor = stored.set;
      return "go on";
    }
    // UpdateStatefulPod: the claims come first, then the pod, whose volumes the API server never lets change.
    createClaims(this.#cluster, stored, pod, () => this.#touch());
    if (mounts) return "go on";
    this.#waitFor("claims-differ", pod.name);
    return "error";
  }

  /** CreateStatefulPod. */
  #create(stored: StoredSet, { ordinal, name, revision }: Replica): Outcome {
    const { set } = stored;
    if (hasStaleClaim(this.#cluster, stored, { name, ordinal, uid: undefined })) return this.#stop("stale-claim", name);
    createMissingClaims(this.#cluster, stored, ordinal);
    if (this.#cluster.pods.has(name)) {
      this.#waitFor("name-taken", name);
      return "error";
    }
    const claims = new Map(mountedClaims(revision.template));
    for (const template of set.claimTemplates) claims.set(template, claimName(template, set.name, ordinal));
    const pod: Pod = {
      uid: this.#cluster.newUid(),
      name,
      ordinal,
      revision: revision.id,
      template: revision.template,
      labels: labels(mapping(revision.template.metadata).labels),
      claims,
      started: false,
      ready: false,
      terminating: false,
      owner: stored.uid,
      settledFor: undefined,
    };
    this.#cluster.pods.set(name, pod);
    updateClaimOwners(this.#cluster, stored, { name, ordinal, uid: undefined });
    this.#actions.push({ do: "create", pod: name, revision: this.#revisions.nameOf(revision.id) });
    this.#touch();
    return "go on";
  }

  #fixClaims(stored: StoredSet, pod: Pod): void {
    if (claimsMatchRetention(this.#cluster, stored, pod)) return;
    updateClaimOwners(this.#cluster, stored, pod);
    this.#touch();
  }

  #processCondemned(pod: Pod, firstUnavailable: Replica | Pod | undefined, monotonic: boolean): Outcome {
    if (pod.terminating) return monotonic ? this.#stop("terminating", pod.name) : "go on";
    if (monotonic && !pod.ready && pod !== firstUnavailable) return this.#stop("not-ready", firstUnavailable?.name);
    this.#delete(pod);
    return "stop";
  }

  /** completeRollingUpdate: once all pods run the update revision, it is the current one. */
  #completeRollingUpdate(
    { set }: StoredSet,
    pods: readonly Pod[],
    update: Revision,
    status: { currentRevision: number; currentReplicas: number },
  ): void {
    if (set.strategy === "OnDelete") return;
    const updated = pods.filter((pod) => !pod.terminating && pod.revision === update.id).length;
    const ready = pods.filter((pod) => pod.ready).length;
    if (updated !== set.replicas || ready !== set.replicas || pods.length !== set.replicas) return;
    status.currentReplicas = updated;
    status.currentRevision = update.id;
  }

  #delete(pod: Pod): void {
    pod.terminating = true;
    this.#actions.push({ do: "delete", pod: pod.name, revision: this.#revisions.nameOf(pod.revision) });
    this.#touch();
  }

  #stop(reason: Wait["reason"], pod: string | undefined): Outcome {
    this.#waitFor(reason, pod);
    return "stop";
  }

  #waitFor(reason: Wait["reason"], pod?: string): void {
    this.#wait ??= pod === undefined ? { reason } : { reason, pod };
  }

  #touch(): void {
    this.#changed = true;
  }
}

/** `stop` ends the sync where pods go one by one; `error` ends it always. */
type Outcome = "go on" | "stop" | "error";

/** isUnavailable; a pod that does not exist yet is unavailable too. */
export function isUnavailable(pod: Pod | undefined): boolean {
  return pod === undefined || pod.terminating || !pod.ready;
}

/** Whether the pod mounts a claim for each of the set's claim templates (storageMatches). More of them do no harm. */
function storageMatches({ set }: StoredSet, pod: Pod): boolean {
  return set.claimTemplates.every(
    (template) => pod.claims.get(template) === claimName(template, set.name, pod.ordinal),
  );
}

/** createMissingPersistentVolumeClaims, telling where it changed anything. */
function createClaims(cluster: Cluster, stored: StoredSet, pod: Pod, changed: () => void): void {
  const before = cluster.claims.size;
  createMissingClaims(cluster, stored, pod.ordinal);
  if (cluster.claims.size !== before || !claimsMatchRetention(cluster, stored, pod)) changed();
  updateClaimOwners(cluster, stored, pod);
}
