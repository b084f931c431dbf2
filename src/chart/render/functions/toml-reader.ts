import { quoteRune } from "../print/quote.ts";
import { Text } from "../text.ts";
import { type Call, FunctionError, type GoMap, type List, type Value } from "../value.ts";
import { parseInt64 } from "./cast.ts";
import { parseInstant } from "./date-layout.ts";
import { timeObject } from "./dates.ts";
import { literal } from "./json-reader.ts";
import { bool, float, integer, list, map } from "./make.ts";
import { originOf } from "./origins.ts";

/** Reads TOML as github.com/BurntSushi/toml does, into values that know where they were read. */
export function readToml(text: Text, call: Call): Value {
  call.spend(text.value.length);
  return new TomlReader(text).document();
}

const SHORT: Readonly<Record<string, string>> = {
  b: "\b",
  t: "\t",
  n: "\n",
  f: "\f",
  r: "\r",
  e: "\x1b",
  '"': '"',
  "\\": "\\",
};
const LAYOUTS = ["2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02", "15:04:05"];

class TomlReader {
  private readonly text: Text;
  private readonly value: string;
  private readonly root = map();
  private readonly closed = new WeakSet<object>();
  private readonly arrays = new WeakSet<List>();
  private at = 0;
  private lastKey = "";

  constructor(text: Text) {
    this.text = text;
    this.value = text.value.replaceAll("\r\n", " \n");
  }

  document(): Value {
    let table: GoMap = this.root;
    let prefix = "";
    for (;;) {
      this.skip(true);
      if (this.at >= this.value.length) return this.root;
      if (this.value[this.at] === "[") {
        const isArray = this.value[this.at + 1] === "[";
        this.at += isArray ? 2 : 1;
        const keys = this.keys(true);
        this.expect("]", "expected '.' or ']' to end table name");
        if (isArray) this.expect("]", "expected end of table array name delimiter ']'");
        table = this.open(keys, isArray);
        prefix = `${keys.map(({ value }) => value).join(".")}.`;
      } else this.keyValue(table, prefix);
      this.endOfLine();
    }
  }

  private fail(message: string): never {
    const line = this.value.slice(0, this.at).split("\n").length;
    const key = this.lastKey === "" ? "" : ` (last key ${JSON.stringify(this.lastKey)})`;
    throw new FunctionError(`toml: line ${line}${key}: ${message}`);
  }

  private skip(newLines: boolean): void {
    for (;;) {
      const character = this.value[this.at];
      if (character === " " || character === "\t" || (newLines && character === "\n")) this.at++;
      else if (character === "#") {
        const end = this.value.indexOf("\n", this.at);
        this.at = end < 0 ? this.value.length : end;
      } else return;
    }
  }

  private expect(character: string, message: string): void {
    // The end of the text is a character to Go's lexer, too.
    const found = this.value.codePointAt(this.at) ?? 0;
    if (this.value[this.at] !== character)
      this.fail(`${message}, but got ${quoteRune(String.fromCodePoint(found))} instead`);
    this.at++;
  }

  private endOfLine(): void {
    this.skip(false);
    if (this.at < this.value.length && this.value[this.at] !== "\n")
      this.fail(
        `expected a top-level item to end with a newline, comment, or EOF, but got '${this.value[this.at]}' instead`,
      );
  }

  private keys(isTable = false): Text[] {
    const keys: Text[] = [];
    for (;;) {
      this.skip(false);
      const character = this.value[this.at];
      if (character === '"' || character === "'") keys.push(this.string(character));
      else {
        const match = /[A-Za-z0-9_-]*/y;
        match.lastIndex = this.at;
        const bare = match.exec(this.value)?.[0] ?? "";
        if (isTable && (character === "]" || character === undefined))
          this.fail("unexpected end of table name (table names cannot be empty)");
        if (isTable && character === ".") this.fail("unexpected table separator (table names cannot be empty)");
        if (keys.length > 0 && (character === "=" || character === undefined)) this.fail("unexpected '='");
        if (keys.length > 0 && character === ".") this.fail("unexpected '.'");
        if (keys.length === 0 && (character === "=" || character === undefined))
          this.fail("unexpected '=': key name appears blank");
        if (keys.length === 0 && character === ".") this.fail("unexpected '.': keys cannot start with a '.'");
        keys.push(this.text.slice(this.at, this.at + bare.length));
        this.at += bare.length;
      }
      this.skip(false);
      if (this.value[this.at] !== ".") return keys;
      this.at++;
    }
  }

