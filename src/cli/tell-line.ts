import { printable } from "../report/printable.ts";
import type { Host } from "./host.ts";

/** Writes one line to stderr, whatever the names in it hold: a line feed or an escape in one of them is shown, not obeyed. */
export function tellLine(host: Host, line: string): void {
  host.stderr.write(`${printable(line)}\n`);
}
