import type { Document, Manifest } from "../read/document.ts";
import { type Path, valueAt } from "../read/path.ts";
import { isAddedByOther } from "./added-labels.ts";
import { type ConfigurationText, configurationOf } from "./configuration.ts";
import { type Fields, filled, has, integer, mapping } from "./fields.ts";
import type { HeldItems } from "./held-items.ts";
import { kindNamed } from "./kinds.ts";
import { type KnownWorkload, knownWorkload } from "./known-workload.ts";
import type { Lookup } from "./lookup.ts";
import { type Autoscaler, type Budget, type DataText, readClaimSpec } from "./neighbours.ts";
import type { Container, Mount, Pod, Port, Volume } from "./pod.ts";
import { type ObjectReference, referencesOf } from "./references.ts";
import { hasSelector, labelSelector, mapSelector, meets, type Requirement, type Selector } from "./selector.ts";
import type { Service } from "./service.ts";
import type { Tries } from "./tries.ts";

/**
 * What a workload may ask of the release that it belongs to. Every look-up is within the namespace of whoever asks, and
 * an absent namespace matches any: charts that leave it out mean the release's.
 */
export interface Surroundings {
  readonly documents: readonly Document[];
  /** Whether only a part of the release is known: what is not in it may then stand in what was not given. */
  readonly isPart: boolean;
  readonly manifests: readonly Manifest[];
  readonly services: readonly Service[];
  /** How often its selectors may still be tried on its pods. What asks who selects whom throws `TooManyToTry` behind that. */
  readonly tries: Tries;
  /** The Services and the budgets beside a workload whose selector fits pods of it, in the order of the release. */
  servicesSelecting(workload: Workload): HeldItems<Service>;
  budgetsSelecting(workload: Workload): HeldItems<Budget>;
  /** The controllers whose selector fits pods of a workload, in whichever namespace. */
  workloadsSelecting(workload: Workload): Iterable<Workload>;
  /** Everything that makes pods. */
  readonly workloads: readonly Workload[];
  ofKind(kind: string): readonly Manifest[];
  /** The resource of that kind and name beside `asker`; of several, those with the asker's own namespace and instance. */
  named(kind: string, name: string, asker: Manifest): Lookup<Manifest>;
  serviceNamed(name: string, asker: Manifest): Lookup<Service>;
  /** In whatever namespaces. */
  servicesOfName(name: string): readonly Service[];
  autoscalersOf(workload: Manifest): readonly Autoscaler[];
  /** The texts of a ConfigMap or Secret of this release. */
  dataOf(manifest: Manifest): readonly DataText[];
  /** The pod (or pod template) `value` that stands at `path` of its manifest. */
  podOf(value: unknown, path: Path): Pod;
  /** The workloads beside `asker` of which a selector fits at least one pod, with the labels that controllers add. */
  workloadsSelectedBy(selector: Selector | undefined, asker: Manifest): readonly Workload[];
  /** Counts a workload of which something is worked out: see {@link Workload.letGo}. */
  noteDerived(): void;
  /** The answer to a question about the whole release, worked out once: `question` is known by its identity. */
  once<Answer>(question: (release: Surroundings) => Answer): Answer;
}

/** A mount of a container that holds data: its volume is a claim. */
export interface DataMount {
  readonly container: Container;
  readonly mount: Mount;
  /** As far as they are known; empty where the claim is not in the input. */
  readonly accessModes: readonly string[];
  /** A raw device: nobody mounts a file system of it. */
  readonly isBlock: boolean;
}

/** A volume that names a PersistentVolumeClaim. */
export interface NamedClaim {
  readonly volume: Volume;
  readonly claimName: string;
  readonly claim: Lookup<Manifest>;
}

export type ClaimFacts = Pick<DataMount, "accessModes" | "isBlock">;

