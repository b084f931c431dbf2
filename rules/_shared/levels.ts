import { definitionOf } from "../../src/admission/structure.ts";
import { type Fields, isMapping, list, mapping } from "../../src/model/fields.ts";
import type { Path } from "../../src/read/path.ts";

/** A mapping in a StatefulSet whose fields Kubernetes knows by name. */
export interface Level {
  /** The definition's name in Kubernetes' OpenAPI. */
  readonly definition: string;
  readonly path: Path;
  readonly fields: Fields;
}

/** The mappings of a StatefulSet in which its own fields, the pod's and the claims' are written, from the outside in. */
export function levelsOf(value: Fields): readonly Level[] {
  const levels: Level[] = [];
  const add = (definition: string, path: Path, fields: unknown) => {
    if (isMapping(fields)) levels.push({ definition, path, fields });
  };
  const spec = mapping(value.spec);
  const strategy = mapping(spec.updateStrategy);
  const template = mapping(spec.template);
  const pod = mapping(template.spec);
  add("StatefulSet", [], value);
  add("StatefulSetSpec", ["spec"], value.spec);
  add("StatefulSetUpdateStrategy", ["spec", "updateStrategy"], spec.updateStrategy);
  add("RollingUpdateStatefulSetStrategy", ["spec", "updateStrategy", "rollingUpdate"], strategy.rollingUpdate);
  add(
    "StatefulSetPersistentVolumeClaimRetentionPolicy",
    ["spec", "persistentVolumeClaimRetentionPolicy"],
    spec.persistentVolumeClaimRetentionPolicy,
  );
  add("PodTemplateSpec", ["spec", "template"], spec.template);
  add("PodSpec", ["spec", "template", "spec"], template.spec);
  for (const key of ["initContainers", "containers"]) {
    list(pod[key]).forEach((container, index) => {
      add("Container", ["spec", "template", "spec", key, index], container);
    });
  }
  list(spec.volumeClaimTemplates).forEach((claim, index) => {
    const path = ["spec", "volumeClaimTemplates", index];
    add("PersistentVolumeClaim", path, claim);
    add("PersistentVolumeClaimSpec", [...path, "spec"], mapping(claim).spec);
  });
  return levels;
}

/** The fields of a definition, of whatever version. */
export function fieldsOf(definition: string): readonly string[] {
  return [...definitionOf(definition).properties.keys()];
}

export function isField(definition: string, key: string): boolean {
  return definitionOf(definition).properties.has(key);
}

/** Where in a StatefulSet each definition's fields are written, in the words of a manifest's author. */
const homes: readonly (readonly [definition: string, where: string])[] = [
  ["StatefulSetSpec", "spec"],
  ["PodSpec", "spec.template.spec"],
  ["RollingUpdateStatefulSetStrategy", "spec.updateStrategy.rollingUpdate"],
  ["StatefulSetUpdateStrategy", "spec.updateStrategy"],
  ["StatefulSetPersistentVolumeClaimRetentionPolicy", "spec.persistentVolumeClaimRetentionPolicy"],
  ["Container", "a container of spec.template.spec.containers"],
  ["PersistentVolumeClaimSpec", "the spec of the claim template"],
];

/** Fields of these names stand at many levels and tell nothing of where they belong. */
const anywhere: ReadonlySet<string> = new Set(["apiversion", "kind", "metadata", "name", "spec", "status", "type"]);

export interface Home {
  readonly definition: string;
  readonly where: string;
  /** The field as Kubernetes writes it. */
  readonly field: string;
}

let byName: Map<string, Home[]> | undefined;

/** The levels that have a field of this name, whatever its case; nearest to the StatefulSet first. */
export function homesOf(key: string): readonly Home[] {
  if (byName === undefined) {
    byName = new Map();
    for (const [definition, where] of homes) {
      for (const field of fieldsOf(definition)) {
        const name = field.toLowerCase();
        if (anywhere.has(name)) continue;
        const found = byName.get(name);
        if (found === undefined) byName.set(name, [{ definition, where, field }]);
        else found.push({ definition, where, field });
      }
    }
  }
  return byName.get(key.toLowerCase()) ?? [];
}
