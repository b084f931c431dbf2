import { spendItems } from "../budget.ts";
import { Text } from "../text.ts";
import { type Call, FunctionError, nil, type Value } from "../value.ts";
import { isValid, toValid } from "./bytes.ts";
import { bool, float, list, map } from "./make.ts";
import { originOf } from "./origins.ts";
import { quoteCharacter } from "./printing.ts";

/** Reads JSON as encoding/json does, into values whose characters know where they were read. */
export function readJson(text: Text, call: Call): Value {
  call.spend(text.value.length);
  return new JsonReader(text, call).document();
}

const SHORT: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  '"': '"',
  "\\": "\\",
  "/": "/",
};

class JsonReader {
  private readonly text: Text;
  private readonly value: string;
  private readonly call: Call;
  private at = 0;
  private unfit: string | undefined;

  constructor(text: Text, call: Call) {
    this.call = call;
    this.text = text;
    this.value = text.value;
  }

  document(): Value {
    const value = this.read(0, "looking for beginning of value");
    this.space();
    if (this.at < this.value.length) this.fail("after top-level value");
    if (this.unfit !== undefined) throw new FunctionError(this.unfit);
    return value;
  }

  private space(): void {
    while (/[ \t\r\n]/.test(this.value.charAt(this.at)) && this.at < this.value.length) this.at++;
  }

  private fail(where: string): never {
    if (this.at >= this.value.length) throw new FunctionError("unexpected end of JSON input");
    const code = this.value.codePointAt(this.at) ?? 0;
    const shown = code === 0x27 ? "\\'" : code === 0x22 ? '"' : quoteCharacter(code > 0x7f ? firstByte(code) : code);
    throw new FunctionError(`invalid character '${shown}' ${where}`);
  }

  /** As `fail` inside of a number, a word or an escape, where the end is wrong as a blank is, which Go feeds its scanner there. */
  private failInside(where: string): never {
    if (this.at >= this.value.length) throw new FunctionError(`invalid character ' ' ${where}`);
    this.fail(where);
  }

  private read(depth: number, where: string): Value {
    this.space();
    spendItems(this.call, 1);
    if (depth > 10_000) throw new FunctionError("exceeded max depth");
    const start = this.at;
    const character = this.value.charAt(start);
    switch (character) {
      case "{":
        return this.object(depth);
      case "[":
        return this.array(depth);
      case '"':
        return this.string();
      case "t":
        return this.word("true", bool(true));
      case "f":
        return this.word("false", bool(false));
      case "n":
        return this.word("null", nil);
      default:
        if (character !== "-" && !/^[0-9]$/.test(character)) this.fail(where);
        return this.number();
    }
  }

  private word(word: string, value: Value): Value {
    const start = this.at;
    for (let i = 0; i < word.length; i++, this.at++)
      if (this.value[this.at] !== word[i]) this.failInside(`in literal ${word} (expecting '${word[i]}')`);
    const origin = originOf(this.text.slice(start, this.at));
    return origin === undefined ? value : ({ ...value, origin } as Value);
  }

  private number(): Value {
    const start = this.at;
    if (this.value[this.at] === "-") this.at++;
    if (this.value[this.at] === "0") this.at++;
    else this.digits("in numeric literal");
    if (this.value[this.at] === ".") {
      this.at++;
      this.digits("after decimal point in numeric literal");
    }
    if (this.value[this.at] === "e" || this.value[this.at] === "E") {
      this.at++;
      if (this.value[this.at] === "+" || this.value[this.at] === "-") this.at++;
      this.digits("in exponent of numeric literal");
    }
    const text = this.text.slice(start, this.at);
    const value = Number(text.value);
    // Go reads all of it before it makes values of it: what is no JSON is said first.
    if (!Number.isFinite(value))
      this.unfit ??= `json: cannot unmarshal number ${text.value} into Go value of type float64`;
    return float(value, literal(text));
  }

  private digits(where: string): void {
    const start = this.at;
    while (/^[0-9]$/.test(this.value.charAt(this.at))) this.at++;
    if (this.at === start) this.failInside(where);
  }

  private string(): Text {
    this.at++;
    const parts: Text[] = [];
    let from = this.at;
    for (;;) {
      const code = this.value.charCodeAt(this.at);
      if (Number.isNaN(code)) this.fail("");
      if (code === 0x22) break;
      if (code < 0x20) this.fail("in string literal");
      if (code === 0x5c) {
        parts.push(this.text.slice(from, this.at));
        const start = this.at;
        const character = this.escape();
        parts.push(Text.from(character, originOf(this.text.slice(start, this.at))));
        from = this.at;
      } else this.at++;
    }
    parts.push(this.text.slice(from, this.at));
    this.at++;
    const text = Text.join(parts);
    return isValid(text.value) ? text : new Text(toValid(text.value), text.runs);
  }

  private escape(): string {
    this.at++;
    const letter = this.value.charAt(this.at);
    if (letter === "u") {
      this.at++;
      const first = this.hex();
      if (first >= 0xd800 && first < 0xdc00 && this.value.startsWith("\\u", this.at)) {
        const before = this.at;
        this.at += 2;
        const second = this.hex();
        if (second >= 0xdc00 && second <= 0xdfff) return String.fromCharCode(first, second);
        this.at = before;
      }
      return first >= 0xd800 && first <= 0xdfff ? "\ufffd" : String.fromCharCode(first);
    }
    const character = Object.hasOwn(SHORT, letter) ? SHORT[letter] : undefined;
    if (character === undefined) this.failInside("in string escape code");
    this.at++;
    return character;
  }

  private hex(): number {
    for (let i = 0; i < 4; i++, this.at++)
      if (!/^[0-9a-fA-F]$/.test(this.value.charAt(this.at))) this.failInside("in \\u hexadecimal character escape");
    return Number.parseInt(this.value.slice(this.at - 4, this.at), 16);
  }

  private array(depth: number): Value {
    this.at++;
    const items: Value[] = [];
    this.space();
    if (this.value[this.at] === "]") {
      this.at++;
      return list(items);
    }
    for (;;) {
      items.push(this.read(depth + 1, "looking for beginning of value"));
      this.space();
      const next = this.value[this.at];
      if (next !== "," && next !== "]") this.fail("after array element");
      this.at++;
      if (next === "]") return list(items);
    }
  }

  private object(depth: number): Value {
    this.at++;
    const made = map();
    this.space();
    if (this.value[this.at] === "}") {
      this.at++;
      return made;
    }
    for (let isFirst = true; ; isFirst = false) {
      this.space();
      if (this.value[this.at] !== '"')
        this.fail(
          isFirst ? "looking for beginning of object key string" : "looking for beginning of object key string",
        );
      const key = this.string();
      this.space();
      if (this.value[this.at] !== ":") this.fail("after object key");
      this.at++;
      made.entries.set(key.value, { key, value: this.read(depth + 1, "looking for beginning of value") });
      this.space();
      const next = this.value[this.at];
      if (next !== "," && next !== "}") this.fail("after object key:value pair");
      this.at++;
      if (next === "}") return made;
    }
  }
}

function firstByte(code: number): number {
  return code < 0x800 ? 0xc0 | (code >> 6) : code < 0x10000 ? 0xe0 | (code >> 12) : 0xf0 | (code >> 18);
}

/** The origin of a scalar: its own literal place where it has one. */
export function literal(text: Text): ReturnType<typeof originOf> {
  const only = text.runs?.length === 1 ? text.runs[0]?.origin : undefined;
  return only ?? originOf(text);
}
