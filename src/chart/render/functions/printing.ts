import type { Text } from "../text.ts";
import type { Value } from "../value.ts";
import { compareBytes, loneByte, mend } from "./bytes.ts";
import { formatG } from "./float-text.ts";
import { computed } from "./origins.ts";
import { TextWriter } from "./text-writer.ts";

/** A value as `%v` prints it, each part with its own origin. */
export function printed(value: Value): Text {
  if (value.kind === "string") return value;
  const writer = new TextWriter();
  print(value, writer, 0);
  return writer.text();
}

/** What sprig's strval gives: a list of bytes is text. */
export function strval(value: Value): Text {
  if (value.kind === "list" && value.goType === "[]uint8") {
    let bytes = "";
    for (const item of value.items) {
      const byte = item.kind === "int" ? Number(item.value) : 0;
      bytes += String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
    }
    return computed(mend(bytes), value);
  }
  return printed(value);
}

function print(value: Value, writer: TextWriter, depth: number): void {
  if (depth > 200) return;
  switch (value.kind) {
    case "nil":
      writer.add("<nil>", value.origin);
      return;
    case "bool":
      writer.add(String(value.value), value.origin);
      return;
    case "int":
      writer.add(String(value.value), value.origin);
      return;
    case "float":
      writer.add(formatG(value.value, value.goType === "float32" ? 32 : 64), value.origin);
      return;
    case "string":
      writer.addText(value);
      return;
    case "list":
      writer.add("[");
      value.items.forEach((item, i) => {
        if (i > 0) writer.add(" ");
        print(item, writer, depth + 1);
      });
      writer.add("]");
      return;
    case "map": {
      writer.add("map[");
      const keys = [...value.entries.keys()].sort(compareBytes);
      keys.forEach((name, i) => {
        const entry = value.entries.get(name);
        if (entry === undefined) return;
        if (i > 0) writer.add(" ");
        writer.addText(entry.key);
        writer.add(":");
        print(entry.value, writer, depth + 1);
      });
      writer.add("]");
      return;
    }
    case "object":
      if (value.underlying !== undefined && value.string === undefined) print(value.underlying, writer, depth);
      else if (value.string !== undefined) writer.addText(value.string());
      else {
        writer.add(value.goType.startsWith("*") && depth === 0 ? "&{" : "{");
        (value.fields ?? []).forEach((field, i) => {
          if (i > 0) writer.add(" ");
          print(field.value, writer, depth + 1);
        });
        writer.add("}");
      }
      return;
    default:
      writer.add("0x0");
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  '"': '\\"',
  "\\": "\\\\",
};
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** One character as `strconv.Quote` writes it between the quotes. */
export function quoteCharacter(codePoint: number): string {
  const byte = loneByte(codePoint);
  if (byte !== undefined) return `\\x${byte.toString(16)}`;
  const character = String.fromCodePoint(codePoint);
  const escape = ESCAPES[character];
  if (escape !== undefined) return escape;
  if (PRINTABLE.test(character)) return character;
  const digits = codePoint.toString(16);
  if (codePoint < 0x20 || codePoint === 0x7f) return `\\x${digits.padStart(2, "0")}`;
  return codePoint < 0x10000 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

/** A string as `%q` prints it. */
export function quoted(text: string): string {
  let out = "";
  for (const character of text) out += quoteCharacter(character.codePointAt(0) ?? 0);
  return `"${out}"`;
}

/** The type as `%T` prints it. */
export function typeName(value: Value): string {
  switch (value.kind) {
    case "nil":
      return "<nil>";
    case "bool":
      return "bool";
    case "string":
      return "string";
    default:
      return value.goType;
  }
}

/** `reflect.Kind` as text. */
export function kindName(value: Value): string {
  switch (value.kind) {
    case "nil":
      return "invalid";
    case "int":
    case "float":
      return value.goType;
    case "list":
      return "slice";
    case "object":
      if (value.underlying !== undefined) return kindName(value.underlying);
      return value.goType.startsWith("*") ? "ptr" : value.goType === "time.Duration" ? "int64" : "struct";
    default:
      return value.kind;
  }
}
