import type { DefaultsOptions } from "../model/defaults.ts";
import { type Fields, mapping } from "../model/fields.ts";
import { type FeatureGates, type Minor, versionOf } from "../model/kubernetes-version.ts";
import { ownCopy } from "../model/own-copy.ts";
import { maxReplicas, nameOf, tooMany, typeOfSet, unreadableAsSet } from "./acceptable-set.ts";
import { Cluster, type Pod, type StoredSet } from "./cluster.ts";
import { readControlledSet } from "./controlled-set.ts";
import { type Action, Controller } from "./controller.ts";
import { notFound, refusalOf } from "./refusal.ts";
import { Revisions } from "./revisions.ts";
import { updateRules } from "./rolling-update.ts";
import { storedSet } from "./stored-set.ts";
import type { Wait } from "./wait.ts";

export interface RolloutOptions {
  /** A version such as `1.36`; the newest known unless given. An unknown one throws KubernetesVersionError. */
  readonly kubernetesVersion?: string;
  /** Feature gates as the cluster has them; others are at the version's default. */
  readonly featureGates?: FeatureGates;
  /** Whether a pod becomes ready, called once a step for each pod that is not; every pod does unless given. */
  readonly becomesReady?: (pod: {
    readonly name: string;
    readonly revision: string;
    readonly template: Fields;
  }) => boolean;
}

/** What one action led to, until nothing moved any more. */
export interface Step {
  /** The API server's message where it refused; then nothing else happened and the lists are empty. */
  readonly refused?: string;
  /** What was done before any pod moved on, one batch after the other; sorted inside a batch. */
  readonly batches: readonly (readonly Action[])[];
  /** The pods at rest, by name. */
  readonly pods: readonly { readonly name: string; readonly revision: string; readonly ready: boolean }[];
  /** The claims at rest, by name, with the owner that the retention policy gave them. */
  readonly claims: readonly {
    readonly name: string;
    readonly owner?: { readonly kind: string; readonly name: string };
  }[];
  /** Some pod is not ready at rest. */
  readonly stuck: boolean;
}

/** A pod that is created more often than this in one step goes in circles, as some broken pods under Parallel do. */
const maxCreations = 4;

/**
 * The StatefulSet controller of one namespace as a state machine: apply sets, delete pods and sets, and see what it
 * does, in batches between which the kubelet ends the deleted pods and makes the others ready.
 * Faithful to kube-controller-manager 1.37.1; older versions differ by feature gates and {@link updateRules}.
 */
export class Rollout {
  readonly #cluster = new Cluster();
  readonly #revisions = new Revisions();
  readonly #defaults: DefaultsOptions & { readonly minor: Minor };
  readonly #becomesReady: NonNullable<RolloutOptions["becomesReady"]>;
  readonly #controller: Controller;
  /** Pods that a cluster showed as not ready, by uid. */
  readonly #broken = new Set<number>();
  #latest = "";
  #waits: Wait[] = [];

  constructor(options: RolloutOptions = {}) {
    this.#defaults = defaultsOf(options);
    this.#becomesReady = options.becomesReady ?? (() => true);
    this.#controller = new Controller(
      this.#cluster,
      this.#revisions,
      updateRules(this.#defaults.minor, this.#defaults.featureGates),
    );
  }

  /** Why the controller of each set rests without being done; empty where it is done. */
  get waits(): readonly Wait[] {
    return this.#waits;
  }

