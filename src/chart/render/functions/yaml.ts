import { YamlError } from "../../../read/yaml/error.ts";
import { parseDocument, parsePlaces } from "../../../read/yaml/parse.ts";
import { Text } from "../text.ts";
import { type Call, FunctionError, type FunctionSpec, nil, type Value } from "../value.ts";
import { toValid } from "./bytes.ts";
import { refusal } from "./json.ts";
import { entry, fn, list, map, textOf } from "./make.ts";
import type { FunctionTable } from "./registry.ts";
import { goYamlError } from "./yaml-errors.ts";
import { toValue } from "./yaml-values.ts";
import { writeYaml } from "./yaml-writer.ts";

function writing(version: 2 | 3, must: boolean): FunctionSpec {
  return fn(["any"], ([value = nil], call) => {
    try {
      return writeYaml(value, version, call);
    } catch (error) {
      if (must || !(error instanceof FunctionError)) throw error;
      return new Text("");
    }
  });
}

/** A text as sigs.k8s.io/yaml reads it, or its error. */
function read(text: Text, call: Call): Value | string {
  call.spend(text.value.length);
  const source = toValid(text.value);
  try {
    if (text.runs === undefined) return toValue(parseDocument(source).value, undefined, text, call);
    const { value, root } = parsePlaces(source);
    return toValue(value, root, text, call);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    return `error converting YAML to JSON: ${goYamlError(error, source)}`;
  }
}

function mismatch(value: Value, goType: string): string {
  return `error unmarshaling JSON: while decoding JSON: ${refusal(value, goType)}`;
}

export const yamlFunctions: FunctionTable = {
  toYaml: writing(2, false),
  mustToYaml: writing(2, true),
  toYamlPretty: writing(3, false),
  fromYaml: fn(["string"], ([text], call) => {
    const value = read(textOf(text), call);
    if (typeof value === "string") return map([entry("Error", new Text(value))]);
    if (value.kind === "map") return value;
    if (value.kind === "nil") return map();
    return map([entry("Error", new Text(mismatch(value, "map[string]interface {}")))]);
  }),
  fromYamlArray: fn(["string"], ([text], call) => {
    const value = read(textOf(text), call);
    if (typeof value === "string") return list([new Text(value)]);
    if (value.kind === "list") return value;
    return list(value.kind === "nil" ? [] : [new Text(mismatch(value, "[]interface {}"))]);
  }),
};
