import { type BigIntStats, statSync } from "node:fs";

/** What is there, as links lead; undefined also where they lead in a circle, where no file can be called so, or nobody may look. */
export function statsAt(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}
