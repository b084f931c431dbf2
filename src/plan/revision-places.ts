import { isMapping } from "../model/fields.ts";
import type { Path } from "../read/path.ts";

/**
 * Where a change of {@link revisionChange} stands in a manifest: the path itself, or of what the manifest does not have
 * the nearest part that it has.
 */
export function placeOfChange(change: string, manifest: unknown): { readonly path: Path; readonly isThere: boolean } {
  const path: (string | number)[] = [];
  let value: unknown = manifest;
  for (const step of steps(change.replace(/#order$/, "").slice(0, longest))) {
    const key = keyIn(value, step);
    if (key === undefined) return { path, isThere: false };
    path.push(key);
    value = (value as Record<string | number, unknown>)[key];
  }
  return { path, isThere: true };
}

/** Longer than any pointer into a real manifest. */
const longest = 2000;

/** The parts of a pointer: `/spec`, `/0`, `[name=db]`. */
function steps(pointer: string): string[] {
  return (
    pointer.match(/\[(?:[^\]\\]|\\.)*\]|\/[^/[]*/g)?.map((part) => (part.startsWith("/") ? part.slice(1) : part)) ?? []
  );
}

function keyIn(value: unknown, step: string): string | number | undefined {
  if (Array.isArray(value)) {
    if (!step.startsWith("[")) return /^\d{1,6}$/.test(step) && Number(step) < value.length ? Number(step) : undefined;
    const keys = step
      .slice(1, -1)
      .split(",")
      .map((pair) => pair.split("=", 2));
    const index = value.findIndex(
      (item) =>
        isMapping(item) &&
        keys.every(([key = "", wanted = ""]) => item[key] === undefined || String(item[key]) === unescaped(wanted)),
    );
    return index < 0 ? undefined : index;
  }
  const key = unescaped(step);
  return isMapping(value) && Object.hasOwn(value, key) ? key : undefined;
}

function unescaped(text: string): string {
  return text.replaceAll("~1", "/").replaceAll("~0", "~");
}
