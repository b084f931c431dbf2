import type { Manifest } from "../read/document.ts";
import type { Path } from "../read/path.ts";
import { type ConfigurationText, configurationOf } from "./configuration.ts";
import { type Fields, filled, integer, isMapping, labels, mapping, text } from "./fields.ts";
import { type KnownWorkload, knownWorkload } from "./known-workload.ts";
import type { Lookup } from "./lookup.ts";
import { together } from "./namespace.ts";
import { type Autoscaler, type Budget, type ClaimSpec, readClaimSpec } from "./neighbours.ts";
import { type PeerReference, peerReferences } from "./peers.ts";
import { type Container, entries, optional, type Pod, type Port, readPod, type Volume } from "./pod.ts";
import type { Release } from "./release.ts";
import { type Labels, labelSelector, meets, type Requirement, type Selector } from "./selector.ts";
import type { Service } from "./service.ts";

/** An entry of volumeClaimTemplates. */
export interface ClaimTemplate extends ClaimSpec {
  readonly path: Path;
  readonly name: string;
  readonly labels: Labels;
  readonly annotations: Labels;
}

/** How template changes reach the pods, with Kubernetes' defaults (apps/v1 SetDefaults_StatefulSet). */
export interface UpdateStrategy {
  readonly type: string;
  /** Whether a `rollingUpdate` block is written, be it empty. */
  readonly hasRollingUpdate: boolean;
  /** An index from 0, not an ordinal (kubernetes/kubernetes#128529); 0 where unset. */
  readonly partition: number;
  /** As written: a count or a percentage. */
  readonly maxUnavailable?: number | string;
}

/** What becomes of the claims; Retain where unset. */
export interface RetentionPolicy {
  readonly whenDeleted: string;
  readonly whenScaled: string;
}

/** Labels that the controller adds to each pod (stateful_set_utils.go newStatefulSetPod, setPodRevision). */
const podNameLabel = "statefulset.kubernetes.io/pod-name";
const podIndexLabel = "apps.kubernetes.io/pod-index";
const revisionLabel = "controller-revision-hash";

/** One StatefulSet with Kubernetes' defaults applied and its relations at hand. Every rule reads this, none derives it again. */
export class StatefulSetView {
  readonly manifest: Manifest;
  readonly release: Release;
  readonly name: string;
  readonly spec: Fields;
  readonly pod: Pod;
  readonly selector: Selector;
  /** Absent where unset or empty. */
  readonly serviceName: string | undefined;
  /** As written, 1 where unset. */
  readonly replicas: number;
  /** The ordinal of the first pod; 0 where unset. */
  readonly firstOrdinal: number;
  readonly podManagementPolicy: string;
  readonly strategy: UpdateStrategy;
  readonly minReadySeconds: number;
  readonly retention: RetentionPolicy;
  readonly claimTemplates: readonly ClaimTemplate[];
  #autoscalers: readonly Autoscaler[] | undefined;
  #services: readonly Service[] | undefined;
  #configuration: readonly ConfigurationText[] | undefined;
  #peers: readonly PeerReference[] | undefined;
  #known: KnownWorkload | null | undefined;

  constructor(manifest: Manifest, release: Release) {
    const spec = mapping(manifest.value.spec);
    this.manifest = manifest;
    this.release = release;
    this.name = manifest.name;
    this.spec = spec;
    this.pod = readPod(spec.template, ["spec", "template"]);
    this.selector = labelSelector(spec.selector);
    this.serviceName = filled(spec.serviceName);
    this.replicas = Math.max(0, integer(spec.replicas) ?? 1);
    this.firstOrdinal = Math.max(0, integer(mapping(spec.ordinals).start) ?? 0);
    this.podManagementPolicy = filled(spec.podManagementPolicy) ?? "OrderedReady";
    this.strategy = readStrategy(mapping(spec.updateStrategy));
    this.minReadySeconds = Math.max(0, integer(spec.minReadySeconds) ?? 0);
    const retention = mapping(spec.persistentVolumeClaimRetentionPolicy);
    this.retention = {
      whenDeleted: filled(retention.whenDeleted) ?? "Retain",
      whenScaled: filled(retention.whenScaled) ?? "Retain",
    };
    this.claimTemplates = entries(spec.volumeClaimTemplates, ["spec", "volumeClaimTemplates"]).map(
      ({ fields, path }) => ({
        path,
        name: text(mapping(fields.metadata).name) ?? "",
        labels: labels(mapping(fields.metadata).labels),
        annotations: labels(mapping(fields.metadata).annotations),
        ...readClaimSpec(fields.spec),
      }),
    );
  }

  get containers(): readonly Container[] {
    return this.pod.containers;
  }

  /** Containers that run as long as the pod: regular ones and sidecars. */
  get runningContainers(): readonly Container[] {
    return this.pod.containers.filter(({ kind }) => kind !== "init");
  }

  get volumes(): readonly Volume[] {
    return this.pod.volumes;
  }

  /** Every port that a running container declares. */
  get ports(): readonly Port[] {
    return this.runningContainers.flatMap(({ ports }) => ports);
  }

