import { HelmOutput } from "./helm-output.ts";
import { type SeparatorComment, Slice, type SlicePlace, type SpecialSlice } from "./slice.ts";

/** A document beyond this many bytes is refused. Kubernetes itself takes no object beyond 3 MB. */
export const MAX_DOCUMENT_BYTES = 64 << 20;

const LF = 0x0a;
const SPACE = 0x20;
const DASH = 0x2d;
const DOT = 0x2e;
const HASH = 0x23;

/** What collects a document begins with so many bytes: of a hundred thousand files most have few. */
export const leastBuffer = 1 << 10;

/** Made once: of a text that is decoded whole they keep nothing, and there may be a hundred thousand files. */
let decoders: { readonly strict: TextDecoder; readonly lossy: TextDecoder; readonly line: TextDecoder } | undefined;

/** What Go's unicode.IsSpace knows, which is not what `\s` knows. */
const GO_SPACES = /^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/**
 * Cuts a stream of bytes into documents as k8s.io/apimachinery's YAMLReader does (pkg/util/yaml/decoder.go): a line that
 * starts with `---` ends the document before it and belongs to none, unless there is none: then it begins the next one.
 */
export class DocumentSplitter {
  readonly helm = new HelmOutput();
  private readonly decoder: TextDecoder;
  private readonly lossy: TextDecoder;
  private readonly lineText: TextDecoder;
  private buffer = new Uint8Array(0);
  private length = 0;
  /** Where the document begins that is being collected, its line, and how it stands with it. */
  private start = 0;
  private startLine = 1;
  private startColumn = 1;
  private lines = 0;
  private hasContent = false;
  private endsAt = false;
  private ignored: { line: number; column: number } | undefined;
  private badSeparator: { message: string; line: number } | undefined;
  private tooLong = false;
  private newSection = false;
  private ahead: SeparatorComment | undefined;
  /** The line that is looked at. */
  private lineStart = 0;
  private line = 1;
  /** Up to where no line end was found. */
  private searched = 0;
  /** Where the line before began. */
  private lineBefore = 0;

  /** Begins on another line or column than the first. */
  constructor(line = 1, column = 1) {
    this.line = this.startLine = line;
    this.startColumn = column;
    decoders ??= {
      strict: new TextDecoder("utf-8", { fatal: true }),
      lossy: new TextDecoder("utf-8"),
      line: new TextDecoder("utf-8", { ignoreBOM: true }),
    };
    this.decoder = decoders.strict;
    this.lossy = decoders.lossy;
    this.lineText = decoders.line;
  }

  /** Adds bytes and gives the documents that are complete with them. */
  *push(chunk: Uint8Array): Generator<Slice> {
    this.append(chunk);
    for (;;) {
      const end = this.buffer.indexOf(LF, this.searched);
      if (end >= this.length) {
        this.searched = this.length;
        if (this.length - this.start > MAX_DOCUMENT_BYTES) this.dropLongText();
        return;
      }
      const slice = this.readLine(end, end + 1);
      this.searched = end + 1;
      if (slice !== undefined) yield slice;
    }
  }

  /** Gives the last document. */
  *end(): Generator<Slice> {
    if (this.lineStart < this.length) {
      const last = this.lossy.decode(this.buffer.subarray(this.lineStart, this.length));
      if (!this.helm.inNotes) this.helm.cutOff = { line: this.line, column: last.length + 1 };
      const slice = this.readLine(this.length, this.length);
      if (slice !== undefined) yield slice;
    }
    if (this.lines > 0) yield this.cut(this.length);
  }

  private append(chunk: Uint8Array): void {
    // One byte more, for the line feed behind the last byte that keeps searches from running on.
    if (this.length + chunk.length >= this.buffer.length) {
      const kept = this.buffer.subarray(this.start, this.length);
      const needed = kept.length + chunk.length + 1;
      const buffer = needed > this.buffer.length / 2 ? new Uint8Array(Math.max(leastBuffer, needed * 2)) : this.buffer;
      if (buffer === this.buffer) buffer.copyWithin(0, this.start, this.length);
      else buffer.set(kept);
      this.buffer = buffer;
      this.length = kept.length;
      this.lineStart -= this.start;
      this.lineBefore = Math.max(0, this.lineBefore - this.start);
      this.searched -= this.start;
      this.start = 0;
    }
    this.buffer.set(chunk, this.length);
    this.length += chunk.length;
    this.buffer[this.length] = LF;
  }