  /** The table at `keys`, made where there is none. */
  private walk(from: GoMap, keys: readonly Text[]): GoMap {
    let table = from;
    for (const key of keys) {
      const found = table.entries.get(key.value)?.value;
      if (found === undefined) {
        const made = map();
        table.entries.set(key.value, { key, value: made });
        table = made;
      } else if (found.kind === "map") table = found;
      else if (found.kind === "list" && this.arrays.has(found)) table = found.items.at(-1) as GoMap;
      else this.fail(`Key '${key.value}' has already been defined.`);
    }
    return table;
  }

  private open(keys: readonly Text[], isArray: boolean): GoMap {
    this.lastKey = keys.map(({ value }) => value).join(".");
    const parent = this.walk(this.root, keys.slice(0, -1));
    const key = keys.at(-1) ?? new Text("");
    const found = parent.entries.get(key.value)?.value;
    if (isArray) {
      const made = map([], "map[string]interface {}");
      if (found === undefined) {
        const tables = list([made], "[]map[string]interface {}");
        this.arrays.add(tables);
        parent.entries.set(key.value, { key, value: tables });
      } else if (found.kind === "list" && this.arrays.has(found)) found.items.push(made);
      else this.fail(`Key '${this.lastKey}' has already been defined.`);
      return made;
    }
    if (found !== undefined && (found.kind !== "map" || this.closed.has(found)))
      this.fail(`Key '${this.lastKey}' has already been defined.`);
    const table = this.walk(parent, [key]);
    this.closed.add(table);
    return table;
  }

  private keyValue(table: GoMap, prefix: string): void {
    const keys = this.keys();
    this.skip(false);
    if (this.at >= this.value.length) this.fail("unexpected EOF; expected key separator '='");
    this.expect("=", "expected '.' or '='");
    this.skip(false);
    const name = keys.map(({ value }) => value).join(".");
    this.lastKey = prefix + name;
    const value = this.read(0);
    const parent = this.walk(table, keys.slice(0, -1));
    const key = keys.at(-1) ?? new Text("");
    if (parent.entries.has(key.value)) this.fail(`Key '${this.lastKey}' has already been defined.`);
    parent.entries.set(key.value, { key, value });
  }

  private read(depth: number): Value {
    if (depth > 1000) this.fail("too deep");
    const character = this.value[this.at];
    if (character === undefined || character === "\n")
      this.fail(character === undefined ? "unexpected EOF; expected value" : "expected value but found '\\n' instead");
    if (character === '"' || character === "'") return this.string(character);
    if (character === "[") return this.array(depth);
    if (character === "{") return this.inlineTable();
    return this.scalar();
  }

  private array(depth: number): Value {
    this.at++;
    const items: Value[] = [];
    for (;;) {
      this.skip(true);
      if (this.value[this.at] === "]") break;
      items.push(this.read(depth + 1));
      this.skip(true);
      if (this.value[this.at] === ",") this.at++;
      else if (this.value[this.at] !== "]") this.fail("expected a comma (',') or array terminator (']')");
    }
    this.at++;
    return list(items);
  }

  private inlineTable(): Value {
    this.at++;
    const table = map();
    for (;;) {
      this.skip(true);
      if (this.value[this.at] === "}") break;
      this.keyValue(table, "");
      this.skip(true);
      if (this.value[this.at] === ",") this.at++;
      else if (this.value[this.at] !== "}") this.fail("expected a comma or an inline table terminator '}'");
    }
    this.at++;
    this.closed.add(table);
    return table;
  }

