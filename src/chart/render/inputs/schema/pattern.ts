import { RE2JS } from "re2js";

/** Patterns in RE2's syntax, as Go compiles them; each compiled once. */
export class Patterns {
  readonly #compiled = new Map<string, RE2JS | undefined>();

  /** Undefined for a pattern that Go does not compile, such as one with a lookahead. */
  compile(pattern: string): RE2JS | undefined {
    if (!this.#compiled.has(pattern)) this.#compiled.set(pattern, compile(pattern));
    return this.#compiled.get(pattern);
  }

  matches(pattern: string, text: string): boolean {
    return this.compile(pattern)?.matcher(text).find() === true;
  }
}

function compile(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return undefined;
  }
}
