import { makesPods } from "../../model/kinds.ts";
import type { Release } from "../../model/release.ts";
import type { Document } from "../../read/document.ts";
import type { ClaimMaker, WholeInput, WorkloadName } from "../contract/context.ts";
import type { ClaimRecord, NamesRecord } from "../contract/shard.ts";

/** So many names are kept, however long the stream is; what comes later is not known across releases. */
const most = 100_000;
/** So many resources of one name: releases in as many namespaces. */
const mostAlike = 100;

/** The names of the whole input that a question across releases needs. */
export class InputNames implements WholeInput {
  readonly #workloads = new Alike<WorkloadName>(({ kind, namespace = "" }) => `${kind} ${namespace}`);
  readonly #claims = new Alike<ClaimRecord>(
    ({ set, firstOrdinal, endOrdinal }) => `${set} ${firstOrdinal} ${endOrdinal}`,
  );

  /** Takes a workload's name from the header of its document: nothing is parsed for it. */
  note(document: Document): void {
    const { kind, name, namespace } = document.header;
    // A List names nothing in its header, but holds what it holds.
    if (kind?.endsWith("List")) for (const item of document.manifests) this.#add(item.kind, item.name, item.namespace);
    else this.#add(kind, name, namespace);
  }

  /** Takes the names of the claims that two releases can have in common: a set's or a template's name has a dash then. */
  noteClaims({ statefulSets }: Release): void {
    for (const { name: set, manifest, claimTemplates, firstOrdinal, endOrdinal } of statefulSets) {
      if (manifest.namespace === undefined || set === "") continue;
      for (const { name: template } of claimTemplates) {
        if (template === "" || !(template.includes("-") || set.includes("-"))) continue;
        this.#addClaim({ set, template, firstOrdinal, endOrdinal, namespace: manifest.namespace });
      }
    }
  }

  /** All names, for the report of a part of the input. */
  record(): NamesRecord {
    return {
      workloads: this.#workloads.all(),
      claims: this.#claims.all(),
    };
  }

  /** Takes over the names of a part of the input. */
  take({ workloads, claims }: NamesRecord): void {
    for (const { kind, name, namespace } of workloads) this.#add(kind, name, namespace);
    for (const claim of claims) this.#addClaim(claim);
  }

  workloadsNamed(name: string): readonly WorkloadName[] {
    return this.#workloads.under(name);
  }

  claimMakers(stem: string, namespace: string): readonly ClaimMaker[] {
    return this.#claims.under(`${namespace}/${stem}`);
  }

  #addClaim(claim: ClaimRecord): void {
    const { set, template, namespace } = claim;
    this.#claims.keep(`${namespace}/${template}-${set}`, claim);
  }

  #add(kind: string | undefined, name: string | undefined, namespace: string | undefined): void {
    if (kind === undefined || name === undefined || !makesPods(kind)) return;
    this.#workloads.keep(name, namespace === undefined ? { kind, name } : { kind, name, namespace });
  }
}

/** What has a name in common; nearly always that is one thing. */
class Alike<Item> {
  readonly #items = new Map<string, Item | Map<string, Item>>();
  readonly #identityOf: (item: Item) => string;

  constructor(identityOf: (item: Item) => string) {
    this.#identityOf = identityOf;
  }

  keep(key: string, item: Item): void {
    const same = this.#items.get(key);
    if (same === undefined) {
      if (this.#items.size < most) this.#items.set(key, item);
    } else if (!(same instanceof Map)) {
      this.#items.set(key, new Map([same, item].map((one) => [this.#identityOf(one), one])));
    } else if (same.size < mostAlike) same.set(this.#identityOf(item), item);
  }

  /** By what they are, never by when they came. */
  under(key: string): readonly Item[] {
    const same = this.#items.get(key);
    if (same === undefined) return [];
    if (!(same instanceof Map)) return [same];
    return [...same].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);
  }

  all(): readonly Item[] {
    return [...this.#items.keys()].sort().flatMap((key) => this.under(key));
  }
}
