import type { Mapping } from "../mapping.ts";
import type { OpenPlace } from "./place-recorder.ts";

/** What an anchor names. */
export interface Anchor {
  /** False while the collection is still being read: an alias to it would hold itself. */
  complete: boolean;
  value: unknown;
  /** How many values go-yaml decodes for it, those behind aliases counted each time. */
  decodes: number;
  /** The text and tag of a scalar, which decide what it is as a key. */
  scalar: { readonly text: string; readonly tag: string; readonly plain: boolean } | undefined;
  /** Where it stands; as long as nothing is recorded, nowhere. */
  node: number;
}

/** A collection that is being read. Frames are used again for the next collection on the same level. */
export class Frame {
  mapping: Mapping | undefined = undefined;
  sequence: unknown[] | undefined = undefined;
  /** Of a mapping: whether the next value is a key. */
  atKey = true;
  /** The key whose value comes next; undefined for one that JSON cannot have. */
  key: string | undefined = undefined;
  keyIdentity = "string";
  keyStart = 0;
  keyEnd = 0;
  /** Whether the value that comes next is merged into the mapping. */
  merging = false;
  /** What the keys were that are no strings: see `resolveKey`. */
  identities: Map<string, string> | undefined = undefined;
  anchor: Anchor | undefined = undefined;
  decodesBefore = 0;
  /** Its place, where that is recorded. */
  open: OpenPlace | undefined = undefined;

  begin(
    mapping: Mapping | undefined,
    sequence: unknown[] | undefined,
    anchor: Anchor | undefined,
    decodes: number,
  ): void {
    this.mapping = mapping;
    this.sequence = sequence;
    this.atKey = true;
    this.key = undefined;
    this.merging = false;
    this.identities = undefined;
    this.anchor = anchor;
    this.decodesBefore = decodes;
    this.open = undefined;
  }

  /** A key was read: its value comes next. */
  beginEntry(key: string | undefined, start: number, end: number): void {
    this.atKey = false;
    this.key = key;
    this.keyStart = start;
    this.keyEnd = end;
    this.keyIdentity = "string";
  }

  /** Whether the mapping holds the key already, of the same kind: the integer 1 is not the string "1". */
  hasKey(key: string, identity: string): boolean {
    return this.mapping !== undefined && key in this.mapping && (this.identities?.get(key) ?? "string") === identity;
  }

  setIdentity(key: string, identity: string): void {
    if (identity !== "string") {
      this.identities ??= new Map();
      this.identities.set(key, identity);
    } else this.identities?.delete(key);
  }
}
