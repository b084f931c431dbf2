import { type Fields, isMapping, mapping } from "./fields.ts";

const key = "kubectl.kubernetes.io/last-applied-configuration";

/**
 * What `kubectl apply` sent last, as it keeps it in an annotation of the live object (client-side apply alone).
 * Undefined where there is none, where it cannot be read, or beyond a million characters.
 */
export function lastApplied(live: Fields): Fields | undefined {
  const text = mapping(mapping(live.metadata).annotations)[key];
  if (typeof text !== "string" || text.length > 1_000_000) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isMapping(value) && isMapping(value.spec) ? value : undefined;
  } catch {
    return undefined;
  }
}
