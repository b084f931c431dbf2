/*
 * Makes what the project knows of Kubernetes' structure from its OpenAPI definitions, one file a minor:
 *
 *   npx tsx scripts/generate-kubernetes.ts openapi-1.30.json … openapi-1.37.json [api/core/v1/types.go …]
 *
 * A file is a release's own api/openapi-spec/swagger.json, or one reduced to the definitions that are needed. Writes
 * - schemas/kubernetes.schema.json: one JSON Schema; `x-since` and `x-until` name the minors that know a property;
 * - src/admission/structure.generated.ts: the same as compact texts, which the walker decodes when it needs them;
 * - src/admission/kubernetes.generated.ts: the types of decoded objects;
 * - src/admission/list-types.generated.ts: how server-side apply and strategic merge patches join lists;
 * - src/admission/go-fields.generated.ts, only where Go files are named (types.go of k8s.io/api and of apimachinery's
 *   pkg/apis/meta/v1): which fields Go can leave out, of which OpenAPI says nothing. The newest minor's are enough: no
 *   field that both minors have has changed from 1.30 to 1.37.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

interface Schema {
  type?: string;
  format?: string;
  $ref?: string;
  items?: Schema;
  additionalProperties?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  "x-kubernetes-list-type"?: string;
  "x-kubernetes-list-map-keys"?: string[];
  "x-kubernetes-patch-merge-key"?: string;
  "x-kubernetes-patch-strategy"?: string;
}

interface OpenApi {
  source?: string;
  info?: { version?: string };
  definitions: Record<string, Schema>;
}

/** The kinds whose objects are admitted, with the name that their definition has in the table. */
const kinds: Readonly<Record<string, string>> = {
  "apps/v1/StatefulSet": "io.k8s.api.apps.v1.StatefulSet",
  "v1/Service": "io.k8s.api.core.v1.Service",
  "v1/PersistentVolumeClaim": "io.k8s.api.core.v1.PersistentVolumeClaim",
  "policy/v1/PodDisruptionBudget": "io.k8s.api.policy.v1.PodDisruptionBudget",
  "autoscaling/v2/HorizontalPodAutoscaler": "io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler",
  "autoscaling/v1/HorizontalPodAutoscaler": "io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler",
};

/** Kinds that are stored and applied, but not validated. */
const otherKinds: Readonly<Record<string, string>> = {
  "apps/v1/Deployment": "io.k8s.api.apps.v1.Deployment",
  "apps/v1/DaemonSet": "io.k8s.api.apps.v1.DaemonSet",
  "apps/v1/ReplicaSet": "io.k8s.api.apps.v1.ReplicaSet",
  "batch/v1/Job": "io.k8s.api.batch.v1.Job",
  "batch/v1/CronJob": "io.k8s.api.batch.v1.CronJob",
  "v1/Pod": "io.k8s.api.core.v1.Pod",
  "v1/ConfigMap": "io.k8s.api.core.v1.ConfigMap",
  "v1/Secret": "io.k8s.api.core.v1.Secret",
  "v1/ServiceAccount": "io.k8s.api.core.v1.ServiceAccount",
  "v1/Namespace": "io.k8s.api.core.v1.Namespace",
  "networking.k8s.io/v1/NetworkPolicy": "io.k8s.api.networking.v1.NetworkPolicy",
  "networking.k8s.io/v1/Ingress": "io.k8s.api.networking.v1.Ingress",
  "storage.k8s.io/v1/StorageClass": "io.k8s.api.storage.v1.StorageClass",
  "scheduling.k8s.io/v1/PriorityClass": "io.k8s.api.scheduling.v1.PriorityClass",
  "rbac.authorization.k8s.io/v1/Role": "io.k8s.api.rbac.v1.Role",
  "rbac.authorization.k8s.io/v1/RoleBinding": "io.k8s.api.rbac.v1.RoleBinding",
};

/** Definitions that are one value on the wire, with the code that the walker has for them. */
const scalars: Readonly<Record<string, string>> = {
  "io.k8s.apimachinery.pkg.api.resource.Quantity": "q",
  "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "x",
  "io.k8s.apimachinery.pkg.apis.meta.v1.Time": "t",
  "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": "t",
  "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1": "r",
};

interface Property {
  code: string;
  since: number;
  until: number;
  /** How lists are joined, as list-types.ts reads it; "" for an atomic one without a merge key. */
  join: string;
}

