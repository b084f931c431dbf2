import { slotValue } from "./frame.ts";
import { contradict, implied } from "./guard.ts";
import { inlineChoice } from "./inline.ts";
import { holeMark, Line, type Segment, type Via } from "./line.ts";
import { type Head, Structure } from "./structure.ts";
import { slice } from "./text.ts";
import type { Guards, Text, Value } from "./value.ts";

/** A document that a text holds, in all its cases. */
export interface SymbolicDocument {
  readonly value: Value;
}

/** More cases at once, or more lines in all, are not followed; a flow collection over more lines neither. */
const mostCases = 64;
const mostLines = 40_000;
const mostVisits = 300_000;
const longestFlow = 200;

/** The line that is being read, as a list from its last segment back; equal lists are the same object. */
interface Buffer {
  readonly id: number;
  readonly before: Buffer | undefined;
  readonly segment: Segment;
  readonly breaks: number;
  /** The line's length so far, a hole counting one, and whether it is only space. */
  readonly width: number;
  readonly blank: boolean;
}

interface Case {
  /** What this case has already decided since it parted from the others. */
  readonly decided: Guards;
  readonly buffer: Buffer | undefined;
  readonly structure: Structure;
  readonly head: Head;
}

/**
 * Reads text as a stream of YAML documents, all its cases at once: lines that are printed only in some cases become
 * parts with guards. `complete` is false where there were too many cases to follow them all.
 */
export function readDocuments(text: Text): {
  readonly documents: readonly SymbolicDocument[];
  readonly complete: boolean;
} {
  const reader = new DocumentReader();
  return reader.read(text);
}

class DocumentReader {
  readonly #structures: Structure[] = [];
  readonly #buffers = new Map<string, Buffer>();
  readonly #segments = new Map<Segment, number>();
  readonly #committed = new Map<string, { structure: Structure; head: Head } | undefined>();
  readonly #read = new Map<Buffer, Line>();
  readonly #structureIds = new Map<Structure, number>();
  readonly #opened = new Map<Buffer, Structure>();
  #complete = true;
  #lines = 0;
  #visits = 0;

  read(text: Text): { documents: SymbolicDocument[]; complete: boolean } {
    const structure = this.#open();
    const cases = this.#text(text, [{ decided: [], buffer: undefined, structure, head: structure.start() }], [], []);
    for (const one of cases) this.#commit(one, true);
    const documents = this.#structures
      .map((one) => ({ value: slotValue(one.root) }))
      .filter((one) => !(one.value.kind === "constant" && one.value.value === null));
    return { documents, complete: this.#complete };
  }

  #open(): Structure {
    const structure = new Structure();
    this.#structureIds.set(structure, this.#structures.length);
    this.#structures.push(structure);
    return structure;
  }

