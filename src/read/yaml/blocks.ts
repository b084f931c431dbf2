import type { Aim } from "../location.ts";
import { newMapping } from "../mapping.ts";
import type { Path } from "../path.ts";
import { RecentPlaces } from "../recent.ts";
import { copied } from "../shared-words.ts";
import { CR, isLetter, LF, SPACE } from "./characters.ts";
import { YamlError } from "./error.ts";
import { type Parsed, type ParsedPlaces, parseDocument, parsePlaces, parseWithPlaces } from "./parse.ts";
import type { Place } from "./place.ts";
import { isMapping, type Range, rangeOf } from "./range.ts";

type Entries = Record<string, unknown>;

/** V8 tells longer texts apart by their length alone, so that a look-up could compare each with all others. */
const mostLength = 16_000;
/** How much text each of two generations keeps at most: what was not seen again while the younger one filled up is forgotten. */
const generationLength = 8 << 20;
/** The same once a release has had more text kept than a chart has: what it says once more, it says soon. */
const lengthOfChart = 2 << 20;
const generationOfLong = 1 << 20;

/** What a block says, and where, if that was noted on the way. */
interface Said {
  readonly entries: Entries;
  readonly places: ParsedPlaces | undefined;
}

/** A block of text, what it says, and where everything stands in it once somebody asked. */
class Block {
  readonly text: string;
  readonly entries: Entries;
  #places: { readonly root: Place | undefined } | undefined;

  constructor(text: string, { entries, places }: Said) {
    this.text = text;
    this.entries = entries;
    this.#places = places;
  }

  root(recent: RecentPlaces): Place | undefined {
    if (this.#places === undefined) {
      recent.keep(this);
      this.#places = { root: parsePlaces(this.text).root };
    }
    return this.#places.root;
  }

  letGoPlaces(): void {
    this.#places = undefined;
  }
}

/**
 * Reads documents, and the blocks of text that stand at their left margin (`spec:`, `data:` with what belongs to them)
 * once where they come again: a fleet holds the same chart for each of its namespaces. Values are frozen, so that
 * documents may share them. Keeps a bounded share of what it has read.
 */
export class Blocks {
  readonly #patience: number;
  readonly #leastLength: number;
  #read = 0;
  #young = new Map<string, Block>();
  #old = new Map<string, Block>();
  #youngLength = 0;
  #keptOfRelease = 0;
  #hasSides = false;
  /** The values that were read block by block. */
  readonly #parted = new WeakSet<object>();
  readonly #recent = new RecentPlaces();
  /** The text whose places were asked for last, which often are asked for several times. */
  #asked: { readonly value: object; readonly blocks: readonly string[] } | undefined;

  /**
   * @param patience How much is read before anything is kept: a run over some charts has no use for it.
   * @param leastLength Shorter blocks are read as fast as they are looked up.
   */
  constructor(patience = 1 << 20, leastLength = 256) {
    this.#patience = patience;
    this.#leastLength = leastLength;
  }

  /** Both sides of an update are read, which have most in common, however long each is. */
  readSides(): void {
    this.#hasSides = true;
  }

  /** What is read from now on is of another release. */
  beginRelease(): void {
    this.#keptOfRelease = 0;
  }

  /**
   * As {@link parseDocument}; with its places where those will be asked for and the text is short, and read as a whole.
   *
   * @throws {YamlError} where that does.
   */
  parse(text: string, withPlaces = false): Parsed & { readonly places?: ParsedPlaces } {
    this.#read += text.length;
    const inBlocks = this.#read > this.#patience ? this.#inBlocks(text, withPlaces) : undefined;
    if (inBlocks !== undefined) return inBlocks;
    return withPlaces && text.length <= mostLength && !this.#isLong() ? parseWithPlaces(text) : parseDocument(text);
  }

