import type { Input } from "../read/document.ts";
import type { Problem } from "../read/problem.ts";
import type { Source } from "./expand-inputs.ts";
import { openChunks } from "./file-bytes.ts";
import type { Host } from "./host.ts";
import { reasonOf, unreadable } from "./input-problem.ts";

/** What happens to the bytes on their way. */
export interface Taps {
  /** An input that cannot be opened, or stops in the middle. */
  readonly problem: (problem: Problem) => void;
  /** Each chunk of an input, before it is read. */
  readonly chunk?: (source: Source, name: string, chunk: Uint8Array) => void;
}

function* tapped(
  source: Source,
  name: string,
  host: Host,
  taps: Taps,
  [at, of]: readonly [number, number],
): Generator<Uint8Array> {
  const { observer } = host;
  let iterator: Iterator<Uint8Array> | undefined;
  observer?.opens(name, source.stdin ? undefined : source.path, at, of);
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
  return sources.map((source, index) => {
    const name = source.stdin ? "stdin" : source.name;
    const isPart = !source.stdin && source.isPart === true;
    return { name, text: tapped(source, name, host, taps, [index + 1, sources.length]), ...(isPart ? { isPart } : {}) };
  });
}