  #text(text: Text, cases: readonly Case[], guards: Guards, via: readonly Via[]): readonly Case[] {
    this.#visits += 1 + cases.length;
    if (this.#visits > mostVisits) this.#complete = false;
    // What was not followed to the end is unknown as a whole: there is no use in going on.
    if (!this.#complete) return cases;
    switch (text.kind) {
      case "sequence":
        return text.parts.reduce((open, part) => this.#text(part, open, guards, via), cases);
      case "call":
        return this.#text(text.text, cases, guards, [...via, { place: text.place, writes: text.writes }]);
      case "hole":
        return this.#append(cases, { text, guards, via });
      case "alternatives": {
        const scalar = inlineChoice(text);
        if (scalar !== undefined) return this.#append(cases, { text: scalar, guards, via });
        const after: Case[] = [];
        for (const option of text.options) {
          if (contradict(option.guards, guards)) continue;
          const into = cases
            .filter((one) => !contradict(option.guards, one.decided))
            .map((one) => ({ ...one, decided: [...one.decided, ...option.guards] }));
          if (into.length > 0) after.push(...this.#text(option.text, into, [...guards, ...option.guards], via));
        }
        return this.#distinct(after.length > 0 ? after : cases);
      }
      case "literal": {
        let open = cases;
        let from = 0;
        for (let at = text.text.indexOf("\n"); at >= 0; at = text.text.indexOf("\n", from)) {
          const end = text.text[at - 1] === "\r" ? at - 1 : at;
          if (end > from) open = this.#append(open, { text: slice(text, from, end), guards, via });
          open = this.#distinct(open.map((one) => this.#commit(one, false)));
          from = at + 1;
        }
        if (from < text.text.length)
          open = this.#append(open, { text: slice(text, from, text.text.length), guards, via });
        return open;
      }
    }
  }

  #append(cases: readonly Case[], segment: Segment): readonly Case[] {
    const text = segment.text.kind === "hole" ? holeMark : segment.text.text;
    const spaces = text.length - text.trimStart().length;
    let settled = false;
    const next = cases.map((one): Case => {
      const buffer = this.#buffer(one.buffer, segment, one.buffer?.breaks ?? 0);
      if (one.buffer?.blank === false || buffer.blank) return { ...one, buffer };
      const head = one.structure.settle(one.head, buffer.width - text.length + spaces, text.charAt(spaces));
      settled ||= head !== one.head;
      return { ...one, buffer, head };
    });
    return settled ? this.#distinct(next) : next;
  }

  #buffer(before: Buffer | undefined, segment: Segment, breaks: number): Buffer {
    let id = this.#segments.get(segment);
    if (id === undefined) {
      id = this.#segments.size;
      this.#segments.set(segment, id);
    }
    const key = `${before?.id ?? "-"}:${id}`;
    let buffer = this.#buffers.get(key);
    if (buffer === undefined) {
      const text = segment.text.kind === "hole" ? holeMark : segment.text.text;
      const width = (before?.width ?? 0) + text.length;
      const blank = before?.blank !== false && text.trim() === "";
      buffer = { id: this.#buffers.size, before, segment, breaks, width, blank };
      this.#buffers.set(key, buffer);
    }
    return buffer;
  }

  #distinct(cases: readonly Case[]): Case[] {
    const seen = new Map<string, Case>();
    for (const one of cases) {
      const key = `${one.buffer?.id ?? "-"}/${this.#structureIds.get(one.structure)}/${one.head.id}`;
      const same = seen.get(key);
      // Where cases meet again, only what all of them have decided is still decided.
      seen.set(
        key,
        same === undefined ? one : { ...one, decided: one.decided.filter((guard) => implied(guard, same.decided)) },
      );
    }
    const all = [...seen.values()];
    if (all.length <= mostCases) return all;
    this.#complete = false;
    return all.slice(-mostCases);
  }

  /** Ends the line of a case. A line that ends inside a flow collection goes on, unless it is the last. */
  #commit(one: Case, last: boolean): Case {
    const { buffer, structure, head } = one;
    const key = `${buffer?.id ?? "-"}/${this.#structureIds.get(structure)}/${head.id}`;
    if (!this.#committed.has(key)) this.#committed.set(key, this.#line(buffer, structure, head));
    const next = this.#committed.get(key);
    if (next !== undefined) return { ...one, buffer: undefined, ...next };
    if (buffer === undefined || last || buffer.breaks > longestFlow) return { ...one, buffer: undefined };
    return { ...one, buffer: this.#buffer(buffer, lineBreak(buffer.segment), buffer.breaks + 1) };
  }

  #line(
    buffer: Buffer | undefined,
    structure: Structure,
    head: Head,
  ): { structure: Structure; head: Head } | undefined {
    if (++this.#lines > mostLines) {
      this.#complete = false;
      return { structure, head };
    }
    const line = this.#lineOf(buffer);
    if (/^(---|\.\.\.)(\s|$)/.test(line.flat)) {
      let opened = buffer === undefined ? undefined : this.#opened.get(buffer);
      if (opened === undefined) opened = this.#open();
      if (buffer !== undefined) this.#opened.set(buffer, opened);
      return { structure: opened, head: opened.start() };
    }
    const next = structure.add(line, head);
    return next === undefined ? undefined : { structure, head: next };
  }

  #lineOf(buffer: Buffer | undefined): Line {
    if (buffer === undefined) return emptyLine;
    let line = this.#read.get(buffer);
    if (line === undefined) {
      const segments: Segment[] = [];
      for (let at: Buffer | undefined = buffer; at !== undefined; at = at.before) segments.push(at.segment);
      line = new Line(segments.reverse());
      this.#read.set(buffer, line);
    }
    return line;
  }
}

const emptyLine = new Line([]);
const breaks = new WeakMap<Segment, Segment>();

/** A space in place of a line break; the same one behind the same segment. */
function lineBreak(after: Segment): Segment {
  let segment = breaks.get(after);
  if (segment === undefined) {
    segment = { ...after, text: { kind: "literal", text: " ", place: after.text.place, printed: true } };
    breaks.set(after, segment);
  }
  return segment;
}
