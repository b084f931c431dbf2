import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = process.env.STS_LINT_SHARED ?? fileURLToPath(new URL("../../shared", import.meta.url));

/**
 * The path of a file or folder of the shared material (conformance tables, public charts), which lies beside a
 * checkout and is never copied into it; undefined where it is missing, so that a test can say that it was skipped.
 */
export function shared(path: string): string | undefined {
  const full = `${root}/${path}`;
  return existsSync(full) ? full : undefined;
}
