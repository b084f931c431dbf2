/*
 * What an unknown field may have been meant to be: misspelt, of another case, of a Deployment, or misplaced.
 */
import type { Minor } from "../model/kubernetes-version.ts";
import { newestMinor } from "../model/kubernetes-version.ts";
import { edits } from "../model/nearest.ts";
import type { Path } from "../read/path.ts";
import { definitionOf, isKnownIn, type Property, type Shape } from "./structure.ts";

/** A known field in place of an unknown one. */
export type FieldSuggestion =
  | { readonly is: "misspelt"; readonly key: string }
  | {
      readonly is: "misplaced";
      /** Where the field belongs, from the object's root; lists are left out. */
      readonly path: readonly string[];
    };

/** Fields of a Deployment, and other names that people expect, with what they are called here. */
const otherNames: Readonly<Record<string, string>> = {
  "StatefulSetSpec.strategy": "updateStrategy",
  "StatefulSetSpec.volumes": "volumeClaimTemplates",
  "StatefulSetSpec.pvcRetentionPolicy": "persistentVolumeClaimRetentionPolicy",
  "Container.envVars": "env",
  "Container.environment": "env",
  "PodSpec.tolerance": "tolerations",
  "ServiceSpec.selectors": "selector",
};

/**
 * The suggestion for an unknown field, whose path from the root ends in the unknown key. `root` is the definition of
 * the object, such as `StatefulSet`. Undefined where nothing comes near.
 */
export function fieldSuggestion(root: string, path: Path, minor: Minor = newestMinor): FieldSuggestion | undefined {
  const key = path.at(-1);
  const parent = definitionAt(root, path.slice(0, -1));
  if (typeof key !== "string" || parent === undefined) return undefined;
  const known = knownKeys(parent, minor);
  const other = otherNames[`${parent}.${key}`];
  const sameLetters = known.find((name) => name.toLowerCase() === key.toLowerCase());
  if (sameLetters !== undefined) return { is: "misspelt", key: sameLetters };
  if (other !== undefined && parent === "StatefulSetSpec" && key !== "volumes") return { is: "misspelt", key: other };
  const near = nearest(key, known);
  if (near !== undefined && edits(key.toLowerCase(), near.toLowerCase(), 2) < 2) return { is: "misspelt", key: near };
  const elsewhere = placeOf(root, key, minor);
  if (elsewhere !== undefined) return { is: "misplaced", path: elsewhere };
  if (other !== undefined) return { is: "misspelt", key: other };
  return near === undefined ? undefined : { is: "misspelt", key: near };
}

function knownKeys(definition: string, minor: Minor): string[] {
  const names: string[] = [];
  for (const property of definitionOf(definition).properties.values())
    if (isKnownIn(property, minor)) names.push(property.name);
  return names;
}

/** The definition of what lies at a path, or undefined where that is no struct. */
function definitionAt(root: string, path: Path): string | undefined {
  let shape: Shape = { is: "struct", name: root };
  for (const step of path) {
    if (shape.is === "struct") {
      const property: Property | undefined =
        typeof step === "string" ? definitionOf(shape.name).properties.get(step) : undefined;
      if (property === undefined) return undefined;
      shape = property.shape;
    } else if (shape.is === "list" || shape.is === "map") shape = shape.of;
    else return undefined;
  }
  return shape.is === "struct" ? shape.name : undefined;
}

/** Names that stand in so many places that one of them says nothing. */
const commonNames = /^(?:name|kind|type|key|value|path|status|spec|metadata|apiVersion|items|port|mode)$/;

/** By the root and the minor, and by a field's name in lower case: the one place nearest to the root, or none that is alone there. */
const places = new Map<string, ReadonlyMap<string, string[] | undefined>>();

/** The one place nearest to the root where a field of that name belongs. */
function placeOf(root: string, key: string, minor: Minor): string[] | undefined {
  if (commonNames.test(key)) return undefined;
  const id = `${root} ${minor}`;
  const known = places.get(id) ?? placesIn(root, minor);
  places.set(id, known);
  return known.get(key.toLowerCase());
}

function placesIn(root: string, minor: Minor): ReadonlyMap<string, string[] | undefined> {
  const known = new Map<string, string[] | undefined>();
  const seen = new Set<string>([root]);
  let level: { definition: string; path: string[] }[] = [{ definition: root, path: [] }];
  for (let depth = 0; depth < 6 && level.length > 0; depth++) {
    const found = new Map<string, string[] | undefined>();
    const next: typeof level = [];
    for (const { definition, path } of level)
      for (const property of definitionOf(definition).properties.values()) {
        if (!isKnownIn(property, minor) || (path.length === 0 && property.name === "status")) continue;
        const name = property.name.toLowerCase();
        found.set(name, found.has(name) ? undefined : [...path, property.name]);
        const below = structIn(property.shape);
        if (below === undefined || seen.has(below)) continue;
        seen.add(below);
        next.push({ definition: below, path: [...path, property.name] });
      }
    for (const [name, path] of found) if (!known.has(name)) known.set(name, path);
    level = next;
  }
  return known;
}

function structIn(shape: Shape): string | undefined {
  if (shape.is === "struct") return shape.name;
  return shape.is === "list" ? structIn(shape.of) : undefined;
}

/** The known name at the least distance, if that is small against the name's length. */
function nearest(key: string, known: readonly string[]): string | undefined {
  if (key.length > 60) return undefined;
  const most = Math.min(4, Math.max(1, Math.floor(key.length / 3)));
  let best: string | undefined;
  let least = most + 1;
  for (const name of known) {
    const distance = edits(key.toLowerCase(), name.toLowerCase(), least);
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  return best;
}
