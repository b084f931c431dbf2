import { filled, has, isMapping, list, mapping, text, texts } from "../../model/fields.ts";
import type { Document } from "../../read/document.ts";
import type { Path } from "../../read/path.ts";
import {
  type ChartReference,
  type GivenFlag,
  placeOf,
  type ReleaseRequest,
  type RequestName,
  type ValuesLayer,
} from "./release-request.ts";

/** What a file says of all releases in it, whichever of its documents says it. */
export interface Shared {
  readonly repositories: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly skipsSchema: boolean;
  /** It wins over those that releases name (pkg/state, ApplyOverrides). */
  readonly namespace: string | undefined;
  readonly missingFileHandler: string | undefined;
  readonly kubeVersion: string | undefined;
  readonly apiVersions: readonly string[];
}

export function releaseName(name: string, namespace?: string): RequestName {
  return { apiVersion: "helmfile", kind: "Release", ...(namespace === undefined ? {} : { namespace }), name };
}

/** Whether a field says something: helmfile takes an empty list, and false, for nothing. */
export function says(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null && value !== false && value !== "";
}

/** What helmfile does to a release that is not done here. */
const ignored = [
  ...["inherit", "secrets", "jsonPatches", "strategicMergePatches", "transformers", "dependencies", "env"],
  ...["args", "postRenderer", "forceNamespace", "reuseValues", "devel", "enableDNS"],
];
const conditions = ["condition", "conditionTemplate", "installedTemplate"];

export class HelmfileRelease {
  readonly resource: RequestName;
  readonly location: ReturnType<Document["locate"]>;
  readonly #document: Document;
  readonly #path: Path;
  readonly #release: Readonly<Record<string, unknown>>;
  readonly #shared: Shared;
  readonly #namespace: string | undefined;

  constructor(document: Document, path: Path, release: Readonly<Record<string, unknown>>, shared: Shared) {
    this.#document = document;
    this.#path = path;
    this.#release = release;
    this.#shared = shared;
    this.#namespace = shared.namespace ?? filled(release.namespace);
    this.resource = releaseName(text(release.name) ?? "", this.#namespace);
    this.location = document.locate([...path, "name"]);
  }

  /** `installed: false` removes a release, or never makes it. */
  get isAsked(): boolean {
    return this.#release.installed !== false && this.#named !== "";
  }

  /** `directory` is another word for it. */
  get #named(): string {
    return filled(this.#release.chart) ?? filled(this.#release.directory) ?? "";
  }

  /** The values in helmfile's order (pkg/state, ExecuteTemplateExpressions), and where each is written. */
  get #values(): readonly (readonly [unknown, Path])[] {
    return this.#items("valuesTemplate", "values");
  }

  #items(...fields: readonly string[]): readonly (readonly [unknown, Path])[] {
    return fields.flatMap((field) =>
      list(this.#release[field]).map((value, index) => [value, [...this.#path, field, index]] as const),
    );
  }

