/*
 * What a Rollout can follow at all. Whatever is given to it is answered, so what is no StatefulSet, or larger than any
 * real one, is refused in words of our own.
 */
import { isMapping, mapping, text } from "../model/fields.ts";

/** How many pods of one set are followed at most; real sets stay far below. */
export const maxReplicas = 1000;

/** What a manifest is read as where it leaves out apiVersion and kind. */
export const typeOfSet = { apiVersion: "apps/v1", kind: "StatefulSet" };

/** More nodes than any real manifest has; shared ones count as often as they are reached. */
const maxNodes = 100_000;

/** Why nothing can be said of a value as a StatefulSet: it is none, or larger than any real one. */
export function unreadableAsSet(value: unknown): string | undefined {
  if (!isMapping(value)) return "this is no StatefulSet: not an object";
  for (const [key, expected] of Object.entries(typeOfSet)) {
    const written = value[key];
    if (written !== undefined && written !== expected)
      return `this is no StatefulSet of apps/v1: its ${key} is ${typeof written === "string" ? written : typeof written}`;
  }
  return tooManyValues(value);
}

/** Why a manifest is larger than any that is followed. */
export function tooManyValues(value: unknown): string | undefined {
  let left = maxNodes;
  const open: unknown[] = [value];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (--left < 0) return `this StatefulSet has more than ${maxNodes} values`;
    if (typeof node === "object" && node !== null) for (const child of Object.values(node)) open.push(child ?? "");
  }
  return undefined;
}

/** `metadata.name`, empty where it is no text. */
export function nameOf(manifest: unknown): string {
  return text(mapping(mapping(manifest).metadata).name) ?? "";
}

/** Why a set is too large to follow. */
export function tooMany(replicas: number): string | undefined {
  if (replicas <= maxReplicas) return undefined;
  return `sts-lint follows a set of at most ${maxReplicas} pods; this one asks for ${replicas}`;
}
