import type { Manifest } from "../../read/document.ts";
import type { Location } from "../../read/location.ts";
import type { Path } from "../../read/path.ts";

/**
 * The range that takes an entry out of its mapping or list and leaves good YAML: in block style the lines it stands on,
 * in flow style the entry with one comma. Undefined where no range does: the first key beside a dash, or an entry
 * that shares its lines with something else.
 */
export function removalOf(manifest: Manifest, path: Path): Location | undefined {
  const key = manifest.locate(path, "key");
  const value = manifest.locate(path, "value");
  const before = manifest.document.lineText(key.line)?.slice(0, key.column - 1);
  const after = manifest.document.lineText(value.endLine)?.slice(value.endColumn - 1);
  if (before === undefined || after === undefined || key.approximate) return undefined;
  if (before.trim() === "" && /^\s*(#.*)?$/.test(after)) {
    return { ...value, line: key.line, column: key.column, endColumn: value.endColumn + after.length };
  }
  // A flow entry on one line: what follows it, or else what stands before it, is its comma.
  if (key.line !== value.endLine) return undefined;
  const next = /^\s*,\s*/.exec(after);
  if (next !== null)
    return { ...value, line: key.line, column: key.column, endColumn: value.endColumn + next[0].length };
  const last = /,\s*$/.exec(before);
  if (last !== null && /^\s*[}\]]/.test(after)) {
    return { ...value, line: key.line, column: key.column - last[0].length };
  }
  return /[{[]\s*$/.test(before) && /^\s*[}\]]/.test(after)
    ? { ...value, line: key.line, column: key.column }
    : undefined;
}
