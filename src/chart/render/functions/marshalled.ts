import type { Text } from "../text.ts";
import type { GoObject } from "../value.ts";

/** What objects are in JSON, YAML and TOML where that is not what they print as: a time is there as RFC 3339. */
const texts = new WeakMap<GoObject, Text>();

export function marshalAs(object: GoObject, text: Text): void {
  texts.set(object, text);
}

export function marshalledText(object: GoObject): Text | undefined {
  return texts.get(object) ?? object.string?.();
}
