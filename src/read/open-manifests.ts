import type { Document, Manifest } from "./document.ts";
import type { Aim, Location } from "./location.ts";
import { newMapping } from "./mapping.ts";
import type { Path } from "./path.ts";
import { shared } from "./shared-words.ts";
import { isMapping } from "./yaml/range.ts";

type Value = Readonly<Record<string, unknown>>;

/** What an item is where it does not say so itself: items of a StatefulSetList are StatefulSets. */
interface Inherited {
  readonly apiVersion: string;
  readonly kind: string;
}

const untyped: Inherited = { apiVersion: "", kind: "" };
const noPath: Path = [];
const faultless: readonly ItemFault[] = [];

interface Pending {
  readonly value: Value;
  readonly base: Path;
  readonly inherited: Inherited;
}

/** What is wrong with an item of a List, and where it stands in the document. */
interface ItemFault {
  readonly path: Path;
  readonly message: string;
}

export interface Opened {
  readonly manifests: readonly Manifest[];
  readonly isList: boolean;
  readonly faults: readonly ItemFault[];
}

/** What a document holds that is no object: a long stream may have very many that are a comment. */
const nothing: Opened = { manifests: [], isList: false, faults: faultless };

/**
 * The manifests in a document: its object, or the items of its list, lists in lists included. A list is what has items
 * and a kind that ends in `List`. Items without apiVersion and kind take them from their list
 * (apimachinery: unstructuredJSONScheme.decodeToList); what is no mapping is left out.
 */
export function openManifests(document: Document, value: unknown): Opened {
  if (!isMapping(value)) return nothing;
  // Nearly all documents are one object: of a long stream each holds an array of just that, and no more.
  if (itemsOf(value) === undefined) {
    const own = { value, base: noPath, inherited: untyped };
    const fault = faultOf(own);
    return {
      manifests: [new StreamManifest(document, own)],
      isList: false,
      faults: fault === undefined ? faultless : [fault],
    };
  }
  const manifests: Manifest[] = [];
  const faults: ItemFault[] = [];
  const pending: Pending[] = [{ value, base: noPath, inherited: untyped }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const items = itemsOf(next.value);
    if (items === undefined) {
      const fault = faultOf(next);
      if (fault !== undefined) faults.push(fault);
      manifests.push(new StreamManifest(document, next));
      continue;
    }
    const kind = String(next.value.kind).slice(0, -"List".length);
    const inherited = { apiVersion: kind === "" ? "" : textOf(next.value.apiVersion), kind };
    for (let i = items.length - 1; i >= 0; i--) {
      const item: unknown = items[i];
      const base = [...next.base, "items", i];
      if (isMapping(item)) pending.push({ value: item, base, inherited });
      else faults.push({ path: base, message: noObject(item) });
    }
  }
  return { manifests, isList: true, faults };
}

/** What is wrong with an object that stands where a List, or an item of one, should. */
function faultOf({ value, base, inherited }: Pending): ItemFault | undefined {
  const kind = textOf(value.kind);
  const { items } = value;
  if (kind.endsWith("List") && items !== undefined && items !== null)
    return {
      path: [...base, "items"],
      message: `\`items\` of this ${kind} is ${isMapping(items) ? "a mapping" : "no list"}: Kubernetes refuses it, and nothing under it was checked; begin each item with a dash`,
    };
  const instead = kind.endsWith("List") && items === undefined ? keyInsteadOfItems(value) : undefined;
  if (instead !== undefined)
    return {
      path: [...base, instead],
      message: `this ${kind} has no \`items\` but \`${instead}\`, and nothing under it was checked; write \`items\` in its place`,
    };
  if (base.length === 0 || kind !== "" || (textOf(value.apiVersion) === "" && inherited.kind !== "")) return undefined;
  return {
    path: base,
    message:
      "this item has no `kind`, so Kubernetes refuses the whole List, and it was not checked; write apiVersion and kind in each item",
  };
}

/** What a list of Kubernetes' own holds in place of items: custom resources with a dot in their group may be named like a list. */
function keyInsteadOfItems(value: Value): string | undefined {
  if (textOf(value.apiVersion).includes(".") || "spec" in value) return undefined;
  return Object.keys(value).find((key) => {
    if (key === "apiVersion" || key === "kind" || key === "metadata") return false;
    return Array.isArray(value[key]) || isMapping(value[key]);
  });
}

function noObject(item: unknown): string {
  const what = item === null ? "empty" : Array.isArray(item) ? "a list" : "plain text or a number";
  const advice = Array.isArray(item) ? "; write one dash before each object" : "; write an object, or remove it";
  return `this item of a List is ${what}, no Kubernetes object: the whole List is refused, and nothing in the item was checked${advice}`;
}

function itemsOf(value: Value): readonly unknown[] | undefined {
  const { kind, items } = value;
  return typeof kind === "string" && kind.endsWith("List") && Array.isArray(items) ? items : undefined;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function typed(value: Value, { apiVersion, kind }: Inherited): Value {
  return Object.freeze(Object.assign(newMapping(), value, { apiVersion, kind }));
}

class StreamManifest implements Manifest {
  readonly document: Document;
  readonly base: Path;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly source?: string;
  /** The value of an item; that of a document's own object is the document's to hold, and to let go. */
  readonly #item: Value | undefined;

  constructor(document: Document, { value, base, inherited }: Pending) {
    const { apiVersion, kind } = value;
    const isUntyped = textOf(apiVersion) === "" && textOf(kind) === "";
    const metadata: Value = isMapping(value.metadata) ? value.metadata : {};
    this.document = document;
    this.base = base;
    // kubectl writes the type into the item before anything else reads it.
    const item = isUntyped && inherited.kind !== "" ? typed(value, inherited) : value;
    this.#item = base.length === 0 ? undefined : item;
    this.apiVersion = isUntyped ? inherited.apiVersion : shared(textOf(apiVersion));
    this.kind = isUntyped ? inherited.kind : shared(textOf(kind));
    const namespace = textOf(metadata.namespace);
    if (namespace !== "") this.namespace = namespace;
    const name = textOf(metadata.name);
    // The header says the same in a text of its own.
    this.name = document.header.name === name ? document.header.name : name;
    if (document.source !== undefined) this.source = document.source;
  }

  get value(): Value {
    return this.#item ?? (this.document.value as Value);
  }

  locate(path: Path, aim?: Aim): Location {
    return this.document.locate(this.base.length === 0 ? path : [...this.base, ...path], aim);
  }
}
