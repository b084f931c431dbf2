import { countHolding } from "../read/sorted.ts";
import { resolvePlain } from "../read/yaml/resolve.ts";
import type { Edit, Finding } from "./contract/finding.ts";

export interface FixOptions {
  /** Whether fixes that may change what somebody meant are made, too. */
  readonly unsafe?: boolean;
}

/** Which fixes of some findings can be made together, and their edits in order, none in another. */
export interface MergedFixes<F extends Finding = Finding> {
  readonly applied: readonly F[];
  readonly edits: readonly Edit[];
  /** Of each applied finding the edits that none before it asks for. */
  readonly own: ReadonlyMap<F, readonly Edit[]>;
}

/**
 * The fixes that are made together: each whole or not at all, the first of two that touch the same text. Findings that
 * ask for the same edit are both served by it.
 */
export function mergedFixes<F extends Finding>(findings: readonly F[], options: FixOptions = {}): MergedFixes<F> {
  const kept: Edit[] = [];
  const known = new Set<string>();
  const own = new Map<F, readonly Edit[]>();
  /** The edits kept by the lines they touch, in order: of a long line there may be thousands. */
  const keptOn = new Map<string, Edit[]>();
  const touchesKept = (edit: Edit): boolean =>
    linesOf(edit).some((line) => {
      const on = keptOn.get(line) ?? [];
      const at = indexIn(on, edit);
      return touches(on[at - 1], edit) || touches(on[at], edit);
    });
  for (const finding of findings) {
    const { fix } = finding;
    if (fix === undefined || fix.edits.length === 0 || !(fix.safe || options.unsafe === true)) continue;
    const fresh = fix.edits.filter((edit) => !known.has(keyOf(edit)));
    if (fresh.some(touchesKept)) continue;
    const inOrder = [...fresh].sort(before);
    if (inOrder.some((edit, index) => touches(inOrder[index - 1], edit))) continue;
    own.set(finding, fresh);
    for (const edit of fresh) {
      known.add(keyOf(edit));
      kept.push(edit);
      for (const line of linesOf(edit)) {
        const on = keptOn.get(line) ?? [];
        on.splice(indexIn(on, edit), 0, edit);
        keptOn.set(line, on);
      }
    }
  }
  return { applied: [...own.keys()], own, edits: kept.sort(before) };
}

/**
 * The edits that a report prints with each finding, so that whoever makes all of them makes what {@link applyFixes} does:
 * no edit twice, none over another. Findings at a chart's template have none but those of the chart's own files: the others
 * are of the rendered text.
 */
export function printedEdits(findings: readonly Finding[]): ReadonlyMap<Finding, readonly Edit[]> {
  return mergedFixes(
    findings.filter((finding) => finding.template === undefined || !isOfItsText(finding)),
    { unsafe: true },
  ).own;
}

/** Whether a finding's fix is one of the text that the finding stands in, and not of the files of the chart behind it. */
export function isOfItsText({ fix, location, template }: Finding): boolean {
  return template === undefined || (fix?.edits ?? []).every((edit) => edit.location.file === location.file);
}

/**
 * The text with the fixes of its findings made: a line of which nothing is left goes, too; everything else, line ends
 * included, stays as it was. The findings must be of this text, and of one file; fixes of the chart behind it are left out.
 */
export function applyFixes<F extends Finding>(
  text: string,
  findings: readonly F[],
  options: FixOptions = {},
): { readonly text: string; readonly applied: readonly F[] } {
  const { applied, edits } = mergedFixes(findings.filter(isOfItsText), options);
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const offset = (line: number, column: number) => (starts[line - 1] ?? text.length) + column - 1;
  let fixed = "";
  let from = 0;
  for (const { location, text: replacement } of edits) {
    let start = offset(location.line, location.column);
    let end = offset(location.endLine, location.endColumn);
    if (replacement === "") {
      const lineStart = starts[location.line - 1] ?? 0;
      const lineEnd = starts[location.endLine] ?? text.length;
      const alone = `${text.slice(Math.max(lineStart, from), start)}${text.slice(end, lineEnd)}`.trim() === "";
      if (alone && lineStart >= from) {
        start = lineStart;
        end = lineEnd;
      }
    }
    fixed += text.slice(from, start) + replacement;
    from = end;
  }
  return { text: fixed + text.slice(from), applied };
}

/**
 * What to write instead of a scalar so that it keeps its type and its quotes. `written` is the text that stands there,
 * `isString` whether Kubernetes reads it as a string (a key always is one).
 */
export function replacementFor(written: string, wanted: string, isString: boolean): string {
  const value = wanted.startsWith('"') ? (JSON.parse(wanted) as string) : wanted;
  if (!isString) return wanted;
  if (written.startsWith('"')) return JSON.stringify(value);
  if (written.startsWith("'")) return `'${value.replaceAll("'", "''")}'`;
  const plain = /^[A-Za-z0-9_/.][\w./@-]*$/.test(value) && resolvePlain(value) === value;
  return plain ? value : JSON.stringify(value);
}

function before(one: Edit, other: Edit): number {
  const { location: a } = one;
  const { location: b } = other;
  return (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column;
}

function keyOf({ location: { file, line, column, endLine, endColumn }, text }: Edit): string {
  return JSON.stringify([file, line, column, endLine, endColumn, text]);
}

function linesOf({ location: { file, line, endLine } }: Edit): string[] {
  return Array.from({ length: endLine - line + 1 }, (_, index) => `${line + index}:${file}`);
}

/** Where an edit belongs among others that are in order. */
function indexIn(edits: readonly Edit[], edit: Edit): number {
  return countHolding(edits, (one) => before(one, edit) <= 0);
}

/** Whether two edits overlap. Of edits in order of which no two do, another one overlaps with a neighbour or with none. */
function touches(one: Edit | undefined, other: Edit): boolean {
  if (one === undefined) return false;
  const [first, second] = before(one, other) <= 0 ? [one.location, other.location] : [other.location, one.location];
  if (first.file !== second.file) return false;
  const apart = first.endLine < second.line || (first.endLine === second.line && first.endColumn <= second.column);
  return !apart || (first.line === second.line && first.column === second.column);
}
