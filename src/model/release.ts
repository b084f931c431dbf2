import type { Manifest } from "../read/document.ts";
import { type Lookup, lookup } from "./lookup.ts";
import { instanceOf, together } from "./namespace.ts";
import { type Autoscaler, type Budget, isHelmTest, readAutoscaler, readBudget } from "./neighbours.ts";
import { type Labels, matches } from "./selector.ts";
import { readService, type Service } from "./service.ts";
import { StatefulSetView } from "./statefulset.ts";
import { readWorkload, type Workload, workloadKinds } from "./workload.ts";

/** Kinds that some rule reads; documents of all other kinds are never parsed. */
const usedKinds: ReadonlySet<string> = new Set([
  ...workloadKinds,
  "Service",
  "PodDisruptionBudget",
  "HorizontalPodAutoscaler",
  "ScaledObject",
  "PersistentVolumeClaim",
  "ConfigMap",
  "Secret",
  "NetworkPolicy",
  "ServiceMonitor",
]);

/** Whether a document that says it is of this kind is worth parsing: a List may hold anything. */
export function isUsedKind(kind: string): boolean {
  return usedKinds.has(kind) || kind.endsWith("List");
}

/**
 * The manifests of one release and how they relate. Resources of `helm test` hooks are left out.
 * Every look-up is within the namespace of whoever asks, and an absent namespace matches any: charts that leave
 * it out mean the release's.
 */
export class Release {
  readonly manifests: readonly Manifest[];
  readonly statefulSets: readonly StatefulSetView[];
  readonly #byKind = new Map<string, Manifest[]>();
  #services: readonly Service[] | undefined;
  #workloads: readonly Workload[] | undefined;
  #budgets: readonly Budget[] | undefined;
  #autoscalers: readonly Autoscaler[] | undefined;

  constructor(manifests: readonly Manifest[]) {
    this.manifests = manifests.filter((manifest) => isOfKubernetes(manifest) && !isHelmTest(manifest));
    for (const manifest of this.manifests) {
      const same = this.#byKind.get(manifest.kind);
      if (same === undefined) this.#byKind.set(manifest.kind, [manifest]);
      else same.push(manifest);
    }
    this.statefulSets = this.ofKind("StatefulSet").map((manifest) => new StatefulSetView(manifest, this));
  }

  ofKind(kind: string): readonly Manifest[] {
    return this.#byKind.get(kind) ?? [];
  }

  get services(): readonly Service[] {
    this.#services ??= this.ofKind("Service").map(readService);
    return this.#services;
  }

  /** Everything that makes pods, StatefulSets included. */
  get workloads(): readonly Workload[] {
    this.#workloads ??= this.manifests.flatMap((manifest) => readWorkload(manifest) ?? []);
    return this.#workloads;
  }

  get budgets(): readonly Budget[] {
    this.#budgets ??= this.ofKind("PodDisruptionBudget").map(readBudget);
    return this.#budgets;
  }

  get autoscalers(): readonly Autoscaler[] {
    this.#autoscalers ??= [...this.ofKind("HorizontalPodAutoscaler"), ...this.ofKind("ScaledObject")].map(
      readAutoscaler,
    );
    return this.#autoscalers;
  }

  /** The resource of that kind and name beside `asker`; of several, those with the asker's own namespace and instance. */
  named(kind: string, name: string, asker: Manifest): Lookup<Manifest> {
    return lookup(
      closest(
        this.ofKind(kind).filter((manifest) => manifest.name === name && together(manifest, asker)),
        asker,
      ),
    );
  }

  serviceNamed(name: string, asker: Manifest): Lookup<Service> {
    const candidates = this.services.filter((service) => service.name === name && together(service.manifest, asker));
    const near = closest(
      candidates.map((service) => service.manifest),
      asker,
    );
    return lookup(candidates.filter((service) => near.includes(service.manifest)));
  }

  /** The other workloads beside `asker` whose pods carry labels that a test accepts. */
  workloadsWhere(asker: Manifest, accepts: (podLabels: Labels) => boolean): readonly Workload[] {
    return this.workloads.filter((workload) => together(workload.manifest, asker) && accepts(workload.pod.labels));
  }

  budgetsFor(podLabels: Labels, asker: Manifest): readonly Budget[] {
    return this.budgets.filter(
      ({ manifest, selector }) => selector !== undefined && together(manifest, asker) && matches(selector, podLabels),
    );
  }

  autoscalersOf(workload: Manifest): readonly Autoscaler[] {
    return this.autoscalers.filter(
      ({ manifest, target }) =>
        target.kind === workload.kind && target.name === workload.name && together(manifest, workload),
    );
  }
}

/** API groups whose kinds are meant here, in any version: an apps.kruise.io StatefulSet is another thing. */
const groups: ReadonlySet<string> = new Set([
  "",
  "apps",
  "batch",
  "policy",
  "autoscaling",
  "extensions",
  "networking.k8s.io",
  "keda.sh",
  "monitoring.coreos.com",
]);

function isOfKubernetes({ apiVersion }: Manifest): boolean {
  const slash = apiVersion.indexOf("/");
  return groups.has(slash === -1 ? "" : apiVersion.slice(0, slash));
}

/** Of several resources of one name, those that stand nearest: the same namespace as written, then the same instance. */
function closest(candidates: readonly Manifest[], asker: Manifest): readonly Manifest[] {
  if (candidates.length < 2) return candidates;
  const near = narrowed(candidates, (manifest) => manifest.namespace === asker.namespace);
  return narrowed(near, (manifest) => instanceOf(manifest) === instanceOf(asker));
}

function narrowed(candidates: readonly Manifest[], fits: (manifest: Manifest) => boolean): readonly Manifest[] {
  const fitting = candidates.filter(fits);
  return fitting.length === 0 ? candidates : fitting;
}
