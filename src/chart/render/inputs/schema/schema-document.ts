import { asText } from "../../../../model/fields.ts";
import { type Draft, draftOf, isSchemaObject, keyword, type SchemaObject } from "./draft.ts";
import { Patterns } from "./pattern.ts";
import { SchemaError } from "./schema-error.ts";
import { ShapeChecker } from "./schema-shape.ts";

/** Keywords whose value holds schemas. */
const holders = [
  "definitions $defs properties patternProperties dependencies dependentSchemas",
  "allOf anyOf oneOf prefixItems items",
  "not if then else contains propertyNames additionalProperties additionalItems items unevaluatedItems unevaluatedProperties contentSchema",
].map((names) => names.split(" "));

const rootUrl = "file:///values.schema.json";

/** What is done with a schema on another server: refused, as helm does that cannot reach it, or taken to fit and told. */
export type RemoteSchemas = "refused" | ((url: string) => void);

/** A schema document with what its references lead to. Nothing is fetched. */
export class SchemaDocument {
  readonly draft: Draft;
  readonly root: unknown;
  readonly patterns = new Patterns();
  /** Whether any schema asks what others left over. */
  readonly tracksEvaluated: boolean;
  readonly #shape: ShapeChecker;
  readonly #remote: RemoteSchemas;
  readonly #bases = new Map<SchemaObject, string>();
  readonly #targets = new Map<string, unknown>();
  readonly #resolved = new Map<SchemaObject, unknown>();

