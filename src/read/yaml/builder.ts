import type { Mapping } from "../mapping.ts";
import type { Path } from "../path.ts";
import { Anchors } from "./anchors.ts";
import type { EntryScanner } from "./entry-scanner.ts";
import { type Anchor, Frame } from "./frame.ts";
import { type Duplicate, mostDuplicates, Place } from "./place.ts";
import { PlaceRecorder } from "./place-recorder.ts";
import { NOWHERE } from "./places.ts";
import { MERGE_TAG, resolveKey, resolvePlain, resolveTagged, type Scalar } from "./resolve.ts";
import { heldOnce } from "./short-words.ts";

/**
 * Puts scalars and collections together to the value of one document, as go-yaml's decoder does (decode.go): keys,
 * anchors, merges. Collections that are open stand on a stack of their own, so that depth costs no stack of calls.
 */
export class Builder extends Anchors {
  readonly duplicates: Duplicate[] = [];
  /** The document's value. */
  root: unknown = null;
  /** Whether a key stands twice in some mapping. */
  hasDuplicates = false;
  /** Whether there is a number that JSON does not have (`.inf`, `.nan`); it may have been overwritten since. */
  hasNonFinite = false;
  /** Mappings with a key that JSON does not have, and where it stands. */
  badMappings: Map<Mapping, number> | undefined;
  /** Whether an alias or a merge puts on the way to the path what stands elsewhere. */
  leadsElsewhere = false;

  /** Undefined where no places are recorded. */
  protected readonly recorder: PlaceRecorder | undefined;
  private rootNode = NOWHERE;
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
    this.recorder = record ? new PlaceRecorder() : undefined;
    this.along = along;
  }

  /** The place of the document's value, where places are recorded. */
  get rootPlace(): Place | undefined {
    return this.recorder === undefined ? undefined : Place.of(this.recorder.finished(), this.rootNode);
  }

  /** Whether the place of the node that is being read is asked for. */
  protected isRecorded(): boolean {
    const { recorder, along, depth } = this;
    if (recorder === undefined || along === undefined || depth === 0) return recorder !== undefined;
    const frame = this.frames[depth - 1];
    if (frame?.open === undefined || depth > along.length) return false;
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
      if (this.recorder !== undefined) anchor.node = this.recorder.scalar(start, end);
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
    const { recorder } = this;
    const node = recorder !== undefined && this.isRecorded() ? recorder.scalar(start, end) : NOWHERE;
    this.deliver(held, false, node, start);
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
  protected deliver(value: unknown, aliased: boolean, node: number, start: number): void {
    if (this.depth === 0) {
      this.root = value;
      this.rootNode = node;
      return;
    }
    const frame = this.frames[this.depth - 1];
    if (frame === undefined) return;
    const { sequence, mapping } = frame;
    if (sequence !== undefined) {
      sequence.push(value);
      if (frame.open !== undefined) this.recorder?.add(node);
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
      if (frame.open !== undefined) this.leadsElsewhere = true;
      this.merge(frame, value, aliased, node, start);
      return;
    }
    const { key } = frame;
    if (key !== undefined)
      this.setEntry(frame, mapping, key, frame.keyIdentity, value, frame.keyStart, frame.keyEnd, node);
  }

  private setEntry(
    frame: Frame,
    mapping: Mapping,
    key: string,
    identity: string,
    value: unknown,
    keyStart: number,
    keyEnd: number,
    node: number,
  ): void {
    // No value is undefined. `in` says the same, but V8 answers it slowly.
    const isAgain = mapping[key] !== undefined;
    const { recorder } = this;
    if (isAgain && frame.hasKey(key, identity) && identity !== "float ") {
      this.hasDuplicates = true;
      if (recorder !== undefined && this.along === undefined)
        this.recordDuplicate(recorder, frame, key, keyStart, keyEnd);
    }
    mapping[key] = value;
    if (identity !== "string" || frame.identities !== undefined) frame.setIdentity(key, identity);
    if (node !== NOWHERE && frame.open !== undefined) recorder?.enter(frame.open, key, keyStart, keyEnd, node, isAgain);
  }

  private recordDuplicate(recorder: PlaceRecorder, frame: Frame, key: string, start: number, end: number): void {
    if (this.duplicates.length >= mostDuplicates) return;
    const path: (string | number)[] = [];
    for (const outer of this.frames.slice(0, this.depth)) {
      if (outer === frame) break;
      if (outer.sequence !== undefined) path.push(outer.sequence.length);
      else if (outer.key !== undefined && !outer.merging) path.push(outer.key);
    }
    const first = frame.open === undefined ? undefined : recorder.entered(frame.open, key);
    path.push(key);
    this.duplicates.push({ path, first: first ?? { start, end }, again: { start, end } });
  }

  private merge(frame: Frame, value: unknown, aliased: boolean, node: number, start: number): void {
    const place = this.recorder === undefined ? undefined : Place.of(this.recorder.places, node);
    if (Array.isArray(value) && !aliased) {
      // Earlier ones take precedence, so they are merged last.
      for (let i = value.length - 1; i >= 0; i--) this.mergeMapping(frame, value[i], place?.item(i), start);
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
      const entry = place?.entry(key);
      this.setEntry(
        frame,
        mapping,
        key,
        identities?.get(key) ?? "string",
        merged[key],
        entry?.keyStart ?? start,
        entry?.keyEnd ?? start,
        entry?.value.node ?? NOWHERE,
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
    frame.begin(mapping, sequence, anchor, this.decodes - 1);
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
    const { anchor, open } = frame;
    const node = open === undefined ? NOWHERE : (this.recorder?.close(open, end) ?? NOWHERE);
    if (frame.mapping !== undefined && frame.identities !== undefined) {
      this.identitiesOf ??= new WeakMap();
      this.identitiesOf.set(frame.mapping, frame.identities);
    }
    if (anchor !== undefined) {
      anchor.complete = true;
      anchor.value = value;
      anchor.decodes = this.decodes - frame.decodesBefore;
      anchor.node = node;
    }
    frame.open = undefined;
    this.deliver(value, false, node, open?.start ?? end);
  }
}
