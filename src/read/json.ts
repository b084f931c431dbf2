import { type Mapping, newMapping } from "./mapping.ts";
import { YamlError } from "./yaml/error.ts";
import { type Duplicate, mostDuplicates, Place } from "./yaml/place.ts";
import { type OpenPlace, PlaceRecorder } from "./yaml/place-recorder.ts";
import { NOWHERE } from "./yaml/places.ts";

/** The depth that Go's encoding/json reads. */
const MAX_DEPTH = 10_000;
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;

interface Level {
  readonly mapping: Mapping | undefined;
  readonly sequence: unknown[] | undefined;
  readonly open: OpenPlace | undefined;
  key: string;
  keyStart: number;
  keyEnd: number;
}

/** What a JSON text holds. */
export interface ParsedJson {
  /** Deeply frozen. */
  readonly value: unknown;
  readonly hasDuplicates: boolean;
  /** Places, where they were wanted. */
  readonly root: Place | undefined;
  readonly duplicates: readonly Duplicate[];
}

/**
 * Reads a text as one JSON value, as Go's encoding/json does; of equal keys the last one counts.
 *
 * @throws {YamlError} where the text is no JSON.
 */
export function parseJson(text: string, record: boolean): ParsedJson {
  const reader = new JsonReader(text, record);
  return reader.read();
}

class JsonReader {
  private readonly text: string;
  /** Undefined where no places are recorded. */
  private readonly recorder: PlaceRecorder | undefined;
  private readonly levels: Level[] = [];
  private readonly duplicates: Duplicate[] = [];
  private pos = 0;
  private hasDuplicates = false;
  private value: unknown = null;
  private root = NOWHERE;

  constructor(text: string, record: boolean) {
    this.text = text;
    this.recorder = record ? new PlaceRecorder() : undefined;
  }

  read(): ParsedJson {
    let open = this.readValue();
    while (open || this.levels.length > 0) {
      // Behind an opening bracket, or behind a value inside a collection.
      open = open ? this.readFirst() : this.readNext();
    }
    if (this.peek() !== 0) this.fail("text follows the JSON value");
    const { value, hasDuplicates, recorder, duplicates } = this;
    const root = recorder === undefined ? undefined : Place.of(recorder.finished(), this.root);
    return { value, hasDuplicates, root, duplicates };
  }

  /** Skips white space; gives the code of the next character, 0 at the end. */
  private peek(): number {
    const { text } = this;
    for (; this.pos < text.length; this.pos++) {
      const code = text.charCodeAt(this.pos);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return code;
    }
    return 0;
  }

  /** Reads a value, or just the opening bracket of one: then it gives true. */
  private readValue(): boolean {
    const code = this.peek();
    const start = this.pos;
    if (code === 0x7b || code === 0x5b) {
      if (this.levels.length >= MAX_DEPTH) this.fail(`nested deeper than ${MAX_DEPTH} levels`);
      const mapping = code === 0x7b ? newMapping() : undefined;
      const sequence: unknown[] | undefined = mapping === undefined ? [] : undefined;
      const open = this.recorder?.open(start, mapping !== undefined);
      this.levels.push({ mapping, sequence, open, key: "", keyStart: 0, keyEnd: 0 });
      this.pos++;
      return true;
    }
    const value = this.readScalar(code);
    this.deliver(value, this.recorder?.scalar(start, this.pos) ?? NOWHERE);
    return false;
  }

  private readScalar(code: number): unknown {
    if (code === 0x22) return this.readString();
    if (code === 0x2d || (code >= 0x30 && code <= 0x39)) return this.readNumber();
    if (this.readWord("true")) return true;
    if (this.readWord("false")) return false;
    if (this.readWord("null")) return null;
    return this.fail(code === 0 ? "the JSON text ends too early" : "a JSON value is expected");
  }

  private readWord(word: string): boolean {
    if (!this.text.startsWith(word, this.pos)) return false;
    this.pos += word.length;
    return true;
  }

