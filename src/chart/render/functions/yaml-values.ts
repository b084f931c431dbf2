import type { Place } from "../../../read/yaml/place.ts";
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
  call.spend(1);
  if (Array.isArray(value)) return list(value.map((item, i) => toValue(item, place?.items?.[i], text, call)));
  if (typeof value === "object" && value !== null) {
    const made = map();
    // JSON's reader keeps no order; printing sorts.
    for (const [name, item] of Object.entries(value)) {
      const at = place?.entries?.get(name);
      const key = at === undefined ? new Text(name) : found(name, text.slice(at.keyStart, at.keyEnd));
      made.entries.set(name, { key, value: toValue(item, at?.value, text, call) });
    }
    return made;
  }
  const source = place === undefined ? undefined : text.slice(place.start, endOfValue(text.value, place));
  if (typeof value === "string") return source === undefined ? new Text(value) : found(value, source);
  const origin = source === undefined ? undefined : literal(source);
  if (typeof value === "number") return float(value, origin);
  if (typeof value === "boolean") return origin === undefined ? bool(value) : { kind: "bool", value, origin };
  return origin === undefined ? nil : { kind: "nil", origin };
}

function found(value: string, source: Text): Text {
  const at = value === "" ? -1 : source.value.indexOf(value);
  if (at >= 0 && at <= 1) return source.slice(at, at + value.length);
  return Text.from(value, originOf(source));
}
