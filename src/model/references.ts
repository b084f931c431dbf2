import type { Path } from "../read/path.ts";
import { type Fields, filled, isMapping, list, mapping } from "./fields.ts";
import type { Pod } from "./pod.ts";

/** A ConfigMap or Secret that a pod names, and what it wants of it. */
export interface ObjectReference {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
  /** Where the name stands. */
  readonly path: Path;
  /** The pod starts without it. */
  readonly optional: boolean;
  readonly how: "env" | "envFrom" | "volume";
  /** Keys that are asked for by name, and where; empty where all are taken. */
  readonly keys: readonly { readonly key: string; readonly path: Path; readonly variable?: string }[];
  /** The volume that holds it; absent for env. */
  readonly volume?: string;
}

/**
 * Every ConfigMap and Secret that containers and volumes name, in that order. The kubelet passes over a volume that no container
 * mounts: what it names need not be there (pkg/kubelet/volumemanager/populator, processPodVolumes).
 */
export function referencesOf({ containers, volumes }: Pick<Pod, "containers" | "volumes">): readonly ObjectReference[] {
  const references: ObjectReference[] = [];
  for (const container of containers) {
    for (const { name: variable, from, path } of container.environment) {
      for (const [kind, field] of [
        ["ConfigMap", "configMapKeyRef"],
        ["Secret", "secretKeyRef"],
      ] as const) {
        const source = mapping(from?.[field]);
        const name = filled(source.name);
        const key = filled(source.key);
        if (name === undefined || key === undefined) continue;
        const at = [...path, "valueFrom", field];
        references.push({
          kind,
          name,
          path: [...at, "name"],
          optional: source.optional === true,
          how: "env",
          keys: [{ key, path: [...at, "key"], variable }],
        });
      }
    }
    for (const { kind, name, path } of container.environmentFrom) {
      const source = mapping(at(container.value, path.slice(container.path.length)));
      references.push({
        kind,
        name,
        path: [...path, "name"],
        optional: source.optional === true,
        how: "envFrom",
        keys: [],
      });
    }
  }
  const mounted = new Set(containers.flatMap(({ mounts }) => mounts.map(({ name }) => name)));
  for (const { name: volume, value, path } of volumes) {
    if (!mounted.has(volume)) continue;
    push(references, "ConfigMap", mapping(value.configMap), "name", [...path, "configMap"], volume);
    push(references, "Secret", mapping(value.secret), "secretName", [...path, "secret"], volume);
    list(mapping(value.projected).sources).forEach((source, index) => {
      const inSource = [...path, "projected", "sources", index];
      push(references, "ConfigMap", mapping(mapping(source).configMap), "name", [...inSource, "configMap"], volume);
      push(references, "Secret", mapping(mapping(source).secret), "name", [...inSource, "secret"], volume);
    });
  }
  return references;
}

function push(
  references: ObjectReference[],
  kind: ObjectReference["kind"],
  source: Fields,
  nameKey: string,
  path: Path,
  volume: string,
): void {
  const name = filled(source[nameKey]);
  if (name === undefined) return;
  references.push({
    kind,
    name,
    path: [...path, nameKey],
    optional: source.optional === true,
    how: "volume",
    volume,
    keys: list(source.items).flatMap((item, index) => {
      const key = filled(mapping(item).key);
      return key === undefined ? [] : [{ key, path: [...path, "items", index, "key"] }];
    }),
  });
}

function at(value: unknown, path: Path): unknown {
  let found: unknown = value;
  for (const step of path) {
    found = isMapping(found) ? found[step] : Array.isArray(found) && typeof step === "number" ? found[step] : undefined;
  }
  return found;
}
