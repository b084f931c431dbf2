import { spendItems } from "../budget.ts";
import { Text } from "../text.ts";
import type { Call } from "../value.ts";
import { fromBytes, toBytes } from "./bytes.ts";
import { fn, intOf, textOf } from "./make.ts";
import { originOf } from "./origins.ts";
import type { FunctionTable } from "./registry.ts";
import { TextWriter } from "./text-writer.ts";

const NEWLINE = new Text("\n");

/** goutils.WrapCustom, which counts bytes. */
function wrap(text: Text, length: number, lineBreak: Text, cutsWords: boolean, call: Call): Text {
  const width = Math.max(length, 1);
  const bytes = toBytes(text.value);
  const isAscii = bytes.length === text.value.length;
  const writer = new TextWriter();
  const origin = isAscii ? undefined : originOf(text);
  // Without torn characters each part keeps its origin.
  const part = (from: number, to: number): void =>
    isAscii ? writer.addText(text.slice(from, to)) : writer.add(fromBytes(bytes.subarray(from, to)), origin);
  const breakLine = (): void => {
    spendItems(call, 1);
    call.spend(lineBreak.value.length);
    writer.addText(lineBreak);
  };
  let at = 0;
  while (bytes.length - at > width) {
    if (bytes[at] === 0x20) {
      at++;
      continue;
    }
    const space = bytes.subarray(at, at + width + 1).lastIndexOf(0x20);
    if (space >= 0) {
      part(at, at + space);
      breakLine();
      at += space + 1;
    } else if (cutsWords) {
      part(at, at + width);
      breakLine();
      at += width;
    } else {
      const next = bytes.indexOf(0x20, at + width);
      if (next < 0) {
        part(at, bytes.length);
        at = bytes.length;
      } else {
        part(at, next);
        breakLine();
        at = next + 1;
      }
    }
  }
  part(at, bytes.length);
  return writer.text();
}

export const wrappingFunctions: FunctionTable = {
  wrap: fn(["int", "string"], ([length, text], call) => wrap(textOf(text), intOf(length), NEWLINE, false, call)),
  wrapWith: fn(["int", "string", "string"], ([length, separator, text], call) =>
    wrap(textOf(text), intOf(length), textOf(separator).value === "" ? NEWLINE : textOf(separator), true, call),
  ),
};
