import { bool, entry, float, list, map } from "../functions/make.ts";
import { Text } from "../text.ts";
import { nil, type Value } from "../value.ts";

/** JSON as templates see it, without an origin; a Map is a `map[string]string`. */
export function plainValue(json: unknown): Value {
  if (typeof json === "string") return new Text(json);
  if (typeof json === "boolean") return bool(json);
  if (typeof json === "number") return float(json);
  if (Array.isArray(json)) return list(json.map(plainValue));
  if (json instanceof Map)
    return map(
      [...json].map(([key, value]) => entry(String(key), plainValue(value))),
      "map[string]string",
    );
  if (typeof json !== "object" || json === null) return nil;
  return map(Object.entries(json).map(([key, value]) => entry(key, plainValue(value))));
}
