import { Pattern } from "../../regex/pattern.ts";
import { PatternError } from "../../regex/pattern-error.ts";

/** Patterns in RE2's syntax, as Go compiles them; each compiled once. */
export class Patterns {
  readonly #compiled = new Map<string, Pattern | undefined>();

  /** Undefined for a pattern that Go does not compile, such as one with a lookahead. */
  compile(pattern: string): Pattern | undefined {
    if (!this.#compiled.has(pattern)) this.#compiled.set(pattern, compile(pattern));
    return this.#compiled.get(pattern);
  }

  matches(pattern: string, text: string): boolean {
    return this.compile(pattern)?.test(text) === true;
  }
}

function compile(pattern: string): Pattern | undefined {
  try {
    return new Pattern(pattern);
  } catch (error) {
    if (error instanceof PatternError) return undefined;
    throw error;
  }
}
