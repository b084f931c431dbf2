import type { Origin, ValueRef } from "./origin.ts";

/** A run of characters with one origin; `length` counts UTF-16 units. */
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
  /** Adjacent, in order, together as long as `value`; undefined where no character has an origin. */
  readonly runs: readonly Run[] | undefined;
  /** Where each run ends; made when first asked for. */
  #ends: Uint32Array | undefined;

  constructor(value: string, runs?: readonly Run[]) {
    this.value = value;
    this.runs = runs;
  }

  /** The whole of `value` from one origin. */
  static from(value: string, origin: Origin | undefined): Text {
    return origin === undefined || value === "" ? new Text(value) : new Text(value, [{ length: value.length, origin }]);
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

  /** The characters from `start` up to `end`, in UTF-16 units. */
  slice(start: number, end = this.value.length): Text {
    const value = this.value.slice(start, end);
    if (this.runs === undefined || value === "") return new Text(value);
    const runs: Run[] = [];
    const last = start + value.length;
    let index = this.#runAt(start);
    let at = this.#endOf(index - 1);
    for (let run = this.runs[index]; run !== undefined && at < last; run = this.runs[++index]) {
      const from = Math.max(start, at);
      const to = Math.min(last, at + run.length);
      if (from < to) appendRun(runs, cut(run, from - at, to - from));
      at += run.length;
    }
    return new Text(value, runs);
  }

  /** Where the character at an offset came from; a literal run's place is that of the character alone. */
  originAt(offset: number): Origin | undefined {
    if (this.runs === undefined || offset < 0 || offset >= this.value.length) return undefined;
    const index = this.#runAt(offset);
    const run = this.runs[index];
    return run === undefined ? undefined : cut(run, offset - this.#endOf(index - 1), 1).origin;
  }

  /** The run that holds an offset. */
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
    if (this.runs === undefined) return [];
    const found = new Set<ValueRef>();
    for (const { origin } of this.runs) for (const value of origin?.values ?? []) found.add(value);
    return [...found];
  }
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
  if (origin?.isLiteral !== true || origin.place === undefined) return { ...run, length };
  const start = origin.place.start + skip;
  return { length, origin: { ...origin, place: { file: origin.place.file, start, end: start + length } } };
}

/** Adds a run to others, as one with the last where they are of one origin. */
export function appendRun(runs: Run[], run: Run): void {
  if (run.length === 0) return;
  const last = runs.at(-1);
  if (last !== undefined && last.origin === run.origin && last.origin?.isLiteral !== true) {
    runs[runs.length - 1] = {
      length: last.length + run.length,
      ...(run.origin === undefined ? {} : { origin: run.origin }),
    };
  } else runs.push(run);
}
