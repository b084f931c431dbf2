import type { Manifest } from "../read/document.ts";
import type { Path } from "../read/path.ts";
import { podIndexLabel, podNameLabel, revisionLabel } from "./added-labels.ts";
import { type Fields, filled, has, integer, isMapping, labels, mapping, text } from "./fields.ts";
import type { Lookup } from "./lookup.ts";
import { type ClaimSpec, readClaimSpec } from "./neighbours.ts";
import { type PeerReference, peerReferences } from "./peers.ts";
import { entries, optional, type Volume } from "./pod.ts";
import { type Labels, labelSelector, type Requirement, type Selector } from "./selector.ts";
import type { Service } from "./service.ts";
import { type ClaimFacts, type Surroundings, Workload } from "./workload.ts";

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

/** What a StatefulSet may ask of its release, the other sets of it too. */
export interface SetSurroundings extends Surroundings {
  readonly statefulSets: readonly StatefulSetView[];
  /** The sets of which a Service selects pods. */
  setsSelectedBy(service: Service): readonly StatefulSetView[];
  /** The sets beside `asker` of which a selector fits at least one pod: also those that an operator made, unlike `workloads`. */
  setsFitting(selector: Selector, asker: Manifest): readonly StatefulSetView[];
  /** The view of a StatefulSet's manifest. */
  setOf(manifest: Manifest): StatefulSetView | undefined;
  once<Answer>(question: (release: SetSurroundings) => Answer): Answer;
}

/** One StatefulSet with Kubernetes' defaults applied and its relations at hand. Every rule reads this, none derives it again. */
export class StatefulSetView extends Workload {
  declare readonly release: SetSurroundings;
  /** Absent where unset or empty. */
  readonly serviceName: string | undefined;
  /** As written, 1 where unset. */
  override readonly replicas: number;
  /** The ordinal of the first pod; 0 where unset. */
  readonly firstOrdinal: number;
  readonly podManagementPolicy: string;
  readonly minReadySeconds: number;
  #claimTemplates: readonly ClaimTemplate[] | undefined;
  #peers: readonly PeerReference[] | undefined;
  #volumes: readonly Volume[] | undefined;
  #governingService: Lookup<Service> | undefined;

  constructor(manifest: Manifest, release: SetSurroundings) {
    super(manifest, release);
    const spec = mapping(manifest.value.spec);
    this.serviceName = filled(spec.serviceName);
    this.replicas = Math.max(0, integer(spec.replicas) ?? 1);
    this.firstOrdinal = Math.max(0, integer(mapping(spec.ordinals).start) ?? 0);
    this.podManagementPolicy = filled(spec.podManagementPolicy) ?? "OrderedReady";
    this.minReadySeconds = Math.max(0, integer(spec.minReadySeconds) ?? 0);
  }

  override get selector(): Selector {
    return labelSelector(this.spec.selector);
  }

  /** Where the first ordinal is written; undefined where it is not, so that pods begin at 0. */
  get startPath(): Path | undefined {
    return has(mapping(this.spec.ordinals), "start") ? ["spec", "ordinals", "start"] : undefined;
  }

  override letGo(): void {
    super.letGo();
    this.#claimTemplates = this.#peers = this.#volumes = this.#governingService = undefined;
  }

  get strategy(): UpdateStrategy {
    return readStrategy(mapping(this.spec.updateStrategy));
  }

  get retention(): RetentionPolicy {
    const { whenDeleted, whenScaled } = mapping(this.spec.persistentVolumeClaimRetentionPolicy);
    return { whenDeleted: filled(whenDeleted) ?? "Retain", whenScaled: filled(whenScaled) ?? "Retain" };
  }

  get claimTemplates(): readonly ClaimTemplate[] {
    this.#claimTemplates ??= readClaimTemplates(this.spec.volumeClaimTemplates);
    return this.#claimTemplates;
  }

