import { defineRule } from "../../src/lint/contract/rule.ts";
import { placeOf } from "../../src/model/container-place.ts";
import { dataKeeper } from "../../src/model/data-keepers.ts";
import { placesOf, writtenDataDirectory } from "../../src/model/data-place.ts";
import { has, isMapping, mapping } from "../../src/model/fields.ts";
import { isWithin, normal } from "../../src/model/image-data.ts";
import { type Container, optional, type Volume } from "../../src/model/pod.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

/** Volumes that go with the pod, or that hold no data. */
const passing: ReadonlySet<string> = new Set(["emptyDir", "configMap", "secret", "downwardAPI", "projected", "image"]);

export const dataNotKept = defineRule({
  id: "data-not-kept",
  category: "storage",
  subject: "StatefulSet",
  summary: "a data store keeps its data nowhere but in the pod",
  rationale: `An emptyDir is made with the pod and deleted with it, and a directory of the image goes with the container. A store that writes there starts empty after
each restart on another node, each eviction and each rollout. A single database has then lost everything; a member of a quorum has forgotten what it
has voted for, and when the majority restarts within a short time the cluster has lost its state too.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `A warning for stores that need a quorum and for brokers with durable queues, an info for other databases. Left alone: caches (Redis and the like), arbiters, routers, nodes that coordinate or ingest only, monitoring, servers in development mode,
sets whose name says that nothing is to be kept, and pods with a volume of any lasting kind, unless a variable or an argument puts the
data into an emptyDir beside it. Containers whose command only waits, copies or asks another server, and workers of Kafka Connect, are not
taken for the store that their image is named for.`,
  references: ["Budibase/budibase#10306", "https://kubernetes.io/docs/concepts/storage/volumes/#emptydir"],
  messages: {
    emptyDir: {
      text: "{title} keeps its data in the {kind} `{volume}`: it is deleted with the pod, and {loss}",
      help: "add a volumeClaimTemplate and mount it at `{directory}`; where nothing has to be kept, turn this rule off for the set",
    },
    nowhere: {
      text: "{title} runs without a volume for its data: it is gone with the container, and {loss}",
      help: "add a volumeClaimTemplate and mount it at `{directory}`; where nothing has to be kept, turn this rule off for the set",
    },
  },
  *check(set) {
    // Without a selector it is a patch, or refused.
    if (!has(set.spec, "selector") || isMeant(set)) return;
    const keepsSomething = set.isPersistent || set.volumes.some(isLasting);
    for (const container of set.runningContainers) {
      if (container.kind !== "regular") continue;
      const keeper = dataKeeper(set, container);
      if (keeper === undefined) continue;
      const { known, isGrave } = keeper;
      const { volume, mountPath } =
        (keepsSomething ? writtenMount(set, container) : passingMount(set, container, known.dataDirectories)) ?? {};
      if (keepsSomething && volume === undefined) continue;
      const directory = mountPath ?? known.dataDirectories[0] ?? "its data directory";
      yield {
        message: volume === undefined ? "nowhere" : "emptyDir",
        ...(isGrave ? {} : { severity: "info" }),
        data: {
          title: known.title,
          volume: volume?.name ?? "",
          kind: volume?.source === "emptyDir" ? "emptyDir" : "ephemeral volume",
          directory,
          loss:
            isGrave && set.maxReplicas > 1
              ? "what the members agreed on, or were trusted with, is lost once enough of them restart"
              : "everything is lost with the first eviction or rollout",
        },
        at:
          volume === undefined
            ? { manifest: set.manifest, path: placeOf(container) }
            : { manifest: set.manifest, path: [...volume.path, "name"] },
      };
      return;
    }
  },
});

/** Any volume that may outlast the pod: a claim of the pod's own (`ephemeral`) does not. */
function isLasting({ source, value }: Volume): boolean {
  if (source === "ephemeral") return false;
  return !passing.has(source) || isMapping(value.persistentVolumeClaim);
}

/** Names by which people say that nothing is to be kept. The name of the file says nothing: through a pipe there is none. */
const meantName = /ephemeral|in-?memory|cache|\btest|\bdev\b/i;

function isMeant(set: StatefulSetView): boolean {
  return meantName.test(set.name);
}

/** The emptyDir in which a data directory lies that a variable or an argument names, though the pod has a claim for something else. */
function writtenMount(
  set: StatefulSetView,
  container: Container,
): { readonly volume: Volume; readonly mountPath: string } | undefined {
  const written = writtenDataDirectory(container);
  if (written === undefined || written === "unknown") return undefined;
  const places = placesOf(set, container, written);
  const volume = set.volumeNamed(places[0]?.mount?.name);
  // Of several directories one on a claim keeps a part.
  if (volume?.source !== "emptyDir" || places.some(({ isClaim }) => isClaim)) return undefined;
  return { volume, mountPath: written.directory };
}

/** The emptyDir that is mounted for the data, and where: at a known directory, or the only one that is named so. */
function passingMount(
  set: StatefulSetView,
  { mounts }: Container,
  directories: readonly string[],
): { readonly volume: Volume; readonly mountPath?: string } | undefined {
  const mount =
    mounts.find(({ mountPath = "" }) => directories.some((directory) => isWithin(directory, normal(mountPath)))) ??
    mounts.find(({ mountPath = "", name }) => /data|storage|datadir/i.test(`${name} ${mountPath}`));
  const volume = set.volumeNamed(mount?.name);
  if (volume === undefined || !(volume.source === "emptyDir" || isMapping(mapping(volume.value).ephemeral)))
    return undefined;
  return { volume, ...optional("mountPath", mount?.mountPath) };
}
