import { type CharacterClass, ClassParts, perlClasses, posixClasses } from "./character-class.ts";
import { PatternError } from "./pattern-error.ts";
import { checkCharacters, type Source } from "./source.ts";
import { character, classOf, type Syntax } from "./syntax.ts";
import { unicodeProperty } from "./unicode-property.ts";

const newline = 10;

/** Reads what stands for one character of several. */
export class ClassReader {
  readonly #source: Source;
  readonly #folded = new Map<number, Syntax>();
  #any: Syntax | undefined;
  #anyOnLine: Syntax | undefined;

  constructor(source: Source) {
    this.#source = source;
  }

  /** `.` */
  any(matchesNewline: boolean): Syntax {
    if (matchesNewline) {
      this.#any ??= classOf(new ClassParts(false).built(true));
      return this.#any;
    }
    if (this.#anyOnLine === undefined) {
      const parts = new ClassParts(false);
      parts.add([newline, newline]);
      this.#anyOnLine = classOf(parts.built(true));
    }
    return this.#anyOnLine;
  }

  /** A character in either case. */
  folded(code: number): Syntax {
    const isLetter = code >= 128 || /[A-Za-z]/.test(String.fromCharCode(code));
    let read = this.#folded.get(code);
    if (read === undefined) {
      const parts = new ClassParts(true);
      parts.add([code, code]);
      read = isLetter ? classOf(parts.built(false)) : character(code);
      this.#folded.set(code, read);
    }
    return read;
  }

  /** `\pL`, `\p{Greek}`, `\d`; undefined, with nothing read, for any other escape. */
  escaped(foldsCase: boolean): CharacterClass | undefined {
    const parts = new ClassParts(foldsCase);
    return this.#escapedInto(parts) ? parts.built(false) : undefined;
  }

  /** `[a-z]`, `[^[:alpha:]\d]`. */
  bracketed(foldsCase: boolean): CharacterClass {
    const source = this.#source;
    const start = source.skip(1);
    const isNegated = source.take("^");
    const parts = new ClassParts(foldsCase);
    for (let isFirst = true; isFirst || source.peek() !== "]"; isFirst = false) {
      if (source.isDone) throw new PatternError("missing closing ]", source.text.slice(start));
      if (this.#named(parts) || this.#escapedInto(parts)) continue;
      const from = source.at;
      const low = this.#character(start);
      let high = low;
      if (source.peek() === "-" && source.peek(1) !== "" && source.peek(1) !== "]") {
        source.skip(1);
        high = this.#character(start);
        if (high < low) throw new PatternError("invalid character class range", source.since(from));
      }
      parts.add([low, high]);
    }
    source.skip(1);
    return parts.built(isNegated);
  }

  #character(start: number): number {
    const source = this.#source;
    if (source.isDone) throw new PatternError("missing closing ]", source.text.slice(start));
    return source.peek() === "\\" ? source.escape() : source.rune();
  }

  /** `[:alpha:]` */
  #named(parts: ClassParts): boolean {
    const source = this.#source;
    if (!source.startsWith("[:")) return false;
    const end = source.text.indexOf(":]", source.at + 2);
    if (end < 0) return false;
    const written = source.text.slice(source.at, end + 2);
    const name = written.slice(2, -2);
    const isNegated = name.startsWith("^");
    const ranges = posixClasses.get(isNegated ? name.slice(1) : name);
    if (ranges === undefined) throw new PatternError("invalid character class range", written);
    source.skip(written.length);
    if (isNegated) parts.addAllBut(ranges);
    else parts.add(...ranges);
    return true;
  }

  #escapedInto(parts: ClassParts): boolean {
    const source = this.#source;
    if (source.peek() !== "\\") return false;
    const letter = source.peek(1);
    if (letter === "p" || letter === "P") {
      this.#property(parts, letter === "P");
      return true;
    }
    const ranges = perlClasses.get(letter.toLowerCase());
    if (ranges === undefined) return false;
    source.skip(2);
    if (letter === letter.toLowerCase()) parts.add(...ranges);
    else parts.addAllBut(ranges);
    return true;
  }

  #property(parts: ClassParts, isOpposite: boolean): void {
    const source = this.#source;
    const start = source.skip(2);
    let name: string;
    if (source.peek() === "{") {
      const end = source.text.indexOf("}", source.at);
      if (end < 0) {
        checkCharacters(source.text.slice(start));
        throw new PatternError("invalid character class range", source.text.slice(start));
      }
      name = source.text.slice(source.at + 1, end);
      checkCharacters(name);
      source.skip(end + 1 - source.at);
    } else name = source.isDone ? "" : String.fromCodePoint(source.rune());
    const isNegated = name.startsWith("^");
    const property = unicodeProperty(isNegated ? name.slice(1) : name);
    if (property === undefined) throw new PatternError("invalid character class range", source.since(start));
    parts.addProperty(property, isOpposite !== isNegated);
  }
}
