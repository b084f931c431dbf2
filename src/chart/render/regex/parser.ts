import { ClassReader } from "./class-reader.ts";
import { PatternError } from "./pattern-error.ts";
import { checkCharacters, type Flags, Source } from "./source.ts";
import {
  capture,
  character,
  choice,
  classOf,
  type Edge,
  edgeOf,
  repeat,
  type Syntax,
  sequence,
  type Times,
} from "./syntax.ts";

/** The tree's height that Go allows. */
const highest = 1000;

/** Instructions that Go allows. */
const mostInstructions = Math.floor((128 << 20) / 40);

/** Copies that counted repetitions within each other may make. */
const mostCopies = 1000;

const escapedEdges: ReadonlyMap<string, Edge> = new Map([
  ["A", "beginText"],
  ["z", "endText"],
  ["b", "wordEdge"],
  ["B", "noWordEdge"],
]);

/** A group that is open. */
interface Open {
  /** Undefined for a group that captures nothing. */
  readonly index: number | undefined;
  /** The flags that hold behind it. */
  readonly flags: Flags;
  readonly branches: Syntax[];
  parts: Syntax[];
}

/** What a pattern says, how many groups it has, and which of them have a name. */
export interface ParsedPattern {
  readonly syntax: Syntax;
  readonly groups: number;
  readonly names: ReadonlyMap<string, readonly number[]>;
}

/** Reads a pattern as Go's regexp/syntax does with its flags for Perl. @throws {PatternError} as Go words it. */
export function parsePattern(pattern: string): ParsedPattern {
  return new PatternParser(pattern).parse();
}

class PatternParser {
  readonly #source: Source;
  readonly #classes: ClassReader;
  readonly #stack: Open[] = [];
  readonly #names = new Map<string, readonly number[]>();
  #flags: Flags = { foldsCase: false, isMultiLine: false, dotMatchesNewline: false, isUngreedy: false };
  #open: Open = { index: undefined, flags: this.#flags, branches: [], parts: [] };
  #groups = 0;
  /** Where the repetition begins that was read just before. */
  #repetition: number | undefined;

  constructor(pattern: string) {
    this.#source = new Source(pattern);
    this.#classes = new ClassReader(this.#source);
  }

  parse(): ParsedPattern {
    const source = this.#source;
    while (!source.isDone) {
      const repetition = this.#repetition;
      this.#repetition = undefined;
      this.#next(repetition);
    }
    const syntax = this.#closed();
    if (this.#stack.length > 0) throw new PatternError("missing closing )", source.text);
    return { syntax, groups: this.#groups, names: this.#names };
  }

  #next(repetition: number | undefined): void {
    const source = this.#source;
    const { foldsCase, isMultiLine, dotMatchesNewline } = this.#flags;
    switch (source.peek()) {
      case "(":
        if (source.peek(1) === "?") this.#special();
        else {
          source.skip(1);
          this.#openGroup(++this.#groups);
        }
        break;
      case "|":
        source.skip(1);
        this.#open.branches.push(sequence(this.#open.parts));
        this.#open.parts = [];
        break;
      case ")":
        this.#closeGroup();
        break;
      case "^":
        source.skip(1);
        this.#push(edgeOf(isMultiLine ? "beginLine" : "beginText"));
        break;
      case "$":
        source.skip(1);
        this.#push(edgeOf(isMultiLine ? "endLine" : "endText"));
        break;
      case ".":
        source.skip(1);
        this.#push(this.#classes.any(dotMatchesNewline));
        break;
      case "[":
        this.#push(classOf(this.#classes.bracketed(foldsCase)));
        break;
      case "*":
        this.#repeat({ least: 0 }, false, source.skip(1), repetition);
        break;
      case "+":
        this.#repeat({ least: 1 }, false, source.skip(1), repetition);
        break;
      case "?":
        this.#repeat({ least: 0, most: 1 }, false, source.skip(1), repetition);
        break;
      case "{":
        this.#counted(repetition);
        break;
      case "\\":
        this.#escaped();
        break;
      default:
        this.#literal(source.rune());
    }
  }

  #push(part: Syntax): void {
    this.#open.parts.push(part);
    this.#checked(part);
  }

