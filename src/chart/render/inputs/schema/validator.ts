import { isSchemaObject, keyword, type SchemaObject } from "./draft.ts";
import { fitsFormat } from "./formats.ts";
import { fromJson, isSame, type Json, typeOf } from "./instance.ts";
import { checkNumber, checkText } from "./scalar-keywords.ts";
import type { SchemaDocument } from "./schema-document.ts";
import { SchemaError } from "./schema-error.ts";
import type { Steps } from "./steps.ts";

/** What of an object or array some schema has looked at, for those that ask what is left over. */
interface Seen {
  readonly names: Set<string>;
  readonly items: Set<number>;
}

const deepest = 1000;

/** Holds values against a schema, as helm's validator does (santhosh-tekuri/jsonschema 6). */
export class Validator {
  readonly #document: SchemaDocument;
  readonly #steps: Steps;
  readonly #constants = new Map<unknown, Json>();
  /** Schemas that are at work on a value, to find those that refer to themselves without end. */
  readonly #active = new Map<unknown, Set<Json>>();

  /** `steps` are shared by all that is held against a schema in one render. */
  constructor(document: SchemaDocument, steps: Steps) {
    this.#document = document;
    this.#steps = steps;
  }

  /** Why the values do not fit: where, and what keyword says so; undefined where they do. */
  refusal(values: Json): string | undefined {
    return this.#check(this.#document.root, values, "", newSeen(), 0);
  }

