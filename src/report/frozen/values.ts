import type { FrozenReport, FrozenValue } from "../../plan/frozen/frozen-types.ts";
import { formatPath } from "../../read/path.ts";
import { withoutCommands } from "../inert.ts";
import { printable } from "../printable.ts";
import { costText, frozenOf } from "./wording.ts";

/** How such a comment begins: those of an earlier run are replaced, not repeated. */
const mark = "Frozen after the first install: ";

/**
 * A chart's values.yaml with a comment above each value that cannot be changed later; all else stays as it is, line
 * ends included. `file` is how the report names it.
 */
export function frozenValuesFile(text: string, file: string, reports: readonly FrozenReport[]): string {
  const sets = reports.flatMap(({ statefulSets }) => statefulSets);
  const byLine = new Map<number, string[]>();
  const elsewhere: string[] = [];
  for (const set of sets) {
    for (const value of frozenOf(set)) {
      const words = `${mark}${sets.length > 1 ? `StatefulSet/${set.name}: ` : ""}${costText(value)}`;
      if (value.file === file && value.line !== undefined) add(byLine, value.line, words);
      else elsewhere.push(`${mark}${pathText(value)}: ${words.slice(mark.length)}`);
    }
  }
  const lines = text.split("\n");
  const end = lines[0]?.endsWith("\r") === true ? "\r" : "";
  const made: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trimStart().startsWith(`# ${mark}`)) continue;
    const indent = /^ */.exec(line)?.[0] ?? "";
    for (const words of byLine.get(index + 1) ?? []) made.push(`${indent}${comment(words, end)}`);
    made.push(line);
  }
  if (elsewhere.length > 0) {
    if (made.at(-1) === "") made.pop();
    made.push(...elsewhere.map((words) => comment(words, end)), "");
  }
  return made.join("\n");
}

/** What a chart says in a comment cannot be an escape or a command of a pipeline; its own lines are its own. */
function comment(words: string, end: string): string {
  return `# ${withoutCommands(printable(words))}${end}`;
}

function pathText({ path }: FrozenValue): string {
  return formatPath(path);
}

function add(byLine: Map<number, string[]>, line: number, words: string): void {
  const held = byLine.get(line);
  if (held === undefined) byLine.set(line, [words]);
  else if (!held.includes(words)) held.push(words);
}
