import { checkLength } from "../budget.ts";
import { isRawByte, runeWidth, toBytes } from "../bytes.ts";
import { printValue, sprint } from "../print/format.ts";
import { isPrintable } from "../print/quote.ts";
import { Text } from "../text.ts";
import { TextBuilder } from "../text-builder.ts";
import type { Value } from "../value.ts";

const html: Readonly<Record<string, string>> = {
  "\0": "\ufffd",
  '"': "&#34;",
  "'": "&#39;",
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
};

const js: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  '"': '\\"',
  "<": "\\u003C",
  ">": "\\u003E",
  "&": "\\u0026",
  "=": "\\u003D",
};

export function escapeHtml(args: readonly Value[]): Text {
  return replaced(textOf(args), (rune) => (Object.hasOwn(html, rune) ? html[rune] : undefined));
}

export function escapeJs(args: readonly Value[]): Text {
  return replaced(textOf(args), (rune) => {
    if (Object.hasOwn(js, rune)) return js[rune];
    const point = rune.codePointAt(0) ?? 0;
    // Go takes a wrong byte for U+FFFD, which can be printed, and writes the byte.
    if (isRawByte(point)) return undefined;
    if (point >= 0x20 && (point < 0x80 || isPrintable(rune))) return undefined;
    return `\\u${point.toString(16).toUpperCase().padStart(4, "0")}`;
  });
}

export function escapeQuery(args: readonly Value[]): Text {
  return replaced(textOf(args), (rune) => {
    if (rune === " ") return "+";
    if (/^[A-Za-z0-9\-_.~]$/.test(rune)) return undefined;
    return [...toBytes(rune)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join("");
  });
}

/** The arguments as text, as printing an action would have them. */
function textOf(args: readonly Value[]): Text {
  const [only] = args;
  if (args.length === 1 && only !== undefined) return printValue(only);
  return sprint(args.map((one) => (one.kind === "nil" ? new Text("<no value>") : one)));
}

/** Each rune replaced by what stands for it, with the rune's origin. */
function replaced(text: Text, replace: (rune: string) => string | undefined): Text {
  const builder = new TextBuilder();
  const { value } = text;
  let from = 0;
  for (let at = 0; at < value.length; ) {
    const width = runeWidth(value, at);
    const other = replace(value.slice(at, at + width));
    if (other !== undefined) {
      if (at > from) builder.addText(text.slice(from, at));
      builder.add(other, text.originAt(at));
      checkLength(builder.length);
      from = at + width;
    }
    at += width;
  }
  if (from === 0) return text;
  if (from < value.length) builder.addText(text.slice(from));
  return builder.build();
}