  #check(schema: unknown, value: Json, at: string, seen: Seen, depth: number): string | undefined {
    this.#steps.take();
    if (depth > deepest) throw new SchemaError("the schema asks for more work than any may");
    if (typeof schema === "boolean") return schema ? undefined : `at '${at}': false schema`;
    if (!isSchemaObject(schema)) return undefined;
    const active = this.#active.get(schema) ?? new Set();
    if (active.has(value) && typeof value === "object" && value !== null) return `at '${at}': a reference without end`;
    active.add(value);
    this.#active.set(schema, active);
    try {
      return this.#keywords(schema, value, at, seen, depth + 1);
    } finally {
      active.delete(value);
    }
  }

  #checkAnyType(schema: SchemaObject, value: Json, draft: number): string | undefined {
    const type = keyword(schema, "type");
    if (type !== undefined) {
      const own = typeOf(value);
      const wanted = typeof type === "string" ? [type] : names(type);
      const isInteger = own === "number" && (typeof value === "bigint" || Number.isInteger(value));
      if (!wanted.includes(own) && !(isInteger && wanted.includes("integer")))
        return `got ${own}, want ${wanted.join(" or ")}`;
    }
    if (draft >= 6 && Object.hasOwn(schema, "const") && !isSame(value, this.#constant(schema.const), this.#steps))
      return "value must be the constant";
    const allowed = keyword(schema, "enum");
    if (Array.isArray(allowed) && !allowed.some((one) => isSame(value, this.#constant(one), this.#steps)))
      return "value is none of the enum";
    return undefined;
  }

  /** A value that a schema names, made once: it is compared with every value that the schema is for. */
  #constant(named: unknown): Json {
    const known = this.#constants.get(named);
    if (known !== undefined) return known;
    const made = fromJson(named);
    this.#constants.set(named, made);
    return made;
  }

  #keywords(schema: SchemaObject, value: Json, at: string, seen: Seen, depth: number): string | undefined {
    const { draft, patterns } = this.#document;
    const ref = keyword(schema, "$ref");
    if (typeof ref === "string" && draft < 2019)
      return this.#check(this.#document.target(schema, "$ref"), value, at, seen, depth);
    const refused = this.#checkAnyType(schema, value, draft);
    if (refused !== undefined) return `at '${at}': ${refused}`;
    const format = keyword(schema, "format");
    if (draft < 2019 && typeof format === "string" && typeof value === "string" && !fitsFormat(format, value, patterns))
      return `at '${at}': not valid ${format}`;
    for (const name of ["$ref", "$recursiveRef", "$dynamicRef"]) {
      if (typeof keyword(schema, name) !== "string" || !this.#document.knows(name)) continue;
      const found = this.#check(this.#document.target(schema, name), value, at, seen, depth);
      if (found !== undefined) return found;
    }
    let found: string | undefined;
    if (value instanceof Map) found = this.#object(schema, value, at, seen, depth);
    else if (Array.isArray(value)) found = this.#array(schema, value, at, seen, depth);
    else if (typeof value === "string") found = checkText(schema, value, this.#document.patterns);
    else if (typeof value === "number" || typeof value === "bigint") found = checkNumber(schema, value, draft);
    if (found !== undefined) return found.startsWith("at ") ? found : `at '${at}': ${found}`;
    return this.#combined(schema, value, at, seen, depth) ?? this.#leftOver(schema, value, at, seen, depth);
  }

  #object(
    schema: SchemaObject,
    object: ReadonlyMap<string, Json>,
    at: string,
    seen: Seen,
    depth: number,
  ): string | undefined {
    const { draft, patterns } = this.#document;
    const [least, most] = [keyword(schema, "minProperties"), keyword(schema, "maxProperties")];
    if (typeof least === "number" && object.size < least) return `minProperties: got ${object.size}, want ${least}`;
    if (typeof most === "number" && object.size > most) return `maxProperties: got ${object.size}, want ${most}`;
    for (const name of names(keyword(schema, "required"))) if (!object.has(name)) return `missing property '${name}'`;
    for (const [name, dependency] of entries(keyword(schema, "dependencies"))) {
      if (!object.has(name)) continue;
      if (Array.isArray(dependency)) {
        for (const other of names(dependency))
          if (!object.has(other)) return `property '${other}' required, if '${name}' exists`;
        continue;
      }
      const found = this.#check(dependency, object as Json, at, seen, depth);
      if (found !== undefined) return found;
    }
    const properties = keyword(schema, "properties");
    const patternProperties = entries(keyword(schema, "patternProperties"));
    const additional = keyword(schema, "additionalProperties");
    for (const [name, value] of object) {
      const below = `${at}/${name}`;
      let isSeen = false;
      const hold = (one: unknown) => {
        isSeen = true;
        return this.#check(one, value, below, newSeen(), depth);
      };
      const own = isSchemaObject(properties) ? keyword(properties, name) : undefined;
      let found = own === undefined ? undefined : hold(own);
      for (const [pattern, one] of patternProperties) if (patterns.matches(pattern, name)) found ??= hold(one);
      if (!isSeen && additional !== undefined) found = hold(additional);
      if (found !== undefined) return found;
      if (isSeen) seen.names.add(name);
    }
    if (draft === 4) return undefined;
    const propertyNames = keyword(schema, "propertyNames");
    if (propertyNames !== undefined) {
      for (const name of object.keys()) {
        const found = this.#check(propertyNames, name, `${at}/${name}`, newSeen(), depth);
        if (found !== undefined) return found;
      }
    }
    if (draft < 2019) return undefined;
    for (const [name, one] of entries(keyword(schema, "dependentSchemas"))) {
      const found = object.has(name) ? this.#check(one, object as Json, at, seen, depth) : undefined;
      if (found !== undefined) return found;
    }
    for (const [name, others] of entries(keyword(schema, "dependentRequired"))) {
      if (!object.has(name)) continue;
      for (const other of names(others))
        if (!object.has(other)) return `properties '${other}' required, if '${name}' exists`;
    }
    return undefined;
  }

  #array(schema: SchemaObject, array: readonly Json[], at: string, seen: Seen, depth: number): string | undefined {
    const { draft } = this.#document;
    const [least, most] = [keyword(schema, "minItems"), keyword(schema, "maxItems")];
    if (typeof least === "number" && array.length < least) return `minItems: got ${array.length}, want ${least}`;
    if (typeof most === "number" && array.length > most) return `maxItems: got ${array.length}, want ${most}`;
    if (keyword(schema, "uniqueItems") === true) {
      for (const [index, item] of array.entries()) {
        const first = array.findIndex((other) => isSame(other, item, this.#steps));
        if (first < index) return `items at ${first} and ${index} are equal`;
      }
    }
    const items = keyword(schema, "items");
    const prefix = draft >= 2020 ? keyword(schema, "prefixItems") : items;
    const tuple = Array.isArray(prefix) ? prefix : [];
    const rest = Array.isArray(items) ? keyword(schema, "additionalItems") : items;
    for (const [index, item] of array.entries()) {
      const one = index < tuple.length ? tuple[index] : rest;
      if (one === undefined) continue;
      seen.items.add(index);
      const found = this.#check(one, item, `${at}/${index}`, newSeen(), depth);
      if (found !== undefined) return found;
    }
    return draft >= 6 ? this.#contains(schema, array, at, seen, depth) : undefined;
  }

  #contains(schema: SchemaObject, array: readonly Json[], at: string, seen: Seen, depth: number): string | undefined {
    const contains = keyword(schema, "contains");
    if (contains === undefined) return undefined;
    const { draft } = this.#document;
    let count = 0;
    for (const [index, item] of array.entries()) {
      if (this.#check(contains, item, `${at}/${index}`, newSeen(), depth) !== undefined) continue;
      count++;
      if (draft >= 2020) seen.items.add(index);
    }
    const least = draft >= 2019 ? keyword(schema, "minContains") : undefined;
    const most = draft >= 2019 ? keyword(schema, "maxContains") : undefined;
    if (count < (typeof least === "number" ? least : 1)) return "no items match contains schema";
    return typeof most === "number" && count > most ? `maxContains: got ${count}, want ${most}` : undefined;
  }

  #combined(schema: SchemaObject, value: Json, at: string, seen: Seen, depth: number): string | undefined {
    const { draft } = this.#document;
    /** Holds the value against another schema; what that has seen counts where it fits. */
    const hold = (one: unknown): string | undefined => {
      const own = newSeen();
      const found = this.#check(one, value, at, own, depth);
      if (found === undefined) merge(seen, own);
      return found;
    };
    const not = keyword(schema, "not");
    if (not !== undefined && this.#check(not, value, at, newSeen(), depth) === undefined)
      return `at '${at}': 'not' failed`;
    for (const one of list(keyword(schema, "allOf"))) {
      const found = hold(one);
      if (found !== undefined) return found;
    }
    const any = list(keyword(schema, "anyOf"));
    if (any.length > 0) {
      let fits = false;
      for (const one of any) {
        if (hold(one) === undefined) fits = true;
        if (fits && !this.#document.tracksEvaluated) break;
      }
      if (!fits) return `at '${at}': 'anyOf' failed`;
    }
    const one = list(keyword(schema, "oneOf"));
    if (one.length > 0) {
      const fitting = one.filter((each) => hold(each) === undefined).length;
      if (fitting !== 1) return `at '${at}': 'oneOf' failed, ${fitting === 0 ? "none" : "several"} matched`;
    }
    const condition = keyword(schema, "if");
    if (draft < 7 || condition === undefined) return undefined;
    const branch = keyword(schema, hold(condition) === undefined ? "then" : "else");
    return branch === undefined ? undefined : hold(branch);
  }

  #leftOver(schema: SchemaObject, value: Json, at: string, seen: Seen, depth: number): string | undefined {
    if (this.#document.draft < 2019) return undefined;
    const properties = keyword(schema, "unevaluatedProperties");
    if (properties !== undefined && value instanceof Map) {
      for (const [name, child] of value) {
        if (seen.names.has(name)) continue;
        const found = this.#check(properties, child, `${at}/${name}`, newSeen(), depth);
        if (found !== undefined) return found;
      }
      for (const name of value.keys()) seen.names.add(name);
    }
    const items = keyword(schema, "unevaluatedItems");
    if (items !== undefined && Array.isArray(value)) {
      for (const [index, child] of value.entries()) {
        if (seen.items.has(index)) continue;
        const found = this.#check(items, child, `${at}/${index}`, newSeen(), depth);
        if (found !== undefined) return found;
        seen.items.add(index);
      }
    }
    return undefined;
  }
}

function newSeen(): Seen {
  return { names: new Set(), items: new Set() };
}

function merge(into: Seen, from: Seen): void {
  for (const name of from.names) into.names.add(name);
  for (const item of from.items) into.items.add(item);
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function entries(value: unknown): [string, unknown][] {
  return isSchemaObject(value) ? Object.entries(value) : [];
}