/** What was worked out of a workload and can be worked out again: among thousands it is let go once it was asked for. */
class Derived {
  autoscalers: readonly Autoscaler[] | undefined;
  services: HeldItems<Service> | undefined;
  budgets: HeldItems<Budget> | undefined;
  configuration: readonly ConfigurationText[] | undefined;
  software: KnownWorkload | null | undefined;
  runningContainers: readonly Container[] | undefined;
  ports: readonly Port[] | undefined;
  volumesByName: ReadonlyMap<string, Volume> | undefined;
  maxReplicas: number | undefined;
  namedClaims: readonly NamedClaim[] | undefined;
  dataMounts: readonly DataMount[] | undefined;
  references: readonly ObjectReference[] | undefined;
}

/** Anything that makes pods, with what surrounds it: what rules about pods read. A StatefulSet is one too. */
export class Workload {
  readonly manifest: Manifest;
  readonly release: Surroundings;
  readonly kind: string;
  readonly name: string;
  /** As written; absent where the field is absent or the kind has none. */
  readonly replicas: number | undefined;
  #spec: Fields | undefined;
  #pod: Pod | undefined;
  #derived: Derived | undefined;

  constructor(manifest: Manifest, release: Surroundings) {
    this.manifest = manifest;
    this.release = release;
    this.kind = manifest.kind;
    this.name = manifest.name;
    this.replicas = integer(mapping(manifest.value.spec).replicas);
  }

  get spec(): Fields {
    this.#spec ??= mapping(this.manifest.value.spec);
    return this.#spec;
  }

  get pod(): Pod {
    if (this.#pod === undefined) {
      const template = kindNamed(this.kind)?.podTemplate ?? [];
      this.#pod = this.release.podOf(valueAt(this.manifest.value, template), template);
    }
    return this.#pod;
  }

