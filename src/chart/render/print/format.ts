import { runeWidth } from "../bytes.ts";
import { Text } from "../text.ts";
import type { Value } from "../value.ts";
import { noFlags } from "./flags.ts";
import { Printer } from "./printer.ts";
import { goTypeName } from "./type-name.ts";

/** fmt ignores widths and precisions beyond this. */
const largest = 1_000_000;

/** Go's fmt.Sprintf: literal characters keep the format's origins, and each argument keeps its own. */
export function sprintf(format: Text, args: readonly Value[]): Text {
  return new Formatter(format, args).run();
}

/** What `{{ value }}` prints. A function has no text: the engine refuses it before. */
export function printValue(value: Value): Text {
  if (value.kind === "string") return value;
  if (value.kind === "nil") return Text.from("<no value>", value.origin);
  if (value.kind === "object" && value.pointerString !== undefined) return value.pointerString();
  return sprint([value]);
}

/** Go's fmt.Sprint: a space between two arguments of which neither is a string. */
export function sprint(args: readonly Value[]): Text {
  const printer = new Printer();
  for (const [index, arg] of args.entries()) {
    if (index > 0 && arg.kind !== "string" && args[index - 1]?.kind !== "string") printer.out.add(" ");
    printer.print(arg, "v");
  }
  return printer.out.build();
}

/** Go's fmt.Sprintln. */
export function sprintln(args: readonly Value[]): Text {
  const printer = new Printer();
  for (const [index, arg] of args.entries()) {
    if (index > 0) printer.out.add(" ");
    printer.print(arg, "v");
  }
  return printer.out.add("\n").build();
}

class Formatter {
  readonly #format: Text;
  readonly #text: string;
  readonly #args: readonly Value[];
  readonly #printer = new Printer();
  #at = 0;
  #next = 0;
  #isReordered = false;
  /** The last thing read was an index such as `[3]`. */
  #isAfterIndex = false;
  #isGoodIndex = true;

  constructor(format: Text, args: readonly Value[]) {
    this.#format = format;
    this.#text = format.value;
    this.#args = args;
  }

  run(): Text {
    const { out } = this.#printer;
    while (this.#at < this.#text.length) {
      const percent = this.#text.indexOf("%", this.#at);
      const end = percent < 0 ? this.#text.length : percent;
      if (end > this.#at) out.addText(this.#format.slice(this.#at, end));
      if (percent < 0) break;
      this.#at = percent + 1;
      this.#verb();
    }
    if (!this.#isReordered && this.#next < this.#args.length) this.#extra();
    return out.build();
  }

  #verb(): void {
    const flags = noFlags();
    this.#printer.flags = flags;
    this.#isGoodIndex = true;
    this.#isAfterIndex = false;
    for (; ; this.#at++) {
      const char = this.#text[this.#at];
      if (char === "#") flags.sharp = true;
      else if (char === "0") flags.zero = true;
      else if (char === "+") flags.plus = true;
      else if (char === "-") flags.minus = true;
      else if (char === " ") flags.space = true;
      else break;
    }
    this.#index();
    this.#width();
    this.#precision();
    if (!this.#isAfterIndex) this.#index();
    this.#finish();
  }

  #width(): void {
    const { flags, out } = this.#printer;
    if (this.#text[this.#at] === "*") {
      this.#at++;
      flags.width = this.#integerArgument();
      if (flags.width === undefined) out.add("%!(BADWIDTH)");
      else if (flags.width < 0) {
        flags.width = -flags.width;
        flags.minus = true;
        flags.zero = false;
      }
      this.#isAfterIndex = false;
      return;
    }
    flags.width = this.#number();
    if (this.#isAfterIndex && flags.width !== undefined) this.#isGoodIndex = false;
  }

  #precision(): void {
    const { flags, out } = this.#printer;
    if (this.#text[this.#at] !== "." || this.#at + 1 >= this.#text.length) return;
    this.#at++;
    if (this.#isAfterIndex) this.#isGoodIndex = false;
    this.#index();
    if (this.#text[this.#at] === "*") {
      this.#at++;
      const precision = this.#integerArgument();
      flags.precision = precision !== undefined && precision < 0 ? undefined : precision;
      if (flags.precision === undefined) out.add("%!(BADPREC)");
      this.#isAfterIndex = false;
    } else flags.precision = this.#number() ?? 0;
  }

  #finish(): void {
    const { flags, out } = this.#printer;
    if (this.#at >= this.#text.length) {
      out.add("%!(NOVERB)");
      return;
    }
    const verb = this.#text.slice(this.#at, this.#at + runeWidth(this.#text, this.#at));
    this.#at += verb.length;
    const arg = this.#args[this.#next];
    if (verb === "%") out.add("%");
    else if (!this.#isGoodIndex) out.add(`%!${verb}(BADINDEX)`);
    else if (arg === undefined) out.add(`%!${verb}(MISSING)`);
    else {
      if (verb === "v" || verb === "w") {
        flags.sharpV = flags.sharp;
        flags.sharp = false;
        flags.plusV = flags.plus;
        flags.plus = false;
      }
      this.#printer.print(arg, verb);
      this.#next++;
    }
  }

  /** `[3]`: the argument that comes next, counted from 1. */
  #index(): void {
    this.#isAfterIndex = false;
    if (this.#text[this.#at] !== "[") return;
    this.#isReordered = true;
    const close = this.#text.indexOf("]", this.#at + 1);
    if (close < 0) {
      this.#isGoodIndex = false;
      this.#at++;
      return;
    }
    const inside = this.#text.slice(this.#at + 1, close);
    this.#at = close + 1;
    const isNumber = /^[0-9]{1,7}$/.test(inside);
    const index = Number(inside) - 1;
    if (isNumber && index >= 0 && index < this.#args.length) {
      this.#next = index;
      this.#isAfterIndex = true;
    } else {
      this.#isGoodIndex = false;
      this.#isAfterIndex = isNumber;
    }
  }

  #number(): number | undefined {
    const start = this.#at;
    let value = 0;
    for (; ; this.#at++) {
      const digit = this.#text.charCodeAt(this.#at) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      if (value > largest) {
        this.#at = this.#text.length;
        return undefined;
      }
      value = value * 10 + digit;
    }
    return this.#at === start ? undefined : value;
  }

  #integerArgument(): number | undefined {
    const arg = this.#args[this.#next];
    if (arg === undefined) return undefined;
    this.#next++;
    if (arg.kind !== "int") return undefined;
    const value = Number(arg.value);
    return Math.abs(value) > largest ? undefined : value;
  }

  #extra(): void {
    this.#printer.flags = noFlags();
    const { out } = this.#printer;
    out.add("%!(EXTRA ");
    for (const [index, arg] of this.#args.slice(this.#next).entries()) {
      if (index > 0) out.add(", ");
      if (arg.kind === "nil") out.add("<nil>");
      else {
        out.add(`${goTypeName(arg)}=`);
        this.#printer.print(arg, "v");
      }
    }
    out.add(")");
  }
}
