import { parseJson } from "../../../read/json.ts";
import { YamlError } from "../../../read/yaml/error.ts";

/** The characters of a `--set…` value, read one by one as Go's bytes.Buffer gives them. */
export class SetReader {
  readonly #runes: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#runes = [...text];
  }

  read(): string | undefined {
    const rune = this.#runes[this.#at];
    if (rune !== undefined) this.#at++;
    return rune;
  }

  unread(): void {
    this.#at--;
  }

  /** Up to one of the characters in `stop`, or to the end: then `last` is undefined. `\` takes the next one as it is. */
  until(stop: string, escapes: boolean): { text: string; last: string | undefined } {
    let text = "";
    for (;;) {
      const rune = this.read();
      if (rune === undefined) return { text, last: undefined };
      if (stop.includes(rune)) return { text, last: rune };
      if (rune === "\\" && escapes) {
        const next = this.read();
        if (next === undefined) return { text, last: undefined };
        text += next;
      } else text += rune;
    }
  }

  /** Skips blanks and one comma; whether nothing else stood ahead of it. */
  skipEmpty(): boolean {
    for (;;) {
      const rune = this.read();
      if (rune === undefined || rune === ",") return true;
      if (/[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/.test(rune)) continue;
      this.unread();
      return false;
    }
  }

  /** The JSON value that starts here; undefined where none does. */
  json(): { value: unknown } | undefined {
    const rest = this.#runes.slice(this.#at).join("");
    const length = jsonLength(rest);
    if (length === undefined) return undefined;
    const text = rest.slice(0, length);
    try {
      const { value } = parseJson(text, false);
      this.#at += [...text].length;
      return { value };
    } catch (error) {
      if (error instanceof YamlError) return undefined;
      throw error;
    }
  }
}

/** How far the first JSON value reaches; whether it is one is for the reader to say. */
function jsonLength(text: string): number | undefined {
  const token = /[ \t\r\n]*(?:("(?:[^"\\]|\\.)*")|([[{])|([\]}])|([,:])|([^\s"[\]{},:]+))/sy;
  let depth = 0;
  for (;;) {
    const match = token.exec(text);
    if (match === null) return undefined;
    const [, , open, close, comma] = match;
    if (open !== undefined) depth++;
    else if (close !== undefined) depth--;
    else if (comma !== undefined && depth === 0) return undefined;
    if (depth < 0) return undefined;
    if (depth === 0) return token.lastIndex;
  }
}
