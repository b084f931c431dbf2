import type { Document, DuplicateKey, Header, Manifest } from "./document.ts";
import {
  firstContent,
  forgottenJson,
  IGNORED,
  nothingRead,
  parsedHeader,
  plain,
  plainText,
  type ReadText,
} from "./document-text.ts";
import { findGlued, headerOf } from "./glued.ts";
import { readHeader } from "./header.ts";
import { parseJson } from "./json.ts";
import { Known } from "./known.ts";
import type { Aim, Location } from "./location.ts";
import { during, type Observer } from "./observer.ts";
import { type Opened, openManifests } from "./open-manifests.ts";
import { formatPath, type Path } from "./path.ts";
import { PlacedText } from "./placed-text.ts";
import type { Problem, ProblemKind } from "./problem.ts";
import { readable, readContent } from "./read-content.ts";
import type { RecentDocuments } from "./recent.ts";
import { scalarsOf } from "./scalar-ranges.ts";
import { sharedIn } from "./shared-ranges.ts";
import type { SeparatorComment, Slice, SpecialSlice } from "./slice.ts";
import { TextLines } from "./text-lines.ts";
import type { Blocks } from "./yaml/blocks.ts";
import { type ParsedPlaces, parsePlaces } from "./yaml/parse.ts";
import { mostDuplicates } from "./yaml/place.ts";
import { isMapping, type Range, rangeOf } from "./yaml/range.ts";

/** What all documents of an input have in common. */
interface Reading {
  readonly file: string;
  readonly isOfPart: boolean | undefined;
  readonly onProblem: (problem: Problem) => void;
  readonly blocks: Blocks;
  readonly recent: RecentDocuments;
  readonly observer: Observer | undefined;
}

const faultless: readonly Problem[] = [];

/** A manifest says what a header says: where both agree, one of them is held. */
function sameHeader(header: Header, manifest: Manifest): Header {
  const { apiVersion, kind, namespace, name } = header;
  const isSame =
    apiVersion === manifest.apiVersion &&
    kind === manifest.kind &&
    namespace === manifest.namespace &&
    name === manifest.name;
  return isSame ? manifest : header;
}

/** A document of a stream; parses its text when something in it is asked for, and once more for the first place. */
export class StreamDocument extends PlacedText implements Document {
  private readonly reading: Reading;
  private readonly sourceInForce: string | undefined;
  private special: SpecialSlice | undefined;
  private knownHeader: Header | undefined;
  private lexical: boolean | undefined;
  private knownOnDemand: Known | undefined;
  /** The one object of a document of which there is nothing to remember but its value; see `settle`. */
  private only: Manifest | undefined;
  /** Its value, until it is let go. */
  private onlyValue: unknown;

  constructor(reading: Reading, { text, line, column, special }: Slice, source: string | undefined) {
    super(text, line, column);
    this.reading = reading;
    this.sourceInForce = source;
    this.special = special;
  }

  get file(): string {
    return this.reading.file;
  }

  get isOfPart(): boolean | undefined {
    return this.reading.isOfPart;
  }

  // An optional property of the interface: undefined where no comment is in force.
  get source(): string {
    return this.sourceInForce as string;
  }

  /** It may be let go while something is worked out that belongs to it: whoever keeps that and gives it holds on to it. */
  private get known(): Known {
    this.knownOnDemand ??= new Known();
    return this.knownOnDemand;
  }

  get header(): Header {
    if (this.knownHeader === undefined) {
      const lexical =
        this.special?.refused === undefined && this.special?.json === undefined ? readHeader(this.text) : undefined;
      this.lexical = lexical !== undefined;
      this.knownHeader = lexical ?? headerOf(this.value);
      if (lexical === undefined) this.reading.recent.keepParsed(this);
    }
    return this.knownHeader;
  }

  get value(): unknown {
    if (this.onlyValue !== undefined) return this.onlyValue;
    const { value } = this.parse();
    if (this.only === undefined) return value;
    this.onlyValue = value;
    this.known.parsed = undefined;
    return value;
  }

  // An optional property of the interface: undefined where there is no problem.
  get problem(): Problem {
    return this.facts().problem as Problem;
  }

