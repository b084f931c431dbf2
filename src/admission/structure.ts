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
      readonly is:
        | "text"
        | "int32"
        | "int64"
        | "number"
        | "boolean"
        | "quantity"
        | "intOrString"
        | "time"
        | "bytes"
        | "anything";
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
export class Definition {
  readonly goPackage: string;
  readonly goName: string;
  readonly #text: string;
  /** Those that were decoded so far. */
  readonly #asked = new Map<string, Property>();
  #all: ReadonlyMap<string, Property> | undefined;

  constructor(name: string, text: string) {
    const [goPackage = "", goName = name] = text.slice(0, endOf(text, 0)).split(".");
    this.goPackage = goPackage;
    this.goName = goName;
    this.#text = text;
  }

  /** One property; only what manifests use is ever decoded. */
  property(name: string): Property | undefined {
    const known = this.#asked.get(name);
    if (known !== undefined) return known;
    if (name.includes(";") || name.includes(":")) return undefined;
    const before = this.#text.indexOf(`;${name}:`);
    if (before < 0) return undefined;
    const property = decodeProperty(this.#text.slice(before + 1, endOf(this.#text, before + 1)));
    this.#asked.set(name, property);
    return property;
  }

  /** All of them, in the table's order. */
  get properties(): ReadonlyMap<string, Property> {
    this.#all ??= new Map(
      this.#text
        .split(";")
        .slice(1)
        .map((part) => decodeProperty(part))
        .map((property) => [property.name, property]),
    );
    return this.#all;
  }
}

function endOf(text: string, from: number): number {
  const end = text.indexOf(";", from);
  return end < 0 ? text.length : end;
}

/** Decoded parts of the generated table, which bounds them: no input adds to either. */
const definitions = new Map<string, Definition>();
const shapes = new Map<string, Shape>();

const scalarNames: Readonly<Record<string, Exclude<Shape["is"], "struct" | "list" | "map">>> = {
  s: "text",
  i: "int32",
  l: "int64",
  d: "number",
  b: "boolean",
  q: "quantity",
  x: "intOrString",
  t: "time",
  y: "bytes",
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

function decodeProperty(part: string): Property {
  const colon = part.indexOf(":");
  const [known = "", until] = part.slice(colon + 1).split("-");
  const [code = "", since] = known.split("+");
  return {
    name: part.slice(0, colon),
    shape: shapeOf(code),
    since: since === undefined ? 0 : Number(since),
    until: until === undefined ? Number.POSITIVE_INFINITY : Number(until),
  };
}

/** The definition of that name, decoded on first use. Throws for a name that is not in the table: a fault of ours. */
export function definitionOf(name: string): Definition {
  const known = definitions.get(name);
  if (known !== undefined) return known;
  const text = Object.hasOwn(structures, name) ? structures[name] : undefined;
  if (text === undefined) throw new Error(`no definition of ${name}`);
  const definition = new Definition(name, text);
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
