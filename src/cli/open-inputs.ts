import type { Input } from "../read/document.ts";
import type { Problem } from "../read/problem.ts";
import { openChunks } from "./file-bytes.ts";
import type { Host } from "./host.ts";
import { reasonOf, unreadable } from "./input-problem.ts";
import type { Source } from "./source.ts";

/** What happens to the bytes on their way. */
export interface Taps {
  /** An input that cannot be opened, or stops in the middle. */
  readonly problem: (problem: Problem) => void;
  /** Each chunk of an input, before it is read. */
  readonly chunk?: (source: Source, name: string, chunk: Uint8Array) => void;
}

/** All sources of a run, and where what is read of them goes. */
interface Opening {
  readonly sources: readonly Source[];
  readonly host: Host;
  readonly taps: Taps;
}

/** The bytes of one source, which is opened once somebody reads them: there may be a hundred thousand files. */
class SourceBytes implements Iterable<Uint8Array> {
  readonly #opening: Opening;
  readonly #index: number;

  constructor(opening: Opening, index: number) {
    this.#opening = opening;
    this.#index = index;
  }

  *[Symbol.iterator](): Generator<Uint8Array> {
    const source = this.#opening.sources[this.#index];
    if (source !== undefined) yield* tapped(source, this.#opening, this.#index);
  }
}

function nameOf(source: Source): string {
  return source.stdin ? "stdin" : source.name;
}

function* tapped(source: Source, { sources, host, taps }: Opening, index: number): Generator<Uint8Array> {
  const { observer } = host;
  const name = nameOf(source);
  let iterator: Iterator<Uint8Array> | undefined;
  observer?.opens(name, source.stdin ? undefined : source.path, index + 1, sources.length);
  try {
    for (;;) {
      let next: IteratorResult<Uint8Array>;
      try {
        iterator ??= (source.stdin ? host.stdin.chunks() : openChunks(source.path))[Symbol.iterator]();
        next = iterator.next();
      } catch (error) {
        taps.problem(unreadable(name, `cannot be read: ${reasonOf(error)}`));
        return;
      }
      if (next.done) return;
      observer?.reads(next.value.length);
      taps.chunk?.(source, name, next.value);
      yield next.value;
    }
  } finally {
    iterator?.return?.();
  }
}

/** The sources as inputs; each is opened when it is read, so that a thousand files do not need a thousand descriptors. */
export function openInputs(sources: readonly Source[], host: Host, taps: Taps): Input[] {
  const opening = { sources, host, taps };
  return sources.map((source, index) => {
    const input = { name: nameOf(source), text: new SourceBytes(opening, index) };
    return !source.stdin && source.isPart === true ? { ...input, isPart: true } : input;
  });
}
