/*
 * Makes what the project knows of Kubernetes' structure from its OpenAPI definitions, one file a minor:
 *
 *   npx tsx scripts/generate-kubernetes.ts openapi-1.30.json … openapi-1.37.json
 *
 * A file is a release's own api/openapi-spec/swagger.json, or one reduced to the definitions that are needed. Writes
 * - schemas/kubernetes.schema.json: one JSON Schema; `x-since` and `x-until` name the minors that know a property;
 * - src/admission/structure.generated.ts: the same as compact texts, which the walker decodes when it needs them;
 * - src/admission/kubernetes.generated.ts: the types of decoded objects.
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
  readonly #definitionOf = new Map<string, string>();

  add(api: OpenApi, minor: number): void {
    const waiting = Object.values(kinds);
    const done = new Set<string>();
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
        properties.set(key, { code, since: known?.since ?? minor, until: minor });
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

const root = fileURLToPath(new URL("..", import.meta.url));
const header = "// Written by scripts/generate-kubernetes.ts from Kubernetes' OpenAPI definitions. Do not edit.\n";

/** The generated files, by their path in the project. */
export function generateKubernetes(files: readonly string[]): Map<string, string> {
  if (files.length === 0) throw new Error("name the OpenAPI files, one a minor");
  const union = new Union();
  for (const definition of Object.values(kinds)) union.nameOf(definition);
  const apis = files
    .map((file): [OpenApi, number] => {
      const api = JSON.parse(readFileSync(file, "utf8")) as OpenApi;
      return [api, minorOf(api, file)];
    })
    .sort(([, a], [, b]) => a - b);
  for (const [api, minor] of apis) union.add(api, minor);
  const first = apis[0]?.[1] ?? 0;
  const last = apis.at(-1)?.[1] ?? 0;

  const written = new Map<string, string>();
  const texts: string[] = [];
  const types: string[] = [];
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
  const served = Object.entries(kinds).map(
    ([kind, definition]) => `  ${JSON.stringify(kind)}: ${JSON.stringify(union.nameOf(definition))},`,
  );
  written.set(
    "src/admission/structure.generated.ts",
    `${header}\n/** The definition of each kind that is admitted. */\nexport const kindDefinitions: Readonly<Record<string, string>> = {\n${served.join("\n")}\n};\n\n/** Definition → its Go type (the package alone where the name is the same) and its properties; structure.ts says how to read them. */\nexport const structures: Readonly<Record<string, string>> = {\n${texts.join("\n")}\n};\n`,
  );
  written.set(
    "src/admission/kubernetes.generated.ts",
    `${header}import type { IntOrString } from "../model/int-or-string.ts";\nimport type { Quantity } from "../model/quantity.ts";\n\n${types.join("\n\n")}\n`,
  );
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
