import { sprint } from "../print/format.ts";
import { escapeRune, quoteText } from "../print/quote.ts";
import { Text } from "../text.ts";
import type { Value } from "../value.ts";
import { mend } from "./bytes.ts";
import { computed } from "./origins.ts";

export { goTypeName as typeName } from "../print/type-name.ts";

/** As fmt prints it: nil is `<nil>`. */
export function printed(value: Value): Text {
  return value.kind === "string" ? value : sprint([value]);
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

/** One character as `strconv.Quote` writes it between the quotes. */
export function quoteCharacter(codePoint: number): string {
  return escapeRune(String.fromCodePoint(codePoint), '"');
}

/** A string as `%q` prints it. */
export function quoted(text: string): string {
  return quoteText(new Text(text)).value;
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
