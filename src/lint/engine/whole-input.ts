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
  readonly #workloads = new Map<string, Map<string, WorkloadName>>();
  readonly #claims = new Map<string, Map<string, ClaimRecord>>();

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
      workloads: [...this.#workloads.keys()].sort().flatMap((name) => this.workloadsNamed(name)),
      claims: [...this.#claims.keys()].sort().flatMap((stem) => inOrder(this.#claims.get(stem))),
    };
  }

  /** Takes over the names of a part of the input. */
  take({ workloads, claims }: NamesRecord): void {
    for (const { kind, name, namespace } of workloads) this.#add(kind, name, namespace);
    for (const claim of claims) this.#addClaim(claim);
  }

  workloadsNamed(name: string): readonly WorkloadName[] {
    return inOrder(this.#workloads.get(name));
  }

  claimMakers(stem: string, namespace: string): readonly ClaimMaker[] {
    return inOrder(this.#claims.get(`${namespace}/${stem}`));
  }

  #addClaim(claim: ClaimRecord): void {
    const { set, template, firstOrdinal, endOrdinal, namespace } = claim;
    keep(this.#claims, `${namespace}/${template}-${set}`, `${set} ${firstOrdinal} ${endOrdinal}`, claim);
  }

  #add(kind: string | undefined, name: string | undefined, namespace: string | undefined): void {
    if (kind === undefined || name === undefined || !makesPods(kind)) return;
    const workload = { kind, name, ...(namespace === undefined ? {} : { namespace }) };
    keep(this.#workloads, name, `${kind} ${namespace ?? ""}`, workload);
  }
}

function keep<Item>(map: Map<string, Map<string, Item>>, key: string, identity: string, item: Item): void {
  const same = map.get(key);
  if (same !== undefined) {
    if (same.size < mostAlike) same.set(identity, item);
  } else if (map.size < most) map.set(key, new Map([[identity, item]]));
}

/** By what they are, never by when they came. */
function inOrder<Item>(items: ReadonlyMap<string, Item> = new Map()): readonly Item[] {
  return [...items].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, item]) => item);
}
