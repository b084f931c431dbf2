import { Text } from "../text.ts";
import { type Call, FunctionError, type Value } from "../value.ts";
import { compareBytes } from "./bytes.ts";
import { formatG } from "./float-text.ts";
import { addEscaped } from "./json-writer.ts";
import { marshalledText } from "./marshalled.ts";
import { TextWriter } from "./text-writer.ts";

/** Writes a value as github.com/BurntSushi/toml 1.6.0 does. */
export function writeToml(value: Value, call: Call): Text {
  const writer = new TomlWriter(call);
  writer.encode([], value);
  return writer.writer.text();
}

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\f": "\\f",
  "\r": "\\r",
};

function escapeToml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped
  return text.replace(/["\\\0-\x1f\x7f]/g, (c) => SHORT[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

interface Entry {
  readonly key: Text;
  readonly value: Value;
}

/** The entries of what is a table; undefined for anything else. */
function tableOf(value: Value): Entry[] | undefined {
  if (value.kind === "map") return [...value.entries.values()].sort((a, b) => compareBytes(a.key.value, b.key.value));
  if (value.kind !== "object" || value.fields === undefined) return undefined;
  return value.fields.map((field) => ({ key: new Text(field.name), value: field.value }));
}

function isTableArray(value: Value): boolean {
  if (value.kind !== "list" || value.items.length === 0) return false;
  let all = true;
  for (const item of value.items) {
    if (item.kind === "nil") throw new FunctionError("toml: cannot encode array with nil element");
    if (item.kind === "list") isTableArray(item);
    if (tableOf(item) === undefined) all = false;
  }
  return all;
}

class TomlWriter {
  readonly writer = new TextWriter();
  private readonly call: Call;

  constructor(call: Call) {
    this.call = call;
  }

  encode(key: readonly Text[], value: Value): void {
    this.call.spend(1 + key.length);
    if (key.length > 1000) throw new FunctionError("toml: too deep");
    const table = tableOf(value);
    if (table !== undefined) {
      if (key.length === 1) this.newLine();
      if (key.length > 0) this.heading("[", key, "]");
      this.table(key, table);
    } else if (value.kind === "list" && isTableArray(value)) {
      if (key.length === 0) throw new FunctionError("toml: top-level values must be Go maps or structs");
      for (const item of value.items) {
        this.newLine();
        this.heading("[[", key, "]]");
        this.table(key, tableOf(item) ?? []);
      }
    } else if (key.length === 0) this.element(value);
    else {
      this.keyValue(key, value);
      this.newLine();
    }
  }

  private newLine(): void {
    if (this.writer.length > 0) this.writer.add("\n");
  }

  private heading(open: string, key: readonly Text[], close: string): void {
    this.writer.add("  ".repeat(key.length - 1) + open);
    key.forEach((part, i) => {
      if (i > 0) this.writer.add(".");
      this.key(part);
    });
    this.writer.add(`${close}\n`);
  }

  private key(key: Text): void {
    if (/^[A-Za-z0-9_-]+$/.test(key.value)) this.writer.addText(key);
    else this.string(key);
  }

  private keyValue(key: readonly Text[], value: Value): void {
    this.writer.add("  ".repeat(key.length - 1));
    this.key(key.at(-1) ?? new Text(""));
    this.writer.add(" = ");
    this.element(value);
  }

  private table(key: readonly Text[], entries: readonly Entry[]): void {
    const [direct, sub] = divided(entries);
    for (const entry of [...direct, ...sub])
      if (entry.value.kind !== "nil") this.encode([...key, entry.key], entry.value);
  }

  private inline(entries: readonly Entry[]): void {
    const [direct, sub] = divided(entries);
    this.writer.add("{");
    const write = (part: readonly Entry[], isFollowed: boolean): void =>
      part.forEach(({ key, value }, i) => {
        if (value.kind === "nil") return;
        this.keyValue([key], value);
        if (isFollowed || i < part.length - 1) this.writer.add(", ");
      });
    write(direct, sub.length > 0);
    write(sub, false);
    this.writer.add("}");
  }

  private string(text: Text): void {
    this.call.spend(text.value.length);
    this.writer.add('"');
    addEscaped(this.writer, text, escapeToml);
    this.writer.add('"');
  }

  private element(value: Value): void {
    this.call.spend(1);
    const table = tableOf(value);
    if (table !== undefined) this.inline(table);
    else if (value.kind === "string") this.string(value);
    else if (value.kind === "bool" || value.kind === "int") this.writer.add(String(value.value), value.origin);
    else if (value.kind === "float") this.writer.add(tomlFloat(value.value, value.goType === "float32"), value.origin);
    else if (value.kind === "list") {
      this.writer.add("[");
      value.items.forEach((item, i) => {
        if (i > 0) this.writer.add(", ");
        this.element(item);
      });
      this.writer.add("]");
    } else if (value.kind === "object" && value.string !== undefined) {
      const text = marshalledText(value) ?? new Text("");
      if (value.goType === "time.Time") this.writer.addText(text);
      else this.string(text);
    } else if (value.kind === "nil") throw new FunctionError("reflect: call of reflect.Value.Type on zero Value");
    else throw new FunctionError(`unexpected type: ${value.goType}`);
  }
}

function divided(entries: readonly Entry[]): [Entry[], Entry[]] {
  const isSub = ({ value }: Entry): boolean => tableOf(value) !== undefined || isTableArray(value);
  const subs = new Set(entries.filter(isSub));
  return [entries.filter((entry) => !subs.has(entry)), [...subs]];
}

function tomlFloat(value: number, isSingle: boolean): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const text = formatG(value, isSingle ? 32 : 64);
  return /[e.]/.test(text) ? text : `${text}.0`;
}
