import { BudgetError } from "../value.ts";
import { Machine, type Spend } from "./machine.ts";
import { parsePattern } from "./parser.ts";
import { compileProgram, type Program } from "./program.ts";

/** A place in a text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a pattern matched, and its groups. */
export interface PatternMatch extends Span {
  /** What a group matched, by its number or name; undefined for one that took no part. */
  group(name: string | number): Span | undefined;
}

/** What compiling, or one search, may cost where nobody counts; eight steps are a unit. */
const mostUnits = 2_000_000;

/**
 * A pattern in RE2's syntax, as Go's regexp compiles it. It matches in time that is linear in the text, and a byte that
 * is no UTF-8 (see {@link Text}) is U+FFFD to it.
 */
export class Pattern {
  readonly #program: Program;
  readonly #groups: number;
  readonly #names: ReadonlyMap<string, readonly number[]>;

  /** @throws {PatternError} where Go does not compile it. */
  constructor(source: string, spend: Spend = bounded()) {
    const { syntax, groups, names } = parsePattern(source);
    spend(syntax.size);
    this.#program = compileProgram(syntax);
    this.#groups = groups;
    this.#names = names;
  }

  /** Whether it matches anywhere in a text. */
  test(text: string, spend: Spend = bounded()): boolean {
    return new Machine(this.#program, 0, spend).search(text, 0) !== undefined;
  }

  /** Its matches from left to right, none of them empty right behind another; without `withGroups` no group is known. */
  *matches(text: string, withGroups: boolean, spend: Spend = bounded()): Generator<PatternMatch> {
    const machine = new Machine(this.#program, withGroups ? 2 * (this.#groups + 1) : 2, spend);
    let previousEnd = -1;
    for (let from = 0; from <= text.length; ) {
      const slots = machine.search(text, from);
      if (slots === undefined) return;
      const [start = 0, end = 0] = slots;
      if (end > start || start !== previousEnd) {
        yield { start, end, group: (name) => this.#group(slots, name) };
        previousEnd = end;
      }
      from = end > start ? end : end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1);
    }
  }

  #group(slots: Int32Array, name: string | number): Span | undefined {
    for (const index of typeof name === "number" ? [name] : (this.#names.get(name) ?? [])) {
      const [start = -1, end = -1] = slots.subarray(2 * index, 2 * index + 2);
      if (start >= 0) return { start, end };
    }
    return undefined;
  }
}

/** A text that matches itself alone: Go's QuoteMeta. */
export function quoted(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&");
}

function bounded(): Spend {
  let left = mostUnits;
  return (units) => {
    left -= units;
    if (left < 0) throw new BudgetError("a regular expression asks for more work than any may");
  };
}
