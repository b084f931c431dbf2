import type { Text } from "../text.ts";
import type { FunctionSpec } from "../value.ts";
import { byteLength, cutBytes, toBytes } from "./bytes.ts";
import { isSpace, toLower, toTitle, toUpper } from "./characters.ts";
import { fn, intOf, textOf } from "./make.ts";
import { computed, mapCharacters } from "./origins.ts";
import type { FunctionTable } from "./registry.ts";
import { TextWriter } from "./text-writer.ts";
import { pascal, snake } from "./word-case.ts";

/** Whether `strings.Title` takes the character for a part of a word. */
function isWordPart(codePoint: number): boolean {
  if (codePoint < 0x80) return /^[A-Za-z0-9_]$/.test(String.fromCodePoint(codePoint));
  const character = String.fromCodePoint(codePoint);
  return /^[\p{L}\p{Nd}]$/u.test(character) || !isSpace(character);
}

function title(text: Text): Text {
  let previous = 0x20;
  return mapCharacters(text, (codePoint) => {
    const changed = isWordPart(previous) ? String.fromCodePoint(codePoint) : toTitle(codePoint);
    previous = codePoint;
    return changed;
  });
}

function untitle(text: Text): Text {
  let isNext = true;
  return mapCharacters(text, (codePoint) => {
    const character = String.fromCodePoint(codePoint);
    if (isSpace(character)) isNext = true;
    else if (isNext) {
      isNext = false;
      return toLower(codePoint);
    }
    return character;
  });
}

function swapcase(text: Text): Text {
  let isAfterSpace = true;
  return mapCharacters(text, (codePoint) => {
    const character = String.fromCodePoint(codePoint);
    const isFirst = isAfterSpace;
    if (/^[\p{Lu}\p{Lt}]$/u.test(character)) {
      isAfterSpace = false;
      return toLower(codePoint);
    }
    if (/^\p{Ll}$/u.test(character)) {
      isAfterSpace = false;
      return isFirst ? toTitle(codePoint) : toUpper(codePoint);
    }
    isAfterSpace = isSpace(character);
    return character;
  });
}

/** goutils takes each byte for a character: what is not ASCII is read as Latin-1. */
function eachByte(text: Text, keeps: (character: string) => boolean): Text {
  const { value } = text;
  if (/^[\0-\x7f]*$/.test(value)) {
    const writer = new TextWriter();
    for (let i = 0; i < value.length; i++) if (keeps(value.charAt(i))) writer.addText(text.slice(i, i + 1));
    return writer.text();
  }
  let kept = "";
  for (const byte of toBytes(value)) {
    const character = String.fromCharCode(byte);
    if (keeps(character)) kept += character;
  }
  return computed(kept, text);
}

function nospace(text: Text): Text {
  const hasSpace = toBytes(text.value).some((byte) => isSpace(String.fromCharCode(byte)));
  return hasSpace ? eachByte(text, (character) => !isSpace(character)) : text;
}

function initials(text: Text): Text {
  let isGap = true;
  return eachByte(text, (character) => {
    if (isSpace(character)) {
      isGap = true;
      return false;
    }
    const isInitial = isGap;
    isGap = false;
    return isInitial;
  });
}

function joined(...parts: readonly (string | Text)[]): Text {
  const writer = new TextWriter();
  for (const part of parts) {
    if (typeof part === "string") writer.add(part);
    else writer.addText(part);
  }
  return writer.text();
}

/** goutils.AbbreviateFull; `width` is at least 4. */
function abbreviate(text: Text, left: number, width: number): Text {
  const length = byteLength(text.value);
  if (length <= width) return text;
  let offset = Math.min(left, length);
  if (length - offset < width - 3) offset = length - (width - 3);
  if (offset <= 4) return joined(cutBytes(text, 0, width - 3), "...");
  if (width < 7) return text.slice(0, 0);
  if (offset + width - 3 < length) {
    const inner = cutBytes(text, offset, length);
    return joined("...", width - 3 < 4 ? "" : abbreviate(inner, 0, width - 3));
  }
  return joined("...", cutBytes(text, length - (width - 3), length));
}

/** A function that looks at each character, which costs so many units each. */
function eachCharacter(run: (text: Text) => Text, units = 1): FunctionSpec {
  return fn(["string"], ([text], call) => {
    call.spend(textOf(text).value.length * units);
    return run(textOf(text));
  });
}

export const textCaseFunctions: FunctionTable = {
  upper: eachCharacter((text) => mapCharacters(text, toUpper)),
  lower: eachCharacter((text) => mapCharacters(text, toLower)),
  title: eachCharacter(title),
  untitle: eachCharacter(untitle),
  swapcase: eachCharacter(swapcase),
  nospace: eachCharacter(nospace),
  initials: eachCharacter(initials),
  camelcase: eachCharacter((text) => computed(pascal(text.value), text)),
  snakecase: eachCharacter((text) => computed(snake(text.value, "_"), text), 8),
  kebabcase: eachCharacter((text) => computed(snake(text.value, "-"), text), 8),
  abbrev: fn(["int", "string"], ([width, text]) =>
    intOf(width) < 4 ? textOf(text) : abbreviate(textOf(text), 0, intOf(width)),
  ),
  abbrevboth: fn(["int", "int", "string"], ([left, right, text]) => {
    const [offset, width] = [intOf(left), intOf(right)];
    return width < 4 || (offset > 0 && width < 7) ? textOf(text) : abbreviate(textOf(text), offset, width);
  }),
};
