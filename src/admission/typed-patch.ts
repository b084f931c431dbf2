/*
 * What the server refuses when it reads an apply as a typed patch, before defaults and validation.
 * Source: sigs.k8s.io/structured-merge-diff typed/validate.go and typed/helpers.go.
 */
import type { Minor } from "../model/kubernetes-version.ts";
import { mostTold, quoted } from "./field-review.ts";
import { goSyntax, goText, goType } from "./go-values.ts";
import { type Join, joinOf } from "./list-types.ts";
import { definitionOf, definitionOfKind, isKnownIn, type Shape } from "./structure.ts";

/** Deeper than any schema reaches. */
const deepest = 64;

/**
 * Each refusal with its path, `.spec.ports: duplicate entries for key […]`, sorted: the server's own order varies.
 * Empty for a kind that is not known here.
 */
export function typedPatchErrors(manifest: object, minor: Minor): string[] {
  const { apiVersion, kind } = manifest as Record<string, unknown>;
  const definition = definitionOfKind(apiVersion, kind);
  if (definition === undefined) return [];
  const walk = new Walk(minor);
  walk.struct(manifest as Record<string, unknown>, definition, "");
  return walk.errors.sort();
}

class Walk {
  readonly minor: Minor;
  readonly errors: string[] = [];
  #depth = 0;

  constructor(minor: Minor) {
    this.minor = minor;
  }

  struct(value: Record<string, unknown>, definition: string, path: string): void {
    const known = definitionOf(definition);
    for (const key of Object.keys(value)) {
      const at = `${path}.${key}`;
      const property = known.property(key);
      if (property === undefined || !isKnownIn(property, this.minor)) this.#refuse(at, "field not declared in schema");
      else this.#value(value[key], property.shape, joinOf(definition, key), at);
    }
  }

  #refuse(path: string, detail: string): void {
    // One more tells that there are more.
    if (this.errors.length <= mostTold) this.errors.push(`${path}: ${detail}`);
  }

  #value(value: unknown, shape: Shape, join: Join | undefined, path: string): void {
    if (value === null || value === undefined || this.#depth >= deepest) return;
    this.#depth++;
    switch (shape.is) {
      case "struct":
        if (isMap(value)) this.struct(value, shape.name, path);
        else this.#refuse(path, `expected map, got &{${goText(value)}}`);
        break;
      case "map":
        if (!isMap(value)) this.#refuse(path, `expected map, got &{${goText(value)}}`);
        else for (const key of Object.keys(value)) this.#value(value[key], shape.of, undefined, `${path}.${key}`);
        break;
      case "list":
        if (Array.isArray(value)) this.#list(value, shape.of, join, path);
        else this.#refuse(path, `expected list, got &{${goText(value)}}`);
        break;
      case "text":
      case "bytes":
        if (typeof value !== "string")
          this.#refuse(path, `expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`);
        break;
      case "boolean":
        if (typeof value !== "boolean") this.#refuse(path, `expected boolean, got &{${goText(value)}}`);
        break;
      case "int32":
      case "int64":
      case "number":
        if (typeof value !== "number") this.#refuse(path, `expected numeric (int or float), got ${goType(value)}`);
        break;
    }
    this.#depth--;
  }

  #list(list: readonly unknown[], of: Shape, join: Join | undefined, path: string): void {
    const seen = new Set<string>();
    for (const [i, item] of list.entries()) {
      let step = `[${i}]`;
      if (join?.keys !== undefined || join?.isSet === true) {
        const complaint = join.keys === undefined ? setComplaint(item) : mapComplaint(item);
        if (complaint !== undefined) {
          // The server looks no further in this list.
          this.#refuse(path, `element ${i}: ${complaint}`);
          return;
        }
        step = elementStep(item, join, of);
        if (seen.has(step)) this.#refuse(path, `duplicate entries for key ${step}`);
        seen.add(step);
      }
      this.#value(item, of, undefined, path + step);
    }
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mapComplaint(item: unknown): string | undefined {
  if (item === null || item === undefined) return "associative list with keys may not have a null element";
  return isMap(item) ? undefined : "associative list with keys may not have non-map elements";
}

function setComplaint(item: unknown): string | undefined {
  if (item === null || item === undefined)
    return "associative list without keys has an element that's an explicit null";
  if (isMap(item)) return "associative list without keys has an element that's a map type";
  return Array.isArray(item) ? "not supported: associative list with lists as elements" : undefined;
}

/** An element of a list as a step of a path: `[name="db"]`, `[="x"]`; only for lists whose elements have keys. */
export function elementStep(item: unknown, join: Join | undefined, of: Shape): string {
  if (join?.keys === undefined || !isMap(item)) return `[=${valueText(item)}]`;
  // A key that is left out counts as its default; one that is written as null does not.
  const keys = join.keys.map((key): [string, unknown] => [
    key,
    (Object.hasOwn(item, key) ? item[key] : undefined) ?? (item[key] === null ? null : defaultKey(key, of)),
  ]);
  return `[${keyText(Object.fromEntries(keys), join.keys)}]`;
}

/** `name="db"` of the values by which an element is known. */
export function keyText(values: Readonly<Record<string, unknown>>, keys: readonly string[]): string {
  return keys.map((key) => `${key}=${valueText(values[key])}`).join(",");
}

/** A value as it stands in a path. */
export function valueText(value: unknown): string {
  return typeof value === "string" ? quoted(value) : (JSON.stringify(value) ?? "null");
}

function defaultKey(key: string, of: Shape): string | number {
  if (key === "protocol") return "TCP";
  const shape = of.is === "struct" ? definitionOf(of.name).property(key)?.shape : undefined;
  return shape?.is === "int32" || shape?.is === "int64" ? 0 : "";
}
