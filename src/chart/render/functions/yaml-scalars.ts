import { notLiteral } from "../origin.ts";
import { Text } from "../text.ts";
import { loneByte } from "./bytes.ts";
import { encodeText } from "./json-writer.ts";
import { originOfLong } from "./origins.ts";
import type { TextWriter } from "./text-writer.ts";
import { analyze, isBreak, isPrintable } from "./yaml-analysis.ts";
import { resolvesToOther, type YamlVersion } from "./yaml-plain.ts";

/** Version 3 does not fold. */
const WIDTH = { 2: 80, 3: Number.POSITIVE_INFINITY };
const ESCAPES: Readonly<Record<number, string>> = {
  0: "0",
  7: "a",
  8: "b",
  9: "t",
  10: "n",
  11: "v",
  12: "f",
  13: "r",
  27: "e",
  34: '"',
  92: "\\",
  133: "N",
  160: "_",
  8232: "L",
  8233: "P",
};

/** Where a scalar is written. */
export interface ScalarPlace {
  readonly writer: TextWriter;
  /** Of the first character, counted in characters. */
  readonly column: number;
  /** To which its lines are indented where it takes several. */
  readonly indent: number;
  readonly isKey: boolean;
  readonly version: YamlVersion;
}

/** Writes a string as go-yaml does. */
export function writeString(text: Text, place: ScalarPlace): void {
  if (
    /[\udc80-\udcff]/.test(text.value) &&
    [...text.value].some((c) => loneByte(c.codePointAt(0) ?? 0) !== undefined)
  ) {
    writeBinary(text, place);
    return;
  }
  const { value } = text;
  const { version, isKey } = place;
  const analysis = analyze(value, version);
  if (value.includes("\n")) {
    if (analysis.blockAllowed && !isKey) writeLiteral(text, place);
    else writeDouble(text, place);
  } else if (resolvesToOther(value) || (version === 3 && /^-?0o[0-7_]+$/.test(value))) writeDouble(text, place);
  else if (analysis.plainAllowed && !(analysis.multiline && isKey)) writeFolding(text, place, "");
  else if (analysis.singleAllowed && !(analysis.multiline && isKey)) writeFolding(text, place, "'");
  else writeDouble(text, place);
}

function writeBinary(text: Text, place: ScalarPlace): void {
  const encoded = encodeText(text.value);
  place.writer.add("!!binary ");
  const lines = encoded.length / 70 >= 1 ? `${(encoded.match(/.{1,70}/g) ?? []).join("\n")}\n` : encoded;
  const value = Text.from(lines, text.runs?.[0]?.origin);
  if (lines.includes("\n")) writeLiteral(value, place);
  else writeFolding(value, { ...place, column: place.column + 9 }, "");
}

/** Plain or in single quotes, folded at spaces behind column 80. */
function writeFolding(text: Text, place: ScalarPlace, quote: "" | "'"): void {
  const { writer, isKey } = place;
  const { value } = text;
  let column = place.column + quote.length;
  writer.add(quote);
  let from = 0;
  let afterSpace = false;
  let afterBreak = false;
  const flush = (to: number): void => {
    if (to > from || value === "") writer.addText(text.slice(from, to));
    from = to;
  };
  for (let i = 0; i < value.length; ) {
    const code = value.codePointAt(i) ?? 0;
    const width = code > 0xffff ? 2 : 1;
    if (code === 0x20) {
      const isInside = quote === "" || (i > 0 && i < value.length - 1);
      if (!isKey && !afterSpace && column > WIDTH[place.version] && isInside && value[i + 1] !== " ") {
        flush(i);
        from = i + 1;
        writer.add(`\n${" ".repeat(place.indent)}`);
        column = place.indent;
      } else column++;
      afterSpace = true;
      i++;
      continue;
    }
    if (isBreak(code)) {
      if (!afterBreak && code === 0x0a) {
        flush(i);
        writer.add("\n");
      }
      column = 0;
      afterBreak = true;
      i += width;
      continue;
    }
    if (afterBreak) {
      flush(i);
      writer.add(" ".repeat(place.indent));
      column = place.indent;
    }
    if (quote !== "" && code === 0x27) {
      flush(i);
      writer.add("'");
      column++;
    }
    column++;
    afterSpace = false;
    afterBreak = false;
    i += width;
  }
  flush(value.length);
  writer.add(quote);
}

function writeDouble(text: Text, place: ScalarPlace): void {
  const { writer, isKey } = place;
  const { value } = text;
  const whole = originOfLong(text);
  let column = place.column + 1;
  writer.add('"');
  const startsWithBom = value.charCodeAt(0) === 0xfeff;
  let from = 0;
  let afterSpace = false;
  const flush = (to: number): void => {
    if (whole !== undefined) writer.add(value.slice(from, to), whole);
    else if (to > from || value === "") writer.addText(text.slice(from, to));
  };
  for (let i = 0; i < value.length; ) {
    const code = value.codePointAt(i) ?? 0;
    const width = code > 0xffff ? 2 : 1;
    if (!isPrintable(code) || startsWithBom || isBreak(code) || code === 0x22 || code === 0x5c) {
      flush(i);
      const shown = escapeCharacter(code);
      const origin = whole === undefined ? text.originAt(i) : undefined;
      writer.add(shown, origin === undefined ? whole : notLiteral(origin));
      column += shown.length;
      from = i + width;
      afterSpace = false;
    } else if (code === 0x20) {
      if (!isKey && !afterSpace && column > WIDTH[place.version] && i > 0 && i < value.length - 1) {
        flush(i);
        from = i + 1;
        writer.add(`\n${" ".repeat(place.indent)}`, whole);
        column = place.indent;
        if (value[i + 1] === " ") {
          writer.add("\\", whole);
          column++;
        }
      } else column++;
      afterSpace = true;
    } else {
      column++;
      afterSpace = false;
    }
    i += width;
  }
  flush(value.length);
  writer.add('"');
}

function escapeCharacter(code: number): string {
  const short = ESCAPES[code];
  if (short !== undefined) return `\\${short}`;
  const digits = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${digits.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

function writeLiteral(text: Text, place: ScalarPlace): void {
  const { writer } = place;
  const { value } = text;
  const first = value.charCodeAt(0);
  const hint = first === 0x20 || isBreak(first) ? "2" : "";
  const last = value.charCodeAt(value.length - 1);
  const chomp = !isBreak(last) ? "-" : value.length === 1 || isBreak(value.charCodeAt(value.length - 2)) ? "+" : "";
  writer.add(`|${hint}${chomp}\n`);
  let isAtStart = true;
  let from = 0;
  for (let i = 0; i < value.length; i++) {
    if (isBreak(value.charCodeAt(i))) isAtStart = true;
    else if (isAtStart) {
      writer.addText(text.slice(from, i));
      writer.add(" ".repeat(place.indent));
      from = i;
      isAtStart = false;
    }
  }
  writer.addText(text.slice(from));
}
