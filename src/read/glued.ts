import type { DuplicateKey, Header } from "./document.ts";
import { shared } from "./shared-words.ts";
import { mostDuplicates } from "./yaml/place.ts";
import { isMapping } from "./yaml/range.ts";

/** So many of the objects are named; the others are counted. */
const mostNamed = 3;

/** What a part of a text says of itself, read with whatever reader the caller has. */
export type HeaderReader = (text: string) => Header;

/** Objects that stand in one document because no `---` parts them. */
export interface Glued {
  /** The line of the input on which the second object begins. */
  readonly line: number;
  readonly message: string;
}

/**
 * Tells a document that is several glued together from one with a key too many: `kind` stands twice, and the kinds
 * differ or another key of every object stands twice as well. Kubernetes' readers keep the last of each key, so the
 * objects before it are never applied and nobody says so.
 */
export function findGlued(
  duplicates: readonly DuplicateKey[],
  text: string,
  firstLine: number,
  readHeader: HeaderReader,
): Glued | undefined {
  const own = duplicates.filter(({ path }) => path.length === 1).sort((a, b) => a.again.line - b.again.line);
  if (!own.some(({ path }) => path[0] === "kind")) return undefined;
  const starts: number[] = [];
  let seen: Set<unknown> | undefined;
  for (const { path, again } of own) {
    if (seen !== undefined && !seen.has(path[0])) seen.add(path[0]);
    else {
      // In JSON, and in flow style, all may stand on one line: then the line cannot part the objects.
      if (again.line > firstLine && again.line !== starts.at(-1)) starts.push(again.line);
      seen = new Set([path[0]]);
    }
  }
  const headers = partsOf(text, firstLine, starts.slice(0, mostNamed)).slice(0, mostNamed).map(readHeader);
  const others = own.some(({ path }) => path[0] === "apiVersion" || path[0] === "metadata" || path[0] === "spec");
  if (!others && new Set(headers.map(({ kind }) => kind)).size < 2) return undefined;
  const names = headers.map(({ kind, name }) => `${kind ?? "an object"}${name === undefined ? "" : `/${name}`}`);
  const more = starts.length + 1 - names.length;
  const least = duplicates.length < mostDuplicates ? "" : "at least ";
  const listed =
    more > 0 ? `${names.join(", ")} and ${least}${more} more` : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  return {
    line: starts[0] ?? firstLine,
    message:
      names.length < 2
        ? "several objects stand in one mapping: of each key only the last counts, so the objects before are never applied; write each as a document of its own"
        : `${listed} stand in one document because \`---\` is missing between them: of each key only the last counts, so what stands before is never applied; write \`---\` on a line of its own above each`,
  };
}

function partsOf(text: string, firstLine: number, starts: readonly number[]): string[] {
  const offsets: number[] = [];
  let line = firstLine;
  let at = 0;
  for (const start of starts) {
    for (; line < start; line++) at = text.indexOf("\n", at) + 1;
    offsets.push(at);
  }
  return [0, ...offsets].map((offset, index) => text.slice(offset, offsets[index] ?? text.length));
}

/** The header of an object that was parsed. */
export function headerOf(value: unknown): Header {
  if (!isMapping(value)) return {};
  const metadata = isMapping(value.metadata) ? value.metadata : {};
  const { apiVersion, kind } = value;
  const { namespace, name } = metadata;
  // Made by spreading, each header of a long stream would have a hidden class of its own.
  const header: { apiVersion?: string; kind?: string; namespace?: string; name?: string } = {};
  if (typeof apiVersion === "string" && apiVersion !== "") header.apiVersion = shared(apiVersion);
  if (typeof kind === "string" && kind !== "") header.kind = shared(kind);
  if (typeof namespace === "string" && namespace !== "") header.namespace = shared(namespace);
  if (typeof name === "string" && name !== "") header.name = name;
  return header;
}
