import { addTo } from "../../model/grouped.ts";
import type { Manifest } from "../../read/document.ts";
import { formatPath, type Path, valueAt } from "../../read/path.ts";
import type { Edit, Fix } from "../contract/finding.ts";
import type { Change, Violation } from "../contract/rule.ts";
import { replacementFor } from "../fix.ts";
import { removalOf } from "./removal.ts";

/** What a fix does to a mapping in which another fix may want something, too. */
export type MappingUse =
  /** It takes entries out, and others stay. */
  | { readonly mapping: string; readonly takes: readonly string[]; readonly size: number }
  /** It gives a key, by its place, another name. */
  | { readonly mapping: string; readonly names: string; readonly key: string };

export interface MadeFix {
  readonly fix: Fix;
  readonly uses: readonly MappingUse[];
}

/**
 * The edits that make a rule's changes in the text as it stands. None where one of them cannot be made: half a fix is
 * none, and what a place shares with others by an alias is not changed for one of them.
 */
export function madeFix({ description, safe = true, changes }: NonNullable<Violation["fix"]>): MadeFix | undefined {
  const edits: Edit[] = [];
  const uses: MappingUse[] = [];
  for (const [manifest, paths] of removalsBy(changes)) {
    const removal = removalOf(manifest, paths);
    if (removal === undefined || removal.locations.some((range) => manifest.document.isShared(range))) return undefined;
    for (const location of removal.locations) edits.push({ location, text: "" });
    for (const { path, keys, size } of removal.thinned)
      uses.push({ mapping: mappingId(manifest, path), takes: keys, size });
  }
  for (const change of changes) {
    if (change.do === "remove") continue;
    const edit = replacement(change);
    const { manifest, path, aim } = change.place;
    if (edit === undefined || manifest.document.isShared(edit.location)) return undefined;
    edits.push(edit);
    const { line, column } = edit.location;
    if (aim === "key")
      uses.push({ mapping: mappingId(manifest, path.slice(0, -1)), names: change.text, key: `${line}:${column}` });
  }
  return { fix: { description, safe, edits }, uses };
}

function removalsBy(changes: readonly Change[]): ReadonlyMap<Manifest, readonly Path[]> {
  const paths = new Map<Manifest, Path[]>();
  for (const { do: what, place } of changes) {
    if (what !== "remove") continue;
    addTo(paths, place.manifest, place.path);
  }
  return paths;
}

function replacement({ place, text }: Change & { readonly do: "replace" }): Edit | undefined {
  const { manifest, path, aim } = place;
  // Of a key that stands twice nobody knows which was meant, and with another name or value the two would differ.
  if (manifest.document.isDoubled([...manifest.base, ...path])) return undefined;
  if (aim === "key" && valueAt(manifest.value, [...path.slice(0, -1), text]) !== undefined) return undefined;
  const location = manifest.locate(path, aim ?? "value");
  const written = manifest.document.lineText(location.line)?.slice(location.column - 1, location.endColumn - 1);
  // Of a scalar over several lines, an alias or an anchor nobody knows what else it says.
  if (location.approximate || written === undefined || location.line !== location.endLine) return undefined;
  if (/^[*&!|>?]/.test(written)) return undefined;
  const isString = aim === "key" || typeof valueAt(manifest.value, path) === "string";
  return { location, text: replacementFor(written, text, isString) };
}

function mappingId(manifest: Manifest, path: Path): string {
  return `${manifest.document.file}:${manifest.document.line}:${formatPath([...manifest.base, ...path])}`;
}
