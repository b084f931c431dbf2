import { checkLength } from "../budget.ts";
import { compareBytes, fromBytes, runeCount, runeWidth, toBytes } from "../bytes.ts";
import { isNil } from "../functions/nil-slices.ts";
import type { Origin } from "../origin.ts";
import { Text } from "../text.ts";
import { TextBuilder } from "../text-builder.ts";
import { BudgetError, type GoMap, type GoObject, type List, type MapEntry, type Value } from "../value.ts";
import { type Flags, noFlags } from "./flags.ts";
import { formatFloatVerb, formatInteger, padded } from "./number.ts";
import { escapeRune, isPrintable, quoteText } from "./quote.ts";
import { elementType, goTypeName, isInterfaceType } from "./type-name.ts";

/** Maps and lists nested deeper than this print as `…`: only a value that holds itself gets there. */
const deepest = 200;

/** Values printed within one: a map that holds itself twice has no end, and no chart prints as many. */
const mostElements = 1_000_000;
/** Bytes that count as one of them: they take no more than a few characters each. */
const bytesInElement = 8;

/** What Go's fmt makes of values, one verb at a time, appended to a text in which each value keeps its origin. */
export class Printer {
  readonly out = new TextBuilder();
  flags: Flags = noFlags();
  /** Inside of `%!d(…)`: values print without their methods. */
  #isErroring = false;
  #elements = 0;

  /** A value under a verb (fmt printArg). */
  print(value: Value, verb: string): void {
    checkLength(this.out.length);
    if (verb === "T") {
      this.#string(new Text(goTypeName(value)), "s");
      return;
    }
    if (value.kind === "nil") {
      if (verb === "v") this.out.add(padded("<nil>", this.flags), value.origin);
      else this.#bad(value, verb);
      return;
    }
    if (verb === "p") {
      this.#pointer(value, verb);
      return;
    }
    if (verb === "w" && (value.kind === "list" || value.kind === "map" || value.kind === "object")) {
      this.#bad(value, verb);
      return;
    }
    this.#value(value, verb, 0);
  }

