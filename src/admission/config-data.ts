/*
 * What a ConfigMap and a Secret may hold.
 * Source: pkg/apis/core/validation/validation.go (ValidateConfigMap, ValidateSecret), pkg/apis/core/types.go (MaxSecretSize).
 */
import { configKeyComplaints } from "../model/names.ts";
import type { Path } from "../read/path.ts";
import { FieldReview } from "./field-review.ts";

const mostBytes = 1_048_576;

/** A value of an object that can be decoded. */
export interface ConfigValue {
  readonly key: string;
  readonly field: "data" | "stringData" | "binaryData";
  /** Not more than it has. */
  readonly bytes: number;
  readonly text: () => string;
}

export interface ConfigRefusal {
  readonly type: string;
  readonly field: string;
  readonly detail: string;
  readonly path: Path;
}

/** Keys that a Secret of a type must have: all of them, or one of them (`any`). */
const required: Readonly<Record<string, { readonly keys: readonly string[]; readonly any?: boolean }>> = {
  "kubernetes.io/tls": { keys: ["tls.crt", "tls.key"] },
  "kubernetes.io/dockercfg": { keys: [".dockercfg"] },
  "kubernetes.io/dockerconfigjson": { keys: [".dockerconfigjson"] },
  "kubernetes.io/basic-auth": { keys: ["username", "password"], any: true },
  "kubernetes.io/ssh-auth": { keys: ["ssh-privatekey"] },
};
/** Types whose value has to be a JSON object. */
const json = /^kubernetes\.io\/docker(?:cfg|configjson)$/;

/** What the API server refuses of the data of an object that it can decode. */
export function configDataRefusals(
  kind: "ConfigMap" | "Secret",
  type: string,
  values: readonly ConfigValue[],
  minor: number,
): readonly ConfigRefusal[] {
  const review = new FieldReview(minor);
  const refusals: ConfigRefusal[] = [];
  const take = (path: Path) => {
    for (const [type, field, detail] of review.errors.splice(0)) refusals.push({ type, field, detail, path });
  };
  let bytes = 0;
  const keys = new Set<string>();
  for (const { key, field, bytes: own } of values) {
    bytes += own;
    // The texts of a Secret have become its data.
    const at = `${field === "stringData" ? "data" : field}[${key}]`;
    review.complain(at, key, configKeyComplaints(key));
    if (field === "binaryData" && keys.has(key)) review.invalid(at, key, "duplicate key in both data and binaryData");
    else keys.add(key);
    take([field, key]);
  }
  if (bytes > mostBytes) review.tooLong("data", mostBytes);
  take([values[0]?.field ?? "data"]);
  if (kind === "ConfigMap") return refusals;
  const { keys: wanted, any } = required[type] ?? { keys: [] };
  const missing = wanted.filter((key) => !keys.has(key));
  if (missing.length > 0 && (any !== true || missing.length === wanted.length))
    for (const key of missing)
      review.required(any === true || type.endsWith("ssh-auth") ? `data[%s][${key}]` : `data[${key}]`);
  take(["type"]);
  for (const { key, field, text } of json.test(type) ? values : []) {
    const fault = wanted.includes(key) ? jsonFault(text()) : undefined;
    if (fault !== undefined) review.invalid(`data[${key}]`, "<secret contents redacted>", fault);
    take([field, key]);
  }
  return refusals;
}

/** What Go says of a text that is no JSON object (encoding/json); of a fault further in that it is no JSON. */
function jsonFault(text: string): string | undefined {
  const start = text.trimStart();
  if (start === "") return "unexpected end of JSON input";
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const [first = ""] = start;
    return /[[{"\d\-tfn]/.test(first) ? "invalid JSON" : `invalid character '${first}' looking for beginning of value`;
  }
  if (value === null || (typeof value === "object" && !Array.isArray(value))) return undefined;
  const kind = Array.isArray(value) ? "array" : typeof value === "boolean" ? "bool" : typeof value;
  return `json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`;
}