  /**
   * Those that its pods have: a volume of a claim template's name gives way to the claim (stateful_set_utils.go
   * updateStorage). `pod.volumes` are all that are written.
   */
  override get volumes(): readonly Volume[] {
    if (this.#volumes === undefined) {
      const taken = new Set(this.claimTemplates.map(({ name }) => name));
      const written = this.pod.volumes;
      this.#volumes = taken.size === 0 ? written : written.filter(({ name }) => !taken.has(name));
    }
    return this.#volumes;
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

  /** Whether one of its pods has a claim of that name from a claim template. */
  makesClaim(claim: string): boolean {
    const dash = claim.lastIndexOf("-");
    const index = /^\d+$/.test(claim.slice(dash + 1)) ? Number(claim.slice(dash + 1)) - this.firstOrdinal : -1;
    if (index < 0 || index >= Math.max(1, this.replicas)) return false;
    return this.claimTemplates.some(({ name }) => name !== undefined && this.claimName(name, index) === claim);
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
    this.#governingService ??=
      this.serviceName === undefined
        ? { state: "not-in-input" }
        : this.release.serviceNamed(this.serviceName, this.manifest);
    return this.#governingService;
  }

  /** Why none of its pods meets a requirement: the key is absent from their labels, or has another value there. */
  override unmet(requirement: Requirement): "absent" | "different" | undefined {
    const { key, operator, values } = requirement;
    if (key === revisionLabel) return undefined;
    if (key === podNameLabel || key === podIndexLabel) {
      if (operator === "DoesNotExist") return "different";
      if (operator !== "In") return undefined;
      return values.some((value) => this.#isOwn(key, value)) ? undefined : "different";
    }
    return super.unmet(requirement);
  }

  /** The ordinals of its pods that a selector names by the labels that only one pod has; undefined where it names none. */
  ordinalsNamedBy({ requirements }: Selector): ReadonlySet<number> | undefined {
    let named: Set<number> | undefined;
    for (const { key, operator, values } of requirements) {
      if ((key !== podNameLabel && key !== podIndexLabel) || operator !== "In") continue;
      const own = values
        .filter((value) => this.#isOwn(key, value))
        .map((value) => Number(/(?<!\d)\d+$/.exec(value)?.[0]));
      const before = named;
      named = new Set(before === undefined ? own : own.filter((ordinal) => before.has(ordinal)));
    }
    return named;
  }

  #isOwn(key: string, value: string): boolean {
    const ordinal =
      key === podIndexLabel ? value : value.startsWith(`${this.name}-`) ? value.slice(this.name.length + 1) : "";
    if (!/^(0|[1-9]\d{0,8})$/.test(ordinal)) return false;
    const index = Number(ordinal) - this.firstOrdinal;
    return index >= 0 && index < Math.max(this.maxReplicas, 1);
  }

  /** Every mention of one of its own pods by name in its configuration. */
  get peers(): readonly PeerReference[] {
    this.#peers ??= peerReferences(this);
    return this.#peers;
  }

  /** Whether it keeps data: claim templates, or volumes that name a claim. */
  override get isPersistent(): boolean {
    return this.claimTemplates.length > 0 || super.isPersistent;
  }

  /** A claim template's volume replaces a volume of its name (stateful_set_utils.go updateStorage). */
  protected override claimsByVolume(): Map<string, ClaimFacts> {
    const claims = super.claimsByVolume();
    for (const { name, accessModes, spec } of this.claimTemplates)
      claims.set(name, { accessModes, isBlock: filled(spec.volumeMode) === "Block" });
    return claims;
  }
}

/** Most sets have none: thousands of them share it. */
const noTemplates: readonly ClaimTemplate[] = Object.freeze([]);

function readClaimTemplates(written: unknown): readonly ClaimTemplate[] {
  const templates = entries(written, ["spec", "volumeClaimTemplates"]);
  if (templates.length === 0) return noTemplates;
  return templates.map(({ fields, path }) => ({
    path,
    name: text(mapping(fields.metadata).name) ?? "",
    labels: labels(mapping(fields.metadata).labels),
    annotations: labels(mapping(fields.metadata).annotations),
    ...readClaimSpec(fields.spec),
  }));
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
