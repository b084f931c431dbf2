/*
 * Whether an update makes a new revision of a set, and why.
 * Source: getPatch and getStatefulSetRevisions in pkg/controller/statefulset: the stored pod template decides alone.
 */
import { joinOf } from "../admission/list-types.ts";
import { definitionOf, type Shape } from "../admission/structure.ts";
import { asText, type Fields, isMapping, mapping } from "../model/fields.ts";

/** What an update does to a set's revision. */
export interface RevisionChange {
  /** The controller makes a new revision. */
  readonly restart: boolean;
  /**
   * Why, as JSON pointers into the stored set, sorted. Elements of lists with a merge key are named by it
   * (`/spec/template/spec/containers[name=web]/image`), objects in other lists of one length by index, else the list
   * is named as a whole; `#order` behind a list says that the same elements stand in another order.
   */
  readonly changes: readonly string[];
}

/** Deeper than any pod template. */
const deepest = 64;

/** Compares two sets as `stored` gives them. */
export function revisionChange(oldStored: object, newStored: object): RevisionChange {
  const changes: string[] = [];
  compare(templateOf(oldStored), templateOf(newStored), { is: "struct", name: "PodTemplateSpec" }, undefined, {
    path: "/spec/template",
    changes,
    depth: 0,
  });
  changes.sort();
  return { restart: changes.length > 0, changes };
}

function templateOf(set: object): unknown {
  return mapping((set as Fields).spec).template ?? {};
}

interface Place {
  readonly path: string;
  readonly changes: string[];
  readonly depth: number;
}

function under(place: Place, step: string): Place {
  return { path: place.path + step, changes: place.changes, depth: place.depth + 1 };
}

function compare(
  before: unknown,
  after: unknown,
  shape: Shape | undefined,
  keys: readonly string[] | undefined,
  place: Place,
): void {
  if (before === after || place.depth > deepest) return;
  if (Array.isArray(before) && Array.isArray(after)) {
    compareLists(before, after, shape?.is === "list" ? shape.of : undefined, keys, place);
  } else if (isMapping(before) && isMapping(after)) compareMaps(before, after, shape, place);
  else place.changes.push(place.path);
}

function compareMaps(before: Fields, after: Fields, shape: Shape | undefined, place: Place): void {
  const struct = shape?.is === "struct" ? shape.name : undefined;
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const step = `/${escaped(key)}`;
    const hasBoth = Object.hasOwn(before, key) && Object.hasOwn(after, key);
    if (!hasBoth) {
      // An empty time is written by some versions and not by others.
      if (key !== "creationTimestamp") place.changes.push(place.path + step);
      continue;
    }
    const of =
      struct === undefined ? (shape?.is === "map" ? shape.of : undefined) : definitionOf(struct).property(key)?.shape;
    const keys = struct === undefined ? undefined : joinOf(struct, key).keys;
    compare(before[key], after[key], of, keys, under(place, step));
  }
}

function compareLists(
  before: readonly unknown[],
  after: readonly unknown[],
  of: Shape | undefined,
  keys: readonly string[] | undefined,
  place: Place,
): void {
  const old = keys && byKey(before, keys);
  const fresh = keys && byKey(after, keys);
  if (old !== undefined && fresh !== undefined) {
    for (const name of new Set([...old.keys(), ...fresh.keys()])) {
      if (old.has(name) && fresh.has(name)) compare(old.get(name), fresh.get(name), of, undefined, under(place, name));
      else place.changes.push(place.path + name);
    }
    const kept = [...fresh.keys()].filter((name) => old.has(name));
    const were = [...old.keys()].filter((name) => fresh.has(name));
    if (kept.some((name, i) => name !== were[i])) place.changes.push(`${place.path}#order`);
    return;
  }
  const isPlain = (item: unknown): boolean => !isMapping(item) && !Array.isArray(item);
  if (before.length !== after.length || before.some(isPlain) || after.some(isPlain)) {
    const isSame = before.length === after.length && before.every((item, i) => item === after[i]);
    if (!isSame) place.changes.push(place.path);
    return;
  }
  for (const [i, item] of before.entries()) compare(item, after[i], of, undefined, under(place, `/${i}`));
}

/** The elements by what names them, or undefined where one has no name or two have the same. */
function byKey(list: readonly unknown[], keys: readonly string[]): Map<string, unknown> | undefined {
  const found = new Map<string, unknown>();
  for (const item of list) {
    if (!isMapping(item) || keys.some((key) => item[key] === undefined)) return undefined;
    const name = `[${keys.map((key) => `${key}=${escaped(asText(item[key]))}`).join(",")}]`;
    if (found.has(name)) return undefined;
    found.set(name, item);
  }
  return found;
}

function escaped(text: string): string {
  return text.replaceAll("~", "~0").replaceAll("/", "~1");
}