  /** Reads the line from `lineStart` to `end`; `next` is where the following one begins. */
  private readLine(end: number, next: number): Slice | undefined {
    const { buffer, lineStart } = this;
    const first = lineStart < end ? (buffer[lineStart] ?? LF) : LF;
    let slice: Slice | undefined;
    // Nine lines of ten are indented, and say nothing here once the document has content.
    if (first === SPACE && this.hasContent && !this.endsAt && !this.helm.wants(SPACE)) this.lines++;
    else if (this.helm.inNotes && this.readHelmLine(end, next)) slice = undefined;
    else if (first === DASH && buffer[lineStart + 1] === DASH && buffer[lineStart + 2] === DASH && lineStart + 2 < end)
      slice = this.readSeparator(end, next);
    else if (this.helm.wants(first) && this.readHelmLine(end, next)) slice = this.cutBefore;
    else {
      this.lines++;
      this.noteContent(first, end);
    }
    this.cutBefore = undefined;
    this.lineBefore = this.lineStart;
    this.lineStart = next;
    this.line++;
    return slice;
  }

  private cutBefore: Slice | undefined;

  private readSeparator(end: number, next: number): Slice | undefined {
    const behind = this.buffer.subarray(this.lineStart + 3, end);
    const all = behind.length === 0 ? "" : this.lineText.decode(behind);
    const rest = all.replace(GO_SPACES, "");
    if (rest !== "" && !rest.startsWith("#")) {
      // Kubernetes' reader gives up here, and what it had collected is lost.
      this.badSeparator ??= { message: "nothing but a comment may follow `---` on its line", line: this.line };
      this.lines++;
      return undefined;
    }
    if (this.helm.wants(DASH)) this.helm.read("---");
    if (this.lines === 0) {
      this.lines = 1;
      return undefined;
    }
    const slice = this.cut(this.lineStart);
    this.begin(next);
    if (rest !== "" && /sts-?lint/i.test(rest))
      this.ahead = { text: rest.trimEnd(), line: this.line, column: 4 + all.length - rest.length };
    return slice;
  }

  /** Whether the line is one of helm's own. */
  private readHelmLine(end: number, next: number): boolean {
    const line = this.lossy.decode(this.buffer.subarray(this.lineStart, Math.min(end, this.lineStart + 500)));
    const verdict = this.helm.read(line.endsWith("\r") ? line.slice(0, -1) : line);
    if (verdict === "document") return false;
    // The first line of a report was taken for one of the document before it.
    const ours = verdict === "report" ? 1 : 0;
    if (verdict !== "preamble" && this.lines > ours)
      this.cutBefore = this.cut(ours > 0 ? this.lineBefore : this.lineStart);
    this.begin(next);
    if (verdict !== "preamble") this.newSection = true;
    return true;
  }

  private noteContent(first: number, end: number): void {
    const { buffer, lineStart } = this;
    let at = lineStart;
    let code = first;
    // A byte-order mark is no content.
    if (first === 0xef && lineStart === this.start && buffer[at + 1] === 0xbb && buffer[at + 2] === 0xbf) {
      at += 3;
      code = buffer[at] ?? LF;
    }
    while (at < end && (code === 0x20 || code === 0x0d || code === 0x09)) code = buffer[++at] ?? LF;
    if (at >= end || code === LF || code === HASH) return;
    if (first === DOT && this.isDocumentEnd(end)) {
      this.endsAt = true;
      return;
    }
    if (this.endsAt) this.ignored ??= { line: this.line, column: at - lineStart + 1 };
    else this.hasContent = true;
  }

