import { entriesOf } from "../values.ts";
import { defaultOf } from "./access.ts";
import type { Application, TemplateFunction } from "./application.ts";
import { readDocuments } from "./documents.ts";
import { choose } from "./guard.ts";
import { print, printAs } from "./print.ts";
import { mapText } from "./text.ts";
import type { Text } from "./value.ts";
import { nothing, opaque, type Read, stringOf, type Value, type ValuePath } from "./value.ts";

/** Default strings of one value whose actions are read, at most. */
const mostStrings = 200;

/** Functions that print or read YAML and JSON, and those that render templates. */
export function dataFunctions(): [string, TemplateFunction][] {
  const yaml: TemplateFunction = ({ place, operands: [one] }) => ({
    kind: "text",
    text: printAs("yaml", one ?? nothing, place),
  });
  const json: TemplateFunction = ({ place, operands: [one] }) => ({
    kind: "text",
    text: printAs("json", one ?? nothing, place),
  });
  return [
    ...["toYaml", "mustToYaml", "toYamlPretty"].map((name): [string, TemplateFunction] => [name, yaml]),
    ...["toJson", "mustToJson", "toPrettyJson", "toRawJson"].map((name): [string, TemplateFunction] => [name, json]),
    ...["fromYaml", "fromJson", "fromYamlArray", "fromJsonArray"].map((name): [string, TemplateFunction] => [
      name,
      parsed,
    ]),
    ["include", include],
    ["tpl", tpl],
    ["lookup", () => ({ kind: "given", name: "lookup" })],
    ["int", ({ operands: [one] }) => one ?? nothing],
    ["int64", ({ operands: [one] }) => one ?? nothing],
    ["float64", ({ operands: [one] }) => one ?? nothing],
    ["toDecimal", ({ operands: [one] }) => one ?? nothing],
  ];
}

/** What a text holds when it is read as YAML. */
function parsed({ place, operands: [one] }: Application): Value {
  if (one === undefined || one.kind === "constant") {
    const text = stringOf(one);
    if (text === undefined) return nothing;
    return readDocuments({ kind: "literal", text, place, printed: true }).documents[0]?.value ?? nothing;
  }
  if (one.kind === "choice")
    return choose(
      one.name,
      one.options.map((option) => ({ guards: option.guards, value: read(print(option.value, place)) })),
    );
  return read(print(one, place));
}

function read(text: Text): Value {
  const { documents, complete } = readDocuments(text);
  if (!complete || documents.length > 1) return opaque("text with too many cases is read as YAML");
  return documents[0]?.value ?? nothing;
}

function include({ interpreter, frame, place, operands: [name, dot] }: Application): Value {
  const known = stringOf(name);
  if (known !== undefined) return { kind: "text", text: interpreter.named(known, dot ?? nothing, frame, place) };
  if (name?.kind !== "choice") return opaque("the name of an included template is computed");
  return choose(
    name.name,
    name.options.map((one) => {
      const called = stringOf(one.value);
      const value: Value =
        called === undefined
          ? opaque("the name of an included template is computed")
          : { kind: "text", text: interpreter.named(called, dot ?? nothing, frame, place) };
      return { guards: one.guards, value };
    }),
  );
}

/** `tpl`: a known string is rendered; of a value's text the actions are read for the values they print. */
function tpl(application: Application): Value {
  const { interpreter, frame, place, operands } = application;
  const [source, dot] = operands;
  if (source === undefined) return nothing;
  const known = stringOf(source);
  if (known !== undefined) {
    if (!known.includes("{{")) return source;
    return { kind: "text", text: interpreter.string(known, dot ?? nothing, frame, place) };
  }
  const text = print(source, place);
  const made = mapText(
    text,
    (one) =>
      one.text.includes("{{")
        ? { kind: "hole", value: opaque("a template made of pieces"), style: "plain", place }
        : one,
    (value) => withReads(application, value, dot ?? nothing),
  );
  return { kind: "text", text: made };
}

/** The value, with what the actions in its default text read. */
function withReads({ interpreter, frame, place }: Application, value: Value, dot: Value): Value {
  switch (value.kind) {
    case "values": {
      const reads = strings(defaultOf(interpreter.chart, value), value.path)
        .filter((one) => one.text.includes("{{"))
        .map(
          ({ path, text }): Read => ({
            path,
            value: { kind: "text", text: interpreter.string(text, dot, frame, place) },
          }),
        );
      return reads.length === 0 ? value : { ...value, reads };
    }
    case "picked":
    case "omitted":
      return { ...value, base: withReads({ interpreter, frame, place, name: "tpl", operands: [] }, value.base, dot) };
    default:
      return value;
  }
}

/** All strings in a value, its own or those of its parts, with their paths. */
function strings(value: unknown, path: ValuePath): { path: ValuePath; text: string }[] {
  const found: { path: ValuePath; text: string }[] = [];
  const open = [{ value, path }];
  for (let at = open.pop(); at !== undefined && found.length < mostStrings; at = open.pop()) {
    if (typeof at.value === "string") found.push({ path: at.path, text: at.value });
    else for (const [key, child] of entriesOf(at.value)) open.push({ value: child, path: [...at.path, key] });
  }
  return found;
}
