import { cleaned } from "../../src/model/data-place.ts";
import { filled, list, mapping } from "../../src/model/fields.ts";
import { found } from "../../src/model/lookup.ts";
import { hooks } from "../../src/model/neighbours.ts";
import { isWritten, keysOf } from "../../src/model/object-keys.ts";
import type { ObjectReference } from "../../src/model/references.ts";
import { madeSecrets } from "../../src/model/secret-makers.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Manifest } from "../../src/read/document.ts";

/** What an object holds once it is there. */
export interface Held {
  /** The object, or the custom resource that a controller makes it of. */
  readonly manifest: Manifest;
  readonly keys: ReadonlySet<string>;
  /** Nobody else adds keys. */
  readonly isWhole: boolean;
}

/** The answers for one pod. */
export type HeldObjects = Map<string, Held | undefined>;

/** What an object that a pod names will hold; undefined where that is not known. Each variable asks, and many of one object: `known` keeps the answers. */
export function heldOnce(
  reference: Pick<ObjectReference, "kind" | "name">,
  set: StatefulSetView,
  known: HeldObjects,
): Held | undefined {
  const object = `${reference.kind}/${reference.name}`;
  if (!known.has(object)) known.set(object, heldBy(reference, set));
  return known.get(object);
}

/** The keys that an object will have, and what says so; undefined where that is not known. */
function heldBy({ kind, name }: Pick<ObjectReference, "kind" | "name">, set: StatefulSetView): Held | undefined {
  const { release, manifest: asker, pod } = set;
  const answer = release.named(kind, name, asker);
  const [made, ...others] = madeSecrets(release, { kind, name }, asker);
  if (made === undefined) {
    const manifest = found(answer);
    if (manifest === undefined || isAtUpgradeOnly(manifest)) return undefined;
    const keys = keysOf(manifest, release, pod);
    return keys === undefined ? undefined : { manifest, keys, isWhole: true };
  }
  // Both the release and a controller, or two of them, write it: who comes last nobody knows.
  if (answer.state !== "not-in-input" || others.length > 0 || made.keys === undefined) return undefined;
  return isWritten({ name }, release, pod)
    ? undefined
    : { manifest: made.maker, keys: made.keys, isWhole: made.isWhole };
}

/** What is made by a hook after the pods is another rule's. */
function isAtUpgradeOnly(manifest: Manifest): boolean {
  const all = hooks(manifest);
  return all.length > 0 && !all.includes("pre-install");
}

export interface VolumeFiles {
  readonly names: ReadonlySet<string>;
  /** The folders that they are in; deeper than anybody's are left out. */
  readonly folders: ReadonlySet<string>;
}

/** The path that an item gives its file, as the kubelet cleans it; undefined where it is none. */
export function fileName(path: unknown): string | undefined {
  return filled(cleaned(filled(path) ?? ""));
}

/** The files of a volume: the paths that `items` give, else the keys, which have no folders. */
export function filesOf(items: unknown, keys: ReadonlySet<string>): VolumeFiles {
  const chosen = list(items).flatMap((item) => fileName(mapping(item).path) ?? []);
  const folders = chosen.flatMap((path) => {
    const steps = path.split("/", 50);
    return steps.map((_, depth) => steps.slice(0, depth).join("/"));
  });
  return { names: chosen.length === 0 ? keys : new Set(chosen), folders: new Set(folders) };
}
