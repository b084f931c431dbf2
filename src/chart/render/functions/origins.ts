import { isRawByte } from "../bytes.ts";
import { notLiteral, type Origin, type ValueRef } from "../origin.ts";
import { Text } from "../text.ts";
import { TextBuilder } from "../text-builder.ts";
import type { Value } from "../value.ts";

/** The first origin of what is made of `values`, with all values whose text is in it: for results that are no longer those characters. */
export function originOf(...values: readonly Value[]): Origin | undefined {
  const found = new Found();
  for (const value of values) found.take(value, 0);
  return found.origin();
}

/** So many values are told of what is computed. */
const mostValues = 512;

class Found {
  private first: Origin | undefined;
  private readonly refs = new Set<ValueRef>();
  private isRandom = false;
  private seen = 0;
  /** Whether all are of the same values, which thousands may be computed of: their list is then shared. */
  private isOfSame = true;

  take(value: Value, depth: number): void {
    if (depth > 64 || ++this.seen > 10_000) return;
    if (value.kind === "string") for (const run of value.runs ?? []) this.add(run.origin);
    else if (value.kind === "list") for (const item of value.items) this.take(item, depth + 1);
    else if (value.kind === "map") {
      for (const entry of value.entries.values()) {
        this.take(entry.key, depth + 1);
        this.take(entry.value, depth + 1);
      }
    } else if (value.kind !== "func") this.add(value.origin);
  }

  private add(origin: Origin | undefined): void {
    if (origin === undefined) return;
    this.first ??= origin;
    if (origin.values !== this.first.values) this.isOfSame = false;
    for (const ref of origin.values ?? []) if (this.refs.size < mostValues) this.refs.add(ref);
    if (origin.isRandom === true) this.isRandom = true;
  }

  origin(): Origin | undefined {
    const { first } = this;
    if (first === undefined) return undefined;
    const shared = this.isOfSame && first.values?.length === this.refs.size ? first.values : undefined;
    return {
      ...(first.place === undefined ? {} : { place: first.place }),
      ...(first.via === undefined ? {} : { via: first.via }),
      ...(this.refs.size === 0 ? {} : { values: shared ?? [...this.refs] }),
      ...(this.isRandom ? { isRandom: true } : {}),
    };
  }
}

/** From here on what is quoted or indented is told of as a whole: a dashboard of a megabyte has ten thousands of lines and escapes. */
const longText = 100_000;

/** The origin of all characters that a long text of one origin becomes; undefined for any other text. */
export function originOfLong(text: Text): Origin | undefined {
  const [only, ...more] = text.value.length > longText ? (text.runs ?? []) : [];
  return only?.origin === undefined || more.length > 0 ? undefined : notLiteral(only.origin);
}

/** Text that was computed from `sources` as a whole. */
export function computed(value: string, ...sources: readonly Value[]): Text {
  return Text.from(value, originOf(...sources));
}

/** Text of a random function: its characters differ from render to render. */
export function randomText(value: string, ...sources: readonly Value[]): Text {
  return Text.from(value, { ...originOf(...sources), isRandom: true });
}

/** What Go's `strings.Map` makes of a character: a byte that is no UTF-8 becomes U+FFFD. */
function changeOf(change: (codePoint: number) => string, codePoint: number): string {
  return isRawByte(codePoint) ? change(0xfffd) : change(codePoint);
}

/** The same text with each character replaced by what `change` gives for it. */
export function mapCharacters(text: Text, change: (codePoint: number) => string): Text {
  const changed = (piece: string): string => {
    const builder = new TextBuilder();
    for (const character of piece) builder.add(changeOf(change, character.codePointAt(0) ?? 0));
    return builder.build().value;
  };
  if (text.runs === undefined) return new Text(changed(text.value));
  const out = new TextBuilder();
  let at = 0;
  for (const { length, origin } of text.runs) {
    const piece = text.value.slice(at, at + length);
    const value = changed(piece);
    out.add(value, value === piece || origin === undefined ? origin : notLiteral(origin));
    at += length;
  }
  return out.build();
}