  get #kept(): Derived {
    if (this.#derived === undefined) {
      this.#derived = new Derived();
      this.release.noteDerived();
    }
    return this.#derived;
  }

  /** Lets go what was worked out; whoever asks again has it worked out again. */
  letGo(): void {
    this.#derived = undefined;
    this.#pod?.letGo();
    this.#spec = this.#pod = undefined;
  }

  /** Lets go its value, too, where its document can be read again: whoever asks for it pays for that. */
  forget(): void {
    this.letGo();
    this.manifest.document.forget();
  }

  /** What the controller claims as its own; absent for a Pod and for a Job without a selector of its own. */
  get selector(): Selector | undefined {
    return selectorOf(this.kind, this.spec);
  }

  get containers(): readonly Container[] {
    return this.pod.containers;
  }

  /** Containers that run as long as the pod: regular ones and sidecars. */
  get runningContainers(): readonly Container[] {
    const derived = this.#kept;
    derived.runningContainers ??= this.pod.containers.filter(({ kind }) => kind !== "init");
    return derived.runningContainers;
  }

  /** The volumes that its pods have. */
  get volumes(): readonly Volume[] {
    return this.pod.volumes;
  }

  /** The volume of a name, the first where several have it; undefined where none has. Each mount asks, so it is looked up. */
  volumeNamed(name: string | undefined): Volume | undefined {
    const derived = this.#kept;
    derived.volumesByName ??= new Map(this.volumes.map((volume) => [volume.name, volume] as const).reverse());
    return name === undefined ? undefined : derived.volumesByName.get(name);
  }

  /** Every port that a running container declares. */
  get ports(): readonly Port[] {
    const derived = this.#kept;
    derived.ports ??= this.runningContainers.flatMap(({ ports }) => ports);
    return derived.ports;
  }

  get autoscalers(): readonly Autoscaler[] {
    const derived = this.#kept;
    derived.autoscalers ??= this.release.autoscalersOf(this.manifest);
    return derived.autoscalers;
  }

  /** The most replicas that the manifests allow for: as written, or an autoscaler's maximum where that is more. */
  get maxReplicas(): number {
    const derived = this.#kept;
    derived.maxReplicas ??= this.autoscalers.reduce(
      (most, { maxReplicas }) => Math.max(most, maxReplicas ?? most),
      Math.max(0, this.replicas ?? 1),
    );
    return derived.maxReplicas;
  }

  /** Where `replicas` is written; undefined where it is left out. */
  get replicasPath(): Path | undefined {
    return has(this.spec, "replicas") ? ["spec", "replicas"] : undefined;
  }

  /** Where the pods' labels stand. */
  get labelsPath(): Path {
    return [...this.pod.path, "metadata", "labels"];
  }

  /** The Services beside it whose selector fits at least one of its pods. */
  get services(): readonly Service[] {
    const derived = this.#kept;
    derived.services ??= this.release.servicesSelecting(this);
    return derived.services.items();
  }

  /** The budgets beside it whose selector fits at least one of its pods. */
  get budgets(): readonly Budget[] {
    const derived = this.#kept;
    derived.budgets ??= this.release.budgetsSelecting(this);
    return derived.budgets.items();
  }

  /** Whether a selector fits at least one of its pods, with the labels that the controller adds. */
  isSelectedBy(selector: Selector): boolean {
    return selector.requirements.every((requirement) => this.unmet(requirement) === undefined);
  }

  /** Why none of its pods meets a requirement: the key is absent from their labels, or has another value there. */
  unmet(requirement: Requirement): "absent" | "different" | undefined {
    const { key, operator } = requirement;
    if (isAddedByOther(this.kind, key)) return operator === "DoesNotExist" ? "different" : undefined;
    if (meets(requirement, this.pod.labels)) return undefined;
    return this.pod.labels.has(key) ? "different" : "absent";
  }

  /** The PersistentVolumeClaims that its volumes name, each found in the input, not in it, or ambiguous. */
  get namedClaims(): readonly NamedClaim[] {
    const derived = this.#kept;
    derived.namedClaims ??= this.volumes.flatMap((volume) => {
      const claimName = filled(mapping(volume.value.persistentVolumeClaim).claimName);
      if (claimName === undefined) return [];
      return [{ volume, claimName, claim: this.release.named("PersistentVolumeClaim", claimName, this.manifest) }];
    });
    return derived.namedClaims;
  }

  /** Where its containers mount claims that can be written. */
  get dataMounts(): readonly DataMount[] {
    const derived = this.#kept;
    derived.dataMounts ??= this.#mountsOf(this.claimsByVolume());
    return derived.dataMounts;
  }

  #mountsOf(claims: ReadonlyMap<string, ClaimFacts>): readonly DataMount[] {
    return this.containers.flatMap((container) =>
      container.mounts.flatMap((mount) => {
        const facts = claims.get(mount.name);
        return facts === undefined ? [] : [{ container, mount, ...facts }];
      }),
    );
  }

  /** The claims behind its volumes, by the volume's name. */
  protected claimsByVolume(): Map<string, ClaimFacts> {
    const claims = new Map<string, ClaimFacts>();
    for (const { volume, claim } of this.namedClaims) {
      if (mapping(volume.value.persistentVolumeClaim).readOnly === true) continue;
      const { accessModes, spec } = readClaimSpec(claim.state === "found" ? claim.it.value.spec : undefined);
      claims.set(volume.name, { accessModes, isBlock: filled(spec.volumeMode) === "Block" });
    }
    return claims;
  }

  /** Every ConfigMap and Secret that the env, envFrom and volumes of its pods name, in that order. */
  get references(): readonly ObjectReference[] {
    const derived = this.#kept;
    derived.references ??= referencesOf(this);
    return derived.references;
  }

  /** What configures its containers: env, args, commands, and the ConfigMaps and Secrets they read that are in the input. */
  get configuration(): readonly ConfigurationText[] {
    const derived = this.#kept;
    derived.configuration ??= configurationOf(this);
    return derived.configuration;
  }

  /** The software it runs, where an image or a command gives it away. */
  get known(): KnownWorkload | undefined {
    const derived = this.#kept;
    if (derived.software === undefined) derived.software = knownWorkload(this.containers) ?? null;
    return derived.software ?? undefined;
  }

  /** Whether it keeps data in a claim. */
  get isPersistent(): boolean {
    return this.namedClaims.length > 0;
  }
}

function selectorOf(kind: string, spec: Fields): Selector | undefined {
  if (kind === "Pod" || !hasSelector(spec)) return undefined;
  return kind === "ReplicationController" ? mapSelector(spec.selector) : labelSelector(spec.selector);
}
