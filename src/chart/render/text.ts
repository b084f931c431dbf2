import type { Origin, ValueRef } from "./origin.ts";

/**
 * A run of characters with one origin; `length` counts UTF-16 units. A run of none stands where values printed nothing:
 * what is printed there comes from them all the same.
 */
export interface Run {
  readonly length: number;
  readonly origin?: Origin;
}

/**
 * A string in which every character knows where it came from. Immutable. A byte that is no part of valid UTF-8 is kept
 * as the lone surrogate U+DC00 + byte, so that Go's strings of bytes survive; it leaves as U+FFFD.
 */
export class Text {
  readonly kind = "string";
  readonly value: string;
  /** Most texts are of one origin, and then hold no more than that. */
  readonly #from: readonly Run[] | Origin | undefined;
  /** Where each run ends; made when first asked for. */
  #ends: Uint32Array | undefined;
  /** Whether a run has no characters; worked out when first asked for. */
  #hasEmpty: boolean | undefined;

  constructor(value: string, from?: readonly Run[] | Origin) {
    this.value = value;
    this.#from = from;
  }

  /** Adjacent, in order, together as long as `value`; undefined where no character has an origin. */
  get runs(): readonly Run[] | undefined {
    const from = this.#from;
    if (from === undefined || isRuns(from)) return from;
    return [{ length: this.value.length, origin: from }];
  }

  /** How many runs there are. */
  get runCount(): number {
    const from = this.#from;
    return from === undefined ? 0 : isRuns(from) ? from.length : 1;
  }

  /** The whole of `value` from one origin. */
  static from(value: string, origin: Origin | undefined): Text {
    if (origin === undefined || (value === "" && origin.values === undefined)) return new Text(value);
    return new Text(value, origin);
  }

  static join(parts: readonly Text[]): Text {
    if (parts.length === 1 && parts[0] !== undefined) return parts[0];
    let value = "";
    for (const part of parts) value += part.value;
    if (parts.every(({ runs }) => runs === undefined)) return new Text(value);
    const runs: Run[] = [];
    for (const part of parts) {
      for (const run of part.runs ?? [{ length: part.value.length }]) appendRun(runs, run);
    }
    return new Text(value, runs);
  }

  /** The characters from `start` up to `end`, in UTF-16 units, with what printed nothing at either end. */
  slice(start: number, end = this.value.length): Text {
    const value = this.value.slice(start, end);
    const own = this.runs;
    if (own === undefined || (value === "" && !this.#printsNothing)) return new Text(value);
    if (value.length === this.value.length) return this;
    const last = start + value.length;
    let index = this.#runAt(start);
    while (own[index - 1]?.length === 0 && this.#endOf(index - 1) === start) index--;
    let at = this.#endOf(index - 1);
    const only = own[index];
    // Most are of one origin, and then hold no more than that.
    if (value !== "" && only !== undefined && at + only.length > last)
      return new Text(value, cut(only, start - at, value.length).origin);
    const runs: Run[] = [];
    for (let run = own[index]; run !== undefined && at <= last; run = own[++index]) {
      const from = Math.max(start, at);
      const to = Math.min(last, at + run.length);
      if (from < to) appendRun(runs, cut(run, from - at, to - from));
      else if (run.length === 0 && at >= start) appendRun(runs, run);
      else if (at === last) break;
      at += run.length;
    }
    return value === "" && runs.length === 0 ? new Text(value) : new Text(value, runs);
  }

  /** The characters from `start` up to `end`, and what printed nothing in the blanks behind them, up to `until`. */
  trimmed(start: number, end: number, until = this.value.length): Text {
    const text = this.slice(start, end);
    const own = this.runs;
    if (own === undefined || end >= until || !this.#printsNothing) return text;
    const runs = [...(text.runs ?? [])];
    let index = this.#runAt(end);
    let at = this.#endOf(index - 1);
    for (let run = own[index]; run !== undefined && at <= until; run = own[++index]) {
      if (run.length === 0 && at >= end) appendRun(runs, run);
      at += run.length;
    }
    return runs.length === 0 ? text : new Text(text.value, runs);
  }

  get #printsNothing(): boolean {
    this.#hasEmpty ??= this.runs?.some(({ length }) => length === 0) ?? false;
    return this.#hasEmpty;
  }

  /** Where the character at an offset came from; a literal run's place is that of the character alone. */
  originAt(offset: number): Origin | undefined {
    const { runs } = this;
    if (runs === undefined || offset < 0 || offset >= this.value.length) return undefined;
    let index = this.#runAt(offset);
    while (runs[index]?.length === 0) index++;
    const run = runs[index];
    return run === undefined ? undefined : cut(run, offset - this.#endOf(index - 1), 1).origin;
  }

  /** The run that holds an offset, or one without characters ahead of it. */
  #runAt(offset: number): number {
    const { runs = [] } = this;
    if (offset === 0 || runs.length < 2) return 0;
    this.#ends ??= endsOf(runs);
    let low = 0;
    let high = runs.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] ?? 0) > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #endOf(index: number): number {
    if (index < 0) return 0;
    this.#ends ??= endsOf(this.runs ?? []);
    return this.#ends[index] ?? 0;
  }

  /** The values whose text is in it, each once. */
  get values(): readonly ValueRef[] {
    const { runs } = this;
    if (runs === undefined) return [];
    const found = new Set<ValueRef>();
    for (const { origin } of runs) for (const value of origin?.values ?? []) found.add(value);
    return [...found];
  }
}

function isRuns(from: readonly Run[] | Origin): from is readonly Run[] {
  return Array.isArray(from);
}

function endsOf(runs: readonly Run[]): Uint32Array {
  const ends = new Uint32Array(runs.length);
  let at = 0;
  for (const [index, run] of runs.entries()) {
    at += run.length;
    ends[index] = at;
  }
  return ends;
}

/** A part of a run: literal text begins later in its file. */
function cut(run: Run, skip: number, length: number): Run {
  const { origin } = run;
  if (skip === 0 && length === run.length) return run;
  if (origin === undefined) return { length };
  if (origin.isLiteral !== true || origin.place === undefined) return { length, origin };
  const start = origin.place.start + skip;
  const place = { file: origin.place.file, start, end: start + length };
  // What a template wrote out, nearly all there is, without the slow copy of whatever it may hold.
  if (origin.values === undefined && origin.isRandom === undefined && origin.via !== undefined)
    return { length, origin: { place, isLiteral: true, via: origin.via } };
  return { length, origin: { ...origin, place } };
}

/** So many values that print nothing are kept at one place. */
const mostInOnePlace = 8;

/** Adds a run to others, as one with the last where they are of one origin. */
export function appendRun(runs: Run[], run: Run): void {
  if (run.length === 0) {
    if (run.origin?.values !== undefined && isNewHere(runs, run.origin.values)) runs.push(run);
    return;
  }
  const last = runs.at(-1);
  if (last !== undefined && last.origin === run.origin && last.origin?.isLiteral !== true) {
    const length = last.length + run.length;
    runs[runs.length - 1] = run.origin === undefined ? { length } : { length, origin: run.origin };
  } else runs.push(run);
}

/** Whether nothing of the same values stands at the end of the runs, where there is room for more. */
function isNewHere(runs: readonly Run[], values: Origin["values"]): boolean {
  let count = 0;
  for (let run = runs.at(-1); run?.length === 0; run = runs.at(-1 - count)) {
    if (run.origin?.values === values || ++count >= mostInOnePlace) return false;
  }
  return true;
}
