import { parseVersion } from "../functions/versions.ts";
import { base } from "./base-name.ts";
import { type Decoded, type Shape, StructDecoder } from "./decode.ts";
import { InputError } from "./input-error.ts";
import type { YamlText } from "./read-yaml.ts";

/** A dependency as Chart.yaml or requirements.yaml lists it (pkg/chart/v2/dependency.go). Changed while dependencies are worked out. */
export interface Dependency {
  name: string;
  version: string;
  repository: string;
  condition: string;
  tags: string[] | undefined;
  enabled: boolean;
  importValues: unknown[] | undefined;
  alias: string;
}

export interface Maintainer {
  name: string;
  email: string;
  url: string;
}

/** Chart.yaml (pkg/chart/v2/metadata.go); undefined lists and maps are Go's nil ones. */
export interface Metadata {
  name: string;
  home: string;
  sources: string[] | undefined;
  version: string;
  description: string;
  keywords: string[] | undefined;
  maintainers: (Maintainer | null)[] | undefined;
  icon: string;
  apiVersion: string;
  condition: string;
  tags: string;
  appVersion: string;
  deprecated: boolean;
  annotations: Map<string, string> | undefined;
  kubeVersion: string;
  dependencies: (Dependency | null)[] | undefined;
  type: string;
}

export const dependencyShape: Readonly<Record<string, Shape>> = {
  name: "string",
  version: "string",
  repository: "string",
  condition: "string",
  tags: { list: "string" },
  enabled: "bool",
  "import-values": { list: "any" },
  alias: "string",
};

const metadataShape: Readonly<Record<string, Shape>> = {
  name: "string",
  home: "string",
  sources: { list: "string" },
  version: "string",
  description: "string",
  keywords: { list: "string" },
  maintainers: { list: { struct: { name: "string", email: "string", url: "string" } } },
  icon: "string",
  apiVersion: "string",
  condition: "string",
  tags: "string",
  appVersion: "string",
  deprecated: "bool",
  annotations: { map: "string" },
  kubeVersion: "string",
  dependencies: { list: { struct: dependencyShape } },
  type: "string",
};

/** Decodes Chart.yaml, or requirements.yaml over what Chart.yaml gave. */
export class MetadataReader {
  readonly #raw: Decoded = Object.create(null);

  /** @throws {InputError} */
  read(yaml: YamlText, what: string): void {
    new StructDecoder(yaml, what).struct(metadataShape, yaml.value, this.#raw);
  }

  get apiVersion(): string {
    return text(this.#raw.apiVersion);
  }

  /** The metadata, sound and with its texts cleaned, as helm's `Validate` leaves it. @throws {InputError} */
  validated(): Metadata {
    const raw = this.#raw;
    const metadata: Metadata = {
      name: clean(raw.name),
      home: clean(raw.home),
      sources: list(raw.sources)?.map(clean),
      version: text(raw.version),
      description: clean(raw.description),
      keywords: list(raw.keywords)?.map(clean),
      maintainers: list(raw.maintainers)?.map(maintainer),
      icon: clean(raw.icon),
      apiVersion: text(raw.apiVersion) || "v1",
      condition: clean(raw.condition),
      tags: clean(raw.tags),
      appVersion: clean(raw.appVersion),
      deprecated: raw.deprecated === true,
      annotations: raw.annotations instanceof Map ? (raw.annotations as Map<string, string>) : undefined,
      kubeVersion: clean(raw.kubeVersion),
      dependencies: list(raw.dependencies)?.map(dependency),
      type: text(raw.type),
    };
    validate(metadata);
    return metadata;
  }
}

function validate(metadata: Metadata): void {
  const { name, version } = metadata;
  if (name === "") refuse("chart.metadata.name is required");
  if (name === "." || name === "..") refuse(`chart.metadata.name "${name}" is not allowed`);
  if (name !== base(name)) refuse(`chart.metadata.name "${name}" is invalid`);
  if (version === "") refuse("chart.metadata.version is required");
  if (typeof parseVersion(version) === "string") refuse(`chart.metadata.version "${version}" is invalid`);
  if (!["", "application", "library"].includes(metadata.type))
    refuse("chart.metadata.type must be application or library");
  if (metadata.maintainers?.some((one) => one === null)) refuse("maintainers must not contain empty or null nodes");
  const seen = new Set<string>();
  for (const one of metadata.dependencies ?? []) {
    if (one === null) refuse("dependencies must not contain empty or null nodes");
    if (one.alias !== "" && !/^[a-zA-Z0-9_-]+$/.test(one.alias))
      refuse(`dependency "${one.name}" has disallowed characters in the alias`);
    const key = one.alias === "" ? one.name : one.alias;
    if (seen.has(key)) refuse(`more than one dependency with name or alias "${key}"`);
    seen.add(key);
  }
}

function refuse(message: string): never {
  throw new InputError(`validation: ${message}`, "Chart.yaml");
}

function maintainer(value: unknown): Maintainer | null {
  if (value === null) return null;
  const raw = value as Decoded;
  return { name: clean(raw.name), email: clean(raw.email), url: clean(raw.url) };
}

function dependency(value: unknown): Dependency | null {
  if (value === null) return null;
  const raw = value as Decoded;
  return {
    name: clean(raw.name),
    version: clean(raw.version),
    repository: clean(raw.repository),
    condition: clean(raw.condition),
    tags: list(raw.tags)?.map(clean),
    enabled: raw.enabled === true,
    importValues: list(raw["import-values"]),
    alias: text(raw.alias),
  };
}

function list(value: unknown): unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Spaces become plain ones, what Go cannot print goes (sanitizeString). */
function clean(value: unknown): string {
  let cleaned = "";
  for (const char of text(value)) {
    if (/[\t\n\v\f\r\u0085\p{Z}]/u.test(char)) cleaned += " ";
    else if (!/[\p{C}]/u.test(char)) cleaned += char;
  }
  return cleaned;
}
