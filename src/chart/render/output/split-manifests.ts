import type { Text } from "../text.ts";
import { skipSpace, skipSpaceBack } from "./white-space.ts";

/**
 * The documents in a rendered text, without those that are blank (releaseutil.SplitManifests). Helm 4 splits at each
 * line that starts with `---`, whatever follows, and keeps a document's end; Helm 3 trims it.
 */
export function splitManifests(text: Text, helm: "3" | "4"): Text[] {
  const { value } = text;
  const start = skipSpace(value, 0);
  const end = helm === "3" ? skipSpaceBack(value, value.length, start) : value.length;
  const manifests: Text[] = [];
  const add = (from: number, to: number) => {
    const first = skipSpace(value, from, to);
    if (first < to) manifests.push(text.trimmed(first, helm === "3" ? skipSpaceBack(value, to, first) : to, to));
  };
  let from = start;
  let at = value.startsWith("---", start) ? start : nextSeparator(value, start);
  while (at >= 0 && at + 3 <= end) {
    add(from, helm === "3" ? backOverSpace(value, at, from) : at);
    from = at + 3;
    const blanks = helm === "3" ? " \t\n\f\r" : " \t";
    while (from < end && blanks.includes(value.charAt(from))) from++;
    // A line that starts right behind is looked at too: `---` and `---` on lines of their own are two separators.
    at =
      value.startsWith("---", from) && value.charAt(from - 1) === "\n" && helm === "4"
        ? from
        : nextSeparator(value, from);
  }
  add(from, end);
  return manifests;
}

function nextSeparator(value: string, from: number): number {
  const at = value.indexOf("\n---", from);
  return at < 0 ? -1 : at + 1;
}

/** White space ahead of a separator belongs to it in Helm 3. */
function backOverSpace(value: string, to: number, from: number): number {
  let at = to;
  while (at > from && "\t\n\f\r ".includes(value.charAt(at - 1))) at--;
  return at;
}
