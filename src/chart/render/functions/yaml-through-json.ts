import { parseDocument } from "../../../read/yaml/parse.ts";
import { Text } from "../text.ts";
import { FunctionError } from "../value.ts";
import { isValid, toValid } from "./bytes.ts";
import { escapeJson } from "./json-writer.ts";
import { computed } from "./origins.ts";

/** Longer keys, as JSON writes them, go-yaml's scanner does not take for keys. */
const LONGEST_KEY = 1024;

/**
 * What becomes of a string that toYaml hands on as JSON and reads again as YAML: bytes that are no UTF-8 become U+FFFD,
 * a NEL is folded to a space, and other control characters are refused, which JSON does not escape from U+007F on.
 */
export function throughJson(text: Text, isKey: boolean): Text {
  const { value } = text;
  const valid = isValid(value) ? text : new Text(toValid(value), text.runs);
  if (isKey && value.length > LONGEST_KEY / 6 && [...escapeJson(value, true)].length + 2 > LONGEST_KEY)
    throw new FunctionError("error converting JSON to YAML: yaml: did not find expected ',' or '}'");
  if (!/[\x7f-\x9f\ufeff\ufffe\uffff]/.test(value)) return valid;
  // A key must stand on one line.
  if (isKey && value.includes("\u0085")) throw new FunctionError("yaml: did not find expected ',' or '}'");
  let read: unknown;
  try {
    read = parseDocument(`"${escapeJson(value, true)}"`).value;
  } catch {
    throw new FunctionError("yaml: control characters are not allowed");
  }
  const changed = typeof read === "string" ? read : value;
  return changed === valid.value ? valid : computed(changed, text);
}
