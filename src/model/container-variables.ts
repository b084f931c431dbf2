import type { Manifest } from "../read/document.ts";
import type { Path } from "../read/path.ts";
import { filled, mapping } from "./fields.ts";
import { found } from "./lookup.ts";
import type { Container } from "./pod.ts";
import type { Workload } from "./workload.ts";

/** A variable of a container, and where its value is written: in the container, or in a ConfigMap or Secret of the input. */
export interface ContainerVariable {
  readonly name: string;
  readonly value: string;
  readonly manifest: Manifest;
  readonly path: Path;
}

/** The variables of a container as far as the input tells their values: `env`, by value or by key, then `envFrom`. */
export function* variablesOf(set: Workload, container: Container): Generator<ContainerVariable> {
  for (const { name, value, path, from } of container.environment) {
    if (value !== undefined) yield { name, value, manifest: set.manifest, path: [...path, "value"] };
    if (from === undefined) continue;
    for (const [kind, field] of [
      ["ConfigMap", "configMapKeyRef"],
      ["Secret", "secretKeyRef"],
    ] as const) {
      const reference = mapping(from[field]);
      const object = filled(reference.name);
      const manifest = object === undefined ? undefined : found(set.release.named(kind, object, set.manifest));
      if (manifest === undefined) continue;
      for (const { key, text, path } of set.release.dataOf(manifest)) {
        if (key === reference.key) yield { name, value: text, manifest, path };
      }
    }
  }
  for (const { kind, name } of container.environmentFrom) {
    const manifest = name === undefined ? undefined : found(set.release.named(kind, name, set.manifest));
    if (manifest === undefined) continue;
    for (const { key, text, path } of set.release.dataOf(manifest)) yield { name: key, value: text, manifest, path };
  }
}
