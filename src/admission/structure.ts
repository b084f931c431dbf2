/*
 * Which properties Kubernetes knows and of what type each is, from the generated table.
 * A text there is `GOTYPE;PROPERTY:CODE[+SINCE][-UNTIL];…`. Codes: s text, i int32, l int64, d number, b boolean,
 * q quantity, x IntOrString, t time, y bytes, r anything; `@Name` another definition, `A…` a list of, `M…` a map to.
 */
import type { Minor } from "../model/kubernetes-version.ts";
import { kindDefinitions, structures } from "./structure.generated.ts";

/** What a value must be. */
export type Shape =
  | {
      readonly is: "text" | "int32" | "int64" | "number" | "boolean" | "quantity" | "intOrString" | "time" | "anything";
    }
  | { readonly is: "struct"; readonly name: string }
  | { readonly is: "list" | "map"; readonly of: Shape };

/** One property of a definition, and the minors that know it. */
export interface Property {
  readonly name: string;
  readonly shape: Shape;
  readonly since: Minor;
  readonly until: Minor;
}

/** A definition: the Go type it is, as in the server's messages, and its properties. */
export interface Definition {
  readonly goPackage: string;
  readonly goName: string;
  readonly properties: ReadonlyMap<string, Property>;
}

const definitions = new Map<string, Definition>();
const shapes = new Map<string, Shape>();

const scalarNames: Readonly<Record<string, Exclude<Shape["is"], "struct" | "list" | "map">>> = {
  s: "text",
  y: "text",
  i: "int32",
  l: "int64",
  d: "number",
  b: "boolean",
  q: "quantity",
  x: "intOrString",
  t: "time",
  r: "anything",
};

function shapeOf(code: string): Shape {
  const known = shapes.get(code);
  if (known !== undefined) return known;
  const mark = code.charAt(0);
  let shape: Shape;
  if (mark === "@") shape = { is: "struct", name: code.slice(1) };
  else if (mark === "A") shape = { is: "list", of: shapeOf(code.slice(1)) };
  else if (mark === "M") shape = { is: "map", of: shapeOf(code.slice(1)) };
  else shape = { is: scalarNames[mark] ?? "anything" };
  shapes.set(code, shape);
  return shape;
}

function decodeDefinition(name: string, text: string): Definition {
  const [goType = "", ...parts] = text.split(";");
  const [goPackage = "", goName = name] = goType.split(".");
  const properties = new Map<string, Property>();
  for (const part of parts) {
    const colon = part.indexOf(":");
    const [known = "", until] = part.slice(colon + 1).split("-");
    const [code = "", since] = known.split("+");
    const property = part.slice(0, colon);
    properties.set(property, {
      name: property,
      shape: shapeOf(code),
      since: since === undefined ? 0 : Number(since),
      until: until === undefined ? Number.POSITIVE_INFINITY : Number(until),
    });
  }
  return { goPackage, goName, properties };
}

/** The definition of that name, decoded on first use. Throws for a name that is not in the table: a fault of ours. */
export function definitionOf(name: string): Definition {
  const known = definitions.get(name);
  if (known !== undefined) return known;
  const text = Object.hasOwn(structures, name) ? structures[name] : undefined;
  if (text === undefined) throw new Error(`no definition of ${name}`);
  const definition = decodeDefinition(name, text);
  definitions.set(name, definition);
  return definition;
}

/** The definition's name for `apps/v1` and `StatefulSet`, or undefined for a kind that is not admitted here. */
export function definitionOfKind(apiVersion: unknown, kind: unknown): string | undefined {
  if (typeof apiVersion !== "string" || typeof kind !== "string") return undefined;
  const key = `${apiVersion}/${kind}`;
  return Object.hasOwn(kindDefinitions, key) ? kindDefinitions[key] : undefined;
}

/** True where that minor's server knows the property. */
export function isKnownIn(property: Property, minor: Minor): boolean {
  return property.since <= minor && minor <= property.until;
}
