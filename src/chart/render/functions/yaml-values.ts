import type { Place } from "../../../read/yaml/place.ts";
import { spendItems } from "../budget.ts";
import { endOfValue } from "../empty-place.ts";
import { Text } from "../text.ts";
import { type Call, nil, type Value } from "../value.ts";
import { literal } from "./json-reader.ts";
import { bool, float, list, map } from "./make.ts";
import { originOf } from "./origins.ts";

/**
 * A document that was read, as values that know where each key and scalar was read from. A string whose characters
 * stand in the text one by one keeps the origin of each; one that was quoted or folded has that of all it was read from.
 */
export function toValue(value: unknown, place: Place | undefined, text: Text, call: Call): Value {
  spendItems(call, 1);
  if (Array.isArray(value)) return list(value.map((item, i) => toValue(item, place?.item(i), text, call)));
  if (typeof value === "object" && value !== null) {
    const made = map();
    // JSON's reader keeps no order; printing sorts.
    for (const [name, item] of Object.entries(value)) {
      const at = place?.entry(name);
      const key = at === undefined ? new Text(name) : found(name, text, at.keyStart, at.keyEnd);
      made.entries.set(name, { key, value: toValue(item, at?.value, text, call) });
    }
    return made;
  }
  const end = place === undefined ? 0 : endOfValue(text.value, place);
  if (typeof value === "string") return place === undefined ? new Text(value) : found(value, text, place.start, end);
  const origin = place === undefined ? undefined : literal(text.slice(place.start, end));
  if (typeof value === "number") return float(value, origin);
  if (typeof value === "boolean") return origin === undefined ? bool(value) : { kind: "bool", value, origin };
  return origin === undefined ? nil : { kind: "nil", origin };
}

/** A string that was read from `start` to `end`: the characters there, or those behind a quotation mark. */
function found(value: string, text: Text, start: number, end: number): Text {
  if (value !== "" && end - start >= value.length) {
    if (text.value.startsWith(value, start)) return text.slice(start, start + value.length);
    if (end - start > value.length && text.value.startsWith(value, start + 1))
      return text.slice(start + 1, start + 1 + value.length);
  }
  return Text.from(value, originOf(text.slice(start, end)));
}
