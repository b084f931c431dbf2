import type { Mapping } from "../mapping.ts";
import type { Path } from "../path.ts";
import { Anchors } from "./anchors.ts";
import type { EntryScanner } from "./entry-scanner.ts";
import { type Anchor, Frame } from "./frame.ts";
import type { Duplicate, Place } from "./place.ts";
import { MERGE_TAG, resolveKey, resolvePlain, resolveTagged, type Scalar } from "./resolve.ts";
import { heldOnce } from "./short-words.ts";

/**
 * Puts scalars and collections together to the value of one document, as go-yaml's decoder does (decode.go): keys,
 * anchors, merges. Collections that are open stand on a stack of their own, so that depth costs no stack of calls.
 */
export class Builder extends Anchors {
  readonly duplicates: Duplicate[] = [];
  /** The document's value, and its place where places are recorded. */
  root: unknown = null;
  rootPlace: Place | undefined;
  /** Whether a key stands twice in some mapping. */
  hasDuplicates = false;
  /** Whether there is a number that JSON does not have (`.inf`, `.nan`); it may have been overwritten since. */
  hasNonFinite = false;
  /** Mappings with a key that JSON does not have, and where it stands. */
  badMappings: Map<Mapping, number> | undefined;
  /** Whether an alias or a merge puts on the way to the path what stands elsewhere. */
  leadsElsewhere = false;

  protected readonly record: boolean;
  /** The path that places are recorded on the way to; all are unless it is set. */
  private readonly along: Path | undefined;
  /** The start of the properties (anchor, tag) of the node that is being read. */
  protected nodeStart = 0;
  /** Where the value read last ended. */
  protected lastEnd = 0;
  private readonly frames: Frame[] = [];
  private depth = 0;
  private identitiesOf: WeakMap<Mapping, Map<string, string>> | undefined;

  constructor(scanner: EntryScanner, record: boolean, along?: Path) {
    super(scanner);
    this.record = record;
    this.along = along;
  }

  /** Whether the place of the node that is being read is asked for. */
  protected isRecorded(): boolean {
    const { record, along, depth } = this;
    if (!record || along === undefined || depth === 0) return record;
    const frame = this.frames[depth - 1];
    if (frame?.place === undefined || depth > along.length) return false;
    const { sequence, key, atKey, merging } = frame;
    return (sequence === undefined ? (atKey || merging ? undefined : key) : sequence.length) === along[depth - 1];
  }

  protected isAtKey(): boolean {
    const frame = this.frames[this.depth - 1];
    return this.depth > 0 && frame?.mapping !== undefined && frame.atKey;
  }

  protected scalar(
    text: string,
    tag: string,
    plain: boolean,
    anchor: Anchor | undefined,
    start: number,
    end: number,
  ): void {
    this.countNode(start);
    this.lastEnd = end;
    if (anchor !== undefined) {
      anchor.complete = true;
      anchor.decodes = 1;
      anchor.scalar = { text, tag, plain };
      anchor.value = this.resolve(text, tag, plain, start);
      if (this.record) anchor.place = { start, end };
    }
    if (this.isAtKey()) this.key(text, tag, plain, start, end, false);
    else this.deliverScalar(this.resolve(text, tag, plain, start), start, end);
  }

  /** As {@link scalar} for the key of a block mapping that begins with a letter or stands in quotes. */
  protected entryKey(text: string, plain: boolean, start: number, end: number): void {
    this.countNode(start);
    this.lastEnd = end;
    const frame = this.frames[this.depth - 1];
    // A longer word is a string, and not `<<`.
    if (frame !== undefined && (!plain || text.length > 5)) frame.beginEntry(text, start, end);
    else this.key(text, "", plain, start, end, false);
  }

  /** As {@link scalar} for what is no key and has neither tag nor anchor. */
  protected entryScalar(text: string, plain: boolean, start: number, end: number): void {
    this.countNode(start);
    this.lastEnd = end;
    this.deliverScalar(plain ? this.resolveUntagged(text) : text, start, end);
  }

  private deliverScalar(value: Scalar, start: number, end: number): void {
    const held = typeof value === "string" ? heldOnce(value) : value;
    this.deliver(held, false, this.isRecorded() ? { start, end } : undefined, start);
  }

  private resolveUntagged(text: string): Scalar {
    const value = resolvePlain(text);
    if (typeof value === "number" && !Number.isFinite(value)) this.hasNonFinite = true;
    return value;
  }

  private resolve(text: string, tag: string, plain: boolean, start: number): Scalar {
    if (tag === "") return plain ? this.resolveUntagged(text) : text;
    const value = resolveTagged(tag, text);
    if (value === undefined) {
      const shown = tag.replace("tag:yaml.org,2002:", "!!");
      this.refuse(
        tag.endsWith(":binary")
          ? "!!binary value contains invalid base64 data"
          : `this is no value for the tag ${shown}`,
        start,
      );
      return null;
    }
    if (typeof value === "number" && !Number.isFinite(value)) this.hasNonFinite = true;
    return value;
  }

  protected key(text: string, tag: string, plain: boolean, start: number, end: number, aliased: boolean): void {
    const frame = this.frames[this.depth - 1];
    if (frame === undefined) return;
    frame.beginEntry(undefined, start, end);
    if (text === "<<" && !aliased && ((plain && tag === "") || tag === "!" || tag === MERGE_TAG)) {
      frame.merging = true;
      return;
    }
    const value = this.resolve(text, tag, plain, start);
    if (typeof value === "string") {
      frame.key = value;
      return;
    }
    const key = resolveKey(value, text, tag);
    frame.key = key?.text;
    if (key !== undefined) frame.keyIdentity = key.identity;
    else if (frame.mapping !== undefined) this.addBadMapping(frame.mapping, start);
  }

