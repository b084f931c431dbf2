import { mapping } from "../../model/fields.ts";
import type { Manifest } from "../../read/document.ts";
import type { Location } from "../../read/location.ts";
import type { Path } from "../../read/path.ts";

/**
 * The range that takes an entry out of its mapping or list and leaves good YAML: in block style the lines it stands on,
 * in flow style the entry with one comma. Undefined where no range does: the first key beside a dash, or an entry
 * that shares its lines with something else.
 */
export function removalOf(manifest: Manifest, entry: Path): Location | undefined {
  const path = withEmptyParents(manifest, entry);
  const key = manifest.locate(path, "key");
  const value = manifest.locate(path, "value");
  const before = manifest.document.lineText(key.line)?.slice(0, key.column - 1);
  const after = manifest.document.lineText(value.endLine)?.slice(value.endColumn - 1);
  if (before === undefined || after === undefined || key.approximate) return undefined;
  if (!isFlow(manifest, path)) {
    return before.trim() === "" && /^\s*(#.*)?$/.test(after)
      ? { ...value, line: key.line, column: key.column, endColumn: value.endColumn + after.length }
      : undefined;
  }
  // Of a flow entry, what follows it, or else what stands before it, is its comma.
  const next = /^\s*,\s*/.exec(after);
  if (next !== null)
    return { ...value, line: key.line, column: key.column, endColumn: value.endColumn + next[0].length };
  if (!/^\s*(?:[}\]]|$)/.test(after)) return undefined;
  const comma = commaBefore(manifest, key);
  return comma === undefined ? undefined : { ...value, ...comma };
}

/** Whether an entry stands in a mapping or list in flow style, which all of JSON is. */
function isFlow(manifest: Manifest, path: Path): boolean {
  const { line, column } = manifest.locate(path.slice(0, -1), "value");
  const first = manifest.document.lineText(line)?.[column - 1];
  return first === "{" || first === "[";
}

/** Where the comma before an entry stands, or the entry itself where it is the first; undefined for anything else before it. */
function commaBefore(manifest: Manifest, { line, column }: Location): Pick<Location, "line" | "column"> | undefined {
  let text = manifest.document.lineText(line)?.slice(0, column - 1);
  for (let at = line; text !== undefined; text = manifest.document.lineText(--at)) {
    const trimmed = text.trimEnd();
    if (trimmed.endsWith(",")) return { line: at, column: trimmed.length };
    if (trimmed.endsWith("{") || trimmed.endsWith("[")) return { line, column };
    if (trimmed !== "" || line - at > mostBlankLines) return undefined;
  }
  return undefined;
}

/** Nobody leaves more lines free before an entry. */
const mostBlankLines = 50;

/** The entry, or the mapping around it that would be left with nothing in it: `null` is another value than none. */
function withEmptyParents(manifest: Manifest, entry: Path): Path {
  let path = entry;
  while (path.length > 2 && typeof path.at(-2) === "string") {
    let parent: unknown = manifest.value;
    for (const step of path.slice(0, -1)) parent = Array.isArray(parent) ? parent[Number(step)] : mapping(parent)[step];
    if (Object.keys(mapping(parent)).length !== 1) break;
    path = path.slice(0, -1);
  }
  return path;
}