  get autoscalers(): readonly Autoscaler[] {
    this.#autoscalers ??= this.release.autoscalersOf(this.manifest);
    return this.#autoscalers;
  }

  /** The most replicas that the manifests allow for: as written, or an autoscaler's maximum where that is more. */
  get maxReplicas(): number {
    return this.autoscalers.reduce((most, { maxReplicas }) => Math.max(most, maxReplicas ?? most), this.replicas);
  }

  /** Every ordinal that it can have lies below this one; scaled to zero it still counts its first. */
  get endOrdinal(): number {
    return this.firstOrdinal + Math.max(this.maxReplicas, 1);
  }

  /** Ordinals run from `firstOrdinal`; `index` counts from 0. */
  podName(index: number): string {
    return `${this.name}-${this.firstOrdinal + index}`;
  }

  /** The claim that a pod's claim template makes or finds again (stateful_set_utils.go getPersistentVolumeClaimName). */
  claimName(template: string, index: number): string {
    return `${template}-${this.podName(index)}`;
  }

  /**
   * A pod's stable DNS name as far as the manifests tell it, without the cluster's domain; undefined without a
   * serviceName: then no name is published.
   */
  dnsName(index: number, namespace = this.manifest.namespace): string | undefined {
    if (this.serviceName === undefined) return undefined;
    return [this.podName(index), this.serviceName, ...(namespace === undefined ? [] : [namespace, "svc"])].join(".");
  }

  get governingService(): Lookup<Service> {
    return this.serviceName === undefined
      ? { state: "not-in-input" }
      : this.release.serviceNamed(this.serviceName, this.manifest);
  }

  /** The Services beside it whose selector fits at least one of its pods. */
  get services(): readonly Service[] {
    this.#services ??= this.release.services.filter(
      ({ manifest, selector }) =>
        selector !== undefined && together(manifest, this.manifest) && this.isSelectedBy(selector),
    );
    return this.#services;
  }

  get budgets(): readonly Budget[] {
    return this.release.budgetsFor(this.pod.labels, this.manifest);
  }

  /** Whether a selector fits at least one of its pods, with the labels that the controller adds. */
  isSelectedBy(selector: Selector): boolean {
    return selector.requirements.every((requirement) => this.unmet(requirement) === undefined);
  }

  /** Why none of its pods meets a requirement: the key is absent from their labels, or has another value there. */
  unmet(requirement: Requirement): "absent" | "different" | undefined {
    const { key, operator, values } = requirement;
    if (key === revisionLabel) return undefined;
    if (key === podNameLabel || key === podIndexLabel) {
      if (operator === "DoesNotExist") return "different";
      if (operator !== "In") return undefined;
      return values.some((value) => this.#isOwn(key, value)) ? undefined : "different";
    }
    if (meets(requirement, this.pod.labels)) return undefined;
    return this.pod.labels.has(key) ? "different" : "absent";
  }

  #isOwn(key: string, value: string): boolean {
    const ordinal =
      key === podIndexLabel ? value : value.startsWith(`${this.name}-`) ? value.slice(this.name.length + 1) : "";
    if (!/^(0|[1-9]\d{0,8})$/.test(ordinal)) return false;
    const index = Number(ordinal) - this.firstOrdinal;
    return index >= 0 && index < Math.max(this.maxReplicas, 1);
  }

  /** The PersistentVolumeClaims that its volumes name, each found in the input, not in it, or ambiguous. */
  get namedClaims(): readonly {
    readonly volume: Volume;
    readonly claimName: string;
    readonly claim: Lookup<Manifest>;
  }[] {
    return this.volumes.flatMap((volume) => {
      const claimName = filled(mapping(volume.value.persistentVolumeClaim).claimName);
      if (claimName === undefined) return [];
      return [{ volume, claimName, claim: this.release.named("PersistentVolumeClaim", claimName, this.manifest) }];
    });
  }

  /** What configures its containers: env, args, commands, and the ConfigMaps and Secrets they read that are in the input. */
  get configuration(): readonly ConfigurationText[] {
    this.#configuration ??= configurationOf(this);
    return this.#configuration;
  }

  /** Every mention of one of its own pods by name in its configuration. */
  get peers(): readonly PeerReference[] {
    this.#peers ??= peerReferences(this);
    return this.#peers;
  }

  /** The software it runs, where an image or a command gives it away. */
  get known(): KnownWorkload | undefined {
    if (this.#known === undefined) this.#known = knownWorkload(this.containers) ?? null;
    return this.#known ?? undefined;
  }

  /** Whether it keeps data: claim templates, or volumes that name a claim. */
  get isPersistent(): boolean {
    return this.claimTemplates.length > 0 || this.namedClaims.length > 0;
  }
}

function readStrategy(strategy: Fields): UpdateStrategy {
  const block = strategy.rollingUpdate;
  const fields = mapping(block);
  const maximum = fields.maxUnavailable;
  return {
    type: filled(strategy.type) ?? "RollingUpdate",
    hasRollingUpdate: isMapping(block),
    partition: Math.max(0, integer(fields.partition) ?? 0),
    ...optional("maxUnavailable", typeof maximum === "number" || typeof maximum === "string" ? maximum : undefined),
  };
}
