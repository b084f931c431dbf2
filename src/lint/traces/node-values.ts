import type { Path } from "../../read/path.ts";

/** The paths of scalars at or below one, only into what `enters` lets. */
export function* scalarsBelow(
  path: Path,
  value: unknown,
  enters: (path: Path) => boolean = () => true,
): Generator<Path> {
  if (value === undefined || !enters(path)) return;
  if (typeof value !== "object" || value === null) yield path;
  else
    for (const [key, child] of Object.entries(value))
      yield* scalarsBelow([...path, Array.isArray(value) ? Number(key) : key], child, enters);
}

/** Whether two values differ in more than what is random in the second. */
export function differs(one: unknown, other: unknown, path: Path, isRandom: (path: Path) => boolean): boolean {
  if (one === other) return false;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return !isRandom(path);
  const entries = Object.entries(one);
  const others = new Map<string, unknown>(Object.entries(other));
  if (Array.isArray(one) !== Array.isArray(other) || entries.length !== others.size) return true;
  return entries.some(([key, child]) => {
    const step = Array.isArray(one) ? Number(key) : key;
    return !others.has(key) || differs(child, others.get(key), [...path, step], isRandom);
  });
}
