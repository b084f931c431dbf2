/** Some characters: those of ranges, or of a Unicode property. */
interface Part {
  readonly isNegated: boolean;
  /** Matches one of the characters; with the flag `i` those that fold to one of them, by Unicode's simple folding as in Go. */
  readonly expression: RegExp;
}

/** What stands in `[…]` of RE2's syntax, or for `.`, `\d` and `\pL`. */
export class CharacterClass {
  readonly #parts: readonly Part[];
  readonly #isNegated: boolean;
  /** By ASCII character: 0 where it was not tested yet, 1 no, 2 yes. */
  readonly #known = new Uint8Array(128);

  constructor(parts: readonly Part[], isNegated: boolean) {
    this.#parts = parts;
    this.#isNegated = isNegated;
  }

  has(code: number): boolean {
    if (code >= 128) return this.#holds(code);
    const known = this.#known[code] ?? 0;
    if (known > 0) return known === 2;
    const holds = this.#holds(code);
    this.#known[code] = holds ? 2 : 1;
    return holds;
  }

  #holds(code: number): boolean {
    const character = String.fromCodePoint(code);
    return (
      this.#parts.some(({ isNegated, expression }) => expression.test(character) !== isNegated) !== this.#isNegated
    );
  }
}

export type Range = readonly [low: number, high: number];

/** The parts of a class, as they are read. */
export class ClassParts {
  readonly #foldsCase: boolean;
  readonly #ranges: Range[] = [];
  readonly #others: Part[] = [];

  constructor(foldsCase: boolean) {
    this.#foldsCase = foldsCase;
  }

  add(...ranges: readonly Range[]): void {
    for (const range of ranges) this.#ranges.push(range);
  }

  addAllBut(ranges: readonly Range[]): void {
    this.#others.push({ isNegated: true, expression: this.#compiled(sourceOf(ranges)) });
  }

  /** A property in the words of JavaScript's `\p{…}`. */
  addProperty(property: string, isNegated: boolean): void {
    this.#others.push({ isNegated, expression: this.#compiled(`\\p{${property}}`) });
  }

  built(isNegated: boolean): CharacterClass {
    const own =
      this.#ranges.length === 0 ? [] : [{ isNegated: false, expression: this.#compiled(sourceOf(this.#ranges)) }];
    return new CharacterClass([...own, ...this.#others], isNegated);
  }

  #compiled(inner: string): RegExp {
    return new RegExp(`^[${inner}]$`, this.#foldsCase ? "iu" : "u");
  }
}

function sourceOf(ranges: readonly Range[]): string {
  return ranges.map((range) => range.map((code) => `\\u{${code.toString(16)}}`).join("-")).join("");
}

const space: readonly Range[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
];
const upper: Range = [0x41, 0x5a];
const lower: Range = [0x61, 0x7a];
const digit: Range = [0x30, 0x39];
const word: readonly Range[] = [digit, upper, [0x5f, 0x5f], lower];

/** `\d`, `\s` and `\w` by their letter: ASCII alone, and `\s` without the vertical tab. */
export const perlClasses: ReadonlyMap<string, readonly Range[]> = new Map([
  ["d", [digit]],
  [
    "s",
    [
      [0x09, 0x0a],
      [0x0c, 0x0d],
      [0x20, 0x20],
    ],
  ],
  ["w", word],
]);

/** What may stand in `[:…:]`. */
export const posixClasses: ReadonlyMap<string, readonly Range[]> = new Map([
  ["alnum", [digit, upper, lower]],
  ["alpha", [upper, lower]],
  ["ascii", [[0, 0x7f]]],
  [
    "blank",
    [
      [0x09, 0x09],
      [0x20, 0x20],
    ],
  ],
  [
    "cntrl",
    [
      [0, 0x1f],
      [0x7f, 0x7f],
    ],
  ],
  ["digit", [digit]],
  ["graph", [[0x21, 0x7e]]],
  ["lower", [lower]],
  ["print", [[0x20, 0x7e]]],
  [
    "punct",
    [
      [0x21, 0x2f],
      [0x3a, 0x40],
      [0x5b, 0x60],
      [0x7b, 0x7e],
    ],
  ],
  ["space", space],
  ["upper", [upper]],
  ["word", word],
  ["xdigit", [digit, [0x41, 0x46], [0x61, 0x66]]],
]);
