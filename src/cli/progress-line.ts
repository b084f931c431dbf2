import { statSync } from "node:fs";
import { counted } from "../report/summary-text.ts";
import { cellsOf } from "../report/text-width.ts";

/** What a long run is at. */
export type Step =
  | {
      readonly verb: "reading";
      readonly name: string;
      /** Undefined for stdin. */
      readonly path: string | undefined;
      readonly bytes: number;
      readonly at: number;
      readonly of: number;
    }
  | { readonly verb: "rendering"; readonly name: string; readonly at: number; readonly of: number }
  | { readonly verb: "checking"; readonly rule: string };

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** How much of a file was read; of a pipe the end is not known. */
function amount(path: string | undefined, bytes: number): string {
  const size = path === undefined ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  return size >= bytes && size > 0 ? `${megabytes(bytes)} of ${megabytes(size)} MB` : `${megabytes(bytes)} MB`;
}

function textOf(step: Step): string {
  if (step.verb === "checking") return `checking what was read: ${step.rule}`;
  const place = step.of > 1 ? ` (${step.at} of ${counted(step.of, step.verb === "reading" ? "input" : "chart")})` : "";
  if (step.verb === "rendering") return `rendering${place} ${step.name}`;
  return `reading${place} ${amount(step.path, step.bytes)} of ${step.name}`;
}

/** What a long run is at, on one line that fits into so many columns. */
export function progressLine(step: Step, columns: number): string {
  const most = Math.max(columns - 1, 1);
  let used = 0;
  let line = "";
  // Names come from the input: what could move the cursor is replaced.
  for (const cell of cellsOf(textOf(step))) {
    if (used + cell.columns > most) break;
    used += cell.columns;
    line += cell.text;
  }
  return line;
}