/** `m(name)` a map by these keys, `s` a set; after `~` the patch strategy and, after `/`, the merge key. */
function joinOf(schema: Schema): string {
  const type = schema["x-kubernetes-list-type"];
  const list =
    type === "map" ? `m(${(schema["x-kubernetes-list-map-keys"] ?? []).join(",")})` : type === "set" ? "s" : "";
  const strategy = schema["x-kubernetes-patch-strategy"] ?? "";
  const key = schema["x-kubernetes-patch-merge-key"] ?? "";
  return list + (strategy === "" && key === "" ? "" : `~${strategy}${key === "" ? "" : `/${key}`}`);
}

/** The minor in `kubernetes v1.37.1 …`, `v1.37.1` or a file named openapi-1.37.json. */
function minorOf(api: OpenApi, file: string): number {
  const match =
    /\bv?1\.(\d+)/.exec(api.source ?? "") ?? /^v?1\.(\d+)/.exec(api.info?.version ?? "") ?? /1\.(\d+)/.exec(file);
  if (match?.[1] === undefined) throw new Error(`${file}: which minor is this?`);
  return Number(match[1]);
}

function shortName(definition: string, taken: ReadonlyMap<string, string>): string {
  const parts = definition.split(".");
  const name = parts.at(-1) ?? definition;
  const holder = taken.get(name);
  return holder === undefined || holder === definition ? name : `${name}${(parts.at(-2) ?? "").toUpperCase()}`;
}

class Union {
  /** Definition → property → what it is and which minors know it. */
  readonly definitions = new Map<string, Map<string, Property>>();
  readonly names = new Map<string, string>();
  /** Those that admitted kinds are made of, which have types and schemas. */
  readonly admitted = new Set<string>();
  readonly #definitionOf = new Map<string, string>();

  add(api: OpenApi, minor: number): void {
    this.#addAll(api, minor, Object.values(kinds));
    for (const name of this.definitions.keys()) this.admitted.add(name);
  }

  addOthers(api: OpenApi, minor: number): void {
    this.#addAll(api, minor, Object.values(otherKinds), this.admitted);
  }

  #addAll(api: OpenApi, minor: number, waiting: string[], known = new Set<string>()): void {
    const done = new Set(known);
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (done.has(name)) continue;
      done.add(name);
      const definition = api.definitions[name];
      if (definition === undefined) continue;
      const properties = this.#propertiesOf(name);
      for (const [key, schema] of Object.entries(definition.properties ?? {})) {
        const code = this.#codeOf(schema, api, waiting);
        const known = properties.get(key);
        if (known !== undefined && known.code !== code)
          throw new Error(`${name}.${key} changed from ${known.code} to ${code} in 1.${minor}`);
        properties.set(key, { code, since: known?.since ?? minor, until: minor, join: joinOf(schema) });
      }
    }
  }

  #propertiesOf(definition: string): Map<string, Property> {
    const known = this.definitions.get(definition);
    if (known !== undefined) return known;
    const fresh = new Map<string, Property>();
    this.definitions.set(definition, fresh);
    return fresh;
  }

  nameOf(definition: string): string {
    const known = this.names.get(definition);
    if (known !== undefined) return known;
    const name = shortName(definition, this.#definitionOf);
    this.names.set(definition, name);
    this.#definitionOf.set(name, definition);
    return name;
  }

  #codeOf(schema: Schema, api: OpenApi, waiting: string[]): string {
    if (schema.$ref !== undefined) {
      const target = schema.$ref.replace("#/definitions/", "");
      const scalar = scalars[target];
      if (scalar !== undefined) return scalar;
      const definition = api.definitions[target];
      if (definition?.properties === undefined) return definition?.type === "string" ? "s" : "r";
      waiting.push(target);
      return `@${this.nameOf(target)}`;
    }
    switch (schema.type) {
      case "array":
        return `A${this.#codeOf(schema.items ?? {}, api, waiting)}`;
      case "object":
        return schema.additionalProperties ? `M${this.#codeOf(schema.additionalProperties, api, waiting)}` : "r";
      case "integer":
        return schema.format === "int64" ? "l" : "i";
      case "number":
        return "d";
      case "boolean":
        return "b";
      case "string":
        return schema.format === "byte" ? "y" : "s";
      default:
        return "r";
    }
  }
}

