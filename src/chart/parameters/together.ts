import { addTo } from "../../model/grouped.ts";
import { type DefaultTree, type NewDefault, treeOf } from "./default-tree.ts";
import { edited, type TextEdit, valuesEdits } from "./values-edits.ts";
import type { FileEdit, MadeValues } from "./wanted-values.ts";

/**
 * The edits of each file of a chart that make several values at once, by the file's path. A values file that is not there
 * yet is begun. Undefined where they cannot be made together.
 */
export function editsTogether(
  all: readonly MadeValues[],
  textOf: (file: string) => string | undefined,
): ReadonlyMap<string, readonly TextEdit[]> | undefined {
  const edits = templateEdits(all.flatMap(({ templates }) => templates));
  const trees = treesOf(all.flatMap(({ defaults }) => defaults));
  if (edits === undefined || trees === undefined) return undefined;
  for (const [file, tree] of trees) {
    const own = valuesEdits(textOf(file) ?? "", tree);
    if (own === undefined) return undefined;
    edits.set(file, own);
  }
  return edits;
}

/** The files of a chart with edits made. */
export function editedTexts(
  edits: ReadonlyMap<string, readonly TextEdit[]>,
  textOf: (file: string) => string | undefined,
): ReadonlyMap<string, string> {
  return new Map([...edits].map(([file, own]) => [file, edited(textOf(file) ?? "", own)]));
}

/** By file; undefined where two want the same place for something else. */
function templateEdits(all: readonly FileEdit[]): Map<string, readonly TextEdit[]> | undefined {
  const byPlace = new Map(all.map((edit) => [JSON.stringify(edit), edit] as const));
  const found = new Map<string, TextEdit[]>();
  for (const { file, start, end, text } of byPlace.values()) addTo(found, file, { start, end, text });
  for (const own of found.values()) {
    own.sort((one, other) => one.start - other.start || one.end - other.end);
    if (own.some(({ start }, index) => index > 0 && start < (own[index - 1]?.end ?? 0))) return undefined;
    if (own.some(({ start, end }, index) => own[index + 1]?.start === start && end === start)) return undefined;
  }
  return found;
}

function treesOf(defaults: readonly NewDefault[]): ReadonlyMap<string, DefaultTree> | undefined {
  const found = new Map<string, DefaultTree>();
  for (const file of new Set(defaults.map((one) => one.file))) {
    const tree = treeOf(defaults.filter((one) => one.file === file));
    if (tree === undefined) return undefined;
    found.set(file, tree);
  }
  return found;
}
