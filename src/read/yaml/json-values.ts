import type { Mapping } from "../mapping.ts";
import type { Path } from "../path.ts";

interface Visit {
  readonly value: unknown;
  readonly parent: Visit | undefined;
  readonly step: string | number;
}

/**
 * Where in a value something stands that JSON does not have: a number that is not finite, or a mapping with a key
 * that is null or too large. Kubernetes' reader refuses it only if it is still there when all keys are set.
 */
export function findNonJson(root: unknown, badMappings: ReadonlyMap<Mapping, number> | undefined): Path | undefined {
  const stack: Visit[] = [{ value: root, parent: undefined, step: "" }];
  const seen = new Set<object>();
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { value } = visit;
    if (typeof value === "number" && !Number.isFinite(value)) return pathOf(visit);
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    if (Array.isArray(value)) {
      for (let i = value.length - 1; i >= 0; i--) stack.push({ value: value[i], parent: visit, step: i });
      continue;
    }
    const mapping = value as Mapping;
    if (badMappings?.has(mapping)) return pathOf(visit);
    for (const key of Object.keys(mapping).reverse()) stack.push({ value: mapping[key], parent: visit, step: key });
  }
  return undefined;
}

function pathOf(visit: Visit): Path {
  const path: (string | number)[] = [];
  for (let at: Visit = visit; at.parent !== undefined; at = at.parent) path.push(at.step);
  return path.reverse();
}
