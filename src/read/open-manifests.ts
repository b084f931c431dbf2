import type { Document, Manifest } from "./document.ts";
import type { Aim, Location } from "./location.ts";
import type { Path } from "./path.ts";
import { isMapping } from "./yaml/range.ts";

type Value = Readonly<Record<string, unknown>>;

/** What an item is where it does not say so itself: items of a StatefulSetList are StatefulSets. */
interface Inherited {
  readonly apiVersion: string;
  readonly kind: string;
}

interface Pending {
  readonly value: Value;
  readonly base: Path;
  readonly inherited: Inherited;
}

/**
 * The manifests in a document: its object, or the items of its list, lists in lists included. A list is what has items
 * and a kind that ends in `List`. Items without apiVersion and kind take them from their list
 * (apimachinery: unstructuredJSONScheme.decodeToList); what is no mapping is left out.
 */
export function openManifests(document: Document, value: unknown): { manifests: readonly Manifest[]; isList: boolean } {
  if (!isMapping(value)) return { manifests: [], isList: false };
  const manifests: Manifest[] = [];
  const isList = itemsOf(value) !== undefined;
  const pending: Pending[] = [{ value, base: [], inherited: { apiVersion: "", kind: "" } }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const items = itemsOf(next.value);
    if (items === undefined) {
      manifests.push(new StreamManifest(document, next));
      continue;
    }
    const kind = String(next.value.kind).slice(0, -"List".length);
    const inherited = { apiVersion: kind === "" ? "" : textOf(next.value.apiVersion), kind };
    for (let i = items.length - 1; i >= 0; i--) {
      const item: unknown = items[i];
      if (isMapping(item)) pending.push({ value: item, base: [...next.base, "items", i], inherited });
    }
  }
  return { manifests, isList };
}

function itemsOf(value: Value): readonly unknown[] | undefined {
  const { kind, items } = value;
  return typeof kind === "string" && kind.endsWith("List") && Array.isArray(items) ? items : undefined;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

class StreamManifest implements Manifest {
  readonly document: Document;
  readonly base: Path;
  readonly value: Value;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly source?: string;

  constructor(document: Document, { value, base, inherited }: Pending) {
    const { apiVersion, kind } = value;
    const untyped = textOf(apiVersion) === "" && textOf(kind) === "";
    const metadata: Value = isMapping(value.metadata) ? value.metadata : {};
    this.document = document;
    this.base = base;
    this.value = value;
    this.apiVersion = untyped ? inherited.apiVersion : textOf(apiVersion);
    this.kind = untyped ? inherited.kind : textOf(kind);
    const namespace = textOf(metadata.namespace);
    if (namespace !== "") this.namespace = namespace;
    this.name = textOf(metadata.name);
    if (document.source !== undefined) this.source = document.source;
  }

  locate(path: Path, aim?: Aim): Location {
    return this.document.locate(this.base.length === 0 ? path : [...this.base, ...path], aim);
  }
}
