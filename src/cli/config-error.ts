import { isMapping } from "../model/fields.ts";
import { nearest } from "../model/nearest.ts";
import { formatPath, type Path } from "../read/path.ts";

/** What ajv says, with `verbose` on. */
export interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  readonly data?: unknown;
  readonly parentSchema?: Readonly<Record<string, unknown>>;
}

/** A JSON pointer as a path. */
function pathOf({ instancePath }: SchemaError): Path {
  return instancePath
    .split("/")
    .slice(1)
    .map((step) => step.replace(/~1/g, "/").replace(/~0/g, "~"))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function unknownKey(error: SchemaError, path: Path, where: string): string {
  const key = String(error.params.additionalProperty);
  const properties = error.parentSchema?.properties;
  const hint = nearest(key, isMapping(properties) ? Object.keys(properties) : []);
  if (path[path.length - 1] === "rules") return `unknown rule \`${key}\`${hint}; \`sts-lint rules\` lists them`;
  return `${where}unknown key \`${key}\`${hint}`;
}

function wrongChoice(error: SchemaError, where: string): string {
  const { allowedValues } = error.params;
  const allowed = Array.isArray(allowedValues) ? allowedValues.map(String) : [];
  const written = typeof error.data === "string" ? error.data : JSON.stringify(error.data);
  const choices = allowed.length > 10 ? "no known rule" : `none of ${allowed.join(", ")}`;
  return `${where}\`${written}\` is ${choices}${nearest(written, allowed)}`;
}

/** A schema error in the user's words, and the path of what it is about. */
export function explainSchemaError(error: SchemaError | undefined): { readonly path: Path; readonly message: string } {
  if (error === undefined) return { path: [], message: "not a configuration" };
  const path = pathOf(error);
  const where = path.length === 0 ? "" : `\`${formatPath(path)}\`: `;
  switch (error.keyword) {
    case "additionalProperties":
      return { path: [...path, String(error.params.additionalProperty)], message: unknownKey(error, path, where) };
    case "enum":
      return { path, message: wrongChoice(error, where) };
    case "required":
      return { path, message: `${where}\`${String(error.params.missingProperty)}\` is missing` };
    case "pattern":
      return { path, message: `${where}not a day such as 2027-01-31` };
    default:
      return { path, message: `${where}${error.message ?? "not as the schema asks"}` };
  }
}