  /** Undefined where the text must be read as a whole: what is wrong is said of it, and what its blocks share is known. */
  #inBlocks(text: string, withPlaces: boolean): Parsed | undefined {
    const blocks = blocksIn(text, this.#leastLength);
    // Put together of parts, the keys of a long mapping would be held twice for a while.
    if (blocks?.some((block) => this.#isKept(block)) !== true) return undefined;
    const value: Entries = newMapping();
    for (const block of blocks) {
      const entries = this.#isKept(block) ? this.#once(block, withPlaces) : saidIn(block, false)?.entries;
      if (entries === undefined) return undefined;
      for (const key of Object.keys(entries)) {
        if (value[key] !== undefined) return undefined;
        value[key] = entries[key];
      }
    }
    this.#parted.add(value);
    return { value: Object.freeze(value), hasDuplicates: false, hasAliases: false, ignoredFrom: -1 };
  }

  /**
   * Where something stands in a text that was read as `value`, as {@link rangeOf} says; undefined where only the whole
   * text can tell. In copies of a block everything stands alike: its places are looked for once.
   */
  range(text: string, value: unknown, path: Path, aim: Aim): Range | undefined {
    const [key] = path;
    if (typeof key !== "string" || !isMapping(value) || !this.#parted.has(value)) return undefined;
    if (this.#asked?.value !== value) this.#asked = { value, blocks: blocksIn(text, this.#leastLength) ?? [] };
    const { blocks } = this.#asked;
    let at = text.length - blocks.reduce((length, block) => length + block.length, 0);
    for (const block of blocks) {
      const known = this.#known(block);
      if (known?.entries[key] !== undefined) {
        const { start, end, approximate } = rangeOf(known.root(this.#recent), path, aim, block);
        return { start: at + start, end: at + end, approximate };
      }
      at += block.length;
    }
    return undefined;
  }

  #isKept({ length }: string): boolean {
    return length >= this.#leastLength && length <= mostLength;
  }

  #known(block: string): Block | undefined {
    return this.#young.get(block) ?? this.#old.get(block);
  }

  #once(block: string, withPlaces: boolean): Entries | undefined {
    const known = this.#known(block);
    if (known !== undefined) return known.entries;
    // A slice, and the values cut out of it, would keep all of the text around it in memory.
    const copy = copied(block);
    const said = saidIn(copy, withPlaces && !this.#isLong());
    if (said === undefined) return undefined;
    const kept = new Block(copy, said);
    if (said.places !== undefined) this.#recent.keep(kept);
    this.#keep(kept);
    return said.entries;
  }

  #isLong(): boolean {
    return this.#keptOfRelease > lengthOfChart && !this.#hasSides;
  }

  #keep(block: Block): void {
    const { length } = block.text;
    this.#youngLength += length;
    this.#keptOfRelease += length;
    const most = this.#isLong() ? generationOfLong : generationLength;
    if (this.#youngLength > most) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngLength = length;
    }
    this.#young.set(block.text, block);
  }
}

/** What a block says by itself; undefined where that may be something else than what it says among others. */
function saidIn(block: string, withPlaces: boolean): Said | undefined {
  try {
    const read: Parsed & { readonly places?: ParsedPlaces } = withPlaces
      ? parseWithPlaces(block)
      : parseDocument(block);
    const { value, hasDuplicates, hasAliases, ignoredFrom, places } = read;
    if (hasDuplicates || hasAliases || ignoredFrom >= 0 || !isMapping(value)) return undefined;
    return { entries: value, places };
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
}

/**
 * A text cut before each line that begins with a letter: where what stands before it reads well by itself, that line is
 * the next key of the document's mapping. What names an object is never met twice, and stays with what is short before
 * it. Undefined where a line begins with what may be part of something else.
 */
function blocksIn(text: string, leastLength: number): readonly string[] | undefined {
  const blocks: string[] = [];
  let joined = firstKey(text);
  if (joined === undefined) return undefined;
  let block = joined;
  for (let at = lineAfter(text, block); block < text.length; at = lineAfter(text, at)) {
    const code = text.charCodeAt(at);
    if (at < text.length && !isLetter(code)) {
      if (!continues(code) || text.startsWith("---", at)) return undefined;
      continue;
    }
    if (at - block >= leastLength && !text.startsWith("metadata:", block)) {
      if (block > joined) blocks.push(text.slice(joined, block));
      blocks.push(text.slice(block, at));
      joined = at;
    }
    block = at;
  }
  if (joined < text.length) blocks.push(text.slice(joined));
  return blocks;
}

/** Where the first line begins that is neither blank nor a comment; undefined where no key stands there. */
function firstKey(text: string): number | undefined {
  for (let at = 0; at < text.length; at = lineAfter(text, at)) {
    const code = text.charCodeAt(at);
    if (isLetter(code)) return at;
    if (code !== HASH && code !== LF && code !== CR) return undefined;
  }
  return undefined;
}

function lineAfter(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}

/** Whether a line that begins so belongs to the block before it: it is indented, blank, a comment or an item. */
function continues(code: number): boolean {
  return code === SPACE || code === LF || code === CR || code === HASH || code === DASH;
}

const HASH = 0x23;
const DASH = 0x2d;
