import type { ConfigurationText } from "./configuration.ts";
import { textsOfObject } from "./configuration-index.ts";
import { cleaned } from "./data-place.ts";
import { type Fields, filled, list, mapping } from "./fields.ts";
import type { Container } from "./pod.ts";
import type { Workload } from "./workload.ts";

/** More files no container has: one object that is mounted again and again shows all of its keys each time. */
const mostFiles = 10_000;

/** Asked again by each rule. Sets of like pods share containers, though not their volumes. */
const known = new WeakMap<Workload, WeakMap<Container, ReadonlyMap<string, ConfigurationText>>>();

/**
 * The files that a container finds in its mounts of ConfigMaps and Secrets of the input, by path; projected volumes count with
 * each of their sources. Where two mounts show a file of one path, it is the first.
 */
export function mountedFiles(set: Workload, container: Container): ReadonlyMap<string, ConfigurationText> {
  const ofSet = known.get(set) ?? new WeakMap<Container, ReadonlyMap<string, ConfigurationText>>();
  known.set(set, ofSet);
  const files = ofSet.get(container) ?? readFiles(set, container);
  ofSet.set(container, files);
  return files;
}

function readFiles(set: Workload, container: Container): ReadonlyMap<string, ConfigurationText> {
  const files = new Map<string, ConfigurationText>();
  for (const { name, mountPath = "", path: at } of container.mounts) {
    const volume = mapping(set.volumeNamed(name)?.value);
    const subPath = filled(mapping(list(container.value.volumeMounts)[Number(at[at.length - 1])]).subPath);
    for (const source of sourcesIn(volume)) {
      for (const [file, text] of filesShown(set, source, subPath)) {
        const path = subPath === undefined ? `${mountPath.replace(/(?<!\/)\/+$/, "")}/${file}` : mountPath;
        if (!files.has(path)) files.set(path, text);
        if (files.size >= mostFiles) return files;
      }
    }
  }
  return files;
}

/** An object that a volume shows, all of it unless `items` choose and rename. */
interface Shown {
  readonly origin: "ConfigMap" | "Secret";
  readonly object: string;
  readonly items: readonly Fields[];
}

function sourcesIn(volume: Fields): readonly Shown[] {
  const projected = list(mapping(volume.projected).sources).map(mapping);
  return [volume, ...projected].flatMap((source) => {
    const isProjected = source !== volume;
    return (["ConfigMap", "Secret"] as const).flatMap((origin) => {
      const own = mapping(source[origin === "ConfigMap" ? "configMap" : "secret"]);
      const object = filled(origin === "Secret" && !isProjected ? own.secretName : own.name);
      return object === undefined ? [] : [{ origin, object, items: list(own.items).map(mapping) }];
    });
  });
}

/** The files of an object by their names in the volume; with `subPath` that one alone. */
function* filesShown(
  set: Workload,
  { origin, object, items }: Shown,
  subPath: string | undefined,
): Generator<readonly [string, ConfigurationText]> {
  const texts = textsOfObject(set.configuration, origin, object);
  if (items.length === 0) {
    const only = subPath === undefined ? undefined : texts.get(subPath);
    if (subPath === undefined) yield* texts;
    else if (only !== undefined) yield [subPath, only];
    return;
  }
  for (const { key, path } of items) {
    const text = typeof key === "string" ? texts.get(key) : undefined;
    const file = filled(cleaned(filled(path) ?? ""));
    if (text !== undefined && file !== undefined && (subPath === undefined || cleaned(subPath) === file))
      yield [file, text];
  }
}
