import { parseJson } from "./json.ts";
import { Slice } from "./slice.ts";
import { leastBuffer, MAX_DOCUMENT_BYTES } from "./splitter.ts";
import { YamlError } from "./yaml/error.ts";

const LF = 0x0a;

/** What is left of a stream where it stops being JSON. */
export interface NotJson {
  readonly bytes: Uint8Array;
  readonly line: number;
  readonly column: number;
  readonly error: YamlError;
}

/**
 * Cuts a stream that begins with `{` into JSON objects, as kubectl reads it (apimachinery's YAMLOrJSONDecoder): one
 * behind the other, with white space between them or none.
 */
export class JsonStream {
  private readonly decoder = new TextDecoder("utf-8");
  private bytes = new Uint8Array(0);
  private start = 0;
  private length = 0;
  private line = 1;
  private column = 1;
  /** How far the object that begins at `start` was looked through, and how it stands there. */
  private scanned = 0;
  private depth = 0;
  private inString = false;
  private escaped = false;
  private sawContent = false;
  /** How many objects were read. */
  count = 0;
  /** Set where the stream is no JSON any more. */
  rest: NotJson | undefined;

  *push(chunk: Uint8Array): Generator<Slice> {
    this.append(chunk);
    while (this.rest === undefined) {
      const end = this.findEnd();
      if (end < 0) break;
      const slice = this.read(end);
      if (slice !== undefined) yield slice;
    }
    if (this.rest === undefined && this.length - this.start > MAX_DOCUMENT_BYTES)
      this.stop(new YamlError(`a JSON object is longer than ${MAX_DOCUMENT_BYTES >> 20} MB`, 0));
  }

  /** Ends the stream. */
  end(): void {
    if (this.depth === 0) this.skipSpace();
    if (this.rest === undefined && this.length > this.start)
      this.stop(new YamlError("the JSON text ends too early", this.decode(this.length).length));
  }

  private append(chunk: Uint8Array): void {
    if (this.length + chunk.length > this.bytes.length) {
      const kept = this.bytes.subarray(this.start, this.length);
      const needed = kept.length + chunk.length;
      const bytes = needed > this.bytes.length / 2 ? new Uint8Array(Math.max(leastBuffer, needed * 2)) : this.bytes;
      if (bytes === this.bytes) bytes.copyWithin(0, this.start, this.length);
      else bytes.set(kept);
      this.bytes = bytes;
      this.scanned -= this.start;
      this.length = kept.length;
      this.start = 0;
    }
    this.bytes.set(chunk, this.length);
    this.length += chunk.length;
  }

  /** The end of the object that begins at `start`, -1 while it is not complete. */
  private findEnd(): number {
    if (this.depth === 0) this.skipSpace();
    const { bytes, length } = this;
    let { scanned, depth, inString, escaped } = this;
    for (; scanned < length; scanned++) {
      const code = bytes[scanned] ?? 0;
      if (inString) {
        if (escaped) escaped = false;
        else if (code === 0x5c) escaped = true;
        else if (code === 0x22) inString = false;
        continue;
      }
      if (!this.sawContent && (depth > 0 ? !isSpace(code) : code !== 0x7b)) {
        // Flow YAML is told apart at once, so that nobody waits for the end of a template's braces.
        this.sawContent = true;
        if (depth === 0) this.stop(new YamlError("a JSON object is expected", 0));
        else if (code !== 0x22 && code !== 0x7d)
          this.stop(new YamlError("a key in double quotes is expected", this.decode(scanned).length));
        if (this.rest !== undefined) return -1;
      }
      if (code === 0x22) inString = true;
      else if (code === 0x7b || code === 0x5b) depth++;
      else if ((code === 0x7d || code === 0x5d) && --depth === 0) break;
    }
    this.scanned = scanned;
    this.depth = depth;
    this.inString = inString;
    this.escaped = escaped;
    return scanned < length ? scanned + 1 : -1;
  }

  private skipSpace(): void {
    for (; this.start < this.length; this.start++) {
      const code = this.bytes[this.start] ?? 0;
      if (!isSpace(code)) break;
      this.column++;
      if (code !== LF) continue;
      this.line++;
      this.column = 1;
    }
    this.scanned = this.start;
  }

  private decode(end: number): string {
    return this.decoder.decode(this.bytes.subarray(this.start, end));
  }

  private read(end: number): Slice | undefined {
    const text = this.decode(end);
    const place = { line: this.line, column: this.column, hasContent: true, newSection: false };
    let json: { value: unknown; hasDuplicates: boolean };
    try {
      json = parseJson(text, false);
    } catch (error) {
      if (!(error instanceof YamlError)) throw error;
      this.stop(error);
      return undefined;
    }
    this.count++;
    const breaks = text.split("\n");
    this.line += breaks.length - 1;
    this.column = (breaks.length === 1 ? this.column : 1) + (breaks[breaks.length - 1] ?? "").length;
    this.start = this.scanned = end;
    this.depth = 0;
    this.sawContent = false;
    return new Slice(text, place, { json: { value: json.value, hasDuplicates: json.hasDuplicates } });
  }

  private stop(error: YamlError): void {
    this.rest = { bytes: this.bytes.slice(this.start, this.length), line: this.line, column: this.column, error };
    this.start = this.length = 0;
  }
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === LF || code === 0x0d || code === 0x09;
}
