import { parseJson } from "../../read/json.ts";
import { TextLines } from "../../read/text-lines.ts";
import { YamlError } from "../../read/yaml/error.ts";
import type { Place } from "../../read/yaml/place.ts";
import type { ChartFile } from "../render/inputs/chart-file.ts";
import { isSchemaObject, keyword, type SchemaObject } from "../render/inputs/schema/draft.ts";
import { SchemaDocument } from "../render/inputs/schema/schema-document.ts";
import { SchemaError } from "../render/inputs/schema/schema-error.ts";
import type { KeyRange } from "../render/inputs/values-tree.ts";

/** A key that a schema speaks of, and where. */
export interface SchemaKey {
  readonly path: readonly string[];
  readonly range: KeyRange;
  /** All that its value has to fit. */
  readonly schemas: readonly SchemaObject[];
}

/** Schemas that refer to themselves have keys without end: those nested deeper, or more of them, are left out. */
const deepest = 10;
const mostKeys = 5000;
/** A schema that asks for more work is not followed further. */
const mostSteps = 300_000;

/**
 * What a chart's values.schema.json says of values whatever the others are: all behind `properties`, `allOf` and
 * references. What stands behind `anyOf`, `oneOf`, `not` or `if` depends, and counts for nothing here.
 */
export class CertainSchema {
  readonly #file: ChartFile;
  readonly #document: SchemaDocument;
  readonly #root: Place | undefined;
  readonly #value: unknown;
  readonly #lines: TextLines;
  #places: ReadonlyMap<object, Place> | undefined;
  #steps = 0;

  /** Undefined for what helm's validator cannot use. */
  static read(file: ChartFile | undefined): CertainSchema | undefined {
    if (file === undefined) return undefined;
    try {
      return new CertainSchema(file);
    } catch (error) {
      if (error instanceof SchemaError || error instanceof YamlError) return undefined;
      throw error;
    }
  }

  private constructor(file: ChartFile) {
    const { value, root } = parseJson(file.text, true);
    this.#file = file;
    this.#value = value;
    this.#root = root;
    this.#lines = new TextLines(file.text);
    this.#document = new SchemaDocument(value);
  }

  /** Whether it was too much to follow: what was answered may be incomplete. */
  get isLeft(): boolean {
    return this.#steps > mostSteps;
  }

  /** How many steps of a path lead to the first key that no value may have; undefined where all of them are allowed. */
  refusedAt(path: readonly string[]): number | undefined {
    let around = this.#allOf(this.#document.root);
    for (const [index, key] of path.entries()) {
      const below: SchemaObject[] = [];
      for (const schema of around) {
        const own = this.#below(schema, key);
        if (own.length === 0 && keyword(schema, "additionalProperties") === false) return index + 1;
        if (own.includes(false)) return index + 1;
        for (const one of own) below.push(...this.#allOf(one));
      }
      around = below;
    }
    return undefined;
  }

  /** Whether helm refuses values in which the key is missing while the mapping around it is there. */
  isRequired(path: readonly string[]): boolean {
    const key = path.at(-1);
    let around = this.#allOf(this.#document.root);
    for (const step of path.slice(0, -1))
      around = around.flatMap((schema) => this.#below(schema, step).flatMap((one) => this.#allOf(one)));
    return around.some((schema) => {
      const required = keyword(schema, "required");
      if (!Array.isArray(required) || this.isLeft) return false;
      this.#steps += required.length;
      return required.includes(key);
    });
  }

  /** The keys that are listed by name, outer ones first. */
  keys(): readonly SchemaKey[] {
    const found: SchemaKey[] = [];
    const waiting = [{ path: [] as readonly string[], schemas: this.#allOf(this.#document.root) }];
    for (let at = 0; at < waiting.length; at++) {
      const { path, schemas } = waiting[at] ?? { path: [], schemas: [] };
      if (path.length >= deepest) continue;
      for (const [key, range] of this.#named(schemas)) {
        if (found.length >= mostKeys) return found;
        const below = schemas.flatMap((schema) => this.#below(schema, key).flatMap((one) => this.#allOf(one)));
        const own = { path: [...path, key], range, schemas: below };
        found.push(own);
        waiting.push(own);
      }
    }
    return found;
  }

  #named(schemas: readonly SchemaObject[]): ReadonlyMap<string, KeyRange> {
    const found = new Map<string, KeyRange>();
    for (const schema of schemas) {
      const properties = keyword(schema, "properties");
      if (!isSchemaObject(properties)) continue;
      for (const key of Object.keys(properties)) if (!found.has(key)) found.set(key, this.#range(properties, key));
    }
    return found;
  }

  /** What an object's schema says of a key: by its name, or by a pattern. */
  #below(schema: SchemaObject, key: string): unknown[] {
    const properties = keyword(schema, "properties");
    const patternProperties = keyword(schema, "patternProperties");
    const patterns = isSchemaObject(patternProperties) ? Object.entries(patternProperties) : [];
    this.#steps += patterns.length;
    return [
      ...(isSchemaObject(properties) && Object.hasOwn(properties, key) ? [properties[key]] : []),
      ...patterns.filter(([pattern]) => this.#document.patterns.matches(pattern, key)).map(([, one]) => one),
    ];
  }

  /** A schema with all that it hands on to. */
  #allOf(schema: unknown): SchemaObject[] {
    const found = new Set<SchemaObject>();
    const waiting = [schema];
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      if (this.isLeft) return [];
      this.#steps++;
      if (!isSchemaObject(one) || found.has(one)) continue;
      const isReference = typeof keyword(one, "$ref") === "string";
      if (isReference) waiting.push(this.#document.target(one, "$ref"));
      // Older drafts take no notice of what stands beside a reference.
      if (isReference && this.#document.draft < 2019) continue;
      found.add(one);
      const all = keyword(one, "allOf");
      if (Array.isArray(all)) for (const another of all) waiting.push(another);
    }
    return [...found];
  }

  /** Where a key of an object stands in the file. */
  #range(object: object, key: string): KeyRange {
    this.#places ??= placesOf(this.#value, this.#root);
    const entry = this.#places.get(object)?.entry(key);
    return { file: this.#file.place, ...this.#lines.range(entry?.keyStart ?? 0, entry?.keyEnd ?? 0) };
  }
}

function placesOf(value: unknown, root: Place | undefined): ReadonlyMap<object, Place> {
  const places = new Map<object, Place>();
  const waiting: [unknown, Place | undefined][] = [[value, root]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [one, place] = next;
    if (typeof one !== "object" || one === null || place === undefined) continue;
    places.set(one, place);
    if (Array.isArray(one)) for (const [index, item] of one.entries()) waiting.push([item, place.item(index)]);
    else for (const [key, child] of Object.entries(one)) waiting.push([child, place.below(key)]);
  }
  return places;
}
