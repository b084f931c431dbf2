import { parseJson } from "../../../read/json.ts";
import { YamlError } from "../../../read/yaml/error.ts";
import { InputError } from "./input-error.ts";
import { FlagLayer } from "./layer.ts";
import { type LoadedValues, loadValues } from "./load-values.ts";
import { type SetKind, setValues } from "./set-values.ts";
import type { ValuesLayer } from "./values-tree.ts";
import { givenFrom, mergeMaps, newTable, rootSource, type Table } from "./values-tree.ts";

/** What a user gives: files or objects first, then flags, each kind in the order given (pkg/cli/values/options.go). */
export interface UserValues {
  /** The text of a file with its name, or values as an object. */
  readonly files: readonly ({ readonly name: string; readonly text: string } | { readonly value: unknown })[];
  readonly setJson: readonly string[];
  readonly set: readonly string[];
  readonly setString: readonly string[];
  readonly setFile: readonly string[];
  readonly setLiteral: readonly string[];
  /** An object that wins over all of these; nothing unless set. */
  readonly last?: object;
  /** The text of a file that `--set-file` names. @throws {InputError} where it cannot be read. */
  readonly readFile: (path: string) => string;
}

/**
 * Puts together what a user gave; `layers` from what was read first to what wins.
 *
 * @throws {InputError}
 */
export function readUserValues(given: UserValues, helm: "3" | "4"): LoadedValues {
  const layers: ValuesLayer[] = [];
  let values = newTable();
  given.files.forEach((file, index) => {
    const loaded = "text" in file ? loadValues(file.text, file.name, "", helm) : objectValues(file.value, index);
    layers.push(...loaded.layers);
    values = mergeMaps(values, loaded.values);
  });
  for (const text of given.setJson) {
    const object = helm === "4" && text.trim().startsWith("{") ? jsonObject(text) : undefined;
    if (object === undefined) {
      layers.push(applyFlag(text, "json", values, given.readFile, helm));
      continue;
    }
    const layer = new FlagLayer(`--set-json ${text}`, newTable());
    const root = givenFrom(object, rootSource(layer));
    if (root.kind === "table") layer.root = root;
    layers.push(layer);
    values = mergeMaps(values, layer.root);
  }
  const flags: [SetKind, readonly string[]][] = [
    ["set", given.set],
    ["string", given.setString],
    ["file", given.setFile],
    ["literal", given.setLiteral],
  ];
  for (const [kind, texts] of flags) {
    for (const text of texts) layers.push(applyFlag(text, kind, values, given.readFile, helm));
  }
  if (given.last === undefined) return { values, layers };
  const last = objectValues(given.last, given.files.length);
  return { values: mergeMaps(values, last.values), layers: [...layers, ...last.layers] };
}

function objectValues(value: unknown, index: number): LoadedValues {
  const name = `values[${index}]`;
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new InputError(`${name} is no mapping`);
  const layer = new FlagLayer(name, newTable());
  const root = givenFrom(value, rootSource(layer));
  if (root.kind === "table") layer.root = root;
  return { values: layer.root, layers: [layer] };
}

function jsonObject(text: string): unknown {
  try {
    return parseJson(text.trim(), false).value;
  } catch (error) {
    if (error instanceof YamlError) throw new InputError(`failed parsing --set-json data JSON: ${text}`);
    throw error;
  }
}

/** Sets a flag's values, and keeps apart what the flag alone sets, so that its places are known. */
function applyFlag(
  text: string,
  kind: SetKind,
  values: Table,
  readFile: (path: string) => string,
  helm: "3" | "4",
): FlagLayer {
  const layer = new FlagLayer(`${kind === "set" ? "--set" : `--set-${kind}`} ${text}`, newTable());
  setValues(text, kind, values, rootSource(layer), readFile, helm);
  try {
    setValues(text, kind, layer.root, rootSource(layer), readFile, helm);
  } catch (error) {
    // A flag that only works on top of what others gave, such as an index into their list.
    if (!(error instanceof InputError)) throw error;
  }
  return layer;
}
