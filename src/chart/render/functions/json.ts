import { Text } from "../text.ts";
import { FunctionError, type FunctionSpec, nil, type Value } from "../value.ts";
import { readJson } from "./json-reader.ts";
import { writeJson } from "./json-writer.ts";
import { entry, fn, list, map, textOf } from "./make.ts";
import { nilMap, nilSlice } from "./nil-slices.ts";
import type { FunctionTable } from "./registry.ts";

function writing(html: boolean, pretty: boolean, must: boolean): FunctionSpec {
  return fn(["any"], ([value = nil], call) => {
    try {
      return writeJson(value, { html, pretty }, call);
    } catch (error) {
      if (must || !(error instanceof FunctionError)) throw error;
      return new Text("");
    }
  });
}

/** What the JSON holds, or the error's text. */
function reading(run: (value: Value | string) => Value): FunctionSpec {
  return fn(["string"], ([text], call) => {
    let value: Value | string;
    try {
      value = readJson(textOf(text), call);
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      value = error.message;
    }
    return run(value);
  });
}

/** What encoding/json calls a value that is not of the type it should be read into. */
export function jsonKind(value: Value): string {
  const names: Partial<Record<Value["kind"], string>> = {
    list: "array",
    map: "object",
    float: "number",
    int: "number",
  };
  return names[value.kind] ?? value.kind;
}

export function refusal(value: Value, goType: string): string {
  return `json: cannot unmarshal ${jsonKind(value)} into Go value of type ${goType}`;
}

const pretty = writing(true, true, false);

export const jsonFunctions: FunctionTable = {
  toJson: writing(true, false, false),
  mustToJson: writing(true, false, true),
  toPrettyJson: pretty,
  mustToPrettyJson: writing(true, true, true),
  toRawJson: writing(false, false, true),
  mustToRawJson: writing(false, false, true),
  fromJson: reading((value) => {
    if (typeof value === "string") return map([entry("Error", new Text(value))]);
    if (value.kind === "map") return value;
    // Go reads null into a map by making it nil, which then takes no entry.
    if (value.kind === "nil") return nilMap("map[string]interface {}");
    return map([entry("Error", new Text(refusal(value, "map[string]interface {}")))]);
  }),
  fromJsonArray: reading((value) => {
    if (typeof value === "string") return list([new Text(value)]);
    if (value.kind === "list") return value;
    if (value.kind === "nil") return nilSlice("[]interface {}");
    return list([new Text(refusal(value, "[]interface {}"))]);
  }),
  mustFromJson: reading((value) => {
    if (typeof value === "string") throw new FunctionError(value);
    return value;
  }),
};