  private scalar(): Value {
    const pattern = /[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[^\s,\]}#]*|[^\s,\]}#]+/y;
    pattern.lastIndex = this.at;
    const source = pattern.exec(this.value)?.[0] ?? "";
    const text = this.text.slice(this.at, this.at + source.length);
    const origin = literal(text);
    if (source === "true" || source === "false") {
      this.at += source.length;
      return origin === undefined ? bool(source === "true") : { kind: "bool", value: source === "true", origin };
    }
    const word = /^\p{L}+/u.exec(source)?.[0];
    const value = this.number(source, origin) ?? this.date(source, origin);
    if (value === undefined && word !== undefined) this.fail(`expected value but found "${word}" instead`);
    if (value === undefined) this.fail(`expected value but found '${source.charAt(0)}' instead`);
    this.at += source.length;
    return value;
  }

  private number(source: string, origin: ReturnType<typeof originOf>): Value | undefined {
    if (/^[+-]?(?:inf|nan)$/.test(source)) {
      const size = source.endsWith("nan") ? Number.NaN : Number.POSITIVE_INFINITY;
      return float(source.startsWith("-") ? -size : size, origin);
    }
    if (
      /^(?:[+-]?(?:0|[1-9](?:_?[0-9])*)|0x[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*|0o[0-7]+(?:_[0-7]+)*|0b[01]+(?:_[01]+)*)$/.test(
        source,
      )
    ) {
      const value = parseInt64(source.replaceAll("_", ""), 0);
      if (value === undefined) this.fail(`${source} is out of range for int64`);
      return integer(value, "int64", origin);
    }
    if (!/^[+-]?(?:0|[1-9](?:_?[0-9])*)(?:\.[0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9](?:_?[0-9])*)?$/.test(source))
      return undefined;
    return float(Number(source.replaceAll("_", "")), origin);
  }

  private date(source: string, origin: ReturnType<typeof originOf>): Value | undefined {
    const normal = source.replace(/^([0-9-]{10})[ t]/, "$1T").replace(/z$/, "Z");
    for (const layout of LAYOUTS) {
      const instant = parseInstant(layout, normal);
      if (typeof instant !== "string") return timeObject(instant, origin);
    }
    return undefined;
  }

  private string(quote: string): Text {
    const isLong = this.value.startsWith(quote.repeat(3), this.at);
    const end = quote.repeat(isLong ? 3 : 1);
    this.at += end.length;
    if (isLong && this.value[this.at] === "\n") this.at++;
    const parts: Text[] = [];
    let from = this.at;
    while (!this.value.startsWith(end, this.at)) {
      const character = this.value[this.at];
      if (character === undefined) this.fail(`unexpected EOF; expected '${end}'`);
      if (character === "\n" && !isLong) this.fail("strings cannot contain newlines");
      if (character === "\\" && quote === '"') {
        parts.push(this.text.slice(from, this.at));
        const start = this.at;
        const escaped = this.escape(isLong);
        parts.push(Text.from(escaped, originOf(this.text.slice(start, this.at))));
        from = this.at;
      } else this.at++;
    }
    // Up to two quotes may stand right before the closing three.
    for (let i = 0; isLong && i < 2 && this.value.startsWith(end, this.at + 1); i++) this.at++;
    parts.push(this.text.slice(from, this.at));
    this.at += end.length;
    return Text.join(parts);
  }

  private escape(isLong: boolean): string {
    const fold = /\\[ \t]*\n\s*/y;
    fold.lastIndex = this.at;
    const match = isLong ? fold.exec(this.value) : null;
    if (match !== null) {
      this.at += match[0].length;
      return "";
    }
    const letter = this.value[this.at + 1] ?? "";
    const width = { x: 2, u: 4, U: 8 }[letter];
    if (width !== undefined) {
      const digits = this.value.slice(this.at + 2, this.at + 2 + width);
      const code = Number.parseInt(digits, 16);
      if (!/^[0-9a-fA-F]+$/.test(digits) || digits.length < width || code > 0x10ffff)
        this.fail(`invalid unicode escape '\\${letter}${digits}'`);
      this.at += 2 + width;
      return String.fromCodePoint(code);
    }
    if (!Object.hasOwn(SHORT, letter))
      this.fail(`invalid escape character '${letter}'; only the following escape characters are allowed`);
    this.at += 2;
    return SHORT[letter] ?? "";
  }
}
