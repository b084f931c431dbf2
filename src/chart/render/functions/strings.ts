import { checkLength, spendItems, spendPlaces, spendText } from "../budget.ts";
import { runeWidth } from "../bytes.ts";
import { quoteText } from "../print/quote.ts";
import { indexIn } from "../search.ts";
import { Text } from "../text.ts";
import { type Call, FunctionError, type Value } from "../value.ts";
import { byteLength, cutBytes } from "./bytes.ts";
import { isSpace } from "./characters.ts";
import { bool, entry, fn, intOf, list, map, strings, textOf } from "./make.ts";
import { originOfLong } from "./origins.ts";
import { printed, strval } from "./printing.ts";
import type { FunctionTable } from "./registry.ts";
import { TextWriter } from "./text-writer.ts";

function trimBy(text: Text, drops: (character: string) => boolean): Text {
  const { value } = text;
  let start = 0;
  let end = value.length;
  while (start < end) {
    const next = start + runeWidth(value, start);
    if (!drops(value.slice(start, next))) break;
    start = next;
  }
  while (end > start) {
    const before = end - widthBefore(value, end);
    if (!drops(value.slice(before, end))) break;
    end = before;
  }
  return text.trimmed(start, end);
}

/** How many UTF-16 units the rune takes that ends at an offset. */
function widthBefore(value: string, end: number): 1 | 2 {
  return end > 1 && runeWidth(value, end - 2) === 2 ? 2 : 1;
}

function trimAll(cutset: Text, text: Text): Text {
  const set = new Set(cutset.value);
  return trimBy(text, (character) => set.has(character));
}

