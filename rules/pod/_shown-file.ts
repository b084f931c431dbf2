import { placeOf } from "../../src/model/data-place.ts";
import { filled, list, mapping } from "../../src/model/fields.ts";
import type { Container, Volume } from "../../src/model/pod.ts";
import { referencesOfVolume } from "../../src/model/references.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Manifest } from "../../src/read/document.ts";
import { fileName, filesOf, type HeldObjects, heldOnce } from "./_held.ts";

/** Mode of the files of a volume that names none (core/v1 SetDefaults_ConfigMapVolumeSource and its like). */
const defaultMode = 0o644;

/** A path of a container that lies in a volume of ConfigMaps or Secrets. */
export interface ShownFile {
  readonly volume: Volume;
  /** Inside of the volume. */
  readonly file: string;
  /** The permission bits that a file has there; undefined where they cannot be read. */
  readonly mode: number | undefined;
  /** Only a part of the volume is mounted. */
  readonly isSubPath: boolean;
}

/** What a container finds at an absolute path, where a volume of ConfigMaps or Secrets is mounted there; else undefined. */
export function shownFile(set: StatefulSetView, container: Container, path: string): ShownFile | undefined {
  const { mount, path: inVolume } = placeOf(set, container, path);
  // The kubelet keeps the files in a folder that `..data` leads to, and that has another name each time.
  const file = inVolume.replace(/^\.\.data(?:\/|$)/, "");
  if (mount === undefined || file === "" || file.startsWith("..")) return undefined;
  const entry = mapping(list(container.value.volumeMounts)[Number(mount.path[mount.path.length - 1])]);
  if (filled(entry.subPathExpr) !== undefined || mount.subPath?.includes("$") === true) return undefined;
  const volume = set.volumeNamed(mount.name);
  if (volume === undefined) return undefined;
  const { source } = volume;
  const fields = mapping(volume.value[source]);
  if (source !== "configMap" && source !== "secret" && source !== "projected") return undefined;
  const sources =
    source === "projected" ? list(fields.sources).flatMap((one) => Object.values(mapping(one)).map(mapping)) : [fields];
  const item = sources.flatMap(({ items }) => list(items).map(mapping)).find(({ path: at }) => fileName(at) === file);
  const written = item?.mode ?? fields.defaultMode ?? defaultMode;
  return {
    volume,
    file,
    mode: Number.isInteger(written) ? Number(written) : undefined,
    isSubPath: mount.subPath !== undefined,
  };
}

export interface FilesShown {
  /** Inside of the volume. */
  readonly names: ReadonlySet<string>;
  /** What would hold another file, in a few words, and its manifest. */
  readonly holder: string;
  readonly manifest: Manifest;
}

/** Which files a volume of one object of the input has, and what would hold another one; undefined where that is not known. */
export function filesShown(set: StatefulSetView, { volume }: ShownFile, known: HeldObjects): FilesShown | undefined {
  const [reference, ...others] = referencesOfVolume(set.references, volume.name);
  if (reference === undefined || others.length > 0 || reference.optional || volume.source === "projected")
    return undefined;
  const held = heldOnce(reference, set, known);
  if (held?.isWhole !== true) return undefined;
  const { names } = filesOf(mapping(volume.value[volume.source]).items, held.keys);
  return { names, holder: `${reference.kind} \`${reference.name}\``, manifest: held.manifest };
}