  #literal(code: number): void {
    this.#push(this.#flags.foldsCase ? this.#classes.folded(code) : character(code));
  }

  #checked(part: Syntax): void {
    if (part.size > mostInstructions) throw new PatternError("expression too large", this.#source.text);
    if (part.height > highest) throw new PatternError("expression nests too deeply", this.#source.text);
  }

  #openGroup(index: number | undefined): void {
    this.#stack.push(this.#open);
    this.#open = { index, flags: this.#flags, branches: [], parts: [] };
  }

  /** The group that is open, closed. */
  #closed(): Syntax {
    const { branches, parts } = this.#open;
    const syntax = choice([...branches, sequence(parts)]);
    this.#checked(syntax);
    return syntax;
  }

  #closeGroup(): void {
    const body = this.#closed();
    const { index, flags } = this.#open;
    const outer = this.#stack.pop();
    if (outer === undefined) throw new PatternError("unexpected )", this.#source.text);
    this.#source.skip(1);
    this.#open = outer;
    this.#flags = flags;
    this.#push(index === undefined ? body : capture(index, body));
  }

  #repeat(times: Times, isCounted: boolean, start: number, before: number | undefined): void {
    const source = this.#source;
    const isLazy = source.take("?") !== this.#flags.isUngreedy;
    if (before !== undefined) throw new PatternError("invalid nested repetition operator", source.since(before));
    const body = this.#open.parts.pop();
    if (body === undefined) throw new PatternError("missing argument to repetition operator", source.since(start));
    const { least, most = 0 } = times;
    const repeated = repeat(body, times, isLazy, isCounted);
    this.#push(repeated);
    if (isCounted && (least >= 2 || most >= 2) && repeated.copies > mostCopies)
      throw new PatternError("invalid repeat count", source.since(start));
    this.#repetition = start;
  }

  /** `{2}`, `{2,}`, `{2,3}`; anything else is text. */
  #counted(before: number | undefined): void {
    const source = this.#source;
    const found = source.match(/\{(0|[1-9][0-9]*)(?:(,)(0|[1-9][0-9]*)?)?\}/y);
    if (found === undefined) {
      source.skip(1);
      this.#literal(0x7b);
      return;
    }
    const start = source.skip(found[0].length);
    const least = Number(found[1]);
    const most = found[2] === undefined ? least : found[3] === undefined ? undefined : Number(found[3]);
    if (least > 1000 || (most !== undefined && (most > 1000 || least > most)))
      throw new PatternError("invalid repeat count", source.since(start));
    this.#repeat({ least, ...(most === undefined ? {} : { most }) }, true, start, before);
  }

  #escaped(): void {
    const source = this.#source;
    const letter = source.peek(1);
    const edge = escapedEdges.get(letter);
    if (edge !== undefined) {
      source.skip(2);
      this.#push(edgeOf(edge));
    } else if (letter === "C") throw new PatternError("invalid escape sequence", "\\C");
    else if (letter === "Q") this.#quoted();
    else {
      const characters = this.#classes.escaped(this.#flags.foldsCase);
      if (characters !== undefined) this.#push(classOf(characters));
      else this.#literal(source.escape());
    }
  }

  /** Literal text up to `\E`. */
  #quoted(): void {
    const source = this.#source;
    source.skip(2);
    while (!source.isDone && !source.startsWith("\\E")) this.#literal(source.rune());
    if (!source.isDone) source.skip(2);
  }

  /** `(?P<name>`, `(?<name>`, `(?i)`, `(?i:`, `(?:`. */
  #special(): void {
    const source = this.#source;
    const start = source.at;
    const named = source.match(/\(\?P?<(?=.)/sy);
    if (named !== undefined) {
      const end = source.text.indexOf(">", start);
      if (end < 0) {
        checkCharacters(source.text.slice(start));
        throw new PatternError("invalid named capture", source.text.slice(start));
      }
      const name = source.text.slice(start + named[0].length, end);
      source.skip(end + 1 - start);
      checkCharacters(name);
      if (!/^[A-Za-z0-9_]+$/.test(name)) throw new PatternError("invalid named capture", source.since(start));
      this.#openGroup(++this.#groups);
      this.#names.set(name, [...(this.#names.get(name) ?? []), this.#groups]);
      return;
    }
    const flags = source.flags(this.#flags);
    if (flags.opensGroup) this.#openGroup(undefined);
    this.#flags = flags;
  }
}