  #value(value: Value, verb: string, depth: number): void {
    switch (value.kind) {
      case "nil":
        this.out.add(this.flags.sharpV ? "interface {}(nil)" : "<nil>", value.origin);
        return;
      case "bool":
        if (verb === "t" || verb === "v") this.out.add(padded(String(value.value), this.flags), value.origin);
        else this.#bad(value, verb);
        return;
      case "int":
        this.#integer(value.value, /^u/.test(value.goType), value, verb);
        return;
      case "float":
        this.#float(value.value, value.goType === "float32" ? 32 : 64, value, verb);
        return;
      case "string":
        this.#string(value, verb);
        return;
      case "list":
        this.#list(value, verb, depth);
        return;
      case "map":
        this.#map(value, verb, depth);
        return;
      case "object":
        this.#object(value, verb, depth);
        return;
      case "func":
        this.#pointer(value, verb);
    }
  }

  #integer(value: bigint, isUnsigned: boolean, whole: Value & { origin?: Origin }, verb: string): void {
    const { flags } = this;
    const text = (): string | undefined => {
      switch (verb) {
        case "v":
          return isUnsigned && flags.sharpV
            ? formatInteger(value, 16, "v", { ...flags, sharp: true })
            : formatInteger(value, 10, verb, flags);
        case "d":
          return formatInteger(value, 10, verb, flags);
        case "b":
          return formatInteger(value, 2, verb, flags);
        case "o":
        case "O":
          return formatInteger(value, 8, verb, flags);
        case "x":
        case "X":
          return formatInteger(value, 16, verb, flags);
        case "c":
          return padded(runeOf(value), flags);
        case "q":
          return padded(`'${escapeRune(runeOf(value), "'", flags.plus)}'`, flags);
        case "U":
          return padded(unicodeName(value, flags), flags, false);
        default:
          return undefined;
      }
    };
    const shown = text();
    if (shown === undefined) this.#bad(whole, verb);
    else this.out.add(shown, whole.origin);
  }

  #float(value: number, bits: 32 | 64, whole: Value & { origin?: Origin }, verb: string): void {
    const own = verb === "v" || "bgGxX".includes(verb) ? -1 : "feEF".includes(verb) ? 6 : undefined;
    if (own === undefined) {
      this.#bad(whole, verb);
      return;
    }
    const goVerb = verb === "v" ? "g" : verb === "F" ? "f" : verb;
    this.out.add(formatFloatVerb(value, bits, goVerb, own, this.flags), whole.origin);
  }

  #string(text: Text, verb: string): void {
    const { flags } = this;
    if (verb === "x" || verb === "X") {
      this.out.add(hexBytes(toBytes(text.value), verb, flags), text.runs?.[0]?.origin);
    } else if (verb === "q" || (verb === "v" && flags.sharpV)) {
      const cut = truncated(text, flags);
      const canBackquote =
        flags.sharp &&
        !/[^\t\x20-\x5f\x61-\x7e\x80-\ud7ff\ue000-\ufefe\uff00-\ufffc\u{10000}-\u{10ffff}]/u.test(cut.value);
      this.#padded(canBackquote ? Text.join([new Text("`"), cut, new Text("`")]) : quoteText(cut, flags.plus));
    } else if (verb === "s" || verb === "v") this.#padded(truncated(text, flags));
    else this.#bad(text, verb);
  }

  #padded(text: Text): void {
    const { width, minus, zero } = this.flags;
    const missing = width === undefined ? 0 : width - runeCount(text.value);
    if (!minus) this.out.pad(zero ? "0" : " ", missing);
    this.out.addText(text);
    if (minus) this.out.pad(" ", missing);
  }

  #list(list: List, verb: string, depth: number): void {
    const isBytes = list.goType === "[]uint8";
    if (isBytes && "sqxX".includes(verb)) {
      const bytes = Uint8Array.from(list.items, (item) => (item.kind === "int" ? Number(item.value) : 0));
      const text = new Text(fromBytes(bytes));
      if (verb === "x" || verb === "X") this.out.add(hexBytes(bytes, verb, this.flags));
      else this.#string(text, verb);
      return;
    }
    const { sharpV } = this.flags;
    if (isBytes && "vd".includes(verb) && arePlain(this.flags)) {
      this.#bytes(list);
      return;
    }
    if (sharpV && isNil(list)) {
      this.out.add(`${list.goType}(nil)`);
      return;
    }
    if (sharpV) this.out.add(isBytes && depth === 0 ? "[]byte" : list.goType);
    this.out.add(sharpV ? "{" : "[");
    for (const [index, item] of list.items.entries()) {
      if (index > 0) this.out.add(sharpV ? ", " : " ");
      this.#element(item, list.goType, verb, depth);
    }
    this.out.add(sharpV ? "}" : "]");
  }

  /** What a chart that prints its whole root writes of each file in it, millions of bytes: `[35 32 10]`. */
  #bytes({ items }: List): void {
    this.#count(items.length / bytesInElement);
    const texts = Array.from(items, (item) => (item.kind === "int" ? String(item.value) : "0"));
    this.out.add(`[${texts.join(" ")}]`);
  }

  #count(elements: number): void {
    this.#elements += elements;
    checkLength(this.out.length);
    if (this.#elements > mostElements) throw new BudgetError("the chart prints a value larger than any chart may");
  }

  #map(map: GoMap, verb: string, depth: number): void {
    const { sharpV } = this.flags;
    this.out.add(sharpV ? `${map.goType}{` : "map[");
    for (const [index, { key, value }] of sortedEntries(map).entries()) {
      if (index > 0) this.out.add(sharpV ? ", " : " ");
      this.#value(key, verb, depth + 1);
      this.out.add(":");
      this.#element(value, map.goType, verb, depth);
    }
    this.out.add(sharpV ? "}" : "]");
  }

  #element(value: Value, goType: string, verb: string, depth: number): void {
    this.#count(1);
    if (depth > deepest) this.out.add("…");
    else if (value.kind === "nil" && !isInterfaceType(elementType(goType))) {
      this.out.add(elementType(goType).startsWith("map[") ? "map[]" : "[]");
    } else this.#value(value, verb, depth + 1);
  }

  #object(object: GoObject, verb: string, depth: number): void {
    if (!this.#isErroring && !this.flags.sharpV && object.string !== undefined && "vsxXq".includes(verb)) {
      this.#string(object.string(), verb);
      return;
    }
    const isPointer = object.goType.startsWith("*");
    if (object.underlying !== undefined) this.#value(object.underlying, verb, depth);
    else if (isPointer && depth > 0) this.#pointer(object, verb);
    else this.#struct(object, isPointer, verb, depth);
  }

  #struct(object: GoObject, isPointer: boolean, verb: string, depth: number): void {
    const { sharpV, plusV } = this.flags;
    if (isPointer) this.out.add("&");
    this.out.add(sharpV ? `${object.goType.replace(/^\*/, "")}{` : "{");
    for (const [index, { name, value }] of (object.fields ?? []).entries()) {
      if (index > 0) this.out.add(sharpV ? ", " : " ");
      if (plusV || sharpV) this.out.add(`${name}:`);
      if (depth > deepest) this.out.add("…");
      else this.#value(value, verb, depth + 1);
    }
    this.out.add("}");
  }

  /** Addresses differ from run to run: whatever is printed for one is not the same in helm. */
  #pointer(value: Value, verb: string): void {
    const hasAddress =
      value.kind === "func" || value.kind === "map" || value.kind === "list" || value.kind === "object";
    if (hasAddress && "vpbodxX".includes(verb)) this.out.add("0xc000000000");
    else this.#bad(value, verb);
  }

  #bad(value: Value, verb: string): void {
    this.#isErroring = true;
    this.out.add(`%!${verb}(`);
    if (value.kind === "nil") this.out.add("<nil>");
    else {
      this.out.add(`${goTypeName(value)}=`);
      this.#value(value, "v", 0);
    }
    this.out.add(")");
    this.#isErroring = false;
  }
}

