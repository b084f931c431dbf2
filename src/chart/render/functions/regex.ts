import { spendItems } from "../budget.ts";
import { Pattern, type PatternMatch, quoted } from "../regex/pattern.ts";
import { PatternError } from "../regex/pattern-error.ts";
import type { Text } from "../text.ts";
import { type Call, FunctionError, type FunctionSpec, type Value } from "../value.ts";
import { bool, fn, intOf, strings, textOf } from "./make.ts";
import { nilSlice } from "./nil-slices.ts";
import { computed } from "./origins.ts";
import type { FunctionTable } from "./registry.ts";
import { TextWriter } from "./text-writer.ts";

/** RE2's syntax in linear time, as Go has it. */
function compile(pattern: string, call: Call): Pattern {
  call.spend(100);
  spendItems(call, pattern.length);
  try {
    return new Pattern(pattern, (units) => call.spend(units));
  } catch (error) {
    if (error instanceof PatternError) throw new FunctionError(error.message);
    throw error;
  }
}

/** Up to `limit` matches; all where it is negative. */
function* matches(
  pattern: Pattern,
  text: string,
  limit: number,
  call: Call,
  withGroups = false,
): Generator<PatternMatch> {
  if (limit === 0) return;
  let count = 0;
  for (const match of pattern.matches(text, withGroups, (units) => call.spend(units))) {
    spendItems(call, 1);
    yield match;
    if (++count === limit) return;
  }
}

function findAll(pattern: Pattern, text: Text, limit: number, call: Call): Value {
  const found: Text[] = [];
  for (const { start, end } of matches(pattern, text.value, limit, call)) found.push(text.slice(start, end));
  return found.length === 0 ? nilSlice("[]string") : strings(found);
}

function find(pattern: Pattern, text: Text, call: Call): Text {
  for (const { start, end } of matches(pattern, text.value, 1, call)) return text.slice(start, end);
  return text.slice(0, 0);
}

function split(pattern: Pattern, source: string, text: Text, limit: number, call: Call): Value {
  if (limit === 0) return nilSlice("[]string");
  if (source !== "" && text.value === "") return strings([text]);
  const parts: Text[] = [];
  let from = 0;
  let end = 0;
  for (const match of matches(pattern, text.value, limit, call)) {
    if (limit > 0 && parts.length === limit - 1) break;
    end = match.start;
    if (match.end !== 0) parts.push(text.slice(from, end));
    from = match.end;
  }
  if (end !== text.value.length) parts.push(text.slice(from));
  return strings(parts);
}

function replace(pattern: Pattern, text: Text, to: Text, isTemplate: boolean, call: Call): Text {
  call.spend(to.value.length);
  spendItems(call, isTemplate ? to.value.split("$").length - 1 : 0);
  const writer = new TextWriter();
  const template = isTemplate ? parseTemplate(to) : [to];
  let from = 0;
  let isChanged = false;
  for (const match of matches(pattern, text.value, -1, call, isTemplate)) {
    writer.addText(text.slice(from, match.start));
    for (const part of template) {
      if (typeof part === "object") writer.addText(part);
      else {
        const group = match.group(part);
        if (group !== undefined) writer.addText(text.slice(group.start, group.end));
      }
    }
    call.spend(to.value.length + 1);
    from = match.end;
    isChanged = true;
  }
  if (!isChanged) return text;
  writer.addText(text.slice(from));
  return writer.text();
}

/** `$1`, `${1}`, `$name`, `${name}` and `$$` in a replacement. */
function parseTemplate(to: Text): (Text | string | number)[] {
  const parts: (Text | string | number)[] = [];
  const pattern = /\$(?:(\$)|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu;
  let from = 0;
  for (const match of to.value.matchAll(pattern)) {
    parts.push(to.slice(from, match.index));
    from = match.index + match[0].length;
    const name = match[2] ?? match[3];
    if (name === undefined) parts.push(to.slice(match.index, match.index + 1));
    else parts.push(/^(?:0|[1-9][0-9]{0,7})$/.test(name) ? Number(name) : name);
  }
  parts.push(to.slice(from));
  return parts;
}

/** What fails by Go's panic quotes the pattern, what returns an error does not. */
function both(
  params: readonly ("string" | "int")[],
  run: (pattern: Pattern, args: readonly Value[], call: Call) => Value,
) {
  const make = (panics: boolean): FunctionSpec =>
    fn(params, (args, call) => {
      const source = textOf(args[0]).value;
      let pattern: Pattern;
      try {
        pattern = compile(source, call);
      } catch (error) {
        if (!panics || !(error instanceof FunctionError)) throw error;
        const shown = source.includes("`") ? JSON.stringify(source) : `\`${source}\``;
        throw new FunctionError(`regexp: Compile(${shown}): ${error.message}`);
      }
      return run(pattern, args, call);
    });
  return [make(true), make(false)] as const;
}

const [regexFind, mustRegexFind] = both(["string", "string"], (pattern, [, text], call) =>
  find(pattern, textOf(text), call),
);
const [regexFindAll, mustRegexFindAll] = both(["string", "string", "int"], (pattern, [, text, limit], call) =>
  findAll(pattern, textOf(text), intOf(limit), call),
);
const [regexSplit, mustRegexSplit] = both(["string", "string", "int"], (pattern, [source, text, limit], call) =>
  split(pattern, textOf(source).value, textOf(text), intOf(limit), call),
);
const [regexReplaceAll, mustRegexReplaceAll] = both(["string", "string", "string"], (pattern, [, text, to], call) =>
  replace(pattern, textOf(text), textOf(to), true, call),
);
const [regexReplaceAllLiteral, mustRegexReplaceAllLiteral] = both(
  ["string", "string", "string"],
  (pattern, [, text, to], call) => replace(pattern, textOf(text), textOf(to), false, call),
);
const [, mustRegexMatch] = both(["string", "string"], (pattern, [, text], call) => {
  return bool(pattern.test(textOf(text).value, (units) => call.spend(units)));
});

export const regexFunctions: FunctionTable = {
  regexMatch: fn(["string", "string"], (args, call) => {
    try {
      return mustRegexMatch.run(args, call);
    } catch (error) {
      if (error instanceof FunctionError) return bool(false);
      throw error;
    }
  }),
  mustRegexMatch,
  regexFind,
  mustRegexFind,
  regexFindAll,
  mustRegexFindAll,
  regexSplit,
  mustRegexSplit,
  regexReplaceAll,
  mustRegexReplaceAll,
  regexReplaceAllLiteral,
  mustRegexReplaceAllLiteral,
  regexQuoteMeta: fn(["string"], ([text]) => {
    const source = textOf(text);
    const escaped = quoted(source.value);
    return escaped === source.value ? source : computed(escaped, source);
  }),
};
