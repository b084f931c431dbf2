import type { ConfigurationText } from "./configuration.ts";
import { type Fields, filled, list, mapping } from "./fields.ts";
import type { Container } from "./pod.ts";
import type { Workload } from "./workload.ts";

/**
 * Where a container finds a text of a ConfigMap or Secret as a file: a path for each mount that shows it; empty for any other
 * text. Projected volumes count with each of their sources.
 */
export function filesOf(
  set: Workload,
  container: Container,
  { origin, manifest, path }: ConfigurationText,
): readonly string[] {
  if (origin !== "ConfigMap" && origin !== "Secret") return [];
  const key = String(path[path.length - 1]);
  return shownIn(set, container).flatMap((shown) => {
    if (shown.origin !== origin || shown.object !== manifest.name) return [];
    const { mountPath, subPath, items } = shown;
    const file = fileOf(key, items);
    if (file === undefined || (subPath !== undefined && subPath !== file)) return [];
    return [subPath === undefined ? `${mountPath.replace(/(?<!\/)\/+$/, "")}/${file}` : mountPath];
  });
}

/** An object that a mount of a container shows. */
interface Shown {
  readonly origin: "ConfigMap" | "Secret";
  readonly object: string;
  readonly items: readonly unknown[];
  readonly mountPath: string;
  readonly subPath: string | undefined;
}

/** Asked again for each text of the configuration. Sets of like pods share containers, though not their volumes. */
const known = new WeakMap<Workload, WeakMap<Container, readonly Shown[]>>();

function shownIn(set: Workload, container: Container): readonly Shown[] {
  const ofSet = known.get(set) ?? new WeakMap<Container, readonly Shown[]>();
  known.set(set, ofSet);
  const shown =
    ofSet.get(container) ??
    container.mounts.flatMap(({ name, mountPath = "", path: at }) => {
      const volume = mapping(set.volumeNamed(name)?.value);
      const subPath = filled(mapping(list(container.value.volumeMounts)[Number(at[at.length - 1])]).subPath);
      return (["ConfigMap", "Secret"] as const).flatMap((origin) =>
        sourcesIn(volume, origin).flatMap(({ object, items }) =>
          object === undefined ? [] : [{ origin, object, items, mountPath, subPath }],
        ),
      );
    });
  ofSet.set(container, shown);
  return shown;
}

function sourcesIn(
  volume: Fields,
  kind: "ConfigMap" | "Secret",
): readonly { readonly object: string | undefined; readonly items: readonly unknown[] }[] {
  const field = kind === "ConfigMap" ? "configMap" : "secret";
  const own = mapping(volume[field]);
  const projected = list(mapping(volume.projected).sources).map((source) => mapping(mapping(source)[field]));
  return [
    { object: filled(kind === "ConfigMap" ? own.name : own.secretName), items: list(own.items) },
    ...projected.map((source) => ({ object: filled(source.name), items: list(source.items) })),
  ];
}

/** The file that shows a key: `items` choose and rename. */
function fileOf(key: string, items: readonly unknown[]): string | undefined {
  const chosen = items.map(mapping);
  return chosen.length === 0 ? key : filled(chosen.find((item) => item.key === key)?.path);
}
