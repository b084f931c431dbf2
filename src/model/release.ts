import type { Document, Manifest } from "../read/document.ts";
import type { Path } from "../read/path.ts";
import { closest } from "./closest.ts";
import { list, mapping } from "./fields.ts";
import { addTo, grouped, groupedBy } from "./grouped.ts";
import type { HeldItems } from "./held-items.ts";
import { isMeant, kinds, makesPods, readingOf } from "./kinds.ts";
import { type Lookup, lookup } from "./lookup.ts";
import { together } from "./namespace.ts";
import {
  type Autoscaler,
  type Budget,
  type DataText,
  dataOf,
  isHelmTest,
  readAutoscaler,
  readBudget,
} from "./neighbours.ts";
import { looksPartial } from "./partial-release.ts";
import type { Pod } from "./pod.ts";
import { Pods } from "./read-pod.ts";
import { Selections } from "./selections.ts";
import type { Selector } from "./selector.ts";
import { PodIndex, SelectorIndex } from "./selector-index.ts";
import { Service } from "./service.ts";
import { setsByLabel } from "./set-index.ts";
import { type SetSurroundings, StatefulSetView } from "./statefulset.ts";
import { Tries } from "./tries.ts";
import { Workload } from "./workload.ts";

/** The resources of one release and how they relate. Those of `helm test` hooks are left out. */
export class Release implements SetSurroundings {
  readonly documents: readonly Document[];
  /** What is read in any case; kinds that are read on demand are among them only inside of Lists. */
  readonly manifests: readonly Manifest[];
  /** What was left out: kinds of groups that are not meant here, and resources of `helm test`. */
  readonly others: readonly Manifest[];
  readonly statefulSets: readonly StatefulSetView[];
  readonly tries: Tries;
  readonly #parts: readonly Release[];
  readonly #byKind = new Map<string, Manifest[]>();
  /** Documents of kinds that nobody has asked for yet. */
  readonly #unasked = new Map<string, Document[]>();
  #services: readonly Service[] | undefined;
  #workloads: readonly Workload[] | undefined;
  #budgets: readonly Budget[] | undefined;
  #autoscalers: readonly Autoscaler[] | undefined;
  readonly #answers = new Map<unknown, unknown>();
  readonly #pods: Pods;
  readonly #data = new Map<Manifest, readonly DataText[]>();
  #servicesBySelector: SelectorIndex<Service> | undefined;
  #budgetsBySelector: SelectorIndex<Budget> | undefined;
  #workloadsBySelector: SelectorIndex<Workload> | undefined;
  #selectedWorkloads: Selections<Workload> | undefined;
  #selectedSets: Selections<StatefulSetView> | undefined;
  #autoscalersByTarget: ReadonlyMap<string, readonly Autoscaler[]> | undefined;
  #servicesByName: ReadonlyMap<string, readonly Service[]> | undefined;
  readonly #namesByKind = new Map<string, ReadonlyMap<string, readonly Manifest[]>>();
  readonly #setsByService = new Map<Service, readonly StatefulSetView[]>();
  #setsByManifest: ReadonlyMap<Manifest, StatefulSetView> | undefined;
  #admitted: readonly Manifest[] | undefined;
  #derived = 0;

