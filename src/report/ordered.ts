/** A copy with the named keys in this order; what is absent or undefined is left out, other keys are dropped. */
export function ordered<T extends object, K extends keyof T & string>(value: T, keys: readonly K[]): Partial<T> {
  const copy: Partial<T> = {};
  for (const key of keys) if (value[key] !== undefined) copy[key] = value[key];
  return copy;
}
