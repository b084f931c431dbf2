import { formatG } from "../functions/float-text.ts";
import { InputError } from "./input-error.ts";
import type { YamlText } from "./read-yaml.ts";

/** What a field of a Go struct takes, as encoding/json decodes into it. */
export type Shape =
  | "string"
  | "bool"
  | "any"
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly struct: Readonly<Record<string, Shape>> };

export type Decoded = Record<string, unknown>;

/**
 * Decodes YAML into structs as sigs.k8s.io/yaml does: keys match whatever their case, numbers and booleans become
 * strings where a string is wanted, null changes nothing, and what is there already stays where nothing is given.
 */
export class StructDecoder {
  readonly #yaml: YamlText;
  readonly #what: string;

  constructor(yaml: YamlText, what: string) {
    this.#yaml = yaml;
    this.#what = what;
  }

  /** @throws {InputError} where a value is of another type than its field. */
  struct(fields: Readonly<Record<string, Shape>>, value: unknown, into: Decoded, path: (string | number)[] = []): void {
    if (value === null) return;
    if (typeof value !== "object" || Array.isArray(value)) this.#fail(value, "a mapping");
    const names = Object.keys(fields);
    for (const key of Object.keys(value).sort()) {
      const name = Object.hasOwn(fields, key) ? key : names.find((one) => one.toLowerCase() === key.toLowerCase());
      const shape = name === undefined ? undefined : fields[name];
      if (name === undefined || shape === undefined) continue;
      into[name] = this.#value(shape, Reflect.get(value, key), into[name], [...path, key]);
    }
  }

  #value(shape: Shape, value: unknown, before: unknown, path: (string | number)[]): unknown {
    if (shape === "any") return value;
    if (value === null) return typeof shape === "object" ? undefined : before;
    if (shape === "string") return this.#string(value, path);
    if (shape === "bool") return typeof value === "boolean" ? value : this.#fail(value, "a boolean");
    if ("list" in shape) {
      if (!Array.isArray(value)) return this.#fail(value, "a list");
      const held = Array.isArray(before) ? before : [];
      return value.map((item, index) => this.#item(shape.list, item, held[index], [...path, index]));
    }
    if (typeof value !== "object" || Array.isArray(value)) return this.#fail(value, "a mapping");
    if ("struct" in shape) {
      const into: Decoded = typeof before === "object" && before !== null ? (before as Decoded) : Object.create(null);
      this.struct(shape.struct, value, into, path);
      return into;
    }
    const map = new Map<string, unknown>(before instanceof Map ? before : []);
    for (const key of Object.keys(value))
      map.set(key, this.#item(shape.map, Reflect.get(value, key), undefined, [...path, key]));
    return map;
  }

  /** A list's or map's item: null is the type's zero value, or a nil pointer where it is a struct. */
  #item(shape: Shape, value: unknown, before: unknown, path: (string | number)[]): unknown {
    if (value !== null) return this.#value(shape, value, before, path);
    return shape === "string" ? (before ?? "") : shape === "bool" ? (before ?? false) : null;
  }

  #string(value: unknown, path: (string | number)[]): string {
    if (typeof value === "string") return value;
    if (typeof value === "boolean") return String(value);
    if (typeof value !== "number") return this.#fail(value, "a string");
    if (Number.isInteger(value) && Math.abs(value) >= 1e6 && this.#yaml.isInteger(path))
      return BigInt(value).toString();
    return formatG(value);
  }

  #fail(value: unknown, wanted: string): never {
    const found = Array.isArray(value) ? "list" : value === null ? "null" : typeof value;
    throw new InputError(`cannot load ${this.#what}: json: a ${found} stands where ${wanted} is wanted`, this.#what);
  }
}
