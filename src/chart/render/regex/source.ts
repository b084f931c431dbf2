import { PatternError } from "./pattern-error.ts";

/** What `(?i)`, `(?m)`, `(?s)` and `(?U)` turn on. */
export interface Flags {
  readonly foldsCase: boolean;
  readonly isMultiLine: boolean;
  readonly dotMatchesNewline: boolean;
  readonly isUngreedy: boolean;
}

const flagOf: ReadonlyMap<string, keyof Flags> = new Map([
  ["i", "foldsCase"],
  ["m", "isMultiLine"],
  ["s", "dotMatchesNewline"],
  ["U", "isUngreedy"],
]);

const controls: ReadonlyMap<string, number> = new Map([
  ["a", 7],
  ["f", 12],
  ["n", 10],
  ["r", 13],
  ["t", 9],
  ["v", 11],
]);

const lastCode = 0x10ffff;

/** A pattern's text while it is read. */
export class Source {
  readonly text: string;
  #at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get at(): number {
    return this.#at;
  }

  get isDone(): boolean {
    return this.#at >= this.text.length;
  }

  /** The unit that comes next, or so many behind it; empty at the end. */
  peek(ahead = 0): string {
    return this.text.charAt(this.#at + ahead);
  }

  startsWith(part: string): boolean {
    return this.text.startsWith(part, this.#at);
  }

  /** Passes over so many units. @returns where it was. */
  skip(units: number): number {
    const start = this.#at;
    this.#at += units;
    return start;
  }

  take(part: string): boolean {
    const isNext = this.startsWith(part);
    if (isNext) this.#at += part.length;
    return isNext;
  }

  since(start: number): string {
    return this.text.slice(start, this.#at);
  }

  /** What a sticky expression matches here; nothing is passed over. */
  match(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.#at;
    return sticky.exec(this.text) ?? undefined;
  }

  /** The next character, U+FFFD at the end. @throws {PatternError} for a byte that is no UTF-8. */
  rune(): number {
    const code = this.text.codePointAt(this.#at);
    if (code === undefined) return 0xfffd;
    if (isSurrogate(code)) throw new PatternError("invalid UTF-8", this.text.slice(this.#at));
    this.#at += code > 0xffff ? 2 : 1;
    return code;
  }

  /** One character by a backslash and what follows. */
  escape(): number {
    const start = this.skip(1);
    if (this.isDone) throw new PatternError("trailing backslash at end of expression", "");
    const code = this.rune();
    const letter = String.fromCodePoint(code);
    if (letter === "0" || (/[1-7]/.test(letter) && /[0-7]/.test(this.peek()))) {
      let value = Number(letter);
      for (let digits = 1; digits < 3 && /[0-7]/.test(this.peek()); digits++)
        value = value * 8 + Number(this.text.charAt(this.skip(1)));
      return value;
    }
    if (letter === "x" && !this.isDone) {
      const value = this.#hex();
      if (value !== undefined) return value;
    }
    const control = controls.get(letter);
    if (control !== undefined) return control;
    if (code < 128 && !/[A-Za-z0-9]/.test(letter)) return code;
    throw new PatternError("invalid escape sequence", this.since(start));
  }

  /** What stands behind `\x`: two digits, or any number in braces. */
  #hex(): number | undefined {
    const first = this.rune();
    if (first !== 0x7b) {
      const digits = String.fromCodePoint(first, this.rune());
      return /^[0-9a-fA-F]{2}$/.test(digits) ? Number.parseInt(digits, 16) : undefined;
    }
    let value: number | undefined;
    while (!this.isDone) {
      const letter = String.fromCodePoint(this.rune());
      if (letter === "}") return value;
      if (!/[0-9a-fA-F]/.test(letter)) return undefined;
      value = (value ?? 0) * 16 + Number.parseInt(letter, 16);
      if (value > lastCode) return undefined;
    }
    return undefined;
  }

  /** `(?i-s)` or `(?i-s:`: which flags hold then, and whether a group is opened. */
  flags(now: Flags): Flags & { readonly opensGroup: boolean } {
    const flags = { ...now };
    const start = this.skip(2);
    let isOn = true;
    let isAnyNamed = true;
    while (!this.isDone) {
      const letter = String.fromCodePoint(this.rune());
      const flag = flagOf.get(letter);
      if (flag !== undefined) {
        flags[flag] = isOn;
        isAnyNamed = true;
      } else if (letter === "-" && isOn) {
        isOn = false;
        isAnyNamed = false;
      } else if ((letter === ":" || letter === ")") && isAnyNamed) return { ...flags, opensGroup: letter === ":" };
      else break;
    }
    throw new PatternError("invalid or unsupported Perl syntax", this.since(start));
  }
}

/** @throws {PatternError} where a byte of it is no UTF-8. */
export function checkCharacters(text: string): void {
  if (/\p{Cs}/u.test(text)) throw new PatternError("invalid UTF-8", text);
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}