  /** Creates the StatefulSet, or updates the one of its name, as the API server lets it. */
  apply(manifest: unknown): Step {
    const stored = this.#cluster.sets.get(nameOf(manifest));
    const refused =
      unreadableAsSet(manifest) ?? refusalOf(mapping(manifest), stored?.manifest, this.#defaults)?.message;
    return refused === undefined ? this.restore(manifest) : refusal(refused);
  }

  /** As {@link apply}, for a set that the cluster holds already or is to hold whatever admission says. */
  restore(manifest: unknown): Step {
    const unreadable = unreadableAsSet(manifest);
    if (unreadable !== undefined) return refusal(unreadable);
    const stored = this.#cluster.sets.get(nameOf(manifest));
    // Whoever applies an object may change it and apply it again.
    const kept = ownCopy(mapping(manifest));
    const set = readControlledSet(storedSet({ ...kept, ...typeOfSet }, this.#defaults, stored?.manifest));
    const refused = tooMany(set.replicas);
    if (refused !== undefined) return refusal(refused);
    this.#latest = set.name;
    if (stored !== undefined) Object.assign(stored, { manifest: kept, set });
    else {
      for (const pod of this.#cluster.pods.values()) pod.settledFor = undefined;
      this.#cluster.sets.set(set.name, {
        uid: this.#cluster.newUid(),
        manifest: kept,
        set,
        currentRevision: undefined,
        currentReplicas: 0,
      });
    }
    return this.#run([]);
  }

  /** As {@link restore}, at once: for a set that came to rest long ago, however its pods were started. */
  settle(manifest: Fields): Step {
    const { podManagementPolicy: _policy, ...spec } = mapping(manifest.spec);
    return this.restore({ ...manifest, spec: { ...spec, podManagementPolicy: "Parallel" } });
  }

  /**
   * Makes the pods what a cluster says they are, after {@link settle}: each with its revision, the newest one where it
   * has the set's own, and ready or not. A pod that is not ready stays so for as long as it lives.
   */
  place(
    set: string,
    pods: readonly { readonly name: string; readonly revision?: string; readonly ready: boolean }[],
  ): void {
    const names = new Map(pods.map((pod) => [pod.name, pod]));
    for (const pod of [...this.#cluster.pods.values()]) {
      const live = names.get(pod.name);
      if (live === undefined) {
        this.#cluster.pods.delete(pod.name);
        continue;
      }
      const revision =
        live.revision === undefined
          ? undefined
          : this.#revisions.of(set, { metadata: { annotations: { "controller-revision-hash": live.revision } } });
      // Another object of that name: what the pod is cannot change, so a new one takes its place.
      this.#cluster.pods.set(pod.name, {
        ...pod,
        ...(revision === undefined ? {} : { revision: revision.id, template: revision.template }),
        started: live.ready,
        ready: live.ready,
        settledFor: undefined,
      });
      if (!live.ready) this.#broken.add(pod.uid);
    }
  }

  /** Deletes a pod by hand. */
  deletePod(name: string): Step {
    const pod = this.#cluster.pods.get(name);
    if (pod === undefined) return refusal(notFound("pods", name));
    pod.terminating = true;
    return this.#run([{ do: "delete", pod: name, revision: this.#revisions.nameOf(pod.revision) }]);
  }

  /**
   * Deletes the set that was applied last, or the one of `name`: with its pods (background deletion), or without them
   * (`orphan`, as `kubectl delete --cascade=orphan`).
   */
  deleteSet(options: { readonly orphan?: boolean; readonly name?: string } = {}): Step {
    const name = options.name ?? this.#latest;
    const stored = this.#cluster.sets.get(name);
    if (stored === undefined) return refusal(notFound("statefulsets.apps", name));
    this.#cluster.sets.delete(name);
    return options.orphan === true ? this.#orphanDependents(stored) : this.#deleteDependents(stored);
  }

  #orphanDependents(stored: StoredSet): Step {
    for (const pod of this.#cluster.podsOf(stored)) Object.assign(pod, { owner: undefined, settledFor: undefined });
    for (const claim of this.#cluster.claims.values()) if (claim.owner?.uid === stored.uid) claim.owner = undefined;
    return this.#run([]);
  }

  #deleteDependents(stored: StoredSet): Step {
    const deleted: Action[] = [];
    for (const pod of this.#cluster.podsOf(stored)) {
      if (!pod.terminating)
        deleted.push({ do: "delete", pod: pod.name, revision: this.#revisions.nameOf(pod.revision) });
      pod.terminating = true;
    }
    this.#cluster.collectGarbage(new Set([stored.uid]));
    return this.#run(deleted);
  }

  /** Lets the controller and the kubelet take turns until neither has anything left to do. */
  #run(first: readonly Action[]): Step {
    const batches: Action[][] = [];
    const creations = new Map<string, number>();
    const judged = new Map<Pod, boolean>();
    let batch = [...first];
    for (;;) {
      batch.push(...this.#reconcile());
      if (batch.length > 0) batches.push(batch.sort(byText));
      const circling = batch.find((action) => action.do === "create" && counted(creations, action.pod) > maxCreations);
      if (circling !== undefined) {
        this.#waits = [{ reason: "endless", pod: circling.pod }];
        break;
      }
      if (!this.#kubelet(judged)) break;
      batch = [];
    }
    return this.#rest(batches);
  }

  /** Syncs every set until none changes anything. */
  #reconcile(): Action[] {
    const actions: Action[] = [];
    this.#waits = [];
    for (const stored of this.#cluster.sets.values()) {
      let sync = this.#controller.sync(stored);
      // Each sync that changes something moves at least one pod or claim; the limit is for sets that fight over one.
      for (let left = 8 * (maxReplicas + this.#cluster.pods.size); sync.changed && left > 0; left--) {
        actions.push(...sync.actions);
        sync = this.#controller.sync(stored);
      }
      actions.push(...sync.actions);
      if (sync.wait !== undefined) this.#waits.push(sync.wait);
    }
    return actions;
  }

  /** The stand-in for the kubelet: deleted pods end, the others become ready or never do. */
  #kubelet(judged: Map<Pod, boolean>): boolean {
    const ended = new Set<number>();
    let moved = false;
    for (const pod of [...this.#cluster.pods.values()]) {
      if (pod.terminating) {
        this.#cluster.pods.delete(pod.name);
        ended.add(pod.uid);
        moved = true;
      } else if (!pod.ready) {
        const { name, template } = pod;
        const revision = this.#revisions.nameOf(pod.revision);
        const becomes =
          !this.#broken.has(pod.uid) && (judged.get(pod) ?? this.#becomesReady({ name, revision, template }));
        judged.set(pod, becomes);
        pod.started = true;
        pod.ready = becomes;
        moved ||= becomes;
      }
    }
    this.#cluster.collectGarbage(ended);
    return moved;
  }

  #rest(batches: readonly (readonly Action[])[]): Step {
    const pods = [...this.#cluster.pods.values()].sort(byName);
    return {
      batches,
      pods: pods.map(({ name, revision, ready }) => ({ name, revision: this.#revisions.nameOf(revision), ready })),
      claims: [...this.#cluster.claims.values()]
        .sort(byName)
        .map(({ name, owner }) =>
          owner === undefined ? { name } : { name, owner: { kind: owner.kind, name: owner.name } },
        ),
      stuck: pods.some((pod) => !pod.ready),
    };
  }
}

/** For which server a Rollout applies defaults. Throws KubernetesVersionError for a version that is not known. */
export function defaultsOf({
  kubernetesVersion,
  featureGates,
}: RolloutOptions): DefaultsOptions & { readonly minor: Minor } {
  return versionOf(kubernetesVersion, featureGates);
}

function refusal(refused: string): Step {
  return { refused, batches: [], pods: [], claims: [], stuck: false };
}

function counted(counts: Map<string, number>, key: string): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

function byText(a: Action, b: Action): number {
  return a.do === b.do ? byName({ name: a.pod }, { name: b.pod }) : a.do < b.do ? -1 : 1;
}