/** A map's entries in the order in which Go prints and ranges over them: by the keys' bytes. */
export function sortedEntries(map: GoMap): MapEntry[] {
  return [...map.entries].sort(([one], [other]) => compareBytes(one, other)).map(([, entry]) => entry);
}

function arePlain({ plus, minus, sharp, space, zero, sharpV, width, precision }: Flags): boolean {
  return !(plus || minus || sharp || space || zero || sharpV) && width === undefined && precision === undefined;
}

function truncated(text: Text, { precision }: Flags): Text {
  if (precision === undefined || precision >= text.value.length) return text;
  let at = 0;
  for (let runes = 0; runes < precision && at < text.value.length; runes++) at += runeWidth(text.value, at);
  return text.slice(0, at);
}

function hexBytes(bytes: Uint8Array, verb: "x" | "X", flags: Flags): string {
  const length = Math.min(bytes.length, flags.precision ?? bytes.length);
  if (length === 0) return padded("", flags);
  checkLength(length * 2);
  const prefix = flags.sharp ? `0${verb}` : "";
  const text = new TextBuilder();
  for (const byte of bytes.subarray(0, length)) {
    if (flags.space && text.length > 0) text.add(" ");
    if (flags.space || text.length === 0) text.add(prefix);
    const hex = byte.toString(16).padStart(2, "0");
    text.add(verb === "X" ? hex.toUpperCase() : hex);
  }
  return padded(text.build().value, flags);
}

function runeOf(value: bigint): string {
  const point = value < 0n || value > 0x10ffffn ? 0xfffd : Number(value);
  return point >= 0xd800 && point <= 0xdfff ? "\ufffd" : String.fromCodePoint(point);
}

/** `U+0078`, and with `#` the character behind it. */
function unicodeName(value: bigint, flags: Flags): string {
  const unsigned = BigInt.asUintN(64, value);
  const name = `U+${unsigned
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(4, flags.precision ?? 4), "0")}`;
  const shown = unsigned <= 0x10ffffn ? runeOf(unsigned) : "";
  return flags.sharp && isPrintable(shown) ? `${name} '${shown}'` : name;
}
