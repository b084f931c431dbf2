import { placeOf } from "../../src/model/data-place.ts";
import { isWithin, normal } from "../../src/model/image-data.ts";
import type { Container, Mount } from "../../src/model/pod.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

/** A mount that nobody may write, and why: the kind of its volume, or its own `readOnly`. */
export interface ReadOnlyMount {
  readonly mount: Mount;
  readonly why: string;
}

/** Volumes that the kubelet mounts read only whatever is written: GetAttributes of pkg/volume/configmap, secret, projected and downwardapi. */
const titles: Readonly<Record<string, string>> = {
  configMap: "a ConfigMap",
  secret: "a Secret",
  projected: "a projected volume",
  downwardAPI: "a downwardAPI volume",
};

/** What a command changes at these paths: whole trees with `-R`. */
export interface Write {
  readonly paths: readonly string[];
  readonly isRecursive: boolean;
}

/** A plain absolute path. */
const plain = /^\/[\w./@+:,=-]{0,300}$/;

/** The paths that a command surely writes; undefined for a command that is not known, or may do without. */
export function writeOf(words: readonly string[]): Write | undefined {
  const redirect = words.findIndex((word) => /^>{1,2}$/.test(word));
  if (redirect > 0) return { paths: plainOf(words.slice(redirect + 1, redirect + 2)), isRecursive: false };
  const [program = "", ...rest] = words;
  const name = program.slice(program.lastIndexOf("/") + 1);
  const options = rest.filter((word) => word.startsWith("-"));
  const operands = rest.filter((word) => !word.startsWith("-") && !/^\d?>/.test(word));
  switch (name) {
    case "chown":
    case "chmod":
    case "chgrp": {
      // Others hide what fails, or take the owner from elsewhere.
      if (options.some((option) => !/^-[RvcLPH]+$/.test(option))) return undefined;
      return { paths: plainOf(operands.slice(1)), isRecursive: options.some((option) => option.includes("R")) };
    }
    case "touch":
      return options.length > 0 ? undefined : { paths: plainOf(operands), isRecursive: false };
    case "sed":
      return options.some((option) => /^-[Er]*i/.test(option)) && !options.some((option) => /^-e|^-f/.test(option))
        ? { paths: plainOf(operands.slice(1)), isRecursive: false }
        : undefined;
    case "cp":
      if (options.some((option) => !/^-[aRrpLPfv]+$/.test(option)) || operands.length < 2) return undefined;
      return { paths: plainOf(operands.slice(-1)), isRecursive: false };
    default:
      return undefined;
  }
}

function plainOf(words: readonly string[]): readonly string[] {
  return words.filter((word) => plain.test(word) && !word.includes("/../"));
}

/** The first mount that a write meets and that is read only. */
export function readOnlyMount(
  set: StatefulSetView,
  container: Container,
  { paths, isRecursive }: Write,
): (ReadOnlyMount & { readonly path: string }) | undefined {
  for (const path of paths) {
    const above = placeOf(set, container, path).mount;
    const below = isRecursive
      ? container.mounts.find(
          (mount) => isReadOnly(set, mount) && isWithin(normal(mount.mountPath ?? ""), normal(path)),
        )
      : undefined;
    const mount = above !== undefined && isReadOnly(set, above) ? above : below;
    if (mount === undefined) continue;
    // Of a whole tree that part which is mounted so.
    const refused = mount === above ? path : normal(mount.mountPath ?? path);
    return {
      mount,
      path: refused,
      why: titles[set.volumeNamed(mount.name)?.source ?? ""] ?? "mounted with `readOnly: true`",
    };
  }
  return undefined;
}

function isReadOnly(set: StatefulSetView, { name, readOnly, device, mountPath }: Mount): boolean {
  if (device || mountPath === undefined) return false;
  return readOnly || (set.volumeNamed(name)?.source ?? "") in titles;
}
