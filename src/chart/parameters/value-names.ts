import type { Path } from "../../read/path.ts";
import { type Chart, inFolder, type Scope } from "../chart.ts";
import { writtenReads } from "../reads/written-reads.ts";
import { valueAt } from "../values.ts";

/** Names ahead of a name that is taken, at most. */
const mostNames = 20;

/** A value below a name, and what it is for, in any words that tell two apart. */
export interface NamedBelow {
  readonly below: readonly string[];
  readonly owner: string;
}

/** What templates read below a value, by the next step. */
interface Read extends Map<string, Read> {}

/** Gives values names that nothing in a chart has yet: neither its values, nor what its templates read, nor each other. */
export class ValueNames {
  readonly #chart: Chart;
  /** By values file and path, what a name was given to. */
  readonly #given = new Map<string, string>();
  readonly #reads = new Map<string, Read>();

  constructor(chart: Chart) {
    this.#chart = chart;
  }

  /**
   * The first of some names under which all of `owners` are free. The same thing gets the same name again. A name that is
   * taken is tried below `statefulSet`, too.
   */
  named(
    scope: Scope,
    wanted: readonly (readonly string[])[],
    owners: readonly NamedBelow[],
  ): readonly string[] | undefined {
    for (let count = 0; count < mostNames; count++) {
      for (const base of wanted) {
        const path = count === 0 ? base : [`statefulSet${count === 1 ? "" : count}`, ...base];
        if (!owners.every(({ below, owner }) => this.#isFree(scope, [...path, ...below], owner))) continue;
        for (const { below, owner } of owners) this.#given.set(keyOf(scope, [...path, ...below]), owner);
        return path;
      }
    }
    return undefined;
  }

  /** Whether the chart's own values have a mapping there; the root of all is one. */
  hasMapping(scope: Scope, path: readonly string[]): boolean {
    const held = path.reduce<unknown>((value, step) => valueAt(value, step), this.#valuesOf(scope));
    return path.length === 0 || isMapping(held);
  }

  #valuesOf({ prefix }: Scope): unknown {
    return prefix.reduce<unknown>((value, step) => valueAt(value, step), this.#chart.values);
  }

  #isFree(scope: Scope, path: readonly string[], owner: string): boolean {
    const given = this.#given.get(keyOf(scope, path));
    if (given !== undefined) return given === owner;
    let held = this.#valuesOf(scope);
    let depth = 0;
    for (; depth < path.length; depth++) {
      const below = valueAt(held, path[depth] ?? "");
      if (below === undefined) break;
      if (!isMapping(below)) return false;
      held = below;
    }
    if (depth === path.length) return false;
    const fresh = path.slice(0, depth + 1);
    // Where a template asks for it already, it would no longer find nothing.
    return fresh.reduce<Read | undefined>((read, step) => read?.get(step), this.#readsOf(scope)) === undefined;
  }

  #readsOf(scope: Scope): Read {
    const known = this.#reads.get(scope.folder);
    if (known !== undefined) return known;
    const start = inFolder(scope.folder, "templates/");
    const found: Read = new Map();
    for (const file of this.#chart.files.keys()) {
      const template = file.startsWith(start) ? this.#chart.template(file) : undefined;
      for (const { body } of template === undefined ? [] : [template, ...template.defines])
        for (const { path } of writtenReads(body)) addRead(found, path);
    }
    this.#reads.set(scope.folder, found);
    return found;
  }
}

/** What of a value's path, as seen from the root chart, its own chart sees; undefined for another chart's and for lists. */
export function ownPath({ prefix }: Scope, path: Path): readonly string[] | undefined {
  const isOwn = prefix.every((step, index) => path[index] === step);
  const rest = path.slice(prefix.length);
  if (!isOwn || rest[0] === "global") return undefined;
  const end = rest.findIndex((step) => typeof step === "number");
  return (end < 0 ? rest : rest.slice(0, end)).map(String);
}

function keyOf({ folder }: Scope, path: readonly string[]): string {
  return JSON.stringify([folder, ...path]);
}

function addRead(reads: Read, path: readonly string[]): void {
  let at = reads;
  for (const step of path) {
    const below = at.get(step) ?? new Map();
    at.set(step, below);
    at = below;
  }
}

function isMapping(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
