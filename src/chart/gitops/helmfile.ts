import { filled, has, isMapping, list, mapping, text, texts } from "../../model/fields.ts";
import type { Document } from "../../read/document.ts";
import type { Path } from "../../read/path.ts";
import type {
  ChartReference,
  GivenFlag,
  LeftOut,
  ReleaseRequest,
  RequestName,
  Requests,
  ValuesLayer,
} from "./release-request.ts";

/** Whether a document without a kind is a helmfile's. */
export function isHelmfile({ header, value }: Document): boolean {
  return header.kind === undefined && isMapping(value) && ["releases", "helmfiles"].some((key) => has(value, key));
}

/** What a file says of all releases in it, whichever of its documents says it. */
interface Shared {
  readonly repositories: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly skipsSchema: boolean;
  readonly kubeVersion: string | undefined;
  readonly apiVersions: readonly string[];
}

/**
 * What a helmfile in plain YAML asks for. Go templates are helmfile's to render; environments, bases, other helmfiles and
 * templates of releases are left out, and said.
 */
export function readHelmfile(documents: readonly Document[]): Requests {
  const shared = sharedOf(documents);
  const releases: ReleaseRequest[] = [];
  const leftOut: LeftOut[] = [];
  for (const document of documents) {
    const file = mapping(document.value);
    for (const key of ["environments", "bases", "helmfiles"]) {
      if (!has(file, key)) continue;
      const why = `\`${key}\` of a helmfile are not read: pipe \`helmfile template\` into sts-lint for all of it`;
      leftOut.push({
        resource: { ...releaseName("helmfile"), kind: "Helmfile" },
        location: document.locate([key], "key"),
        why,
      });
    }
    for (const [index, release] of list(file.releases).entries()) {
      const one = new HelmfileRelease(document, ["releases", index], mapping(release), shared);
      if (one.isAsked) releases.push(one.request());
      for (const why of one.whys()) leftOut.push({ resource: one.resource, location: one.location, why });
    }
  }
  return { releases, leftOut };
}

function sharedOf(documents: readonly Document[]): Shared {
  const all = documents.map(({ value }) => mapping(value));
  const repositories = all.flatMap((file) => list(file.repositories).map(mapping));
  return {
    repositories: new Map(repositories.map((one) => [text(one.name) ?? "", one])),
    skipsSchema: all.some((file) => mapping(file.helmDefaults).skipSchemaValidation === true),
    kubeVersion: all.map((file) => filled(file.kubeVersion)).find((version) => version !== undefined),
    apiVersions: all.flatMap((file) => texts(file.apiVersions)),
  };
}

function releaseName(name: string, namespace?: string): RequestName {
  return { apiVersion: "helmfile", kind: "Release", ...(namespace === undefined ? {} : { namespace }), name };
}

/** What helmfile does to a release that is not done here. */
const ignored = ["inherit", "secrets", "jsonPatches", "strategicMergePatches", "transformers", "dependencies", "env"];

class HelmfileRelease {
  readonly resource: RequestName;
  readonly location: ReturnType<Document["locate"]>;
  readonly #document: Document;
  readonly #path: Path;
  readonly #release: Readonly<Record<string, unknown>>;
  readonly #shared: Shared;

  constructor(document: Document, path: Path, release: Readonly<Record<string, unknown>>, shared: Shared) {
    this.#document = document;
    this.#path = path;
    this.#release = release;
    this.#shared = shared;
    this.resource = releaseName(text(release.name) ?? "", filled(release.namespace));
    this.location = document.locate([...path, "name"]);
  }

  /** `installed: false` removes a release, or never makes it. */
  get isAsked(): boolean {
    return this.#release.installed !== false && filled(this.#release.chart) !== undefined;
  }

  whys(): readonly string[] {
    if (this.#release.installed === false) return ["not rendered: `installed: false` takes it away"];
    if (!this.isAsked) return ["not rendered: it names no chart"];
    const whys = ignored
      .filter((key) => has(this.#release, key))
      .map(
        (key) =>
          `rendered without its \`${key}\`, which helmfile adds: pipe \`helmfile template\` into sts-lint for all of it`,
      );
    if (has(this.#release, "condition"))
      whys.push("rendered whatever its `condition` says, which depends on helmfile's environment");
    for (const value of list(this.#release.values))
      if (typeof value === "string" && isTemplate(value))
        whys.push(`rendered without \`${value}\`, a template of values that only helmfile renders`);
    return whys;
  }

  request(): ReleaseRequest {
    const { namespace, set, setString } = this.#release;
    const space = filled(namespace);
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
        ...this.#set("--set", "set", set),
        ...this.#set("--set-string", "setString", setString),
      ],
      fileValues: list(set).flatMap((one) => {
        const { name, file } = mapping(one);
        const path = filled(file);
        return path === undefined ? [] : [{ name: text(name) ?? "", path, base: "file" as const }];
      }),
    };
  }

  #chart(): ChartReference {
    const chart = filled(this.#release.chart) ?? "";
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
    for (const [index, value] of list(this.#release.values).entries()) {
      const base = [...this.#path, "values", index];
      if (isMapping(value)) layers.push({ from: "inline", value, place: (path) => this.#place([...base, ...path]) });
      else if (typeof value === "string" && !isTemplate(value))
        layers.push({ from: "file", path: value, base: "file", mayMiss: this.#mayMiss });
    }
    return layers;
  }

  /** `set` and `setString`: one value, or a list of them (pkg/state, setFlags). */
  #set(flag: string, field: string, values: unknown): readonly GivenFlag[] {
    return list(values).flatMap((one, index) => {
      const { name, value, values: several } = mapping(one);
      const key = escaped(text(name) ?? "");
      const alone = scalar(value);
      const items = list(several).map((item) => escaped(scalar(item)));
      if (alone === "" && items.length === 0) return [];
      const place = () => this.#place([...this.#path, field, index, alone === "" ? "values" : "value"]);
      return [{ arg: `${flag}=${key}=${alone === "" ? `{${items.join(",")}}` : escaped(alone)}`, place }];
    });
  }

  get #mayMiss(): boolean {
    return ["Warn", "Info", "Debug"].includes(text(this.#release.missingFileHandler) ?? "");
  }

  #place(path: Path): { readonly file: string; readonly line: number } {
    const { file, line } = this.#document.locate(path, "key");
    return { file, line };
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
