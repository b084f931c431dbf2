import { basename, dirname, relative, resolve } from "node:path";
import type { FileOf } from "../chart/gitops/argocd-overrides.ts";
import { variablesIn } from "../chart/gitops/flux-variables.ts";
import { readRequests } from "../chart/gitops/read-requests.ts";
import type { LeftOut, ReleaseRequest, Requests } from "../chart/gitops/release-request.ts";
import type { SourceTree } from "../chart/node/source-tree.ts";
import type { Document } from "../read/document.ts";
import { shownPath } from "./path-rules.ts";

/** The releases that some files ask for, and the tree that these files stand in. */
export class AskedReleases {
  readonly requests: Requests;
  readonly tree: SourceTree;
  readonly byKey: ReadonlyMap<string, ReleaseRequest>;
  readonly #documents: readonly Document[];
  readonly #fileOf: FileOf;
  #variables: ReadonlyMap<string, readonly string[]> | undefined;
  readonly #tried = new Map<string, ReadonlyMap<string, ReleaseRequest>>();

  /** Files are named from the folder `cwd`. */
  constructor(documents: readonly Document[], tree: SourceTree, cwd: string) {
    this.tree = tree;
    const names = new Map<string, ReadonlySet<string>>();
    this.#fileOf = (inside) => {
      const path = resolve(tree.root, inside.replace(/^\/+/, ""));
      // Mostly there is none, and to ask git for each takes long.
      const known = names.get(dirname(path)) ?? new Set(tree.names(dirname(path)));
      names.set(dirname(path), known);
      const text = known.has(basename(path)) ? tree.read(path) : undefined;
      return text === undefined ? undefined : { name: shownPath(relative(cwd, path)), text };
    };
    this.#documents = documents;
    this.requests = readRequests(documents, this.#fileOf);
    this.byKey = keyed(this.requests.releases);
  }

  /** A release of these with a text in the place of each variable that is not known; undefined where that asks for none. */
  tried(release: ReleaseRequest, text: string): ReleaseRequest | undefined {
    let all = this.#tried.get(text);
    if (all === undefined) {
      all = new Map(readRequests(this.#documents, this.#fileOf, text).releases.map((one) => [placeOf(one), one]));
      this.#tried.set(text, all);
    }
    const found = all.get(placeOf(release));
    return found === undefined ? undefined : { ...release, layers: found.layers };
  }

  /** The names of Flux' variables that a line of these files holds. */
  variablesAt(file: string, line: number): readonly string[] {
    this.#variables ??= new Map(this.#documents.flatMap(variableLines));
    return this.#variables.get(`${file}:${line}`) ?? [];
  }
}

function variableLines({ file, line, text }: Document): readonly (readonly [string, readonly string[]])[] {
  if (!text.includes("${")) return [];
  return text.split(/\r\n|\r|\n/).map((one, index) => [`${file}:${line + index}`, variablesIn(one)] as const);
}

/** The releases as they were at another revision. */
export class BeforeReleases extends AskedReleases {
  readonly name: string;

  constructor(name: string, documents: readonly Document[], tree: SourceTree, cwd: string) {
    super(documents, tree, cwd);
    this.name = name;
  }

  /** What it means that a release goes to another namespace; undefined where it stays, or where either is not written. */
  movedFrom({ namespace: from }: ReleaseRequest, { namespace: to }: ReleaseRequest): string | undefined {
    if (from === undefined || to === undefined || from === to) return undefined;
    return `its namespace goes from \`${from}\` to \`${to}\`: all of it is made anew there, its StatefulSets start on new, empty claims, and what is in \`${from}\` is removed or left behind, with the data in its claims`;
  }

  /** Those that are no longer there, each said: what becomes of their pods and claims is not judged here. */
  gone(now: AskedReleases): readonly LeftOut[] {
    return [...this.byKey]
      .filter(([key]) => !now.byKey.has(key))
      .map(([, { resource, location, release }]) => ({
        resource,
        location,
        why: `it was there at ${this.name} and is gone: the release \`${release}\` would be removed, its claims stay unless told otherwise`,
      }));
  }
}

/** By resource, and by their order where one asks for several: charts and versions change, that is what is looked at. */
function keyed(releases: readonly ReleaseRequest[]): ReadonlyMap<string, ReleaseRequest> {
  const counts = new Map<string, number>();
  return new Map(
    releases.map((release) => {
      const { kind, namespace, name } = release.resource;
      const key = JSON.stringify([kind, namespace, name]);
      const index = counts.get(key) ?? 0;
      counts.set(key, index + 1);
      return [`${key} ${index}`, release];
    }),
  );
}

/** Where it is asked for: names may hold variables. Flux has one release in one object. */
function placeOf({ location: { file, line, column } }: ReleaseRequest): string {
  return JSON.stringify([file, line, column]);
}
