import { nearestWord } from "../../model/nearest.ts";
import type { Path } from "../../read/path.ts";
import {
  entriesOnce,
  type Given,
  givenAt,
  holdsNothing,
  isNull,
  itemsOnce,
  type KeyRange,
  type Table,
  type ValuesLayer,
} from "../render/inputs/values-tree.ts";
import type { ValueAtom } from "./atom.ts";
import type { ReadValues } from "./read-values.ts";
import type { ValueReads } from "./value-reads.ts";

/** A value that no template of the chart reads, in any branch: it changes nothing. */
export interface UnreadValue {
  /** As seen from the chart that is rendered; the shortest of which nothing is read. */
  readonly path: Path;
  /** Whether a user gave it; else it stands in the chart's own values.yaml. */
  readonly isGiven: boolean;
  /** Its key in the values file, relative to the chart's folder or as given with `-f`. */
  readonly place?: KeyRange;
  /** The flag that gave it: `--set a=1`. */
  readonly flag?: string;
  /** What may have been meant: the templates read this. */
  readonly meant?: Path;
}

/** Values reach every subchart under this name, and so those of charts around this one. */
const globalKey = "global";
/** What a chart has for the charts that it may be a part of: they name it in the condition of their dependency. */
const switchKey = "enabled";

/**
 * The values that nothing reads, those that a user gave or those of the chart itself, but for what the chart's schema asks
 * for: nobody can leave that out.
 */
export function unreadValues({ reads, given, values, schema }: ReadValues, isGiven: boolean): readonly UnreadValue[] {
  const finder = new Finder(reads, values);
  const layers = isGiven ? given : reads.layers;
  const found = layers
    .flatMap((layer) => finder.unread(layer, isGiven))
    .filter(({ path }) => schema?.isRequired(path.map(String)) !== true);
  // What else the schema asks for is not known then.
  return schema?.isLeft === true ? [] : found;
}

/** The keys of a layer that nothing reads, as it would be in place of the chart's own values. */
export function unreadKeys({ reads, values }: ReadValues, layer: ValuesLayer): readonly Path[] {
  return new Finder(reads, values).unread(layer, false).map(({ path }) => path);
}

/** A name is looked for among so many at most: further ones no chart has. */
const mostNames = 10_000;

/** So many are told what may have been meant: who misspelt one name has not misspelt hundreds. */
const mostMeant = 100;

class Finder {
  #meantLeft = mostMeant;
  /** The places that templates read, by the last step to them. */
  #readAt: ReadonlyMap<string, readonly Path[]> | undefined;
  readonly #root: ValueAtom;
  readonly #named: ReadonlySet<string>;
  readonly #values: Table;

  constructor({ root, named }: ValueReads, values: Table) {
    this.#root = root;
    this.#named = named;
    this.#values = values;
  }

  unread(layer: ValuesLayer, isGiven: boolean): UnreadValue[] {
    return [...this.#below(layer.root, [], [this.#root])]
      .filter(
        (path) =>
          !path.includes(globalKey) &&
          (isGiven || path.length > 1 || path[0] !== switchKey) &&
          !this.#named.has(String(path.at(-1))) &&
          !this.#mayCount(path) &&
          layer.isShared?.(path) !== true,
      )
      .map((path) => {
        const written = layer.placeAt(path);
        const place = layer.keyRange?.(path);
        const meant = this.#meant(path);
        return {
          path,
          isGiven,
          ...(place === undefined ? {} : { place }),
          ...(written?.flag === undefined ? {} : { flag: written.flag }),
          ...(meant === undefined ? {} : { meant }),
        };
      });
  }

  /** `nodes` are where the templates may be when they are at this path. */
  *#below(given: Given, path: Path, nodes: readonly ValueAtom[]): Generator<Path> {
    if (nodes.some(({ isWhole }) => isWhole) || isNull(given) || isEmpty(given)) return;
    if (nodes.length === 0) {
      yield path;
      return;
    }
    if (given.kind === "scalar" || nodes.every(({ children, any }) => children.size === 0 && any === undefined)) return;
    const entries = given.kind === "table" ? entriesOnce(given) : itemsOnce(given).entries();
    for (const [key, child] of entries) yield* this.#below(child, [...path, key], stepInto(nodes, key));
  }

  /** Whether a mapping or list is asked whether it is there which would be empty without this value. */
  #mayCount(path: Path): boolean {
    for (let depth = path.length - 1; depth > 0; depth--) {
      const around = path.slice(0, depth);
      const held = givenAt(this.#values, around);
      const size = held?.kind === "table" ? held.entries.size : held?.kind === "list" ? held.items.length : 1;
      if (size > 1) return false;
      if (this.#at(around).some(({ isTouched }) => isTouched)) return true;
    }
    return false;
  }

  /** Where the templates may be when they are at a path. */
  #at(path: Path): readonly ValueAtom[] {
    return path.reduce<readonly ValueAtom[]>(stepInto, [this.#root]);
  }

  /** The name nearest to it beside it, or the only other place where the chart has its name. */
  #meant(path: Path): Path | undefined {
    if (--this.#meantLeft < 0) return undefined;
    let nodes: readonly ValueAtom[] = [this.#root];
    for (const [depth, key] of path.entries()) {
      const below = stepInto(nodes, key);
      if (below.length > 0) {
        nodes = below;
        continue;
      }
      // Any letter is near to any other.
      if (typeof key === "number" || key.length < 3) return undefined;
      const around = path.slice(0, depth);
      const held = givenAt(this.#values, around);
      const names = new Set(nodes.flatMap(({ children }) => [...children.keys()]));
      if (held?.kind === "table" && held.entries.size > mostNames) return undefined;
      for (const name of held?.kind === "table" ? held.entries.keys() : [])
        if (stepInto(nodes, name).length > 0) names.add(name);
      names.delete(key);
      const near = nearestWord(key, [...names]);
      if (near !== undefined) return [...around, near];
      return this.#elsewhere(key);
    }
    return undefined;
  }

  #elsewhere(key: string): Path | undefined {
    this.#readAt ??= this.#collectRead();
    const [first, ...others] = this.#readAt.get(key) ?? [];
    return others.length === 0 ? first : undefined;
  }

  #collectRead(): ReadonlyMap<string, readonly Path[]> {
    const found = new Map<string, Path[]>();
    const look = (given: Given, at: Path, nodes: readonly ValueAtom[]): void => {
      if (given.kind !== "table") return;
      for (const [name, child] of entriesOnce(given)) {
        const below = nodes.some(({ isWhole }) => isWhole) ? nodes : stepInto(nodes, name);
        const own = [...at, name];
        if (below.length === 0) continue;
        found.set(name, [...(found.get(name) ?? []).slice(0, 1), own]);
        look(child, own, below);
      }
    };
    look(this.#values, [], [this.#root]);
    return found;
  }
}

/** What of the values the templates may read one step further in. */
export function stepInto(nodes: readonly ValueAtom[], key: string | number): readonly ValueAtom[] {
  return nodes.flatMap(({ children, any }) => [children.get(String(key)) ?? [], any ?? []].flat());
}

/** Nothing that could change a render. */
function isEmpty(given: Given): boolean {
  return given.kind !== "scalar" && holdsNothing(given);
}
