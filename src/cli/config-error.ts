import type { OutputUnit } from "@cfworker/json-schema";
import { rules } from "../../rules/index.generated.ts";
import { successorOf, unknownRule } from "../lint/contract/unknown-rule.ts";
import { isMapping } from "../model/fields.ts";
import { nearest } from "../model/nearest.ts";
import { formatPath, type Path } from "../read/path.ts";

/** A JSON pointer behind `#` as a path. */
function pathOf(pointer: string): Path {
  // The key of an empty name is a step, too.
  return pointer
    .split("/")
    .slice(1)
    .map((step) => decodeURIComponent(step).replace(/~1/g, "/").replace(/~0/g, "~"))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** What stands at the end of a keyword's location: `$ref` leads on. */
function schemaAt(root: unknown, location: string): unknown {
  let schema: unknown = root;
  for (const step of pathOf(location)) {
    if (step === "$ref" && isMapping(schema)) schema = schemaAt(root, String(schema.$ref));
    else
      schema =
        isMapping(schema) || Array.isArray(schema) ? (schema as Record<string | number, unknown>)[step] : undefined;
  }
  return schema;
}

function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const step of path)
    value = isMapping(value) || Array.isArray(value) ? (value as Record<string | number, unknown>)[step] : undefined;
  return value;
}

function unknownKey(path: Path, where: string, known: readonly string[]): string {
  const key = String(path.at(-1));
  const hint = nearest(key, known);
  if (path.at(-2) === "rules") return unknownRule(key, [...rules, ...known.map((id) => ({ id }))]);
  return `${where}unknown key \`${key}\`${hint}`;
}

function wrongChoice(value: unknown, allowed: readonly string[], where: string): string {
  const written = typeof value === "string" ? value : JSON.stringify(value);
  const successor = allowed.length > 10 ? successorOf(written, rules) : undefined;
  if (successor !== undefined) return `${where}${unknownRule(written, rules)}`;
  const choices = allowed.length > 10 ? "no known rule" : `none of ${allowed.join(", ")}`;
  const quote = allowed.includes("off") ? "quote it: " : "";
  const trap = typeof value === "boolean" ? `; ${quote}${yamlBoolean}` : "";
  return `${where}\`${written}\` is ${choices}${nearest(written, allowed)}${trap}`;
}

/** `an object`, `a list`: YAML's users do not say array. */
function kindOf(type: unknown): string {
  const name = type === "array" ? "list" : type === "object" ? "mapping" : String(type);
  return `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
}

const yamlBoolean = "YAML reads a bare y, n, on, off, yes or no as a boolean";

/** What to write where a scalar was read as another type than it was meant as. */
function wayTo(wanted: unknown, value: unknown): string {
  if (wanted === "string" && typeof value === "number") return ", so quote it";
  if (wanted === "string" && typeof value === "boolean") return `, so quote it: ${yamlBoolean}`;
  if (wanted === "boolean" && (value === "true" || value === "false")) return ", so write it without quotes";
  return "";
}

/** The properties that a schema knows in which a keyword stands. */
function propertiesAt(schema: unknown, { keywordLocation }: OutputUnit): Readonly<Record<string, unknown>> {
  const around = schemaAt(schema, keywordLocation.replace(/\/[^/]*$/, ""));
  return isMapping(around) && isMapping(around.properties) ? around.properties : {};
}

/** The innermost error says what is wrong, the ones around it only that something is. */
const wrappers: ReadonlySet<string> = new Set([
  "properties",
  "$ref",
  "items",
  "if",
  "then",
  "else",
  "anyOf",
  "additionalProperties",
  "additionalItems",
]);

/** What a schema found, in the user's words, and the path of what it is about. */
export function explainSchemaError(
  errors: readonly OutputUnit[],
  schema: unknown,
  value: unknown,
): { readonly path: Path; readonly message: string } {
  const error = errors.find(({ keyword }) => !wrappers.has(keyword)) ?? errors.at(-1);
  if (error === undefined) return { path: [], message: "not a configuration" };
  const path = pathOf(error.instanceLocation);
  const parent = path.slice(0, -1);
  const at = (own: Path): string => (own.length === 0 ? "" : `\`${formatPath(own)}\`: `);
  switch (error.keyword) {
    case "false": {
      // The word before says where the schema is that allows no further keys.
      const around = errors[errors.indexOf(error) - 1]?.keywordLocation ?? "#";
      const owner = schemaAt(schema, around.replace(/\/additionalProperties$/, ""));
      const known = isMapping(owner) && isMapping(owner.properties) ? Object.keys(owner.properties) : [];
      return { path, message: unknownKey(path, at(parent), known) };
    }
    case "enum": {
      const allowed = schemaAt(schema, error.keywordLocation);
      return {
        path,
        message: wrongChoice(valueAt(value, path), Array.isArray(allowed) ? allowed.map(String) : [], at(path)),
      };
    }
    case "required":
      return { path, message: `${at(path)}\`${/"([^"]+)"/.exec(error.error)?.[1] ?? ""}\` is missing` };
    case "pattern":
      return { path, message: `${at(path)}not a day such as 2027-01-31` };
    case "type": {
      const wanted = schemaAt(schema, error.keywordLocation);
      return { path, message: `${at(path)}must be ${kindOf(wanted)}${wayTo(wanted, valueAt(value, path))}` };
    }
    case "minLength":
      return { path, message: `${at(path)}must not be empty` };
    case "minItems":
      return { path, message: `${at(path)}must not be an empty list` };
    case "maxItems":
      return { path, message: `${at(path)}must be a level, or a level and its options` };
    case "minProperties":
      return {
        path,
        message: `${at(path)}must name at least one of ${Object.keys(propertiesAt(schema, error)).join(", ")}`,
      };
    case "maxProperties":
      return { path, message: `${at(path)}the rule has no options` };
    default:
      return { path, message: `${at(path)}${error.error.replace(/\.$/, "")}` };
  }
}