function typeOf(code: string): string {
  switch (code[0]) {
    case "@":
      return code.slice(1);
    case "A":
      return `${typeOf(code.slice(1))}[]`;
    case "M":
      return `Record<string, ${typeOf(code.slice(1))}>`;
    case "i":
    case "l":
    case "d":
      return "number";
    case "b":
      return "boolean";
    case "q":
      return "Quantity";
    case "x":
      return "IntOrString";
    case "r":
      return "unknown";
    default:
      return "string";
  }
}

function schemaOf(code: string): Record<string, unknown> {
  switch (code[0]) {
    case "@":
      return { $ref: `#/definitions/${code.slice(1)}` };
    case "A":
      return { type: "array", items: schemaOf(code.slice(1)) };
    case "M":
      return { type: "object", additionalProperties: schemaOf(code.slice(1)) };
    case "i":
      return { type: "integer", minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };
    case "l":
      return { type: "integer", format: "int64" };
    case "d":
      return { type: "number" };
    case "b":
      return { type: "boolean" };
    case "q":
      return { type: ["string", "number"], format: "quantity" };
    case "x":
      return { type: ["string", "integer"], format: "int-or-string", minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };
    case "t":
      return { type: "string", format: "date-time" };
    case "y":
      return { type: "string", format: "byte" };
    case "r":
      return {};
    default:
      return { type: "string" };
  }
}

interface GoField {
  readonly json: string;
  readonly type: string;
  readonly isOmitted: boolean;
}

/** The fields of Go's structs, by group, version and name: `core.v1.Container`. Embedded structs are opened. */
function goStructs(files: readonly string[]): (struct: string) => GoField[] | undefined {
  const structs = new Map<string, { readonly at: string; readonly body: string }>();
  for (const file of files) {
    const at = file.split("/").slice(-3, -1).join(".");
    for (const [, name = "", body = ""] of readFileSync(file, "utf8").matchAll(
      /^type (\w+) struct \{\n([\s\S]*?)^\}/gm,
    ))
      structs.set(`${at}.${name}`, { at, body });
  }
  const fieldsOf = (struct: string): GoField[] | undefined => {
    const found = structs.get(struct);
    return found?.body.split("\n").flatMap((line): GoField[] => {
      const embedded = /^\s*(\w+)\s+`json:"[^"\w]*(?:,?inline)?"/.exec(line)?.[1];
      if (embedded !== undefined) return fieldsOf(`${found.at}.${embedded}`) ?? [];
      const [, type = "", json, options = ""] = /^\s*(?:\w+\s+)?(\S+)\s+`json:"([\w$]+)([^"]*)"/.exec(line) ?? [];
      return json === undefined ? [] : [{ json, type, isOmitted: options.includes("omitempty") }];
    });
  };
  return fieldsOf;
}

/** `*` a pointer to one value, `^` a pointer that is written as null where it is absent, `!` written even when it is nothing, `=` a struct or an amount that is always there. */
function goFieldsOf(union: Union, files: readonly string[]): string {
  const fieldsOf = goStructs(files);
  const lines: string[] = [];
  for (const [definition, properties] of union.definitions) {
    const marks: string[] = [];
    for (const { json, type, isOmitted } of fieldsOf(definition.split(".").slice(-3).join(".")) ?? []) {
      const code = properties.get(json)?.code.charAt(0);
      if (code === undefined) continue;
      const isPointer = type.startsWith("*");
      if (isPointer && !isOmitted) marks.push(`${json}^`);
      else if ("@qxt".includes(code)) {
        if (!isPointer) marks.push(`${json}=`);
      } else if (isPointer) marks.push(`${json}*`);
      else if (!isOmitted) marks.push(`${json}!`);
    }
    if (marks.length > 0) lines.push(`  ${union.nameOf(definition)}: ${JSON.stringify(marks.sort().join(";"))},`);
  }
  return `${header.replace("OpenAPI definitions", "Go types")}\n/** Definition → its fields that are no plain ones; go-fields.ts says how to read them. */\nexport const goFields: Readonly<Record<string, string>> = {\n${lines.sort().join("\n")}\n};\n`;
}

const root = fileURLToPath(new URL("..", import.meta.url));
const header = "// Written by scripts/generate-kubernetes.ts from Kubernetes' OpenAPI definitions. Do not edit.\n";

