import { valueAt as nodeAt, type Path } from "../../read/path.ts";
import type { Scope } from "../chart.ts";
import { ownPath } from "./value-names.ts";

/** The paths of the values that are printed in a node, as seen from the root chart. */
export type ValuesIn = (path: Path) => readonly Path[];

/**
 * The section of a chart's values from which a manifest prints what stands directly in some mappings: that of `image` is
 * what stands ahead of `image` in the values. The one that most entries come from; undefined where none does.
 */
export function sectionOf(
  scope: Scope,
  manifest: unknown,
  around: readonly Path[],
  valuesIn: ValuesIn,
): readonly string[] | undefined {
  const votes = new Map<string, { readonly section: readonly string[]; count: number }>();
  for (const path of around) {
    const node = nodeAt(manifest, path);
    if (typeof node !== "object" || node === null || Array.isArray(node)) continue;
    for (const key of Object.keys(node)) {
      const sections = new Map(
        valuesIn([...path, key]).flatMap((value) => {
          const section = aheadOf(ownPath(scope, value), key);
          return section === undefined ? [] : [[JSON.stringify(section), section] as const];
        }),
      );
      for (const [id, section] of sections) {
        const vote = votes.get(id) ?? { section, count: 0 };
        vote.count++;
        votes.set(id, vote);
      }
    }
  }
  return [...votes.values()].sort((one, other) => other.count - one.count)[0]?.section;
}

/** What stands ahead of the step that is called as the field is: `db` of `db.image.tag` for `image`. */
function aheadOf(path: readonly string[] | undefined, field: string): readonly string[] | undefined {
  const word = field.toLowerCase().replace(/s$/, "");
  const at = path?.findIndex((step) => step.toLowerCase().startsWith(word) || step.toLowerCase().endsWith(word)) ?? -1;
  return at < 0 ? undefined : path?.slice(0, at);
}