  get manifests(): readonly Manifest[] {
    return this.only === undefined ? this.open().manifests : [this.only];
  }

  get items(): readonly Manifest[] {
    const opened = this.only === undefined ? this.open() : undefined;
    return (opened?.isList === true ? opened.manifests : undefined) as readonly Manifest[];
  }

  get duplicateKeys(): readonly DuplicateKey[] {
    if (!this.facts().hasDuplicates) return [];
    return this.readPlaces().duplicates.map(({ path, first, again }) => ({
      path,
      first: this.location(first.start, first.end, false),
      again: this.location(again.start, again.end, false),
    }));
  }

  isDoubled(path: Path): boolean {
    if (!this.facts().hasDuplicates) return false;
    const { duplicates } = this.readPlaces();
    if (duplicates.length >= mostDuplicates) return true;
    const { known } = this;
    known.doubled ??= new Set(duplicates.map((duplicate) => formatPath(duplicate.path)));
    return known.doubled.has(formatPath(path));
  }

  get faults(): readonly Problem[] {
    const isList = this.header.kind?.endsWith("List") === true;
    // A header that could be read off the lines has one kind; what is left is a List.
    if (this.lexical === true && !isList) return faultless;
    const { known } = this;
    known.faults ??= this.findFaults(isList);
    return known.faults;
  }

  private findFaults(isList: boolean): readonly Problem[] {
    const faults: Problem[] = [];
    const glued = this.gluedAt();
    if (glued !== undefined) faults.push(glued);
    if (isList)
      for (const { path, message } of this.open().faults) {
        const { line, column } = this.locate(path);
        faults.push({ kind: "unreadable", file: this.file, line, column, message: plainText(message) });
      }
    return faults.sort((a, b) => a.line - b.line || a.column - b.column);
  }

  private gluedAt(): Problem | undefined {
    const { duplicateKeys } = this;
    if (duplicateKeys.length === 0) return undefined;
    const glued = findGlued(duplicateKeys, this.text, this.line, (part) => readHeader(part) ?? parsedHeader(part));
    if (glued === undefined) return undefined;
    const column = glued.line === this.line ? this.column : 1;
    return { kind: "unreadable", file: this.file, line: glued.line, column, message: plainText(glued.message) };
  }