/** The generated files, by their path in the project. */
export function generateKubernetes(files: readonly string[]): Map<string, string> {
  if (files.length === 0) throw new Error("name the OpenAPI files, one a minor");
  const union = new Union();
  for (const definition of Object.values(kinds)) union.nameOf(definition);
  const apis = files
    .filter((file) => !file.endsWith(".go"))
    .map((file): [OpenApi, number] => {
      const api = JSON.parse(readFileSync(file, "utf8")) as OpenApi;
      return [api, minorOf(api, file)];
    })
    .sort(([, a], [, b]) => a - b);
  for (const [api, minor] of apis) union.add(api, minor);
  for (const [api, minor] of apis) union.addOthers(api, minor);
  const first = apis[0]?.[1] ?? 0;
  const last = apis.at(-1)?.[1] ?? 0;

  const written = new Map<string, string>();
  const texts: string[] = [];
  const types: string[] = [];
  const lists: string[] = [];
  const definitions: Record<string, unknown> = {};
  for (const [definition, properties] of [...union.definitions].sort(([a], [b]) =>
    union.nameOf(a) < union.nameOf(b) ? -1 : 1,
  )) {
    const name = union.nameOf(definition);
    const sorted = [...properties].sort(([a], [b]) => (a < b ? -1 : 1));
    const parts = sorted.map(([key, { code, since, until }]) => {
      const span =
        since === first && until === last ? "" : `+${since === first ? "" : since}${until === last ? "" : `-${until}`}`;
      return `${key}:${code}${span}`;
    });
    const [group, goName] = definition.split(".").slice(-2);
    const goType = goName === name ? group : `${group}.${goName}`;
    texts.push(`  ${name}: ${JSON.stringify(`${goType};${parts.join(";")}`)},`);
    const joins = sorted.filter(([, { join }]) => join !== "").map(([key, { join }]) => `${key}:${join}`);
    if (joins.length > 0) lists.push(`  ${name}: ${JSON.stringify(joins.join(";"))},`);
    if (!union.admitted.has(definition)) continue;
    types.push(
      `export interface ${name} {\n${sorted.map(([key, { code }]) => `  ${key.startsWith("$") ? JSON.stringify(key) : key}?: ${typeOf(code)};\n`).join("")}}`,
    );
    definitions[name] = {
      type: "object",
      additionalProperties: false,
      properties: Object.fromEntries(
        sorted.map(([key, { code, since, until }]) => [
          key,
          {
            ...schemaOf(code),
            ...(since === first ? {} : { "x-since": `1.${since}` }),
            ...(until === last ? {} : { "x-until": `1.${until}` }),
          },
        ]),
      ),
    };
  }
  const served = Object.entries({ ...kinds, ...otherKinds }).map(
    ([kind, definition]) => `  ${JSON.stringify(kind)}: ${JSON.stringify(union.nameOf(definition))},`,
  );
  written.set(
    "src/admission/structure.generated.ts",
    `${header}\n/** The definition of each kind that is known. */\nexport const kindDefinitions: Readonly<Record<string, string>> = {\n${served.join("\n")}\n};\n\n/** Definition → its Go type (the package alone where the name is the same) and its properties; structure.ts says how to read them. */\nexport const structures: Readonly<Record<string, string>> = {\n${texts.join("\n")}\n};\n`,
  );
  written.set(
    "src/admission/kubernetes.generated.ts",
    `${header}import type { IntOrString } from "../model/int-or-string.ts";\nimport type { Quantity } from "../model/quantity.ts";\n\n${types.join("\n\n")}\n`,
  );
  written.set(
    "src/admission/list-types.generated.ts",
    `${header}\n/** Definition → its lists and what else patches join in a way of their own; list-types.ts says how to read them. */\nexport const joins: Readonly<Record<string, string>> = {\n${lists.join("\n")}\n};\n`,
  );
  const goFiles = files.filter((file) => file.endsWith(".go"));
  if (goFiles.length > 0) written.set("src/admission/go-fields.generated.ts", goFieldsOf(union, goFiles));
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: `Kubernetes 1.${first} to 1.${last}: the kinds that are admitted`,
    oneOf: Object.entries(kinds).map(([kind, definition]) => ({
      title: kind,
      $ref: `#/definitions/${union.nameOf(definition)}`,
    })),
    definitions,
  };
  written.set("schemas/kubernetes.schema.json", `${JSON.stringify(schema, null, 1)}\n`);
  return written;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [path, text] of generateKubernetes(process.argv.slice(2))) writeFileSync(`${root}${path}`, text);
