import { type Fields, filled, has, list, mapping } from "../../src/model/fields.ts";
import type { Path } from "../../src/read/path.ts";
import { fieldsOf, homesOf, isField, type Level, levelsOf } from "./levels.ts";

/**
 * A key that Kubernetes does not know where it stands.
 *
 * - `case`: the field of that level, written in another case or with dashes;
 * - `place`: a field of another level;
 * - `foreign`: a Deployment's field that has another name in a StatefulSet;
 * - `absent`: a Deployment's field that a StatefulSet does not have;
 * - `spelling`: nearly the name of a field of that level.
 */
export interface Misplaced {
  readonly kind: "case" | "place" | "foreign" | "absent" | "spelling";
  readonly key: string;
  readonly path: Path;
  /** The field as Kubernetes writes it; the key itself where there is none. */
  readonly field: string;
  /** Where it belongs, such as `spec`; empty for the level where it stands. */
  readonly where: string;
  /** The definition that has the field; empty where none has. */
  readonly definition: string;
  /** Whether the field is written in its right place as well. */
  readonly alsoRight: boolean;
}

/** A Deployment's fields, and what a StatefulSet has in their place. */
const deploymentFields: Readonly<Record<string, string>> = {
  strategy: "updateStrategy",
  progressDeadlineSeconds: "",
  paused: "",
  maxSurge: "",
};

/** Keys of a StatefulSet that are known elsewhere, or nearly known, but not where they stand; in the manifest's order. */
export function misplacedFields(value: Fields): readonly Misplaced[] {
  const found: Misplaced[] = [];
  for (const level of levelsOf(value)) {
    for (const key of Object.keys(level.fields)) {
      if (isField(level.definition, key)) continue;
      const misplaced = judge(key, level, value);
      if (misplaced !== undefined) found.push(misplaced);
    }
  }
  return found;
}

function judge(key: string, level: Level, value: Fields): Misplaced | undefined {
  const { definition, fields } = level;
  const base = { key, path: [...level.path, key] };
  const same = sameButCase(key, definition);
  if (same !== undefined)
    return { ...base, kind: "case", field: same, where: "", definition, alsoRight: has(fields, same) };
  if (Object.hasOwn(deploymentFields, key)) {
    const field = deploymentFields[key] ?? "";
    if (field === "") return { ...base, kind: "absent", field: key, where: "", definition: "", alsoRight: false };
    const alsoRight = has(value.spec, field);
    const where = definition === "StatefulSetSpec" ? "" : "spec";
    return { ...base, kind: "foreign", field, where, definition: "StatefulSetSpec", alsoRight };
  }
  const [first, ...others] = homesOf(key);
  if (first !== undefined) {
    const home = [first, ...others].find((one) => one.definition === preferred(definition)) ?? first;
    const alsoRight = home.where === "spec" && has(value.spec, home.field);
    return { ...base, kind: "place", field: home.field, where: home.where, definition: home.definition, alsoRight };
  }
  const near = nearestField(key, definition);
  if (near === undefined) return undefined;
  return { ...base, kind: near.where === "" ? "spelling" : "place", ...near, alsoRight: false };
}

/** Fields of a claim stand nearest to the claim template that they were written in. */
function preferred(definition: string): string {
  return definition === "PersistentVolumeClaim" ? "PersistentVolumeClaimSpec" : "";
}

function sameButCase(key: string, definition: string): string | undefined {
  const plain = key.replace(/[-_]/g, "").toLowerCase();
  return fieldsOf(definition).find((field) => field.toLowerCase() === plain);
}

/** A field that the key misses by a few letters: of its own level, or one of the set's own that only a set has. */
function nearestField(key: string, definition: string): Pick<Misplaced, "field" | "where" | "definition"> | undefined {
  if (key.length < 6) return undefined;
  const own = near(key, fieldsOf(definition));
  if (own !== undefined) return { field: own, where: "", definition };
  const set = near(key, ["volumeClaimTemplates", "podManagementPolicy", "serviceName", "updateStrategy"]);
  return set === undefined ? undefined : { field: set, where: "spec", definition: "StatefulSetSpec" };
}

/** The field that differs from the key in one place, by a few letters. */
function near(key: string, fields: readonly string[]): string | undefined {
  const plain = key.replace(/[-_]/g, "").toLowerCase();
  return fields.find((field) => {
    const longest = Math.max(field.length, plain.length);
    return commonEnds(plain, field.toLowerCase()) >= longest - (longest < 10 ? 2 : 3);
  });
}

/** How many letters two words share at their beginning and their end together. */
function commonEnds(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one[start] === other[start]) start++;
  let end = 0;
  while (end < most - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
  return start + end;
}

/** The names of claim templates and volumes that stand where Kubernetes does not read them. */
export function misplacedVolumeNames(value: Fields): readonly string[] {
  return misplacedFields(value).flatMap(({ field, path }) => {
    if (field !== "volumeClaimTemplates" && field !== "volumes") return [];
    let at: unknown = value;
    for (const step of path) at = Array.isArray(at) ? at[Number(step)] : mapping(at)[step];
    return list(at).flatMap(
      (entry) => filled(mapping(mapping(entry).metadata).name) ?? filled(mapping(entry).name) ?? [],
    );
  });
}
