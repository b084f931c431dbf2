import { type Application, knownStrings, type TemplateFunction } from "./application.ts";
import { print } from "./print.ts";
import { indentLines, replaceText, sequence, slice, spaceAt, trimEdge } from "./text.ts";
import { call, constant, knownText, nothing, type Place, stringOf, type Text, type Value } from "./value.ts";

/** Functions over strings. Text keeps its places through them as far as they leave it whole. */
export function textFunctions(): [string, TemplateFunction][] {
  const folded: [string, (strings: readonly string[]) => string][] = [
    ["lower", ([text = ""]) => text.toLowerCase()],
    ["upper", ([text = ""]) => text.toUpperCase()],
    ["title", ([text = ""]) => text.replace(/(^|\s)\p{Ll}/gu, (found) => found.toUpperCase())],
    ["kebabcase", ([text = ""]) => text.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase()],
    ["camelcase", ([text = ""]) => text.replace(/(^|[-_ ])(\w)/g, (_, __, letter: string) => letter.toUpperCase())],
    ["untitle", ([text = ""]) => text.charAt(0).toLowerCase() + text.slice(1)],
  ];
  return [
    ["print", ({ place, operands }) => text(sequence(operands.map((one) => print(one, place))))],
    [
      "println",
      ({ place, operands }) => text(sequence([...operands.map((one) => print(one, place)), lit("\n", place)])),
    ],
    ["printf", printf],
    [
      "cat",
      ({ place, operands }) =>
        text(
          sequence(
            operands.flatMap((one, index) =>
              (index === 0 ? [] : [lit(" ", place)]).concat(asLiteral(print(one, place))),
            ),
          ),
        ),
    ],
    ["join", join],
    ["toString", (one) => passed(one)],
    ["quote", (one) => quoted(one, '"')],
    ["squote", (one) => quoted(one, "'")],
    ["nospace", (one) => passed(one)],
    ["indent", (one) => indent(one, "")],
    ["nindent", (one) => indent(one, "\n")],
    ["trim", (one) => trimmed(one, ["start", "end"], spaceAt)],
    ["trimAll", (one) => trimmed(one, ["start", "end"], cutting(stringOf(one.operands[0]) ?? ""))],
    ["trimSuffix", (one) => trimmed(one, ["end"], affix(stringOf(one.operands[0]) ?? ""))],
    ["trimPrefix", (one) => trimmed(one, ["start"], affix(stringOf(one.operands[0]) ?? ""))],
    ["replace", ({ place, operands: [search, replacement, whole] }) => replaced(search, replacement, whole, place)],
    ["trunc", ({ place, operands: [count, whole] }) => truncated(count, whole, place)],
    ["abbrev", ({ operands }) => operands.at(-1) ?? nothing],
    ...folded.map(([name, fold]): [string, TemplateFunction] => [
      name,
      ({ operands }) => {
        const known = knownStrings(operands);
        return known === undefined ? call(name, ...operands) : constant(fold(known));
      },
    ]),
  ];
}

/** Strings longer than this are not followed: only a template that doubles a string in a loop makes them. */
const longestString = 200_000;

function text(made: Text): Value {
  if (made.kind === "literal" && made.text.length > longestString)
    return { kind: "opaque", reason: "a string of great length" };
  const known = made.kind === "literal" && made.printed ? made.text : undefined;
  return known === undefined || known.includes("\n") ? { kind: "text", text: made } : constant(known);
}

function lit(made: string, place: Place): Text {
  return { kind: "literal", text: made, place, printed: true };
}

function asLiteral(made: Text): Text[] {
  return [made];
}

