import type { Path } from "../path.ts";
import { findControlCharacter, hasControlOrBreak } from "./characters.ts";
import { Composer } from "./composer.ts";
import { EntryScanner, OTHER } from "./entry-scanner.ts";
import { YamlError } from "./error.ts";
import { findNonJson } from "./json-values.ts";
import type { TagNames } from "./node-composer.ts";
import type { Duplicate, Place } from "./place.ts";
import {
  BLOCK_MAPPING_START,
  DOCUMENT_END,
  DOCUMENT_START,
  STREAM_END,
  TAG_DIRECTIVE,
  VERSION_DIRECTIVE,
} from "./token.ts";

/** What one document's text holds. */
export interface Parsed {
  /** Deeply frozen; null for an empty document. */
  readonly value: unknown;
  /** Whether a key stands twice in some mapping. */
  readonly hasDuplicates: boolean;
  /** Whether anything stands in two places, and counts for go-yaml's guard against alias bombs. */
  readonly hasAliases: boolean;
  /** Where text starts that go-yaml drops, such as what follows `...`; -1 for none. */
  readonly ignoredFrom: number;
}

/** Where everything stands in one document's text. */
export interface ParsedPlaces {
  /** What {@link parseDocument} gives. */
  readonly value: unknown;
  /** Undefined for an empty document. */
  readonly root: Place | undefined;
  readonly duplicates: readonly Duplicate[];
}

/**
 * Reads one document as sigs.k8s.io/yaml's YAMLToJSON does: up to its end, whatever comes behind.
 *
 * @throws {YamlError} where that refuses the text.
 */
export function parseDocument(text: string): Parsed {
  const { composer, ignoredFrom } = run(text, false);
  const { root, hasDuplicates, hasAliases } = composer;
  return { value: root, hasDuplicates, hasAliases, ignoredFrom };
}

/**
 * Both at once, for what places will surely be asked of: to note them takes a fraction of reading the text.
 *
 * @throws {YamlError} where {@link parseDocument} does.
 */
export function parseWithPlaces(text: string): Parsed & { readonly places: ParsedPlaces } {
  const { composer, ignoredFrom } = run(text, true);
  const { root, rootPlace, hasDuplicates, hasAliases, duplicates } = composer;
  const places = { value: root, root: rootPlace, duplicates };
  return { value: root, hasDuplicates, hasAliases, ignoredFrom, places };
}

/**
 * Reads one document and notes where everything stands.
 *
 * @throws {YamlError} where {@link parseDocument} does.
 */
export function parsePlaces(text: string): ParsedPlaces {
  const { composer } = run(text, true);
  return { value: composer.root, root: composer.rootPlace, duplicates: composer.duplicates };
}

/** The place of what stands at `path`; undefined where nothing does. */
export function placeAt(root: Place | undefined, path: Path): Place | undefined {
  let place = root;
  for (const step of path) place = place?.below(step);
  return place;
}

/**
 * The root of a document's places, of which only those on the way to one path are noted: all of a long text take several
 * times its memory. `isWhole` where all are, because an alias or a merge puts on the way what stands elsewhere.
 *
 * @throws {YamlError} where {@link parseDocument} does.
 */
export function parsePlacesAlong(text: string, path: Path): Pick<ParsedPlaces, "root"> & { readonly isWhole: boolean } {
  const { composer } = run(text, true, path);
  const isWhole = composer.leadsElsewhere;
  return { root: isWhole ? parsePlaces(text).root : composer.rootPlace, isWhole };
}