  whys(): readonly string[] {
    if (this.#release.installed === false) return ["not rendered: `installed: false` takes it away"];
    if (!this.isAsked) return ["not rendered: it names no chart"];
    const whys = ignored
      .filter((key) => says(this.#release[key]))
      .map(
        (key) =>
          `rendered without its \`${key}\`, which helmfile adds: pipe \`helmfile template\` into sts-lint for all of it`,
      );
    for (const key of conditions)
      if (has(this.#release, key))
        whys.push(`rendered whatever its \`${key}\` says, which depends on helmfile's environment`);
    if (list(this.#release.hooks).some((hook) => texts(mapping(hook).events).includes("prepare")))
      whys.push("rendered without its `hooks`, which may change the chart or its values before");
    for (const [value] of this.#values)
      if (typeof value === "string" && isTemplate(value))
        whys.push(`rendered without \`${value}\`, a template of values that only helmfile renders`);
    if (this.#values.some(([value]) => isMapping(value) && holdsReference(value)))
      whys.push("rendered as it is written: what helmfile puts for `ref+…` in its values is not known here");
    return whys;
  }

  request(): ReleaseRequest {
    const space = this.#namespace;
    const set = this.#items("setTemplate", "set");
    return {
      resource: this.resource,
      location: this.location,
      deployer: "helm",
      release: text(this.#release.name) ?? "",
      ...(space === undefined ? {} : { namespace: space }),
      chart: this.#chart(),
      layers: this.#layers(),
      flags: [
        ...this.#flags().map((arg) => ({ arg })),
        ...this.#set("--set", set),
        ...this.#set("--set-string", this.#items("setString")),
      ],
      fileValues: set.flatMap(([one]) => {
        const { name, file } = mapping(one);
        const path = filled(file);
        return path === undefined ? [] : [{ name: text(name) ?? "", path, base: "file" as const }];
      }),
    };
  }

  #chart(): ChartReference {
    const chart = this.#named;
    const wanted = filled(this.#release.version);
    const version = wanted === undefined ? {} : { version: wanted };
    if (chart.startsWith("oci://")) return { from: "registry", url: chart, ...version };
    const [, owner = "", name = ""] = /^([^./][^/]*)\/(.+)$/s.exec(chart) ?? [];
    const repository = this.#shared.repositories.get(owner);
    const url = filled(repository?.url);
    if (repository !== undefined && url !== undefined) {
      if (repository.oci === true)
        return {
          from: "registry",
          url: `oci://${url.replace(/^oci:\/\//, "").replace(/(?<!\/)\/+$/, "")}/${name}`,
          ...version,
        };
      return { from: "repository", url, chart: name, ...version };
    }
    if (/^\.{0,2}\//.test(chart) || !chart.includes("/")) return { from: "folder", path: chart, base: "file" };
    return { from: "named", chart, ...version };
  }

  #layers(): readonly ValuesLayer[] {
    const layers: ValuesLayer[] = [];
    const prefix = text(this.#release.valuesPathPrefix) ?? "";
    for (const [value, base] of this.#values) {
      if (isMapping(value))
        layers.push({ from: "inline", value, place: (path) => placeOf(this.#document, [...base, ...path]) });
      else if (typeof value === "string" && !isTemplate(value))
        layers.push({ from: "file", path: `${prefix}${value}`, base: "file", mayMiss: this.#mayMiss, isGlob: true });
    }
    return layers;
  }

  /** `set` and `setString`: one value, or a list of them (pkg/state, setFlags). */
  #set(flag: string, values: readonly (readonly [unknown, Path])[]): readonly GivenFlag[] {
    return values.flatMap(([one, path]) => {
      const { name, value, values: several } = mapping(one);
      const key = escaped(text(name) ?? "");
      const alone = scalar(value);
      const items = list(several).map((item) => escaped(scalar(item)));
      if (alone === "" && items.length === 0) return [];
      const place = () => placeOf(this.#document, [...path, alone === "" ? "values" : "value"]);
      return [{ arg: `${flag}=${key}=${alone === "" ? `{${items.join(",")}}` : escaped(alone)}`, place }];
    });
  }

  get #mayMiss(): boolean {
    return ["Warn", "Info", "Debug"].includes(
      text(this.#release.missingFileHandler) ?? this.#shared.missingFileHandler ?? "",
    );
  }

  #flags(): readonly string[] {
    const { kubeVersion, apiVersions, skipSchemaValidation } = this.#release;
    const version = filled(kubeVersion) ?? this.#shared.kubeVersion;
    const flags = [...this.#shared.apiVersions, ...texts(apiVersions)].map((one) => `--api-versions=${one}`);
    if (version !== undefined) flags.push(`--kube-version=${version}`);
    if (skipSchemaValidation === true || (skipSchemaValidation === undefined && this.#shared.skipsSchema))
      flags.push("--skip-schema-validation");
    return flags;
  }
}

/** Secrets that helmfile fetches while it renders (helmfile/vals). */
function holdsReference(value: unknown): boolean {
  return JSON.stringify(value).includes('"ref+');
}

function isTemplate(path: string): boolean {
  return path.endsWith(".gotmpl");
}

function scalar(value: unknown): string {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : "";
}

/** helmfile gives commas as part of the value. */
function escaped(value: string): string {
  return value.replaceAll(",", "\\,");
}
