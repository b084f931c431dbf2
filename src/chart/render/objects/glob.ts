import { spendItems } from "../budget.ts";
import { Pattern, quoted } from "../regex/pattern.ts";
import type { Call } from "../value.ts";

/**
 * A pattern of `.Files.Glob` (github.com/gobwas/glob with `/` as separator): `*` and `?` stop at slashes, `**` does
 * not, `[a-c]`, `[!abc]` and `{one,two}`. Matches in linear time, which is counted. Undefined for a malformed one.
 */
export function compileGlob(pattern: string, call: Call): ((name: string) => boolean) | undefined {
  spendItems(call, pattern.length);
  const source = new GlobParser(pattern).parse();
  if (source === undefined) return undefined;
  const spend = (units: number) => call.spend(units);
  const regex = new Pattern(`(?s)^(?:${source})$`, spend);
  return (name) => regex.test(name, spend);
}

class GlobParser {
  readonly #runes: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#runes = [...pattern];
  }

  parse(): string | undefined {
    let source = "";
    while (this.#at < this.#runes.length) {
      const part = this.#part();
      if (part === undefined) return undefined;
      source += part;
    }
    return source + ")".repeat(this.#depth);
  }

  #part(): string | undefined {
    const rune = this.#runes[this.#at++] ?? "";
    switch (rune) {
      case "*":
        if (this.#runes[this.#at] !== "*") return "[^/]*";
        this.#at++;
        return ".*";
      case "?":
        return "[^/]";
      case "[":
        return this.#range();
      case "{":
        // Deeper ones than any file's name needs are no pattern.
        if (++this.#depth > 100) return undefined;
        return "(?:";
      case "}":
        if (this.#depth === 0) return "\\}";
        this.#depth--;
        return ")";
      case ",":
        return this.#depth > 0 ? "|" : ",";
      case "\\":
        return quoted(this.#runes[this.#at++] ?? "");
      default:
        return quoted(rune);
    }
  }

  /** `[a-c]`, or any of some characters; never both at once. */
  #range(): string | undefined {
    const isNegated = this.#runes[this.#at] === "!";
    if (isNegated) this.#at++;
    const open = isNegated ? "[^" : "[";
    if (this.#runes[this.#at + 1] === "-") {
      const low = this.#runes[this.#at] ?? "";
      const high = this.#runes[this.#at + 2];
      if (
        high === undefined ||
        this.#runes[this.#at + 3] !== "]" ||
        (low.codePointAt(0) ?? 0) > (high.codePointAt(0) ?? 0)
      )
        return undefined;
      this.#at += 4;
      return `${open}${inClass(low)}-${inClass(high)}]`;
    }
    let characters = "";
    for (;;) {
      const rune = this.#runes[this.#at++];
      if (rune === undefined) return undefined;
      if (rune === "]") break;
      characters += inClass(rune === "\\" ? (this.#runes[this.#at++] ?? "") : rune);
    }
    return characters === "" ? undefined : `${open}${characters}]`;
  }
}

function inClass(rune: string): string {
  return `\\x{${(rune.codePointAt(0) ?? 0).toString(16)}}`;
}