  /** `pods`: those of a run's releases, which may share them; `parts`: the releases that this one is made of. */
  constructor(documents: readonly Document[], pods = new Pods(), parts: readonly Release[] = []) {
    this.documents = documents;
    this.tries = new Tries(documents.length);
    this.#pods = pods;
    this.#parts = parts;
    if (parts.length > 0) {
      this.manifests = parts.flatMap((part) => part.manifests);
      this.others = parts.flatMap((part) => part.others);
      this.statefulSets = parts.flatMap((part) => part.statefulSets);
      return;
    }
    const manifests: Manifest[] = [];
    const others: Manifest[] = [];
    for (const document of documents) {
      const { kind } = document.header;
      if (kind !== undefined && readingOf(kind) === "on demand") {
        addTo(this.#unasked, kind, document);
        continue;
      }
      for (const one of document.manifests) (isPart(one) ? manifests : others).push(one);
      // Of thousands of them, sets name a few: to hold them all would cost many times their text.
      if (documents.length > many && (kind === "ConfigMap" || kind === "Secret")) document.forget();
    }
    this.manifests = manifests.sort(byName);
    this.others = others.sort(byName);
    for (const manifest of this.manifests) addTo(this.#byKind, manifest.kind, manifest);
    this.statefulSets = this.ofKind("StatefulSet").map((manifest) => new StatefulSetView(manifest, this));
  }

  /** Several releases as one side of an upgrade: each set keeps to what its own release holds. */
  static joined(parts: readonly Release[]): Release {
    const [only] = parts;
    if (only !== undefined && parts.length === 1) return only;
    return new Release(
      parts.flatMap(({ documents }) => documents),
      undefined,
      parts,
    );
  }

  ofKind(kind: string): readonly Manifest[] {
    if (this.#parts.length > 0) return this.#parts.flatMap((part) => part.ofKind(kind));
    const unread = this.#unasked.get(kind);
    if (unread !== undefined) {
      this.#unasked.delete(kind);
      for (const manifest of unread
        .flatMap(({ manifests }) => manifests)
        .filter(isPart)
        .sort(byName))
        addTo(this.#byKind, manifest.kind, manifest);
    }
    return this.#byKind.get(kind) ?? [];
  }

  get isPart(): boolean {
    if (this.#parts.length > 0) return this.#parts.some((part) => part.isPart);
    return this.once(looksPartial);
  }

  /** Whether a document that may hold a StatefulSet cannot be read. */
  get isUnread(): boolean {
    return this.documents.some(
      (document) => readingOf(document.header.kind ?? "") !== "on demand" && document.problem !== undefined,
    );
  }

  /** Documents that were not parsed, because nobody asked for their kind. */
  get unasked(): readonly Document[] {
    return [...this.#parts.flatMap(({ unasked }) => unasked), ...[...this.#unasked.values()].flat()];
  }

  /** What the API server's answer is known for, by kind. */
  get admitted(): readonly Manifest[] {
    this.#admitted ??= kinds.flatMap(({ kind, admitted }) => (admitted ? this.ofKind(kind) : []));
    return this.#admitted;
  }

  get services(): readonly Service[] {
    this.#services ??=
      this.#joined((part) => part.services) ?? this.ofKind("Service").map((manifest) => new Service(manifest));
    return this.#services;
  }

  /** The StatefulSets among them are those of `statefulSets`. */
  get workloads(): readonly Workload[] {
    this.#workloads ??= this.#joined((part) => part.workloads) ?? this.#ownWorkloads();
    return this.#workloads;
  }

  #ownWorkloads(): readonly Workload[] {
    return this.manifests.flatMap((manifest) =>
      makesPods(manifest.kind) && !isControlled(manifest) ? [this.setOf(manifest) ?? new Workload(manifest, this)] : [],
    );
  }

  get budgets(): readonly Budget[] {
    this.#budgets ??= this.#joined((part) => part.budgets) ?? this.ofKind("PodDisruptionBudget").map(readBudget);
    return this.#budgets;
  }

  get autoscalers(): readonly Autoscaler[] {
    this.#autoscalers ??=
      this.#joined((part) => part.autoscalers) ??
      [...this.ofKind("HorizontalPodAutoscaler"), ...this.ofKind("ScaledObject")].map(readAutoscaler);
    return this.#autoscalers;
  }

  /** The releases that it is made of; none where it is one. */
  get parts(): readonly Release[] {
    return this.#parts;
  }

  #joined<Item>(ofPart: (part: Release) => readonly Item[]): readonly Item[] | undefined {
    return this.#parts.length === 0 ? undefined : this.#parts.flatMap(ofPart);
  }

  named(kind: string, name: string, asker: Manifest): Lookup<Manifest> {
    return lookup(
      closest(
        this.#ofName(kind, name).filter((manifest) => together(manifest, asker)),
        asker,
      ),
    );
  }

  #ofName(kind: string, name: string): readonly Manifest[] {
    let names = this.#namesByKind.get(kind);
    if (names === undefined) {
      names = grouped(this.ofKind(kind).map((manifest) => [manifest.name, manifest] as const));
      this.#namesByKind.set(kind, names);
    }
    return names.get(name) ?? [];
  }

  servicesOfName(name: string): readonly Service[] {
    this.#servicesByName ??= groupedBy(this.services, (service) => service.name);
    return this.#servicesByName.get(name) ?? [];
  }

  serviceNamed(name: string, asker: Manifest): Lookup<Service> {
    const candidates = this.servicesOfName(name).filter(({ manifest }) => together(manifest, asker));
    const near = closest(
      candidates.map((service) => service.manifest),
      asker,
    );
    return lookup(candidates.filter((service) => near.includes(service.manifest)));
  }

  servicesSelecting(workload: Workload): HeldItems<Service> {
    this.#servicesBySelector ??= bySelector(this.services, this.tries);
    return this.#servicesBySelector.held(workload, ({ manifest }) => together(manifest, workload.manifest));
  }

  budgetsSelecting(workload: Workload): HeldItems<Budget> {
    this.#budgetsBySelector ??= bySelector(this.budgets, this.tries);
    return this.#budgetsBySelector.held(workload, ({ manifest }) => together(manifest, workload.manifest));
  }

  workloadsSelecting(workload: Workload): Iterable<Workload> {
    this.#workloadsBySelector ??= bySelector(this.workloads, this.tries);
    return this.#workloadsBySelector.selecting(workload);
  }

  workloadsSelectedBy(selector: Selector | undefined, asker: Manifest): readonly Workload[] {
    if (selector === undefined) return [];
    this.#selectedWorkloads ??= new Selections(new PodIndex(this.workloads), this.tries);
    return this.#selectedWorkloads.of(selector, asker);
  }

  setsSelectedBy(service: Service): readonly StatefulSetView[] {
    const known = this.#setsByService.get(service);
    if (known !== undefined) return known;
    // Each set is reached by the Services of its own release.
    const owner = this.#parts.length === 0 ? undefined : this.once(partsOfServices).get(service);
    const selected = owner === undefined ? this.#ownSetsSelectedBy(service) : owner.setsSelectedBy(service);
    this.#setsByService.set(service, selected);
    return selected;
  }

  #ownSetsSelectedBy({ selector, manifest }: Service): readonly StatefulSetView[] {
    return selector === undefined ? [] : this.setsFitting(selector, manifest);
  }

  setsFitting(selector: Selector, asker: Manifest): readonly StatefulSetView[] {
    this.#selectedSets ??= new Selections(this.once(setsByLabel), this.tries);
    return this.#selectedSets.of(selector, asker);
  }

  setOf(manifest: Manifest): StatefulSetView | undefined {
    this.#setsByManifest ??= new Map(this.statefulSets.map((set) => [set.manifest, set]));
    return this.#setsByManifest.get(manifest);
  }

  once<Answer>(question: (release: Release) => Answer): Answer {
    if (!this.#answers.has(question)) this.#answers.set(question, question(this));
    return this.#answers.get(question) as Answer;
  }

  autoscalersOf(workload: Manifest): readonly Autoscaler[] {
    this.#autoscalersByTarget ??= groupedBy(this.autoscalers, ({ target }) => `${target.kind}/${target.name}`);
    const own = this.#autoscalersByTarget.get(`${workload.kind}/${workload.name}`) ?? [];
    return own.filter(({ manifest }) => together(manifest, workload));
  }

  dataOf(manifest: Manifest): readonly DataText[] {
    const texts = this.#data.get(manifest) ?? dataOf(manifest);
    this.#data.set(manifest, texts);
    return texts;
  }

  /** Lets go what was worked out of its workloads, where there are thousands; whoever asks again has it worked out again. */
  letGo(): void {
    for (const set of this.statefulSets) set.letGo();
    for (const workload of this.#workloads ?? []) workload.letGo();
    this.#derived = 0;
    for (const part of this.#parts) part.letGo();
  }

  /** Of so many workloads something was worked out since it was let go. */
  get derived(): number {
    return this.#parts.reduce((sum, part) => sum + part.derived, this.#derived);
  }

  noteDerived(): void {
    this.#derived++;
  }

  podOf(value: unknown, path: Path): Pod {
    return this.#pods.of(value, path);
  }
}

function partsOfServices({ parts }: Release): ReadonlyMap<Service, Release> {
  return new Map(parts.flatMap((part) => part.services.map((service) => [service, part] as const)));
}

function bySelector<Item extends { readonly selector?: Selector | undefined }>(
  items: readonly Item[],
  tries: Tries,
): SelectorIndex<Item> {
  return new SelectorIndex(items, ({ selector }) => selector, tries);
}

/** More documents than a chart has. */
const many = 2_000;

/** The order of the input tells nothing: whoever looks for the first of several finds the same one. */
function byName(one: Manifest, other: Manifest): number {
  return compare(one.namespace ?? "", other.namespace ?? "") || compare(one.name, other.name);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function isPart(manifest: Manifest): boolean {
  return isMeant(manifest) && !isHelmTest(manifest);
}

/** A Pod, or a ReplicaSet, that something else made: its maker stands for it. */
function isControlled({ value }: Manifest): boolean {
  return list(mapping(value.metadata).ownerReferences).some((owner) => mapping(owner).controller === true);
}