  private isDocumentEnd(end: number): boolean {
    const { buffer, lineStart } = this;
    if (buffer[lineStart + 1] !== DOT || buffer[lineStart + 2] !== DOT || lineStart + 3 > end) return false;
    const after = lineStart + 3 < end ? buffer[lineStart + 3] : LF;
    return after === 0x20 || after === 0x09 || after === 0x0d || after === LF;
  }

  private begin(at: number): void {
    this.start = at;
    this.startLine = this.line + 1;
    this.startColumn = 1;
    this.lines = 0;
    this.hasContent = false;
    this.endsAt = false;
    this.ignored = undefined;
    this.badSeparator = undefined;
    this.tooLong = false;
    this.newSection = false;
    this.ahead = undefined;
  }

  /** Forgets what was collected of a document that is too long, so that memory stays bounded. */
  private dropLongText(): void {
    this.tooLong = true;
    const lineBytes = Math.min(this.length - this.lineStart, 4);
    // The beginning of the line decides whether it is a separator; a line that goes on for ever is none.
    this.buffer.copyWithin(0, this.lineStart, this.lineStart + lineBytes);
    this.start = 0;
    this.lineStart = this.lineBefore = 0;
    this.length = this.searched = lineBytes;
    this.buffer[this.length] = LF;
    this.hasContent = true;
  }

  private cut(end: number): Slice {
    const place = {
      line: this.startLine,
      column: this.startColumn,
      hasContent: this.hasContent,
      newSection: this.newSection,
    };
    if (this.tooLong) {
      const megabytes = MAX_DOCUMENT_BYTES >> 20;
      const message = `the document is longer than ${megabytes} MB; split it, or check that \`---\` stands between documents`;
      return new Slice("", place, { refused: { message, offset: 0 } });
    }
    const bytes = this.buffer.subarray(this.start, end);
    const { ignored, ahead } = this;
    const special =
      ignored === undefined && ahead === undefined
        ? undefined
        : { ...(ignored === undefined ? {} : { ignored }), ...(ahead === undefined ? {} : { ahead }) };
    let text: string;
    try {
      text = this.decoder.decode(bytes);
    } catch {
      return this.cutUndecodable(bytes, place, special);
    }
    if (this.badSeparator === undefined) return new Slice(text, place, special);
    const { message, line } = this.badSeparator;
    return new Slice(text, place, {
      ...special,
      refused: { message, offset: lineOffset(text, line - this.startLine) },
    });
  }

  private cutUndecodable(bytes: Uint8Array, place: SlicePlace, special: SpecialSlice | undefined): Slice {
    // The reader adds a line feed of one byte where the last line has none, which no UTF-16 survives.
    const bigEndian = bytes[0] === 0xfe && bytes[1] === 0xff;
    if (bigEndian && bytes.length % 2 === 0 && bytes[bytes.length - 1] === LF)
      return new Slice(new TextDecoder("utf-16be").decode(bytes), { ...place, hasContent: true }, special);
    const text = this.lossy.decode(bytes);
    const message =
      bigEndian || (bytes[0] === 0xff && bytes[1] === 0xfe)
        ? "the text is UTF-16, which Kubernetes' clients do not read; write it as UTF-8 (PowerShell: Out-File -Encoding utf8)"
        : "the text is not UTF-8";
    return new Slice(text, place, { ...special, refused: { message, offset: undecodableOffset(bytes, this.lossy) } });
  }
}

function lineOffset(text: string, line: number): number {
  let offset = 0;
  for (let i = 0; i < line; i++) offset = text.indexOf("\n", offset) + 1;
  return offset;
}

/** Where in the decoded text the first byte stands that is no UTF-8. */
function undecodableOffset(bytes: Uint8Array, lossy: TextDecoder): number {
  let at = 0;
  while (at < bytes.length) {
    const width = sequenceLength(bytes, at);
    if (width === 0) break;
    at += width;
  }
  return lossy.decode(bytes.subarray(0, at)).length;
}

/** The length of the UTF-8 sequence that begins at `at`, 0 where none does. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  const width = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  for (let i = 1; i < width; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1] ?? 0;
  if (width === 3 && ((lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f))) return 0;
  return width === 4 && ((lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f)) ? 0 : width;
}
