import { type Fields, isMapping, mapping } from "../../model/fields.ts";
import type { Document, Input, Manifest } from "../../read/document.ts";
import { newMapping } from "../../read/mapping.ts";
import { type Path, valueAt } from "../../read/path.ts";
import { readManifests } from "../../read/read-manifests.ts";
import type { Written } from "./release-request.ts";

/** A file of the repository by its path from the root; undefined where there is none. */
export type FileOf = (path: string) => Input | undefined;

/** A mapping of somebody's manifest or file, and where it stands in it. */
interface Layer {
  readonly written: Written;
  readonly base: Path;
  readonly value: unknown;
}

/**
 * A source of an Application with what the files beside its chart say laid over it (Argo CD, reposerver,
 * mergeSourceParameters): a JSON merge patch, so that a list takes the place of a list.
 */
export class OverriddenSource {
  readonly value: Fields;
  /** Files that are there and say nothing that can be laid over it. */
  readonly unread: readonly string[];
  readonly #layers: readonly Layer[];

  constructor(manifest: Manifest, source: unknown, base: Path, fileOf: FileOf) {
    const layers: Layer[] = [{ written: manifest, base, value: source }];
    const unread: string[] = [];
    for (const file of overridesOf(manifest, mapping(source), fileOf)) {
      const [document] = readManifests([file]).documents;
      if (document?.value === null && document.problem === undefined) continue;
      if (isMapping(document?.value)) layers.push({ written: asWritten(document), base: [], value: document.value });
      else unread.push(file.name);
    }
    const { chart, path, repoURL, targetRevision, ref } = mapping(source);
    const merged = mapping(layers.map(({ value }) => value).reduce((value, patch) => mergePatch(value, patch, 0)));
    // What is fetched, and from where, is the Application's own to say.
    this.value = layers.length === 1 ? merged : { ...merged, chart, path, repoURL, targetRevision, ref };
    this.unread = unread;
    this.#layers = layers;
  }

  /** Who says what stands at a path of the source, and at which path of theirs: the last that says anything there. */
  written(path: Path): { readonly written: Written; readonly path: Path } {
    const [own] = this.#layers;
    const layer = this.#layers.findLast(({ value }) => valueAt(value, path) !== undefined) ?? own;
    if (layer === undefined) throw new Error("no source");
    return { written: layer.written, path: [...layer.base, ...path] };
  }
}

/** The files beside a chart for all Applications, and for this one; another's namespace is part of its name. */
function overridesOf({ name, namespace }: Manifest, { path, chart }: Fields, fileOf: FileOf): readonly Input[] {
  if (typeof path !== "string" || path === "" || typeof chart === "string") return [];
  const names = ["", `-${name}`, ...(namespace === undefined ? [] : [`-${namespace}_${name}`])];
  return names.flatMap((suffix) => fileOf(`${path}/.argocd-source${suffix}.yaml`) ?? []);
}

function asWritten(document: Document): Written {
  return {
    document,
    kind: "file",
    name: document.file,
    value: mapping(document.value),
    locate: (path, aim) => document.locate(path, aim),
  };
}

/** Deeper than any source is; what lies below is taken as it is. */
const deepest = 1000;

/** RFC 7396: null takes away, mappings are merged, all else takes the place of what was there. */
function mergePatch(value: unknown, patch: unknown, depth: number): unknown {
  if (!isMapping(patch) || depth > deepest) return patch;
  const merged = Object.assign(newMapping(), mapping(value));
  for (const [key, below] of Object.entries(patch)) {
    if (below === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], below, depth + 1);
  }
  return merged;
}
