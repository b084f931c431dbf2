import { containerOrigin } from "../container-origins.ts";
import { notLiteral, type Origin } from "../origin.ts";
import type { Text } from "../text.ts";
import { type Call, FunctionError, type GoObject, type Value } from "../value.ts";
import { compareBytes, toBytes } from "./bytes.ts";
import { isEmpty } from "./emptiness.ts";
import { formatG } from "./float-text.ts";
import { marshalledText } from "./marshalled.ts";
import { isNil } from "./nil-slices.ts";
import { TextWriter } from "./text-writer.ts";

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** A string's characters as encoding/json writes them between the quotes; bytes that are no UTF-8 as U+FFFD. */
export function escapeJson(text: string, html: boolean): string {
  const pattern = html ? /["\\\p{Cc}<>&\u2028\u2029\p{Cs}]/gu : /["\\\p{Cc}\u2028\u2029\p{Cs}]/gu;
  return text.replace(pattern, (character) => {
    const code = character.charCodeAt(0);
    if (code >= 0xd800 && code <= 0xdfff) return "\\ufffd";
    if (code >= 0x7f && code < 0xa0) return character;
    return SHORT[character] ?? `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/** Text with its characters changed by `escaped`, run by run. */
export function addEscaped(writer: TextWriter, text: Text, escaped: (value: string) => string): void {
  let at = 0;
  for (const { length, origin } of text.runs ?? [{ length: text.value.length }]) {
    const piece = text.value.slice(at, at + length);
    const changed = escaped(piece);
    writer.add(changed, changed === piece || origin === undefined ? origin : notLiteral(origin));
    at += length;
  }
}

/** A float as encoding/json writes it, which is as JavaScript does. */
export function jsonNumber(value: number, isSingle: boolean): string {
  if (!Number.isFinite(value)) throw new FunctionError(`json: unsupported value: ${formatG(value)}`);
  if (isSingle) return String(Number(formatG(value, 32)));
  return Object.is(value, -0) ? "-0" : String(value);
}

/** What an object is in JSON: its fields, or the text it prints as. */
export function jsonFields(value: GoObject): { name: string; value: Value }[] | Text | undefined {
  if (value.fields !== undefined)
    return value.fields
      .filter((field) => field.isUnexported !== true && !(field.omitEmpty === true && isEmpty(field.value)))
      .flatMap((field) => {
        const inner = field.isEmbedded === true && field.value.kind === "object" ? jsonFields(field.value) : undefined;
        return Array.isArray(inner) ? inner : [{ name: field.jsonName ?? field.name, value: field.value }];
      });
  return marshalledText(value);
}

export interface JsonStyle {
  readonly html: boolean;
  readonly pretty: boolean;
}

/** Writes a value as encoding/json does. */
export function writeJson(value: Value, style: JsonStyle, call: Call): Text {
  const writer = new TextWriter();
  new JsonWriter(writer, style, call).write(value, 0);
  return writer.text();
}

class JsonWriter {
  private readonly writer: TextWriter;
  private readonly style: JsonStyle;
  private readonly call: Call;

  constructor(writer: TextWriter, style: JsonStyle, call: Call) {
    this.writer = writer;
    this.style = style;
    this.call = call;
  }

  write(value: Value, depth: number): void {
    if (depth > 1000) throw new FunctionError("json: unsupported value: encountered a cycle");
    this.call.spend(1);
    switch (value.kind) {
      case "nil":
        this.add("null", value.origin);
        return;
      case "bool":
      case "int":
        this.add(String(value.value), value.origin);
        return;
      case "float":
        this.add(jsonNumber(value.value, value.goType === "float32"), value.origin);
        return;
      case "string":
        this.string(value);
        return;
      case "list":
        if (isNil(value)) this.add("null");
        else if (value.goType === "[]uint8") this.add(`"${base64(value.items)}"`);
        else if (value.items.length === 0) this.add("[]", containerOrigin(value));
        else this.collection("[", "]", value.items, depth, (item) => this.write(item, depth + 1));
        return;
      case "map": {
        if (isNil(value)) {
          this.add("null");
          return;
        }
        if (value.entries.size === 0) {
          this.add("{}", containerOrigin(value));
          return;
        }
        const entries = [...value.entries.values()].sort((a, b) => compareBytes(a.key.value, b.key.value));
        this.collection("{", "}", entries, depth, (entry) => {
          this.string(entry.key);
          this.add(this.style.pretty ? ": " : ":");
          this.write(entry.value, depth + 1);
        });
        return;
      }
      case "object": {
        if (value.underlying !== undefined) {
          this.write(value.underlying, depth);
          return;
        }
        if (value.goType === "complex128") throw new FunctionError(`json: unsupported type: ${value.goType}`);
        const json = jsonFields(value);
        if (json === undefined) this.add("{}");
        else if (!Array.isArray(json)) this.string(json);
        else
          this.collection("{", "}", json, depth, (field) => {
            this.add(`"${escapeJson(field.name, true)}"${this.style.pretty ? ": " : ":"}`);
            this.write(field.value, depth + 1);
          });
        return;
      }
      default:
        throw new FunctionError(`json: unsupported type: ${value.goType}`);
    }
  }

  private collection<T>(
    open: string,
    close: string,
    items: readonly T[],
    depth: number,
    write: (item: T) => void,
  ): void {
    this.add(open);
    items.forEach((item, i) => {
      if (i > 0) this.add(",");
      if (this.style.pretty) this.add(`\n${"  ".repeat(depth + 1)}`);
      write(item);
    });
    if (this.style.pretty && items.length > 0) this.add(`\n${"  ".repeat(depth)}`);
    this.add(close);
  }

  private string(text: Text): void {
    this.call.spend(text.value.length);
    this.add('"');
    addEscaped(this.writer, text, (value) => escapeJson(value, this.style.html));
    this.add('"');
  }

  private add(text: string, origin?: Origin): void {
    this.writer.add(text, origin);
  }
}

export function base64(items: readonly Value[]): string {
  return encodeBase64(Uint8Array.from(items, (item) => (item.kind === "int" ? Number(item.value) : 0)));
}

export function encodeBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let i = 0; i < bytes.length; i += 0x2000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x2000));
  return btoa(binary);
}

export function encodeText(text: string): string {
  return encodeBase64(toBytes(text));
}