  private readNumber(): number {
    NUMBER.lastIndex = this.pos;
    const match = NUMBER.exec(this.text);
    const value = Number(match?.[0]);
    if (match === null || !Number.isFinite(value)) this.fail("this is no JSON number");
    this.pos += match[0].length;
    // An integer has no negative zero.
    return match[1] === undefined && match[2] === undefined ? value + 0 : value;
  }

  private readString(): string {
    const { text } = this;
    const start = this.pos;
    let pos = start + 1;
    let escaped = false;
    for (; ; pos++) {
      const code = pos < text.length ? text.charCodeAt(pos) : 0;
      if (code === 0x22) break;
      if (code === 0x5c) {
        escaped = true;
        pos++;
      } else if (code < 0x20) {
        this.pos = pos;
        this.fail(
          pos < text.length ? "a control character must be escaped in a JSON string" : "a JSON string is not closed",
        );
      }
    }
    this.pos = pos + 1;
    if (!escaped) return text.slice(start + 1, pos);
    try {
      return String(JSON.parse(text.slice(start, pos + 1))).replace(
        /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
        "\ufffd",
      );
    } catch {
      this.pos = start;
      return this.fail("a JSON string holds an unknown escape");
    }
  }

  private readFirst(): boolean {
    const level = this.levels[this.levels.length - 1];
    const code = this.peek();
    if (code === (level?.mapping === undefined ? 0x5d : 0x7d)) return this.close();
    if (level?.mapping !== undefined) this.readKey(level);
    return this.readValue();
  }

  private readNext(): boolean {
    const level = this.levels[this.levels.length - 1];
    const code = this.peek();
    if (code === (level?.mapping === undefined ? 0x5d : 0x7d)) return this.close();
    if (code !== 0x2c)
      this.fail(code === 0 ? "the JSON text ends too early" : "a comma or a closing bracket is expected");
    this.pos++;
    this.peek();
    if (level?.mapping !== undefined) this.readKey(level);
    return this.readValue();
  }

  private readKey(level: Level): void {
    if (this.peek() !== 0x22) this.fail("a key in double quotes is expected");
    level.keyStart = this.pos;
    level.key = this.readString();
    level.keyEnd = this.pos;
    if (this.peek() !== 0x3a) this.fail("a colon is expected");
    this.pos++;
  }

  private close(): boolean {
    const level = this.levels.pop();
    this.pos++;
    if (level === undefined) return false;
    const node = level.open === undefined ? NOWHERE : (this.recorder?.close(level.open, this.pos) ?? NOWHERE);
    this.deliver(Object.freeze(level.mapping ?? level.sequence?.slice()), node);
    return false;
  }

  private deliver(value: unknown, node: number): void {
    const level = this.levels[this.levels.length - 1];
    if (level === undefined) {
      this.value = value;
      this.root = node;
      return;
    }
    const { mapping, sequence, open, key, keyStart, keyEnd } = level;
    const { recorder } = this;
    if (mapping === undefined) {
      sequence?.push(value);
      if (open !== undefined) recorder?.add(node);
      return;
    }
    const isAgain = key in mapping;
    if (isAgain) {
      this.hasDuplicates = true;
      const first = open === undefined || this.hasEnough() ? undefined : recorder?.entered(open, key);
      if (first !== undefined) {
        const path = this.levels.map((outer) => (outer.sequence === undefined ? outer.key : outer.sequence.length));
        this.duplicates.push({ path, first, again: { start: keyStart, end: keyEnd } });
      }
    }
    mapping[key] = value;
    if (open !== undefined) recorder?.enter(open, key, keyStart, keyEnd, node, isAgain);
  }

  private hasEnough(): boolean {
    return this.duplicates.length >= mostDuplicates;
  }

  private fail(message: string): never {
    throw new YamlError(message, this.pos);
  }
}
