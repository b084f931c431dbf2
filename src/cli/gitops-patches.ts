import { dirname, join, relative, resolve } from "node:path";
import { type LeftOut, nameOf, type ReleaseRequest } from "../chart/gitops/release-request.ts";
import type { SourceTree } from "../chart/node/source-tree.ts";
import { type Fields, filled, list, mapping, texts } from "../model/fields.ts";
import type { Document } from "../read/document.ts";
import { kustomizationDocument, kustomizationNames } from "./kustomization-file.ts";
import { namedBy, patched, type Target, Targets } from "./patch-targets.ts";
import { shownPath, upwards } from "./path-rules.ts";
import type { Source } from "./source.ts";

/** So many kustomizations are asked about one release: nobody stacks more. */
const mostAsked = 200;

interface Kustomization {
  readonly folder: string;
  /** Its own, absolute. */
  readonly path: string;
  readonly fields: Fields;
  /** The files with its patches, absolute. */
  readonly files: readonly string[];
  readonly targets: Targets;
}

/** Some documents without the patches among them. */
interface Split {
  readonly documents: readonly Document[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * What kustomizations in and above the folders of some files do to the HelmReleases in them. Patches are not laid over
 * anything here: it is told that they are there.
 */
export class Patches {
  readonly #tree: SourceTree;
  readonly #cwd: string;
  /** The files, absolute, by the names that reports give them. */
  readonly #paths = new Map<string, string>();
  readonly #known = new Map<string, Kustomization | undefined>();
  /** Who takes in a file or a folder. */
  readonly #takers = new Map<string, Kustomization[]>();
  readonly #byFile = new Map<string, Kustomization>();

  constructor(sources: readonly Source[], tree: SourceTree, cwd: string) {
    this.#tree = tree;
    this.#cwd = cwd;
    for (const source of sources) if (!source.stdin) this.#paths.set(source.name, source.path);
    const folders = new Set<string>();
    for (const file of this.#paths.values()) {
      for (const folder of upwards(dirname(file))) {
        if (folders.has(folder)) break;
        folders.add(folder);
        if (folder === tree.root) break;
      }
    }
    for (const folder of folders) {
      const found = this.#in(folder);
      if (found === undefined) continue;
      for (const path of found.files) if (!this.#byFile.has(path)) this.#byFile.set(path, found);
      const { resources, bases } = found.fields;
      for (const name of new Set([...texts(resources), ...texts(bases)])) {
        const path = resolve(folder, name);
        const takers = this.#takers.get(path);
        if (takers === undefined) this.#takers.set(path, [found]);
        else takers.push(found);
        this.#byFile.delete(path);
      }
    }
  }

  /** The documents that are no patches, and what is said of HelmReleases in those that are. */
  without(documents: readonly Document[]): Split {
    const kept: Document[] = [];
    const leftOut: LeftOut[] = [];
    for (const document of documents) {
      const by = this.#byFile.get(this.#pathOf(document.file))?.path;
      if (by === undefined) kept.push(document);
      else
        for (const manifest of document.manifests.filter(({ kind }) => kind === patched))
          leftOut.push({
            resource: nameOf(manifest),
            location: manifest.locate(["kind"]),
            why: `not rendered: it is a patch, which \`${this.#shown(by)}\` lays over a release`,
          });
    }
    return { documents: kept, leftOut };
  }

  /** What is said of releases that are patched: each once. */
  over(releases: readonly ReleaseRequest[]): readonly LeftOut[] {
    return releases.flatMap((release) => {
      const by = this.#over(release, this.#pathOf(release.location.file));
      if (by === undefined) return [];
      const why = `rendered as it is written: \`${this.#shown(by)}\` patches it`;
      return [{ resource: release.resource, location: release.location, why }];
    });
  }

  /** The path of a kustomization that patches a release in a file, nearest to it; undefined where none does. */
  #over({ resource }: ReleaseRequest, file: string): string | undefined {
    if (resource.kind !== patched) return undefined;
    const asked = new Set(this.#takers.get(file));
    for (const one of asked) {
      if (this.#targets(one).some((targets) => targets.fit(resource))) return one.path;
      if (asked.size < mostAsked) for (const above of this.#takers.get(one.folder) ?? []) asked.add(above);
    }
    return undefined;
  }

  /** What it patches; components bring patches of their own. */
  #targets({ folder, fields, targets }: Kustomization): readonly Targets[] {
    const components = texts(fields.components).slice(0, mostAsked);
    return [targets, ...components.flatMap((name) => this.#in(resolve(folder, name))?.targets ?? [])];
  }

  #in(folder: string): Kustomization | undefined {
    if (!this.#known.has(folder)) this.#known.set(folder, this.#read(folder));
    return this.#known.get(folder);
  }

  #read(folder: string): Kustomization | undefined {
    for (const name of kustomizationNames) {
      const path = join(folder, name);
      const text = this.#tree.read(path);
      const document = text === undefined ? undefined : kustomizationDocument(text);
      if (document === undefined) continue;
      const fields = mapping(document.value);
      const { patches, patchesStrategicMerge, patchesJson6902 } = fields;
      const items = [...list(patches), ...list(patchesJson6902)].map(mapping);
      const merged = texts(patchesStrategicMerge);
      const isInline = (one: string) => one.includes("\n");
      const files = [...items.flatMap((one) => filled(one.path) ?? []), ...merged.filter((one) => !isInline(one))];
      const targets = [
        ...items.flatMap((one) => this.#of(one, folder)),
        ...merged.flatMap((one) => (isInline(one) ? namedBy(one) : this.#named(resolve(folder, one)))),
      ];
      const all = new Targets(targets);
      return { folder, path, fields, files: files.map((one) => resolve(folder, one)), targets: all };
    }
    return undefined;
  }

  #of({ target, patch, path }: Fields, folder: string): readonly Target[] {
    const { kind, name, namespace } = mapping(target);
    if (target !== undefined)
      return [{ kind: filled(kind) ?? "", name: filled(name) ?? "", namespace: filled(namespace) ?? "" }];
    const file = filled(path);
    return file === undefined ? namedBy(filled(patch) ?? "") : this.#named(resolve(folder, file));
  }

  #pathOf(file: string): string {
    return this.#paths.get(file) ?? "";
  }

  #shown(path: string): string {
    return shownPath(relative(this.#cwd, path));
  }

  #named(path: string): readonly Target[] {
    return namedBy(this.#tree.read(path) ?? "");
  }
}