function run(text: string, record: boolean, along?: Path): { composer: Composer; ignoredFrom: number } {
  const hasPlainBreaks = !hasControlOrBreak(text);
  const bad = hasPlainBreaks ? -1 : findControlCharacter(text);
  if (bad >= 0) throw new YamlError(controlCharacter(text, bad), bad);
  // A byte-order mark belongs to no line.
  const scanner = new EntryScanner(text, text.charCodeAt(0) === 0xfeff ? 1 : 0, text.length, hasPlainBreaks);
  // What begins with a key or a dash has no directives, and needs no token to tell.
  const isBlock = scanner.lookBelow() !== OTHER;
  let kind = isBlock ? BLOCK_MAPPING_START : scanner.peek();
  const explicit = kind === DOCUMENT_START || kind === VERSION_DIRECTIVE || kind === TAG_DIRECTIVE;
  const composer = new Composer(scanner, explicit ? readDirectives(scanner) : defaultTagName, record, along);
  if (explicit) {
    scanner.queue.take();
    kind = scanner.peek();
  }
  const empty =
    kind === STREAM_END ||
    (explicit &&
      (kind === DOCUMENT_START || kind === DOCUMENT_END || kind === VERSION_DIRECTIVE || kind === TAG_DIRECTIVE));
  if (!empty) composer.compose();
  kind = scanner.peek();
  if (composer.refusal !== undefined) {
    // Where a collection begins that is refused is known only where places are noted.
    if (!record) return run(text, true);
    throw composer.refusal;
  }
  if (composer.hasNonFinite || composer.badMappings !== undefined) {
    const path = findNonJson(composer.root, composer.badMappings);
    if (path !== undefined) {
      if (!record) return run(text, true);
      throw nonJsonError(composer, path);
    }
  }
  return { composer, ignoredFrom: kind === STREAM_END ? -1 : findIgnored(text, scanner, kind) };
}

function controlCharacter(text: string, at: number): string {
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, "0");
  return `control characters are not allowed (U+${code})`;
}

function nonJsonError(composer: Composer, path: Path): YamlError {
  let value: unknown = composer.root;
  for (const step of path) value = (value as Record<string | number, unknown>)[step];
  if (typeof value === "number")
    return new YamlError(
      "a number that is infinite or not a number has no JSON form",
      placeAt(composer.rootPlace, path)?.start ?? 0,
    );
  const offset = composer.badMappings?.get(value as Record<string, unknown>) ?? 0;
  return new YamlError("a key must be a string, a number or a boolean, and fit into 64 bits", offset);
}

/** Where something other than comments stands behind the end of the document; -1 for nowhere. */
function findIgnored(text: string, scanner: EntryScanner, kind: number): number {
  const start = scanner.queue.starts[scanner.queue.head] ?? text.length;
  if (kind !== DOCUMENT_END) return start;
  // The rest of the line of `...` itself comes first.
  const rest = /[^\S\r\n]*([^\r\n]?)/y;
  rest.lastIndex = start + 3;
  const beside = rest.exec(text);
  if (beside?.[1] !== undefined && beside[1] !== "" && beside[1] !== "#") return rest.lastIndex - 1;
  // Line by line: a pattern that looks past line ends would begin anew on each of many blank ones.
  for (let at = text.indexOf("\n", start + 3) + 1; at > 0 && at < text.length; ) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end < 0 ? text.length : end);
    if (!/^\s*(?:#|$)/.test(line) && !/^\s*\.\.\.(?:\s|$)/.test(line)) return at;
    at = end < 0 ? 0 : end + 1;
  }
  return -1;
}

/** Reads `%YAML` and `%TAG` lines up to `---`. */
function readDirectives(scanner: EntryScanner): TagNames {
  const { queue } = scanner;
  const prefixes = new Map<string, string>();
  let version = false;
  for (;;) {
    const kind = scanner.peek();
    const start = queue.starts[queue.head] ?? 0;
    const value = queue.values[queue.head] ?? "";
    if (kind === VERSION_DIRECTIVE) {
      if (version) scanner.fail("found duplicate %YAML directive", start);
      if (value !== "1.1") scanner.fail("found incompatible YAML document: only YAML 1.1 is read", start);
      version = true;
    } else if (kind === TAG_DIRECTIVE) {
      if (prefixes.has(value)) scanner.fail("found duplicate %TAG directive", start);
      prefixes.set(value, queue.suffixes[queue.head] ?? "");
    } else if (kind === DOCUMENT_START) break;
    else scanner.fail("did not find expected <document start>", start);
    queue.take();
  }
  return (handle, suffix) => {
    const prefix = prefixes.get(handle);
    return prefix === undefined ? defaultTagName(handle, suffix) : prefix + suffix;
  };
}

function defaultTagName(handle: string, suffix: string): string | undefined {
  if (handle === "!") return `!${suffix}`;
  return handle === "!!" ? `tag:yaml.org,2002:${suffix}` : undefined;
}
