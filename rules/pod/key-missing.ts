import { defineRule } from "../../src/lint/contract/rule.ts";
import { filled, list, mapping } from "../../src/model/fields.ts";
import { groupedBy } from "../../src/model/grouped.ts";
import type { ObjectReference } from "../../src/model/references.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Manifest } from "../../src/read/document.ts";
import type { Path } from "../../src/read/path.ts";
import { listed, quoted } from "../_shared/listed.ts";
import { filesOf, type Held, type HeldObjects, heldOnce, type VolumeFiles } from "./_held.ts";

export const keyMissing = defineRule({
  id: "key-missing",
  category: "pod",
  subject: "StatefulSet",
  summary: "a pod asks a Secret or ConfigMap of the release for a key that it does not hold",
  rationale: `A container whose environment names a key that is not there waits with \`CreateContainerConfigError\`, a volume whose \`items\` do with
\`FailedMount\`: the pod never starts. A \`subPath\` that is no file of the volume is worse to find: the kubelet makes an empty directory of that name
and mounts it where the program expects a file.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "stuck",
  falseAlarms: `Only objects that the input holds, with at least one key, and Secrets of which an ExternalSecret (its \`data\` alone, no \`dataFrom\`, no template),
a SealedSecret or a Certificate lists all keys. Left alone: optional keys, tokens of service accounts, objects whose annotations
ask a controller to fill them, rendered Secrets that such a resource adds to, and objects that a Job, Helm's hooks
included, or an init container names in what it runs or in a script that it mounts.`,
  references: [
    "https://kubernetes.io/docs/concepts/configuration/secret/#restriction-secret-must-exist",
    "zammad/zammad-helm#24",
  ],
  messages: {
    env: {
      text: "{kind} `{name}` has no key `{key}`, and the variable `{variable}` takes its value from it: the container waits with CreateContainerConfigError and never starts{unless}",
      help: "name one of the keys that the {kind} holds ({keys}), add `{key}` to {holder}, or set `optional: true`",
    },
    item: {
      text: "{kind} `{name}` has no key `{key}`, which the volume `{volume}` asks for: the volume is never mounted, and the pod does not start{unless}",
      help: "name one of the keys that the {kind} holds ({keys}), add `{key}` to {holder}, or set `optional: true`",
    },
    subPath: {
      text: "the subPath `{key}` is no file of the volume `{volume}` ({kind} `{name}` has no such key): the kubelet makes an empty directory and mounts that at `{mount}`, where the program expects a file{unless}",
      help: "name one of the files of the volume as subPath ({keys}), or add `{key}` to {holder}",
    },
  },
  *check(set) {
    const references = set.references;
    const known: HeldObjects = new Map();
    for (const reference of references) {
      if (reference.optional || reference.keys.length === 0) continue;
      const held = heldOnce(reference, set, known);
      if (held === undefined) continue;
      const { manifest, keys } = held;
      for (const { key, path, variable } of reference.keys) {
        if (keys.has(key)) continue;
        yield {
          message: variable === undefined ? "item" : "env",
          ...(variable === undefined || !held.isWhole ? { severity: "warning" } : {}),
          data: {
            kind: reference.kind,
            name: reference.name,
            key,
            variable: variable ?? "",
            volume: reference.volume ?? "",
            keys: shown(keys),
            ...wordsFor(held),
          },
          at: { manifest: set.manifest, path },
          related: [holder(manifest)],
        };
      }
    }
    yield* subPaths(set, references, known);
  },
});

/** Mounts of a single file that the volume does not have. */
function* subPaths(set: StatefulSetView, references: readonly ObjectReference[], known: HeldObjects) {
  const filesByVolume = new Map<string, VolumeFiles>();
  const ofVolumes = groupedBy(
    references.filter(({ how }) => how === "volume"),
    ({ volume = "" }) => volume,
  );
  for (const container of set.containers) {
    for (const mount of container.mounts) {
      const entry = mapping(list(container.value.volumeMounts)[Number(mount.path[mount.path.length - 1])]);
      const subPath = mount.device ? undefined : filled(entry.subPath)?.replace(/^(?:\.\/)+|(?<!\/)\/+$/g, "");
      if (subPath === undefined || subPath === "" || subPath.includes("$(")) continue;
      const volume = set.volumeNamed(mount.name);
      const sources = ofVolumes.get(mount.name) ?? [];
      const [reference] = sources;
      if (volume === undefined || reference === undefined || sources.length > 1 || reference.optional) continue;
      if (volume.source !== "configMap" && volume.source !== "secret") continue;
      const held = heldOnce(reference, set, known);
      if (held === undefined) continue;
      const { manifest, keys } = held;
      const files = filesByVolume.get(mount.name) ?? filesOf(mapping(volume.value[volume.source]).items, keys);
      filesByVolume.set(mount.name, files);
      if (files.names.has(subPath) || files.folders.has(subPath)) continue;
      const path: Path = [...mount.path, "subPath"];
      yield {
        message: "subPath" as const,
        severity: "warning" as const,
        data: {
          kind: reference.kind,
          name: reference.name,
          key: subPath,
          volume: mount.name,
          mount: mount.mountPath ?? "",
          keys: shown(files.names),
          ...wordsFor(held),
        },
        at: { manifest: set.manifest, path },
        related: [holder(manifest)],
      };
    }
  }
}

/** What a key is added to, and who may have added it already. */
function wordsFor(held: Held): { readonly holder: string; readonly unless: string } {
  const unless = held.isWhole
    ? ""
    : ", unless somebody adds the key: cert-manager leaves what others write into the Secret";
  return { holder: holderText(held), unless };
}

function holderText({ manifest }: Held): string {
  const isItself = manifest.kind === "Secret" || manifest.kind === "ConfigMap";
  if (manifest.kind === "Certificate")
    return `the Secret that Certificate \`${manifest.name}\` fills, by \`spec.keystores\` or \`spec.additionalOutputFormats\``;
  return isItself ? `the ${manifest.kind}` : `${manifest.kind} \`${manifest.name}\``;
}

function holder(manifest: Manifest) {
  const isItself = manifest.kind === "Secret" || manifest.kind === "ConfigMap";
  return { manifest, path: ["metadata", "name"], message: isItself ? `this ${manifest.kind}` : "what it is made of" };
}

/** More keys of one object nobody reads. */
const mostKeys = 5;

const shown = (keys: ReadonlySet<string>): string => listed(keys, quoted, mostKeys);