/** `%s`, `%v`, `%d` and their like take an argument; flags and widths are passed over. */
function printf({ place, operands }: Application): Value {
  const [format, ...rest] = operands;
  if (format === undefined) return nothing;
  const left = [...rest];
  const fill = (piece: Text): Text => {
    if (piece.kind === "sequence") return sequence(piece.parts.map(fill));
    if (piece.kind !== "literal") return piece;
    const parts: Text[] = [];
    let from = 0;
    for (const found of piece.text.matchAll(/%[-+# 0]*(?:[1-9]\d*)?(?:\.\d+)?([%a-zA-Z])/g)) {
      parts.push(slice(piece, from, found.index));
      from = found.index + found[0].length;
      if (found[1] === "%") parts.push(lit("%", place));
      else {
        const value = print(left.shift() ?? nothing, place);
        parts.push(...(found[1] === "q" ? [lit('"', place), value, lit('"', place)] : [value]));
      }
    }
    parts.push(slice(piece, from, piece.text.length));
    return sequence(parts);
  };
  const made = fill(print(format, place));
  const known = knownText(made);
  return known === undefined ? { kind: "text", text: made } : text(lit(known, place));
}

function join({ place, operands: [separator, list] }: Application): Value {
  const between = stringOf(separator);
  if (list?.kind !== "list" || between === undefined) return call("join", separator ?? nothing, list ?? nothing);
  if (list.parts.some((one) => one.kind === "spread" || one.guards.length > 0))
    return call("join", separator ?? nothing, list);
  const made = sequence(
    list.parts.flatMap((one, index) =>
      index === 0 ? [print(one.value, place)] : [lit(between, place), print(one.value, place)],
    ),
  );
  const known = knownText(made);
  return known === undefined ? { kind: "text", text: made } : constant(known);
}

function passed({ operands: [one] }: Application): Value {
  if (one?.kind === "constant") return constant(one.value === null ? "" : String(one.value));
  return one ?? nothing;
}

function quoted({ place, operands }: Application, mark: string): Value {
  const parts = operands.flatMap((one) => {
    const known = stringOf(one);
    if (known !== undefined) return [lit(mark === '"' ? JSON.stringify(known) : `'${known}'`, place)];
    return [lit(mark, place), print(one, place), lit(mark, place)];
  });
  return { kind: "text", text: sequence(parts) };
}

function indent({ place, operands: [width, whole] }: Application, before: string): Value {
  const spaces = Number(stringOf(width) ?? "0");
  if (whole === undefined || !(spaces >= 0 && spaces <= 200)) return whole ?? nothing;
  const body = indentLines(print(whole, place), spaces, place);
  return { kind: "text", text: sequence([lit(before + " ".repeat(spaces), place), body]) };
}

type Cut = (text: string, edge: "start" | "end") => number;

function trimmed({ place, operands }: Application, edges: readonly ("start" | "end")[], cut: Cut): Value {
  const whole = operands.at(-1);
  if (whole === undefined) return nothing;
  let made = print(whole, place);
  for (const edge of edges) made = trimEdge(made, edge, cut);
  return whole.kind === "constant" ? constant(knownText(made) ?? "") : { kind: "text", text: made };
}

function cutting(characters: string): Cut {
  return (whole, edge) => {
    let count = 0;
    while (
      count < whole.length &&
      characters.includes(whole.charAt(edge === "start" ? count : whole.length - 1 - count))
    )
      count++;
    return count;
  };
}

function affix(part: string): Cut {
  return (whole, edge) => ((edge === "start" ? whole.startsWith(part) : whole.endsWith(part)) ? part.length : 0);
}

function replaced(
  search: Value | undefined,
  replacement: Value | undefined,
  whole: Value | undefined,
  place: Place,
): Value {
  const old = stringOf(search);
  const fresh = stringOf(replacement);
  if (whole === undefined) return nothing;
  if (old === undefined || fresh === undefined)
    return call("replace", whole, search ?? nothing, replacement ?? nothing);
  if (whole.kind === "constant") return constant(String(whole.value ?? "").replaceAll(old, fresh));
  return { kind: "text", text: replaceText(print(whole, place), old, fresh) };
}

/** Names are cut to a length; where the name is not known it is taken to be short enough. */
function truncated(count: Value | undefined, whole: Value | undefined, _place: Place): Value {
  const length = Number(stringOf(count) ?? "0");
  const known = stringOf(whole);
  if (known !== undefined && Number.isInteger(length)) {
    return known.length <= Math.abs(length)
      ? (whole ?? nothing)
      : constant(length < 0 ? known.slice(length) : known.slice(0, length));
  }
  return whole ?? nothing;
}
