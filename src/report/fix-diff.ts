import type { Edit, Report } from "../lint/contract/finding.ts";
import { type FixOptions, mergedFixes } from "../lint/fix.ts";
import { withoutCommands } from "./inert.ts";
import { printable } from "./printable.ts";

/** Lines that are replaced: `from` and `to` count from 1, `to` is exclusive. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

const context = 3;

/** The edits as changes of whole lines; those that touch a common line become one. */
function changesOf(edits: readonly Edit[], lines: readonly string[]): Change[] {
  const changes: Change[] = [];
  let group: Edit[] = [];
  const flush = (): void => {
    const first = group[0]?.location;
    const last = group[group.length - 1]?.location;
    if (first === undefined || last === undefined) return;
    let text = "";
    let line = first.line;
    let column = 1;
    for (const { location, text: replacement } of group) {
      text += between(lines, line, column, location.line, location.column) + replacement;
      ({ endLine: line, endColumn: column } = location);
    }
    text += (lines[line - 1] ?? "").slice(column - 1);
    // Where all of a line was taken out, the line goes too.
    const addsLines = group.some(({ text: replacement }) => replacement.includes("\n"));
    const made = text.split(/\r?\n/);
    // A text that is begun ends with a line end of its own.
    if (made.at(-1) === "" && last.endLine > lines.length) made.pop();
    const kept = addsLines ? made : made.filter((one) => one.trim() !== "");
    changes.push(withoutSame({ from: first.line, to: Math.min(last.endLine, lines.length) + 1, lines: kept }, lines));
    group = [];
  };
  for (const edit of edits) {
    const end = group[group.length - 1]?.location.endLine;
    if (end !== undefined && edit.location.line > end) flush();
    group.push(edit);
  }
  flush();
  return changes;
}

/** A change without the lines at its ends that stay as they are. */
function withoutSame({ from, to, lines: made }: Change, lines: readonly string[]): Change {
  let ahead = 0;
  while (ahead < made.length && from + ahead < to && made[ahead] === lines[from + ahead - 1]) ahead++;
  let behind = 0;
  const most = Math.min(made.length, to - from) - ahead;
  while (behind < most && made[made.length - 1 - behind] === lines[to - behind - 2]) behind++;
  return { from: from + ahead, to: to - behind, lines: made.slice(ahead, made.length - behind) };
}

function between(lines: readonly string[], line: number, column: number, toLine: number, toColumn: number): string {
  if (line === toLine) return (lines[line - 1] ?? "").slice(column - 1, toColumn - 1);
  const middle = lines.slice(line, toLine - 1);
  return [(lines[line - 1] ?? "").slice(column - 1), ...middle, (lines[toLine - 1] ?? "").slice(0, toColumn - 1)].join(
    "\n",
  );
}

/** Changes that are near enough to share their context, together. */
function hunksOf(changes: readonly Change[]): Change[][] {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const hunk = hunks[hunks.length - 1];
    const last = hunk?.[hunk.length - 1];
    if (hunk !== undefined && last !== undefined && change.from - last.to <= 2 * context) hunk.push(change);
    else hunks.push([change]);
  }
  return hunks;
}

function hunkText(hunk: readonly Change[], lines: readonly string[], shift: number): string[] {
  const from = Math.max(1, (hunk[0]?.from ?? 1) - context);
  const to = Math.min(lines.length + 1, (hunk[hunk.length - 1]?.to ?? 1) + context);
  const rows: string[] = [];
  let at = from;
  let grown = 0;
  const same = (end: number): void => {
    for (; at < end; at++) rows.push(` ${printable(lines[at - 1] ?? "")}`);
  };
  for (const change of hunk) {
    same(change.from);
    for (; at < change.to; at++) rows.push(`-${printable(lines[at - 1] ?? "")}`);
    for (const line of change.lines) rows.push(`+${printable(line)}`);
    grown += change.lines.length - (change.to - change.from);
  }
  same(to);
  const start = to === from ? from - 1 : from;
  return [`@@ -${start},${to - from} +${from + shift},${to - from + grown} @@`, ...rows];
}

/**
 * What the mechanical fixes of a report's findings would change, as a unified diff of the inputs; empty where there is
 * nothing to fix. `textOf` gives an input's text by its name.
 */
export function fixDiff(
  report: Report,
  textOf: (file: string) => string | undefined,
  options: FixOptions = {},
): string {
  const byFile = new Map<string, Edit[]>();
  for (const edit of mergedFixes(report.findings, options).edits) {
    const edits = byFile.get(edit.location.file);
    if (edits === undefined) byFile.set(edit.location.file, [edit]);
    else edits.push(edit);
  }
  const out: string[] = [];
  for (const [file, edits] of byFile) {
    const text = textOf(file);
    if (text === undefined) continue;
    const lines = text.split(/\r\n|\n/);
    if (lines[lines.length - 1] === "") lines.pop();
    out.push(`--- ${printable(file)}`, `+++ ${printable(file)}`);
    let shift = 0;
    for (const hunk of hunksOf(changesOf(edits, lines))) {
      out.push(...hunkText(hunk, lines, shift));
      for (const change of hunk) shift += change.lines.length - (change.to - change.from);
    }
  }
  return out.length === 0 ? "" : withoutCommands(`${out.join("\n")}\n`);
}
