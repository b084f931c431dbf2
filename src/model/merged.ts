import { newMapping } from "../read/mapping.ts";
import { type Fields, isMapping, mapping } from "./fields.ts";

/** A mapping with what a patch of mappings writes: whatever is no mapping takes the place of what was there. */
export function merged(target: Fields, patch: Fields): Fields {
  const result: Record<string, unknown> = Object.assign(newMapping(), target);
  for (const [key, value] of Object.entries(patch))
    result[key] = isMapping(value) ? merged(mapping(target[key]), value) : value;
  return result;
}