/** The parts between the separators, at most `limit` of them; without a separator the characters. */
export function split(text: Text, separator: string, limit: number): Text[] {
  const parts: Text[] = [];
  if (limit === 0) return parts;
  const { value } = text;
  if (separator === "") {
    for (let at = 0; at < value.length; ) {
      const width = (value.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
      const isLast = parts.length === limit - 1;
      parts.push(isLast ? text.slice(at) : text.slice(at, at + width));
      if (isLast) break;
      at += width;
    }
    return parts;
  }
  let from = 0;
  while (parts.length !== limit - 1) {
    const at = indexIn(value, separator, from);
    if (at < 0) break;
    parts.push(text.slice(from, at));
    from = at + separator.length;
  }
  parts.push(text.slice(from));
  return parts;
}

function replace(old: Text, to: Text, text: Text, call: Call): Text {
  const count = partsOf(text, old.value, call);
  spendText(call, text.value.length + count * to.value.length);
  const writer = new TextWriter();
  let from = 0;
  const upTo = (next: number) => {
    writer.addText(text.slice(from, next));
    from = next;
  };
  const { value } = text;
  if (old.value === "") {
    for (let at = 0; at < value.length; at += runeWidth(value, at)) {
      upTo(at);
      writer.addText(to);
    }
  } else {
    for (let at = indexIn(value, old.value); at >= 0; at = indexIn(value, old.value, from)) {
      upTo(at);
      writer.addText(to);
      from += old.value.length;
    }
  }
  upTo(value.length);
  if (old.value === "") writer.addText(to);
  return writer.text();
}

/** How many parts {@link split} will make of a text, counted ahead of that. */
function partsOf({ value }: Text, separator: string, call: Call, limit = -1): number {
  let count = 1;
  if (separator === "") count = value.length;
  else for (let at = indexIn(value, separator); at >= 0; at = indexIn(value, separator, at + separator.length)) count++;
  const parts = limit < 0 ? count : Math.min(count, limit);
  spendItems(call, parts);
  return parts;
}

/** Spaces ahead of each line, of the same origin as what follows them. */
function indent(spaces: number, text: Text, call: Call): Text {
  if (spaces < 0) throw new FunctionError("strings: negative Repeat count");
  const count = partsOf(text, "\n", call);
  spendText(call, text.value.length + count * spaces);
  const pad = " ".repeat(spaces);
  const whole = originOfLong(text);
  if (whole !== undefined) return new Text(pad + text.value.replaceAll("\n", `\n${pad}`), whole);
  const lines = split(text, "\n", -1);
  const writer = new TextWriter();
  let at = 0;
  lines.forEach((line, i) => {
    if (i > 0) writer.addText(text.slice(at - 1, at));
    writer.add(pad);
    writer.addText(line);
    at += line.value.length + 1;
  });
  return writer.text();
}

function repeat(count: number, text: Text, call: Call): Text {
  if (count < 0) throw new FunctionError("strings: negative Repeat count");
  if (count === 0) return new Text("");
  if (text.value === "") return text;
  if (count * byteLength(text.value) > Number.MAX_SAFE_INTEGER)
    throw new FunctionError("strings: Repeat output length overflow");
  spendText(call, count * text.value.length);
  call.spend(count * text.runCount * 8);
  return text.runs === undefined
    ? new Text(text.value.repeat(count))
    : Text.join(Array.from({ length: count }, () => text));
}

function spaced(args: readonly Value[], show: (value: Value) => Text, call: Call): Text {
  const writer = new TextWriter();
  for (const arg of args) {
    if (arg.kind === "nil") {
      writer.add("", arg.origin);
      continue;
    }
    if (writer.length > 0) writer.add(" ");
    const shown = show(arg);
    call.spend(shown.value.length);
    writer.addText(shown);
  }
  return writer.text();
}

function cat(args: readonly Value[], call: Call): Text {
  let length = 0;
  const shown = args
    .filter(({ kind }) => kind !== "nil")
    .map((arg) => {
      const text = printed(arg);
      length += text.value.length;
      checkLength(length);
      call.spend(text.value.length + 1);
      return text;
    });
  return Text.join(shown.flatMap((text, i) => (i === 0 ? [text] : [new Text(" "), text])));
}

function trunc(count: number, text: Text): Text {
  const length = byteLength(text.value);
  if (count < 0) return length + count > 0 ? cutBytes(text, length + count, length) : text;
  return length > count ? cutBytes(text, 0, count) : text;
}

/** An int that was too large to be exact was the largest. */
function exact(value: number): string {
  return value >= 2 ** 63 ? String(2n ** 63n - 1n) : String(value);
}

function substr(start: number, end: number, text: Text): Text {
  const length = byteLength(text.value);
  const to = start >= 0 && (end < 0 || end > length) ? length : end;
  const from = Math.max(start, 0);
  if (to < 0 || to > length) throw new FunctionError(`runtime error: slice bounds out of range [:${exact(to)}]`);
  if (from > to) throw new FunctionError(`runtime error: slice bounds out of range [${exact(from)}:${to}]`);
  return cutBytes(text, from, to);
}

/** sprig's strslice: what `join`, `toStrings` and `sortAlpha` make of their argument. */
export function toStrings(value: Value, call: Call): Text[] {
  if (value.kind === "nil") return [];
  if (value.kind === "object" && value.underlying !== undefined) return toStrings(value.underlying, call);
  if (value.kind !== "list") return [strval(value)];
  spendPlaces(call, value.items.length);
  return value.items
    .filter(({ kind }) => kind !== "nil")
    .map((item) => {
      if (item.kind === "string") return item;
      const text = strval(item);
      spendItems(call, 1);
      call.spend(text.value.length);
      return text;
    });
}

function join(separator: Text, value: Value, call: Call): Text {
  const parts = toStrings(value, call);
  const between = Math.max(parts.length - 1, 0) * separator.value.length;
  spendText(
    call,
    parts.reduce((length, part) => length + part.value.length + 1, between),
  );
  const writer = new TextWriter();
  parts.forEach((part, i) => {
    if (i > 0) writer.addText(separator);
    writer.addText(part);
  });
  return writer.text();
}

function splitn(separator: Text, limit: number, text: Text, call: Call): Value {
  spendItems(call, partsOf(text, separator.value, call, limit));
  return map(
    split(text, separator.value, limit).map((part, i) => entry(`_${i}`, part)),
    "map[string]string",
  );
}

const trimAllSpec = fn(["string", "string"], ([set, text]) => trimAll(textOf(set), textOf(text)));

export const stringFunctions: FunctionTable = {
  hello: fn([], () => new Text("Hello!")),
  trim: fn(["string"], ([text]) => trimBy(textOf(text), isSpace)),
  trimall: trimAllSpec,
  trimAll: trimAllSpec,
  trimSuffix: fn(["string", "string"], ([suffix, text]) => {
    const [end, whole] = [textOf(suffix).value, textOf(text)];
    return end !== "" && whole.value.endsWith(end) ? whole.slice(0, whole.value.length - end.length) : whole;
  }),
  trimPrefix: fn(["string", "string"], ([prefix, text]) => {
    const [start, whole] = [textOf(prefix).value, textOf(text)];
    return start !== "" && whole.value.startsWith(start) ? whole.slice(start.length) : whole;
  }),
  trunc: fn(["int", "string"], ([count, text]) => trunc(intOf(count), textOf(text))),
  substr: fn(["int", "int", "string"], ([start, end, text]) => substr(intOf(start), intOf(end), textOf(text))),
  repeat: fn(["int", "string"], ([count, text], call) => repeat(intOf(count), textOf(text), call)),
  contains: fn(["string", "string"], ([part, text]) => bool(indexIn(textOf(text).value, textOf(part).value) >= 0)),
  hasPrefix: fn(["string", "string"], ([part, text]) => bool(textOf(text).value.startsWith(textOf(part).value))),
  hasSuffix: fn(["string", "string"], ([part, text]) => bool(textOf(text).value.endsWith(textOf(part).value))),
  quote: fn([], (args, call) => spaced(args, (value) => quoteText(strval(value)), call), "any"),
  squote: fn(
    [],
    (args, call) => spaced(args, (value) => Text.join([new Text("'"), printed(value), new Text("'")]), call),
    "any",
  ),
  cat: fn([], cat, "any"),
  indent: fn(["int", "string"], ([spaces, text], call) => indent(intOf(spaces), textOf(text), call)),
  nindent: fn(["int", "string"], ([spaces, text], call) =>
    Text.join([new Text("\n"), indent(intOf(spaces), textOf(text), call)]),
  ),
  replace: fn(["string", "string", "string"], ([old, to, text], call) =>
    replace(textOf(old), textOf(to), textOf(text), call),
  ),
  plural: fn(["string", "string", "int"], ([one, many, count]) => (intOf(count) === 1 ? textOf(one) : textOf(many))),
  toString: fn(["any"], ([value], call) => {
    const text = strval(value ?? { kind: "nil" });
    call.spend(text.value.length);
    return text;
  }),
  toStrings: fn(["any"], ([value], call) =>
    value?.kind === "list" && value.goType === "[]string" ? value : strings(toStrings(value ?? { kind: "nil" }, call)),
  ),
  join: fn(["string", "any"], ([separator, value], call) => join(textOf(separator), value ?? list([]), call)),
  splitList: fn(["string", "string"], ([separator, text], call) => {
    partsOf(textOf(text), textOf(separator).value, call);
    return strings(split(textOf(text), textOf(separator).value, -1));
  }),
  split: fn(["string", "string"], ([separator, text], call) => splitn(textOf(separator), -1, textOf(text), call)),
  splitn: fn(["string", "int", "string"], ([separator, limit, text], call) =>
    splitn(textOf(separator), intOf(limit), textOf(text), call),
  ),
};
