import { emptyText } from "./text.ts";
import type { Text } from "./value.ts";
import { type Place, stringOf, type Value } from "./value.ts";

/** The text that an action at `place` prints of a value. */
export function print(value: Value, place: Place): Text {
  switch (value.kind) {
    case "constant":
      return value.value === null ? emptyText : { kind: "literal", text: String(value.value), place, printed: true };
    case "text":
      return value.text;
    case "choice":
      return {
        kind: "alternatives",
        options: value.options.map((one) => ({ guards: one.guards, text: print(one.value, place) })),
      };
    default:
      return { kind: "hole", value, style: "plain", place };
  }
}

/** The text that `toYaml` or `toJson` makes of a value. */
export function printAs(style: "yaml" | "json", value: Value, place: Place): Text {
  if (value.kind === "choice") {
    return {
      kind: "alternatives",
      options: value.options.map((one) => ({ guards: one.guards, text: printAs(style, one.value, place) })),
    };
  }
  if (value.kind === "constant" && (typeof value.value !== "string" || /^[\w./-]+$/.test(value.value))) {
    return { kind: "literal", text: stringOf(value) ?? "null", place, printed: true };
  }
  if (value.kind === "map" && value.parts.length === 0) return { kind: "literal", text: "{}", place, printed: true };
  if (value.kind === "list" && value.parts.length === 0) return { kind: "literal", text: "[]", place, printed: true };
  return { kind: "hole", value, style, place };
}
