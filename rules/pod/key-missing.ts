import { defineRule } from "../../src/lint/contract/rule.ts";
import { list, mapping } from "../../src/model/fields.ts";
import { groupedBy } from "../../src/model/grouped.ts";
import type { ObjectReference } from "../../src/model/references.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Manifest } from "../../src/read/document.ts";
import type { Path } from "../../src/read/path.ts";
import { listed, quoted } from "../_shared/listed.ts";
import { fileName, filesOf, type Held, type HeldObjects, heldOnce, type VolumeFiles } from "./_held.ts";
import { namedFiles } from "./_named-files.ts";
import { filesShown, shownFile } from "./_shown-file.ts";

export const keyMissing = defineRule({
  id: "key-missing",
  category: "pod",
  subject: "StatefulSet",
  summary: "a pod asks a Secret or ConfigMap of the release for a key that it does not hold",
  rationale: `A container whose environment names a key that is not there waits with \`CreateContainerConfigError\`, a volume whose \`items\` do with
\`FailedMount\`: the pod never starts. A \`subPath\` that is no file of the volume is worse to find: the kubelet makes an empty directory of that name
and mounts it where the program expects a file. So does an argument such as \`--config.file\` that names a file which the volume mounted there has not.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "stuck",
  falseAlarms: `Only objects that the input holds, with at least one key, and Secrets of which an ExternalSecret (its \`data\` alone, no \`dataFrom\`, no template),
a SealedSecret or a Certificate lists all keys. Left alone: optional keys, tokens of service accounts, objects whose annotations
ask a controller to fill them, rendered Secrets that such a resource adds to, and objects that a Job, Helm's hooks
included, or an init container names in what it runs or in a script that it mounts. Of files that an argument names only those count that end
like files, in a volume of one object, mounted as a whole; that the program ends without its file is known of Prometheus, Alertmanager, Loki and Tempo.`,
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
    argument: {
      text: "`{option}` of container `{container}` names `{file}`, and the volume `{volume}` that is mounted there ({holder}) has no such file: {consequence}",
      help: "name one of the files that are there ({keys}), or add `{key}` to {holder}",
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
            keys: shownKeys(keys),
            ...wordsFor(held),
          },
          at: { manifest: set.manifest, path },
          related: [holder(manifest)],
        };
      }
    }
    yield* subPaths(set, references, known);
    yield* argumentsOf(set, known);
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
      const subPath = mount.device ? undefined : fileName(entry.subPath);
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
          keys: shownKeys(files.names),
          ...wordsFor(held),
        },
        at: { manifest: set.manifest, path },
        related: [holder(manifest)],
      };
    }
  }
}

/** Arguments that name a configuration file which is not in the volume that is mounted there. */
function* argumentsOf(set: StatefulSetView, known: HeldObjects) {
  for (const container of set.containers) {
    for (const { option, file, path, needy } of namedFiles(container)) {
      const shown = shownFile(set, container, file);
      // A single file that is mounted is looked for by its subPath.
      if (shown === undefined || shown.isSubPath) continue;
      const files = filesShown(set, shown, known);
      if (files === undefined || files.names.has(shown.file)) continue;
      yield {
        message: "argument" as const,
        ...(needy === undefined ? { severity: "warning" as const } : {}),
        data: {
          option,
          container: container.name,
          file,
          volume: shown.volume.name,
          holder: files.holder,
          key: shown.file,
          keys: shownKeys(files.names),
          consequence:
            needy === undefined
              ? "the program finds no file there, and nobody can add one to such a volume"
              : `${needy} ends with an error as soon as it starts, and the pod is never ready`,
        },
        at: { manifest: set.manifest, path },
        related: [holder(files.manifest)],
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

const shownKeys = (keys: ReadonlySet<string>): string => listed(keys, quoted, mostKeys);
