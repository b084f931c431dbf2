import { isOfComments } from "../../model/releases.ts";
import type { Document, Manifest } from "../../read/document.ts";
import type { Location } from "../../read/location.ts";
import type { SeparatorComment } from "../../read/slice.ts";
import { countHolding } from "../../read/sorted.ts";
import type { Directive } from "../contract/directive.ts";
import { type CommentText, commentText, namesUs, rulesIn } from "./directive-text.ts";

/** Where a comment for us may begin. */
const opening = /#[ \t]*sts-?lint/gi;

/** The comments for us in a document; a line inside a string is none. `first` is whom one is about that stands beside no object. */
export function* commentsOf(document: Document, first: () => Manifest | undefined): Generator<WrittenComment> {
  const { ahead, text } = document;
  if (ahead === undefined && !namesUs(text)) return;
  // A comment above the first `---` stands in a document that holds nothing else.
  const owner = document.manifests[0] ?? first();
  if (owner === undefined) return;
  if (ahead !== undefined) {
    const { value: found } = ahead.text.matchAll(opening).next();
    if (found !== undefined) {
      const place = { at: found.index, line: ahead.line, column: ahead.column + found.index };
      yield new WrittenComment(document, owner, place, true);
    }
  }
  const itemAt = itemsByLine(document);
  for (const place of placesIn(document)) yield new WrittenComment(document, itemAt(place.line) ?? owner, place, false);
}

type CommentPlace = Pick<WrittenComment, "at" | "line" | "column">;

/** Where comments for us begin in a document's own text: of each line the first counts. */
function* placesIn(document: Document): Generator<CommentPlace> {
  const { text } = document;
  let { line } = document;
  let start = 0;
  let next = text.indexOf("\n") + 1;
  let last = -1;
  // No look at all places is needed where there is nothing but comments.
  const isFree = document.value === null && document.problem === undefined && isOfComments(text);
  for (const { index } of text.matchAll(opening)) {
    for (; next > 0 && next <= index; next = text.indexOf("\n", next) + 1) {
      line++;
      start = next;
    }
    const column = index - start + 1;
    if (line === last || !(isFree || document.isComment(line, column))) continue;
    last = line;
    yield { at: index, line, column };
  }
}

/** What one that is longer than people write names is remembered: in UTF-16 units. */
const long = 1000;

/**
 * A comment for us, and where it stands: what it says is read each time that somebody asks, because a long input holds
 * hundreds of thousands of them.
 */
export class WrittenComment {
  readonly document: Document;
  /** Whom it is about. */
  readonly owner: Manifest;
  /** Where its `#` stands in the document's text, or in the comment ahead of the document. */
  readonly at: number;
  readonly line: number;
  readonly column: number;
  readonly #isAhead: boolean;
  /** Its directives that somebody holds, by their rules. */
  #held: Map<string, Directive> | undefined;
  #named: ReadonlySet<string> | undefined;

  constructor(document: Document, owner: Manifest, { at, line, column }: CommentPlace, isAhead: boolean) {
    this.document = document;
    this.owner = owner;
    this.at = at;
    this.line = line;
    this.column = column;
    this.#isAhead = isAhead;
  }

  /** One for each rule that it names, or one that is not understood; none where it only speaks of us. */
  *directives(): Generator<Directive> {
    const said = this.read();
    if (said === undefined) return;
    const shared = this.#shared(said);
    if (said.odd !== undefined) {
      yield { ...shared, rule: "" };
      return;
    }
    const held = new Map(this.#held);
    for (const rule of rulesIn(said)) {
      const known = held.get(rule);
      // Of one rule that is named twice, the first counts.
      held.delete(rule);
      yield known ?? { ...shared, rule };
    }
  }

  /** The directive for a rule that covers a line, the same each time; `known` are the rules that anybody asks of. */
  covering(rule: string, line: number, known: ReadonlySet<string>): Directive | undefined {
    const held = this.#held?.get(rule);
    if (held !== undefined) return held.line === line ? held : undefined;
    if (this.#named?.has(rule) === false) return undefined;
    const said = this.read();
    if (said === undefined || said.odd !== undefined || this.#lineOf(said) !== line) return undefined;
    const named = this.#named ?? namedIn(said, known);
    if (said.names.length > long) this.#named = named;
    if (!named.has(rule)) return undefined;
    const directive = { ...this.#shared(said), rule };
    this.#held ??= new Map();
    this.#held.set(rule, directive);
    return directive;
  }

  /** What it says; undefined where it only speaks of us. */
  read(): CommentText | undefined {
    return commentText(this.#text().slice(1));
  }

  /** From its `#` to the end of the line. */
  #text(): string {
    const { ahead, text } = this.document;
    if (this.#isAhead) return (ahead as SeparatorComment).text.slice(this.at);
    const end = text.indexOf("\n", this.at);
    return text.slice(this.at, end < 0 ? text.length : end);
  }

  #lineOf({ where }: CommentText): number {
    return where === "next-line" ? this.line + 1 : this.line;
  }

  /** What all directives of it have in common. */
  #shared(said: CommentText): Omit<Directive, "rule"> {
    const { reason, expires, odd } = said;
    return {
      kind: "comment",
      ...(reason === undefined ? {} : { reason }),
      ...(expires === undefined ? {} : { expires }),
      ...(odd === undefined ? {} : { odd }),
      manifest: this.owner,
      location: this.#location(),
      line: this.#lineOf(said),
    };
  }

  #location(): Location {
    const { document, line, column } = this;
    return {
      file: document.file,
      line,
      column,
      endLine: line,
      endColumn: column + this.#text().trimEnd().length,
      ...(document.source === undefined ? {} : { source: document.source }),
    };
  }
}

/** The known rules that a comment names. */
export function namedIn(said: CommentText, known: ReadonlySet<string>): ReadonlySet<string> {
  const named = new Set<string>();
  for (const rule of rulesIn(said)) if (known.has(rule)) named.add(rule);
  return named;
}

/** The item of a List whose text a line is part of: the last that begins there or before. */
function itemsByLine(document: Document): (line: number) => Manifest | undefined {
  const { items } = document;
  if (items === undefined) return () => undefined;
  // For each item the smallest line from it on: the item we want is the last one for which that is not past the line.
  let least: number[] | undefined;
  return (line) => {
    least ??= leastFrom(items.map((item) => item.locate([]).line));
    return items[countHolding(least, (first) => first <= line) - 1];
  };
}

/** For each place the least of the numbers from there on. */
function leastFrom(numbers: readonly number[]): number[] {
  const least = [...numbers];
  for (let i = least.length - 2; i >= 0; i--) least[i] = Math.min(least[i] ?? 0, least[i + 1] ?? 0);
  return least;
}
