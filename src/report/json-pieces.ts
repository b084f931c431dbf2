import { printableJson } from "./printable.ts";

/** A list of a JSON text whose entries are made when they are written: of thousands, one is held. Can be written once. */
export class Listed {
  readonly entries: Iterable<unknown>;

  constructor(entries: Iterable<unknown>) {
    this.entries = entries;
  }
}

/** {@link Listed} of what becomes of each item. */
export function listed<Item>(items: readonly Item[], made: (item: Item) => unknown): Listed {
  return new Listed(
    (function* () {
      for (const item of items) yield made(item);
    })(),
  );
}

/** A mapping of a JSON text in which a {@link Listed} stands, or another one of these. */
export class Framed {
  readonly entries: Readonly<Record<string, unknown>>;

  constructor(entries: Readonly<Record<string, unknown>>) {
    this.entries = entries;
  }
}

/** What `printableJson` makes of a value and a line feed, in pieces of whole lines. */
export function* jsonPieces(value: unknown): Generator<string, void> {
  // What stands at the end of a line waits for the line's end.
  let begun = "";
  for (const part of parts(value, "\n")) {
    const end = part.lastIndexOf("\n") + 1;
    if (end > 0) {
      yield begun + part.slice(0, end);
      begun = part.slice(end);
    } else begun += part;
  }
  yield `${begun}\n`;
}

/** `feed` is a line feed and the indentation of the line on which the value begins. */
function* parts(value: unknown, feed: string): Generator<string, void> {
  const inner = `${feed}  `;
  let before = inner;
  if (value instanceof Listed) {
    yield "[";
    for (const entry of value.entries) {
      yield before;
      yield* parts(entry, inner);
      before = `,${inner}`;
    }
    yield before === inner ? "]" : `${feed}]`;
  } else if (value instanceof Framed) {
    yield "{";
    for (const [key, entry] of Object.entries(value.entries)) {
      if (entry === undefined) continue;
      yield `${before}${printableJson(key)}: `;
      yield* parts(entry, inner);
      before = `,${inner}`;
    }
    yield before === inner ? "}" : `${feed}}`;
  } else yield printableJson(value).replaceAll("\n", feed);
}
