import { type Fields, list, mapping, texts } from "../model/fields.ts";
import type { Document } from "../read/document.ts";
import type { Path } from "../read/path.ts";
import { readManifests } from "../read/read-manifests.ts";

/** The names under which kustomize looks for one (kustomize api/konfig, RecognizedKustomizationFileNames). */
export const kustomizationNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"] as const;

/** A file as a kustomization names it, and where it does. */
export interface NamedFile {
  readonly name: string;
  readonly line: number;
}

/** Which files a kustomization takes in, by the names that it gives them. */
export interface KustomizationFile {
  /** Files that it takes as manifests and leaves as they are, but for names and annotations. */
  readonly manifests: readonly string[];
  /**
   * What manifests are made from, and is none itself: patches, the data of ConfigMaps and Secrets, settings of kustomize;
   * where it changes its resources, these, too.
   */
  readonly parts: readonly NamedFile[];
  /** Whether more comes of it than the manifests of its files and folders as they are: it changes them, or has others from elsewhere. */
  readonly makesMore: boolean;
}

/**
 * The document of a kustomization (kustomize api/types/kustomization.go); undefined for what is none, as Flux calls an object
 * of its own by the same kind.
 */
export function kustomizationDocument(text: string): Document | undefined {
  const [document, ...others] = readManifests([{ name: "kustomization", text }]).documents.filter(
    ({ value }) => value !== null,
  );
  if (document === undefined || others.length > 0) return undefined;
  const { apiVersion = "", kind = "Kustomization" } = mapping(document.value);
  if (kind !== "Kustomization" && kind !== "Component") return undefined;
  if (apiVersion !== "" && !String(apiVersion).startsWith("kustomize.config.k8s.io/")) return undefined;
  return document;
}

/** Reads a kustomization; undefined for what is none. */
export function readKustomization(text: string): KustomizationFile | undefined {
  const document = kustomizationDocument(text);
  if (document === undefined) return undefined;
  const fields = mapping(document.value);
  const parts = Object.entries(places).flatMap(([key, below]) => below.flatMap((path) => namesAt(document, key, path)));
  return isChanging(fields)
    ? { manifests: [], parts: [...parts, ...namesAt(document, "resources", [])], makesMore: true }
    : { manifests: texts(fields.resources), parts, makesMore: hasOthers(fields) };
}

/** Whether it renders charts, or fetches manifests. */
function hasOthers({ helmCharts, helmChartInflationGenerator, resources, bases }: Fields): boolean {
  if (list(helmCharts).length > 0 || list(helmChartInflationGenerator).length > 0) return true;
  return [...texts(resources), ...texts(bases)].some((name) => /:\/\/|^git@|^github\.com\/|\?ref=/.test(name));
}

/** Fields that change what manifests say to one another, where they hold something. */
const changing = [
  "patches",
  "patchesStrategicMerge",
  "patchesJson6902",
  "components",
  "transformers",
  "replacements",
  "vars",
  "replicas",
] as const;

function isChanging(fields: Fields): boolean {
  if (changing.some((key) => list(fields[key]).length > 0)) return true;
  if (Object.keys(mapping(fields.commonLabels)).length > 0) return true;
  // Others reach the labels of the objects alone, for which no selector asks.
  return list(fields.labels).some((item) => {
    const { includeSelectors, includeTemplates } = mapping(item);
    return includeSelectors === true || includeTemplates === true;
  });
}

/** Where files are named that are no manifests: below each item of a list. */
const places: Readonly<Record<string, readonly (readonly string[])[]>> = {
  patches: [["path"]],
  patchesStrategicMerge: [[]],
  patchesJson6902: [["path"]],
  replacements: [["path"]],
  transformers: [[]],
  generators: [[]],
  validators: [[]],
  configurations: [[]],
  helmCharts: [["valuesFile"], ["additionalValuesFiles"]],
  configMapGenerator: [["env"], ["envs"], ["files"]],
  secretGenerator: [["env"], ["envs"], ["files"]],
};

/** The names that a list's items hold at a path: a text, or a list of them. */
function namesAt(document: Document, key: string, below: readonly string[]): NamedFile[] {
  return list(mapping(document.value)[key]).flatMap((item, index) => {
    const found = below.reduce<unknown>((value, step) => mapping(value)[step], item);
    const path: Path = [key, index, ...below];
    const all = Array.isArray(found)
      ? found.map((name, at) => [name, [...path, at]] as const)
      : [[found, path] as const];
    return all.flatMap(([name, at]) =>
      typeof name === "string" ? [{ name: fileOf(name, below), line: document.locate(at).line }] : [],
    );
  });
}

/** A generator may call a file otherwise: `KEY=FILE`. */
function fileOf(name: string, below: readonly string[]): string {
  return below[0] === "files" ? name.slice(name.indexOf("=") + 1) : name;
}
