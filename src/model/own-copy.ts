/** Our reader's mappings are frozen to their depths, and have no prototype; what others freeze may be so on its surface. */
function isOfReader(one: object): boolean {
  return Object.isFrozen(one) && Object.getPrototypeOf(one) === null;
}

/**
 * A copy of plain data that its owner cannot change any more. What our reader gave, which nobody can, is taken as it is.
 * Walks without recursion: data may be nested deeper than the stack.
 */
export function ownCopy<Value>(value: Value): Value {
  const copies = new Map<object, object>();
  const pending: (readonly [from: object, to: object])[] = [];
  const copied = (one: unknown): unknown => {
    if (typeof one !== "object" || one === null || isOfReader(one)) return one;
    const known = copies.get(one);
    if (known !== undefined) return known;
    const copy: object = Array.isArray(one) ? [] : Object.create(Object.getPrototypeOf(one) as object | null);
    copies.set(one, copy);
    pending.push([one, copy]);
    return copy;
  };
  const copy = copied(value) as Value;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [from, to] = next;
    for (const [key, inner] of Object.entries(from))
      Object.defineProperty(to, key, { value: copied(inner), enumerable: true, writable: true, configurable: true });
  }
  return copy;
}
