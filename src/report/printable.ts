import { escapedCommands } from "./inert.ts";

/** What stands for an unsafe character: a picture of a C0 control, one column wide, or the replacement character. */
function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  return "\ufffd";
}

/** Whether all of a text is printable ASCII: checked first, because the pattern is slow to compile and seldom needed. */
export function isPlain(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}

/** Text from an input, made safe to print on one line; every unsafe character becomes one visible character. */
export function printable(text: string): string {
  return isPlain(text) ? text : text.replace(unsafe(), picture);
}

/**
 * What a terminal, a log viewer or a reader could take for something else than text: C0 and C1 controls, DEL, line and
 * paragraph separators, invisible and bidirectional format characters (CVE-2021-42574), lone surrogates. A pattern with
 * properties takes V8 a third of a millisecond to read: not before it is needed.
 */
function unsafe(): RegExp {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\u0000-\u001f\u007f-\u009f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;
}

const unsafeInJson = /[\u007f-\u009f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** A value as JSON text that loses nothing and holds no unsafe character: each is written as an escape. */
export function printableJson(value: unknown, indent = 2): string {
  const text = JSON.stringify(value, undefined, indent).replace(
    unsafeInJson,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return escapedCommands(text);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 allows none of them, not even escaped
const notXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text for an XML attribute or element. */
export function printableXml(text: string): string {
  return printable(text)
    .replace(notXml, "\ufffd")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}
