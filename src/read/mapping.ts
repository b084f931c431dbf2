/**
 * A mapping without a prototype, so that `__proto__` and `constructor` are keys like all others. Made this way V8 keeps
 * its shape, as it does for class instances; what is created without a prototype is a hash table, slower in every use.
 */
export type Mapping = Record<string, unknown>;

/** An empty one, to be filled by its owner. */
export function newMapping(): Mapping {
  return Object.setPrototypeOf({}, null) as Mapping;
}