  /** @throws {SchemaError} where helm's validator would not compile it. */
  constructor(root: unknown, remote: RemoteSchemas = "refused") {
    this.#remote = remote;
    const dialect = isSchemaObject(root) ? keyword(root, "$schema") : undefined;
    const draft = draftOf(dialect);
    // In a dialect that nobody here knows, every value may fit.
    if (draft === undefined && !this.#isLeftOut(dialect)) throw new SchemaError("its $schema is not fetched");
    this.root = draft === undefined ? true : root;
    this.draft = draft ?? 2020;
    this.#shape = new ShapeChecker(this.draft, this.patterns);
    this.#shape.check(this.root);
    let tracks = false;
    this.#collect(this.root, rootUrl, (schema) => {
      tracks ||=
        keyword(schema, "unevaluatedProperties") !== undefined || keyword(schema, "unevaluatedItems") !== undefined;
    });
    this.#targets.set(rootUrl, this.root);
    this.tracksEvaluated = tracks;
    this.#checkReachable();
  }

  /** Whether what stands at an address is taken to fit; told, then. */
  #isLeftOut(url: unknown): boolean {
    if (this.#remote === "refused" || typeof url !== "string" || !/^https?:/i.test(url)) return false;
    this.#remote(url);
    return true;
  }

  /** Whether the draft has a keyword. */
  knows(name: string): boolean {
    return this.#shape.knows(name);
  }

  /** Notes the base address of each schema, and the schemas with an address or anchor of their own. */
  #collect(schema: unknown, base: string, visit: (schema: SchemaObject) => void): void {
    if (!isSchemaObject(schema)) return;
    visit(schema);
    const dialect = keyword(schema, "$schema");
    const isKnown = typeof dialect !== "string" || dialect.startsWith("urn:") || draftOf(dialect) !== undefined;
    if (!isKnown && !this.#isLeftOut(dialect)) throw new SchemaError("its $schema is not fetched");
    const hidesRest = this.draft < 2019 && typeof keyword(schema, "$ref") === "string";
    const id = keyword(schema, this.draft === 4 ? "id" : "$id");
    let own = base;
    if (typeof id === "string" && !hidesRest) {
      const [address = "", fragment = ""] = id.split("#");
      if (address !== "") {
        own = joined(base, address);
        this.#targets.set(own, schema);
      }
      if (this.draft < 2019 && fragment !== "") this.#targets.set(`${own}#${fragment}`, schema);
    }
    for (const name of ["$anchor", "$dynamicAnchor"]) {
      const anchor = keyword(schema, name);
      if (typeof anchor === "string" && this.draft >= 2019) this.#targets.set(`${own}#${anchor}`, schema);
    }
    this.#bases.set(schema, own);
    const [maps = [], lists = [], single = []] = holders;
    for (const name of maps) {
      if (!this.knows(name)) continue;
      const map = keyword(schema, name);
      if (isSchemaObject(map)) for (const one of Object.values(map)) this.#collect(one, own, visit);
    }
    for (const name of lists) {
      if (!this.knows(name)) continue;
      const list = keyword(schema, name);
      if (Array.isArray(list)) for (const one of list) this.#collect(one, own, visit);
    }
    for (const name of single) if (this.knows(name)) this.#collect(keyword(schema, name), own, visit);
  }

  /** Follows all references that can be reached, so that one that leads nowhere is refused whatever the values. */
  #checkReachable(): void {
    const seen = new Set<unknown>([this.root]);
    const open: unknown[] = [this.root];
    const add = (schema: unknown) => {
      if (!isSchemaObject(schema) || seen.has(schema)) return;
      seen.add(schema);
      open.push(schema);
    };
    const [maps = [], lists = [], single = []] = holders;
    for (let schema = open.pop(); schema !== undefined; schema = open.pop()) {
      if (!isSchemaObject(schema)) continue;
      const isRef = typeof keyword(schema, "$ref") === "string";
      for (const name of ["$ref", "$recursiveRef", "$dynamicRef"]) {
        if (typeof keyword(schema, name) === "string" && this.knows(name)) add(this.target(schema, name));
      }
      if (isRef && this.draft < 2019) continue;
      for (const pattern of Object.keys((keyword(schema, "patternProperties") as object | undefined) ?? {}))
        if (this.patterns.compile(pattern) === undefined) throw new SchemaError(`invalid regex ${pattern}`);
      for (const name of maps) {
        if (!this.knows(name)) continue;
        const map = keyword(schema, name);
        if (name !== "definitions" && name !== "$defs" && isSchemaObject(map)) Object.values(map).forEach(add);
      }
      for (const name of lists) {
        if (!this.knows(name)) continue;
        const list = keyword(schema, name);
        if (Array.isArray(list)) list.forEach(add);
      }
      for (const name of single) if (this.knows(name) && isAskedFor(schema, name)) add(keyword(schema, name));
    }
  }

  /** The schema that a reference leads to. @throws {SchemaError} where it leads nowhere, or out of the document. */
  target(schema: SchemaObject, name: string): unknown {
    const key = name === "$ref" ? schema : undefined;
    if (key !== undefined && this.#resolved.has(key)) return this.#resolved.get(key);
    const found = this.#resolve(asText(keyword(schema, name)), this.#bases.get(schema) ?? rootUrl);
    if (key !== undefined) this.#resolved.set(key, found);
    return found;
  }

  #resolve(reference: string, base: string): unknown {
    const hash = reference.indexOf("#");
    const address = hash < 0 ? reference : reference.slice(0, hash);
    const fragment = decoded(hash < 0 ? "" : reference.slice(hash + 1));
    const url = address === "" ? base : joined(base, address);
    const isUrn = url.startsWith("urn:");
    if (!this.#targets.has(url) && isUrn) return true;
    if (!this.#targets.has(url)) {
      // The metaschemas come with helm's validator; values are never held against them for real.
      if (draftOf(url) !== undefined || this.#isLeftOut(url)) return true;
      throw new SchemaError(`failing loading "${url}": it is not fetched`);
    }
    const resource = this.#targets.get(url);
    if (fragment === "") return resource;
    if (!fragment.startsWith("/")) {
      if (!this.#targets.has(`${url}#${fragment}`)) throw new SchemaError(`anchor ${fragment} not found`);
      return this.#targets.get(`${url}#${fragment}`);
    }
    let at = resource;
    for (const step of fragment.slice(1).split("/")) {
      const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
      at = Array.isArray(at) ? at[Number(key)] : isSchemaObject(at) ? keyword(at, key) : undefined;
    }
    if (typeof at !== "boolean" && !isSchemaObject(at)) throw new SchemaError(`json-pointer ${fragment} not found`);
    return at;
  }
}

/** Whether a keyword that goes with another has a part in what is compiled: helm's validator leaves it out where it cannot matter. */
function isAskedFor(schema: SchemaObject, name: string): boolean {
  const condition = keyword(schema, "if");
  if (name === "then") return condition !== undefined && condition !== false;
  if (name === "else") return condition !== undefined && condition !== true;
  return name !== "additionalItems" || Array.isArray(keyword(schema, "items"));
}

function joined(base: string, address: string): string {
  try {
    return new URL(address, base).href;
  } catch {
    return address;
  }
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
