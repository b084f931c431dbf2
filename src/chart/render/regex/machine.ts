import { indexIn } from "../search.ts";
import type { Program } from "./program.ts";
import type { Edge } from "./syntax.ts";

/** Takes the cost of a search, about a unit a character and place of the pattern; throws where it is too much. */
export type Spend = (units: number) => void;

/** What a byte that is no UTF-8 is to a pattern, as in Go. */
const replacement = 0xfffd;

/** How many steps are taken between two bills. */
const stepsABill = 4096;

/** Places of the program that are tried at one place of the text, the preferred first, each at most once. */
class Threads {
  readonly #index: Int32Array;
  readonly at: Int32Array;
  readonly slots: Int32Array[] = [];
  count = 0;

  constructor(size: number) {
    this.#index = new Int32Array(size);
    this.at = new Int32Array(size);
  }

  /** False where it is there already. */
  add(place: number): boolean {
    const index = this.#index[place] ?? 0;
    if (index < this.count && this.at[index] === place) return false;
    this.#index[place] = this.count;
    this.at[this.count++] = place;
    return true;
  }
}

/**
 * Runs a program over a text, all ways at once: the time is the text's length times the program's, whatever they say
 * (Pike's machine, as Go's). What is found is the leftmost match, of these the one that a backtracking search finds first.
 */
export class Machine {
  readonly #program: Program;
  readonly #slots: number;
  readonly #spend: Spend;
  #now: Threads;
  #then: Threads;
  readonly #waiting: number[] = [];
  readonly #own: Int32Array;
  #steps = 0;

  /** `slots` of beginnings and ends are kept: none to learn whether there is a match, two for its place. */
  constructor(program: Program, slots: number, spend: Spend) {
    this.#program = program;
    this.#slots = slots;
    this.#spend = spend;
    this.#now = new Threads(program.instructions.length);
    this.#then = new Threads(program.instructions.length);
    this.#own = new Int32Array(slots);
    spend(program.instructions.length / 8);
  }

  /** The slots of the first match that begins at `from` or behind it; undefined where there is none. */
  search(text: string, from: number): Int32Array | undefined {
    const { start, isAnchored, prefix } = this.#program;
    let found: Int32Array | undefined;
    let at = from;
    this.#now.count = 0;
    for (;;) {
      if (this.#now.count === 0) {
        if (found !== undefined || (isAnchored && at > 0)) break;
        if (prefix !== "") {
          const next = indexIn(text, prefix, at);
          this.#bill(((next < 0 ? text.length : next) - at) >> 5);
          if (next < 0) break;
          at = next;
        }
      }
      if (found === undefined) {
        this.#own.fill(-1);
        this.#own[0] = at;
        this.#enter(this.#now, start, text, at);
      }
      const code = codeAt(text, at);
      const next = at + (code > 0xffff ? 2 : 1);
      found = this.#step(text, at, code, next) ?? found;
      if (found !== undefined && this.#slots === 0) break;
      if (code < 0) break;
      at = next;
      [this.#now, this.#then] = [this.#then, this.#now];
    }
    this.#spend(this.#steps / 8);
    this.#steps = 0;
    return found;
  }

  #bill(steps: number): void {
    this.#steps += steps;
    if (this.#steps < stepsABill) return;
    this.#spend(this.#steps / 8);
    this.#steps = 0;
  }

  /** Takes every way over one character. @returns the slots where one of them is at its end. */
  #step(text: string, at: number, code: number, next: number): Int32Array | undefined {
    const { instructions } = this.#program;
    const now = this.#now;
    this.#then.count = 0;
    this.#bill(now.count + 1);
    for (let index = 0; index < now.count; index++) {
      const instruction = instructions[now.at[index] ?? 0];
      const slots = now.slots[index];
      switch (instruction?.do) {
        case "match": {
          // What comes later is preferred less.
          now.count = index;
          const found = slots?.slice() ?? new Int32Array(0);
          if (found.length > 1) found[1] = at;
          return found;
        }
        case "character":
          if (instruction.code !== code) continue;
          break;
        case "class":
          if (code < 0 || !instruction.characters.has(code)) continue;
          break;
        default:
          continue;
      }
      if (slots !== undefined) this.#own.set(slots);
      this.#enter(this.#then, instruction.next, text, next);
    }
    return undefined;
  }

  /** Adds all that can be reached from a place without a character, in the order in which it is preferred. */
  #enter(threads: Threads, place: number, text: string, at: number): void {
    const { instructions } = this.#program;
    const waiting = this.#waiting;
    const own = this.#own;
    waiting.push(place);
    for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
      if (here < 0) {
        own[~here] = waiting.pop() ?? -1;
        continue;
      }
      if (!threads.add(here)) continue;
      const instruction = instructions[here];
      switch (instruction?.do) {
        case "fork":
          waiting.push(instruction.other, instruction.next);
          break;
        case "save":
          if (instruction.slot < own.length) {
            waiting.push(own[instruction.slot] ?? -1, ~instruction.slot);
            own[instruction.slot] = at;
          }
          waiting.push(instruction.next);
          break;
        case "edge":
          if (isEdge(instruction.edge, text, at)) waiting.push(instruction.next);
          break;
        default: {
          if (own.length === 0) break;
          const index = threads.count - 1;
          const slots = threads.slots[index];
          if (slots === undefined) threads.slots[index] = own.slice();
          else slots.set(own);
          this.#bill(own.length);
        }
      }
    }
  }
}

/** The character at a place of a text; -1 behind its end. */
function codeAt(text: string, at: number): number {
  const code = text.codePointAt(at) ?? -1;
  return code >= 0xd800 && code <= 0xdfff ? replacement : code;
}

function isEdge(edge: Edge, text: string, at: number): boolean {
  switch (edge) {
    case "beginText":
      return at === 0;
    case "endText":
      return at === text.length;
    case "beginLine":
      return at === 0 || text.charCodeAt(at - 1) === 10;
    case "endLine":
      return at === text.length || text.charCodeAt(at) === 10;
    case "wordEdge":
      return isWord(text, at - 1) !== isWord(text, at);
    case "noWordEdge":
      return isWord(text, at - 1) === isWord(text, at);
  }
}

function isWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (
    (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || (code >= 0x61 && code <= 0x7a)
  );
}
