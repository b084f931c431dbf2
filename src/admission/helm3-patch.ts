/*
 * What Helm 3 (and Helm 4 with --server-side=false) sends on an upgrade.
 * Source: helm pkg/kube/client.go (createPatch), apimachinery pkg/util/strategicpatch (CreateThreeWayMergePatch) and,
 * for kinds without Go types, pkg/util/jsonmergepatch.
 */

import { newMapping } from "../read/mapping.ts";
import { DecodeError } from "./decode-error.ts";
import { type Fields, isFields, PatchError, PatchSchema } from "./patch-schema.ts";
import { setByServer, stored } from "./stored.ts";
import { diffMaps, isSame } from "./strategic-diff.ts";
import { mergeMap } from "./strategic-merge.ts";
import { definitionOfKind } from "./structure.ts";

/** What an upgrade by Helm 3 does to one object. */
export interface Helm3Patch {
  /** The patch; `{}`: nothing is sent. */
  readonly sends: object;
  /** The live object afterwards, as the newest server stores it; absent where the client or the server gives up. */
  readonly result?: object;
  /** The client itself gives up: why, in its words. */
  readonly failed?: string;
}

/**
 * Helm 3's three-way strategic merge patch from the manifest of the release before and the live object to the manifest
 * of the next, and what it makes of the live object. For a kind that is not known here, such as a custom resource, a
 * three-way JSON merge patch, as Helm sends it. The arguments stay as they are.
 */
export function helm3Patch(previous: object, next: object, live: object): Helm3Patch {
  const { apiVersion, kind } = next as Fields;
  const definition = definitionOfKind(apiVersion, kind);
  try {
    if (definition === undefined) {
      const { sends, result } = customPatch(bare(previous), bare(next), bare(live));
      return { sends: plain(sends) as Fields, result: plain(result) as Fields };
    }
    const schema = new PatchSchema({ is: "struct", name: definition });
    // These are only looked at, key by own key: no copies are needed.
    const [old, fresh, current] = [previous as Fields, next as Fields, live as Fields];
    const changes = diffMaps(current, fresh, schema, { ignoresDeletions: true });
    const deletions = diffMaps(old, fresh, schema, { ignoresAdditions: true });
    // Parts of the manifest may stand in both; each side must be free to change its own.
    const sends = mergeMap(bare(deletions), bare(changes), schema, "join");
    const result = applied(sends, current, schema);
    return { sends: plain(sends) as Fields, ...(result === undefined ? {} : { result }) };
  } catch (error) {
    if (error instanceof PatchError) return { sends: {}, failed: error.message };
    throw error;
  }
}

/** A copy whose objects have no prototype, so that a key of the input's is nothing but a key. */
const bare = (value: object): Fields => copyOf(value, newMapping) as Fields;

/** A copy of ordinary objects, as callers expect them. */
const plain = (value: unknown): unknown => copyOf(value, () => ({}));

const ordinary: PropertyDescriptor = { enumerable: true, writable: true, configurable: true };

/** Walks without recursion: data may be nested deeper than the stack. */
function copyOf(value: unknown, empty: () => Fields): unknown {
  const open: (() => void)[] = [];
  const begin = (from: unknown): unknown => {
    if (Array.isArray(from)) {
      const to: unknown[] = [];
      open.push(() => {
        for (const item of from) to.push(begin(item));
      });
      return to;
    }
    if (!isFields(from)) return from;
    const to = empty();
    open.push(() => {
      for (const key of Object.keys(from)) {
        const inner = begin(from[key]);
        // What has a prototype takes this name for the one to have.
        if (key === "__proto__") Object.defineProperty(to, key, { ...ordinary, value: inner });
        else to[key] = inner;
      }
    });
    return to;
  };
  const copy = begin(value);
  for (let next = open.pop(); next !== undefined; next = open.pop()) next();
  return copy;
}

function applied(patch: Fields, live: Fields, schema: PatchSchema): object | undefined {
  if (Object.keys(patch).length === 0) return plain(live) as Fields;
  try {
    const merged = mergeMap(bare(live), bare(patch), schema, "apply");
    const kept = stored(merged, { old: live }) as Fields;
    const { status } = merged;
    const metadata = isFields(merged.metadata) ? Object.entries(merged.metadata) : [];
    return plain({
      ...kept,
      metadata: {
        ...Object.fromEntries(metadata.filter(([key]) => setByServer.has(key))),
        ...(isFields(kept.metadata) ? kept.metadata : {}),
      },
      ...(status === undefined ? {} : { status }),
    }) as Fields;
  } catch (error) {
    // The server refuses a patch that does not fit the live object, or that leaves something that it cannot decode.
    if (error instanceof PatchError || error instanceof DecodeError) return undefined;
    throw error;
  }
}

function customPatch(old: Fields, fresh: Fields, current: Fields): { sends: Fields; result: Fields } {
  const sends = mergedPatches(onlyNulls(jsonDiff(old, fresh)), withoutNulls(jsonDiff(current, fresh)));
  return { sends, result: jsonApplied(current, sends) };
}

function jsonDiff(before: Fields, after: Fields): Fields {
  const patch: Fields = newMapping();
  for (const key of Object.keys(after)) {
    const [old, fresh] = [before[key], after[key]];
    if (isFields(old) && isFields(fresh)) {
      const inner = jsonDiff(old, fresh);
      if (Object.keys(inner).length > 0) patch[key] = inner;
    } else if (!Object.hasOwn(before, key) || !isSame(old, fresh)) patch[key] = fresh;
  }
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) patch[key] = null;
  return patch;
}

function onlyNulls(patch: Fields): Fields {
  const result: Fields = newMapping();
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result[key] = null;
    else if (isFields(value)) {
      const inner = onlyNulls(value);
      if (Object.keys(inner).length > 0) result[key] = inner;
    }
  }
  return result;
}

function withoutNulls(patch: Fields): Fields {
  const result: Fields = newMapping();
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) continue;
    if (!isFields(value)) {
      result[key] = value;
      continue;
    }
    const inner = withoutNulls(value);
    if (Object.keys(inner).length > 0 || Object.keys(value).length === 0) result[key] = inner;
  }
  return result;
}

function mergedPatches(first: Fields, second: Fields): Fields {
  const result: Fields = Object.assign(newMapping(), first);
  for (const [key, value] of Object.entries(second)) {
    const known = result[key];
    result[key] = isFields(known) && isFields(value) ? mergedPatches(known, value) : value;
  }
  return result;
}

function jsonApplied(object: Fields, patch: Fields): Fields {
  const result: Fields = Object.assign(newMapping(), object);
  for (const [key, value] of Object.entries(patch)) {
    const known = result[key];
    if (value === null) delete result[key];
    else result[key] = isFields(value) ? jsonApplied(isFields(known) ? known : {}, value) : value;
  }
  return result;
}