  private addBadMapping(mapping: Mapping, at: number): void {
    this.badMappings ??= new Map();
    if (!this.badMappings.has(mapping)) this.badMappings.set(mapping, at);
  }

  /** Hands a value to the collection it stands in. */
  protected deliver(value: unknown, aliased: boolean, place: Place | undefined, start: number): void {
    if (this.depth === 0) {
      this.root = value;
      this.rootPlace = place;
      return;
    }
    const frame = this.frames[this.depth - 1];
    if (frame === undefined) return;
    const { sequence, mapping } = frame;
    if (sequence !== undefined) {
      sequence.push(value);
      const items = place === undefined ? undefined : frame.place?.items;
      if (place !== undefined && items !== undefined) items[sequence.length - 1] = place;
      return;
    }
    if (mapping === undefined) return;
    if (frame.atKey) {
      this.refuse("a mapping or sequence cannot be a key", start);
      frame.atKey = false;
      frame.key = undefined;
      return;
    }
    frame.atKey = true;
    if (frame.merging) {
      frame.merging = false;
      if (frame.place !== undefined) this.leadsElsewhere = true;
      this.merge(frame, value, aliased, place, start);
      return;
    }
    const { key } = frame;
    if (key !== undefined)
      this.setEntry(frame, mapping, key, frame.keyIdentity, value, frame.keyStart, frame.keyEnd, place);
  }

  private setEntry(
    frame: Frame,
    mapping: Mapping,
    key: string,
    identity: string,
    value: unknown,
    keyStart: number,
    keyEnd: number,
    place: Place | undefined,
  ): void {
    // No value is undefined. `in` says the same, but V8 answers it slowly.
    if (mapping[key] !== undefined && frame.hasKey(key, identity) && identity !== "float ") {
      this.hasDuplicates = true;
      if (this.record && this.along === undefined) this.recordDuplicate(frame, key, keyStart, keyEnd);
    }
    mapping[key] = value;
    if (identity !== "string" || frame.identities !== undefined) frame.setIdentity(key, identity);
    if (place !== undefined) frame.place?.entries?.set(key, { keyStart, keyEnd, value: place });
  }

  private recordDuplicate(frame: Frame, key: string, start: number, end: number): void {
    const path: (string | number)[] = [];
    for (const outer of this.frames.slice(0, this.depth)) {
      if (outer === frame) break;
      if (outer.sequence !== undefined) path.push(outer.sequence.length);
      else if (outer.key !== undefined && !outer.merging) path.push(outer.key);
    }
    const first = frame.entry(key);
    path.push(key);
    this.duplicates.push({
      path,
      first: { start: first?.keyStart ?? start, end: first?.keyEnd ?? end },
      again: { start, end },
    });
  }

  private merge(frame: Frame, value: unknown, aliased: boolean, place: Place | undefined, start: number): void {
    if (Array.isArray(value) && !aliased) {
      // Earlier ones take precedence, so they are merged last.
      for (let i = value.length - 1; i >= 0; i--) this.mergeMapping(frame, value[i], place?.items?.[i], start);
    } else this.mergeMapping(frame, value, place, start);
  }

  private mergeMapping(frame: Frame, value: unknown, place: Place | undefined, start: number): void {
    const { mapping } = frame;
    if (mapping === undefined) return;
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.refuse("map merge requires map or sequence of maps as the value", start);
      return;
    }
    const merged = value as Mapping;
    if (this.badMappings?.has(merged)) this.addBadMapping(mapping, start);
    const identities = this.identitiesOf?.get(merged);
    for (const key of Object.keys(merged)) {
      const entry = place?.entries?.get(key);
      this.setEntry(
        frame,
        mapping,
        key,
        identities?.get(key) ?? "string",
        merged[key],
        entry?.keyStart ?? start,
        entry?.keyEnd ?? start,
        entry?.value,
      );
    }
  }

  protected openFrame(
    mapping: Mapping | undefined,
    sequence: unknown[] | undefined,
    anchor: Anchor | undefined,
  ): Frame {
    this.countNode(this.nodeStart);
    let frame = this.frames[this.depth];
    if (frame === undefined) {
      frame = new Frame();
      this.frames.push(frame);
    }
    this.depth++;
    frame.open(mapping, sequence, anchor, this.decodes - 1);
    return frame;
  }

  protected closeCollection(end: number): void {
    this.depth--;
    const frame = this.frames[this.depth];
    if (frame === undefined) return;
    // V8 makes room for 17 items at the first one that is added: a copy has no more than it needs.
    const value = frame.mapping ?? frame.sequence?.slice();
    Object.freeze(value);
    this.lastEnd = end;
    const { anchor, place } = frame;
    if (place !== undefined) place.end = end;
    if (frame.mapping !== undefined && frame.identities !== undefined) {
      this.identitiesOf ??= new WeakMap();
      this.identitiesOf.set(frame.mapping, frame.identities);
    }
    if (anchor !== undefined) {
      anchor.complete = true;
      anchor.value = value;
      anchor.decodes = this.decodes - frame.decodesBefore;
      anchor.place = place;
    }
    frame.place = undefined;
    this.deliver(value, false, place, place?.start ?? end);
  }
}