  get begin(): Pick<Location, "line" | "column"> {
    // No look at all places is needed where a bracket or a key comes first, as in a JSON array of 20 MB.
    const first = firstContent(this.text);
    const { value } = this;
    const character = this.text[first] ?? "";
    const isPlain = Array.isArray(value) ? character === "[" : isMapping(value) && /[{A-Za-z]/.test(character);
    return isPlain ? this.position(first) : this.locate([]);
  }

  locate(path: Path, aim: Aim = "value"): Location {
    const { start, end, approximate } =
      this.rangeInBlock(path, aim) ?? rangeOf(this.readPlaces().root, path, aim, this.text);
    return this.location(start, end, approximate);
  }

  /** The range, where one block of the text tells it, which other documents may have as well. */
  private rangeInBlock(path: Path, aim: Aim): Range | undefined {
    if (this.known.places !== undefined || this.special?.json !== undefined) return undefined;
    const { value } = this;
    return during(this.reading.observer, "parse", () =>
      this.reading.blocks.range(readable(this.text), value, path, aim),
    );
  }

  isComment(line: number, column: number): boolean {
    if (this.problem !== undefined) return false;
    const { known } = this;
    known.scalars ??= scalarsOf(this.readPlaces().root, this.text);
    return !known.scalars.hold(this.offset(line, column));
  }

  isShared({ line, column, endLine, endColumn }: Location): boolean {
    // JSON repeats nothing.
    if (this.problem !== undefined || this.special?.json !== undefined) return false;
    if (!this.facts().hasAliases) return false;
    const { known } = this;
    known.shared ??= sharedIn(this.readPlaces().root);
    return known.shared.touch(this.offset(line, column), this.offset(endLine, endColumn));
  }

  // An optional property of the interface: undefined where there is no such comment.
  get ahead(): SeparatorComment {
    return this.special?.ahead as SeparatorComment;
  }

  forget(): void {
    if (this.only === undefined) return;
    this.onlyValue = this.knownOnDemand = undefined;
    if (this.special?.json !== undefined) this.special = forgottenJson;
  }

  /** Lets go what was parsed for the header alone, where that can be done again without anybody noticing. */
  letGoParsed(): void {
    const { parsed, opened, faults } = this.known;
    if (this.only !== undefined || opened !== undefined || faults !== undefined || parsed === undefined) return;
    if (parsed.problem !== undefined || parsed.hasDuplicates || parsed.hasAliases || parsed.hasTold) return;
    this.knownOnDemand = undefined;
    if (this.special?.json !== undefined) this.special = forgottenJson;
  }

  letGoPlaces(): void {
    const known = this.knownOnDemand;
    if (known === undefined) return;
    if (this.only !== undefined) this.knownOnDemand = undefined;
    known.places = known.lines = known.scalars = known.shared = known.doubled = undefined;
  }

  /** What the text holds, but for its value. */
  private facts(): Omit<ReadText, "value"> {
    return this.only === undefined ? this.parse() : plain;
  }

  private open(): Opened {
    const opened = this.known.opened ?? openManifests(this, this.value);
    this.known.opened = opened;
    this.settle(opened);
    return opened;
  }

  /** Nearly all documents of a long stream are one object and nothing else: they need not hold that in so many words. */
  private settle({ manifests, isList, faults }: Opened): void {
    const { parsed } = this.known;
    const [only] = manifests;
    if (only === undefined || isList || faults.length > 0 || parsed === undefined) return;
    if (parsed.problem !== undefined || parsed.hasDuplicates || parsed.hasAliases) return;
    this.only = only;
    this.onlyValue = parsed.value;
    this.knownHeader = sameHeader(this.header, only);
    this.keepPlacesAlone();
    if (this.special?.json !== undefined) this.special = forgottenJson;
  }

  /** Places noted in the first reading are for the findings to come; all else that was worked out is held by now. */
  private keepPlacesAlone(): void {
    const { places } = this.known;
    this.knownOnDemand = undefined;
    if (places !== undefined) this.known.places = places;
  }

  protected textLines(): TextLines {
    const { known } = this;
    if (known.lines === undefined) {
      this.makeRoom(known);
      known.lines = new TextLines(this.text);
    }
    return known.lines;
  }

  private readPlaces(): ParsedPlaces {
    const { known } = this;
    if (known.places === undefined) {
      this.makeRoom(known);
      known.places = during(this.reading.observer, "parse", () => this.readPlacesOnce());
    }
    return known.places;
  }

  /** Others let their places go before those of this one are read: of two large documents they take more than all else. */
  private makeRoom({ places, lines }: Known): void {
    if (places === undefined && lines === undefined) this.reading.recent.keepPlaces(this);
  }

  private readPlacesOnce(): ParsedPlaces {
    if (this.facts().problem !== undefined) return { value: null, root: undefined, duplicates: [] };
    return this.special?.json === undefined ? parsePlaces(readable(this.text)) : parseJson(this.text, true);
  }

  private parse(): ReadText {
    const { known } = this;
    known.parsed ??= during(this.reading.observer, "parse", () => this.parseOnce());
    return known.parsed;
  }

  private parseOnce(): ReadText {
    // Of a StatefulSet there is something to say more often than not.
    const { value, hasDuplicates, hasAliases, fault, ignoredFrom, places } = readContent(
      this.text,
      this.special,
      this.reading.blocks,
      this.knownHeader?.kind === "StatefulSet",
    );
    if (places !== undefined) {
      this.makeRoom(this.known);
      this.known.places = places;
    }
    if (fault !== undefined) return nothingRead(this.problemAt(fault.kind, fault.message, fault.offset));
    const hasTold = ignoredFrom >= 0;
    if (hasTold) this.reading.onProblem(this.problemAt("ignored-text", IGNORED, ignoredFrom));
    // One by one: V8 gives each object that takes the rest of another a shape of its own, larger than what is in it.
    return { value, hasDuplicates, hasAliases, problem: undefined, hasTold };
  }

  private problemAt(kind: ProblemKind, message: string, offset: number): Problem {
    return { kind, file: this.file, ...this.position(offset), message: plainText(message) };
  }
}
