import { TextBuilder } from "../text-builder.ts";
import { isSpace, isUpper, toLower, toUpper } from "./characters.ts";

/** Words told apart by case, numbers and connectors: github.com/huandu/xstrings 1.5.0. */

const INVALID = 0;
const NUMBER = 1;
const UPPER = 2;
const ALPHABET = 3;
const CONNECTOR = 4;
const PUNCT = 5;
const OTHER = 6;

interface Word {
  readonly kind: number;
  readonly text: string;
}

function isConnector(character: string): boolean {
  return character === "-" || character === "_" || isSpace(character);
}

function isCapital(character: string): boolean {
  return isUpper(character.codePointAt(0) ?? 0);
}

/** A letter that is no CJK ideograph. */
function isAlphabet(character: string): boolean {
  if (!/^\p{L}$/u.test(character)) return false;
  const code = character.codePointAt(0) ?? 0;
  const isIdeograph =
    (code >= 0x4e00 && code <= 0x9fcc) || (code >= 0x3400 && code <= 0x4d85) || (code >= 0x20000 && code <= 0x2b81d);
  return !isIdeograph;
}

/** As `ToPascalCase`. */
export function pascal(text: string): string {
  const characters = [...text];
  let at = 0;
  const out = new TextBuilder();
  while (at < characters.length && isConnector(characters[at] ?? "")) out.add(characters[at++] ?? "");
  let current = characters[at++];
  // Of a text of nothing but connectors the last one comes twice.
  if (current === undefined) return out.add(characters.at(-1) ?? "").build().value;
  let isFirstUpper = isCapital(current);
  current = toUpper(current.codePointAt(0) ?? 0);
  for (; at < characters.length; at++) {
    const previous: string = current;
    current = characters[at] ?? "";
    const code = current.codePointAt(0) ?? 0;
    if (isConnector(current) && isConnector(previous)) {
      out.add(previous);
      continue;
    }
    if (isConnector(previous)) {
      isFirstUpper = isCapital(current);
      current = toUpper(code);
      continue;
    }
    if (isFirstUpper) {
      if (isCapital(current)) current = toLower(code);
      else isFirstUpper = false;
    }
    out.add(previous);
  }
  return out.add(current).build().value;
}

/** As `ToSnakeCase` and, with a hyphen, `ToKebabCase`. */
export function snake(text: string, connector: string): string {
  const words = new Words(text);
  const out = new TextBuilder();
  const add = (word: Word): void => {
    out.add(lowered(word, connector));
  };
  let word = words.next();
  while (words.hasMore) {
    if (word.kind !== CONNECTOR) add(word);
    const previous = word;
    word = words.next();
    if (previous.kind === NUMBER) {
      while (word.kind === ALPHABET || word.kind === NUMBER) {
        add(word);
        word = words.next();
      }
      if (word.kind !== INVALID && word.kind !== PUNCT && word.kind !== CONNECTOR) out.add(connector);
    } else if (previous.kind === CONNECTOR) add(previous);
    else if (previous.kind !== PUNCT) {
      if (word.kind !== NUMBER) {
        if (word.kind !== CONNECTOR && word.kind !== PUNCT) out.add(connector);
        continue;
      }
      if (!words.hasMore) continue;
      const number = word;
      word = words.next();
      if (word.kind !== ALPHABET) {
        add(number);
        if (word.kind !== CONNECTOR && word.kind !== PUNCT) out.add(connector);
        continue;
      }
      out.add(connector);
      add(number);
      while (word.kind === ALPHABET || word.kind === NUMBER) {
        add(word);
        word = words.next();
      }
      if (word.kind !== INVALID && word.kind !== CONNECTOR && word.kind !== PUNCT) out.add(connector);
    }
  }
  add(word);
  return out.build().value;
}

function lowered({ kind, text }: Word, connector: string): string {
  if (kind !== UPPER && kind !== CONNECTOR) return text;
  let out = "";
  for (const character of text)
    out += isConnector(character)
      ? connector
      : isCapital(character)
        ? toLower(character.codePointAt(0) ?? 0)
        : character;
  return out;
}

class Words {
  private readonly characters: readonly string[];
  private at = 0;

  constructor(text: string) {
    this.characters = [...text];
  }

  get hasMore(): boolean {
    return this.at < this.characters.length;
  }

  next(): Word {
    const start = this.at;
    const first = this.characters[this.at++];
    if (first === undefined) return { kind: INVALID, text: "" };
    let kind = OTHER;
    if (isConnector(first)) {
      kind = CONNECTOR;
      this.skip(isConnector);
    } else if (/^\p{P}$/u.test(first)) {
      kind = PUNCT;
      this.skip((character) => /^\p{P}$/u.test(character));
    } else if (isCapital(first)) {
      kind = UPPER;
      this.upperWord();
    } else if (isAlphabet(first)) {
      kind = ALPHABET;
      this.skip(isSmall);
    } else if (/^\p{N}$/u.test(first)) {
      kind = NUMBER;
      this.skip((character) => /^\p{N}$/u.test(character));
    } else
      this.skip((character) => !isConnector(character) && !isAlphabet(character) && !/^[\p{N}\p{P}]$/u.test(character));
    return { kind, text: this.characters.slice(start, this.at).join("") };
  }

  /** `HTTPStatus` is `HTTP` and `Status`. */
  private upperWord(): void {
    const second = this.characters[this.at];
    if (second === undefined) return;
    if (isCapital(second)) {
      this.skip(isCapital);
      const behind = this.characters[this.at];
      if (behind !== undefined && isAlphabet(behind)) this.at--;
    } else if (isAlphabet(second)) this.skip(isSmall);
  }

  private skip(belongs: (character: string) => boolean): void {
    while (this.hasMore && belongs(this.characters[this.at] ?? "")) this.at++;
  }
}

function isSmall(character: string): boolean {
  return isAlphabet(character) && !isCapital(character);
}
