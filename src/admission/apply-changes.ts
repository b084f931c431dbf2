/*
 * What server-side apply changes of a live object: every place that it adds, or gives another value.
 * Source: sigs.k8s.io/structured-merge-diff typed/merge.go and typed/compare.go.
 */
import type { Path } from "../read/path.ts";
import { isAtomicMap } from "./atomic-maps.ts";
import { type Join, joinOf } from "./list-types.ts";
import { type Fields, isFields } from "./patch-schema.ts";
import { isSame } from "./strategic-diff.ts";
import { definitionOf, definitionOfKind, type Shape } from "./structure.ts";
import { elementStep } from "./typed-patch.ts";

/** A place as managed fields name it, a step each: `.spec`, `[name="db"]`, `[="x"]`, `[0]`. */
export type FieldSteps = readonly string[];

/** A place of a live object that an apply changes. */
export interface AppliedChange {
  readonly steps: FieldSteps;
  /** The same place in the manifest that is applied. */
  readonly path: Path;
  readonly from: unknown;
  readonly to: unknown;
}

/** Deeper than any schema reaches. */
const deepest = 64;

/**
 * The places of `live` that change when `manifest` is applied to it, before defaults are filled in. What the manifest
 * does not write stays as it is. Empty for a kind that is not known here.
 */
export function appliedChanges(live: object, manifest: object): readonly AppliedChange[] {
  const { apiVersion, kind } = manifest as Fields;
  const definition = definitionOfKind(apiVersion, kind);
  if (definition === undefined) return [];
  const walk = new Changes();
  const { apiVersion: _version, kind: _kind, status: _status, ...written } = manifest as Fields;
  walk.compare(live, written, { is: "struct", name: definition }, undefined, false, { steps: [], path: [] });
  return walk.found;
}

class Changes {
  readonly found: AppliedChange[] = [];

  compare(live: unknown, written: unknown, shape: Shape, join: Join | undefined, isAtomic: boolean, at: At): void {
    if (at.steps.length > deepest) return;
    const isGranular = !isAtomic && isParted(shape, join);
    if (!isGranular || (isBare(live) && isBare(written))) {
      if (live === undefined || !isSame(live, written)) this.#note(at, live, written);
      return;
    }
    // An empty map or list takes nothing away.
    if (isBare(written)) return;
    if (live === undefined && at.steps.length > 0) this.#note(at, live, written);
    if (shape.is === "list") this.#list(live, written, shape.of, join, at);
    else if (isFields(written)) this.#map(isFields(live) ? live : {}, written, shape, at);
  }

  #note(at: At, from: unknown, to: unknown): void {
    this.found.push({ ...at, from, to });
  }

  #map(live: Fields, written: Fields, shape: Shape, at: At): void {
    for (const key of Object.keys(written)) {
      const below = stepDown(at, `.${key}`, key);
      const was = Object.hasOwn(live, key) ? live[key] : undefined;
      if (shape.is === "map") this.compare(was, written[key], shape.of, undefined, false, below);
      if (shape.is !== "struct") continue;
      const property = definitionOf(shape.name).property(key);
      if (property === undefined) continue;
      const name = property.shape.is === "struct" ? property.shape.name : undefined;
      const isAtomic = isAtomicMap(shape.name, key, name);
      this.compare(was, written[key], property.shape, joinOf(shape.name, key), isAtomic, below);
    }
  }

  #list(live: unknown, written: unknown, of: Shape, join: Join | undefined, at: At): void {
    const known = new Map<string, unknown[]>();
    for (const item of Array.isArray(live) ? live : []) {
      const step = elementStep(item, join, of);
      const same = known.get(step);
      if (same === undefined) known.set(step, [item]);
      else same.push(item);
    }
    for (const [index, item] of (Array.isArray(written) ? written : []).entries()) {
      const step = elementStep(item, join, of);
      const was = known.get(step) ?? [];
      // Doubled entries have one owner as a whole, and become one.
      const below = stepDown(at, step, index);
      if (was.length > 1) this.#note(below, was, item);
      else this.compare(was[0], item, of, undefined, false, below);
    }
  }
}

interface At {
  readonly steps: FieldSteps;
  readonly path: Path;
}

function stepDown({ steps, path }: At, step: string, key: string | number): At {
  return { steps: [...steps, step], path: [...path, key] };
}

/** Whether the parts of a value have owners of their own. */
function isParted(shape: Shape, join: Join | undefined): boolean {
  if (shape.is === "list") return join?.keys !== undefined || join?.isSet === true;
  return shape.is === "map" || shape.is === "struct";
}

function isBare(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
