import { WrittenLabels } from "./written-labels.ts";

/**
 * Total accessors over parsed manifests. A field of the wrong type reads as absent: that it is wrong is admission's to
 * say, and no rule may stumble over it.
 */

export type Fields = Readonly<Record<string, unknown>>;

const nothing: Fields = Object.freeze(Object.create(null));
const none: readonly unknown[] = Object.freeze([]);

export function isMapping(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The mapping itself, or an empty one. */
export function mapping(value: unknown): Fields {
  return isMapping(value) ? value : nothing;
}

/** The sequence itself, or an empty one. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : none;
}

/** The string itself, or undefined. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Any value as one text: a scalar as it is, anything else as JSON. `String` throws on a mapping that was read: it has no prototype. */
export function asText(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** A string that says something: an empty one reads as absent, as Kubernetes' omitempty fields do. */
export function filled(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function integer(value: unknown): number | undefined {
  return typeof value === "number" && Number.isInteger(value) ? value : undefined;
}

/** The strings of a sequence; anything else in it is left out, so indices are not the manifest's. */
export function texts(value: unknown): readonly string[] {
  const items = list(value);
  return items.every(isString) ? items : items.filter(isString);
}

function isString(item: unknown): item is string {
  return typeof item === "string";
}

/** The entries of a mapping whose value is a string, as label maps are. */
export function labels(value: unknown): ReadonlyMap<string, string> {
  return new WrittenLabels(mapping(value));
}

/** Whether a key is written, be it with null. */
export function has(value: unknown, key: string): boolean {
  return isMapping(value) && Object.hasOwn(value, key);
}
