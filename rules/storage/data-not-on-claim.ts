import { defineRule } from "../../src/lint/contract/rule.ts";
import { directoryInFile } from "../../src/model/data-files.ts";
import { placesOf, resolved, writtenDataDirectory } from "../../src/model/data-place.ts";
import { groupedBy } from "../../src/model/grouped.ts";
import { type ImageData, imageData, isWithin, normal } from "../../src/model/image-data.ts";
import { knownContainer } from "../../src/model/known-workload.ts";
import type { Container, Mount } from "../../src/model/pod.ts";
import { type ObjectReference, referencesOfVolume } from "../../src/model/references.ts";
import { mayLead, namesPath } from "../../src/model/script-changes.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { DataMount } from "../../src/model/workload.ts";
import { claimMounts } from "./_claim-mounts.ts";
import { homeData } from "./_home-data.ts";

export const dataNotOnClaim = defineRule({
  id: "data-not-on-claim",
  category: "storage",
  subject: "StatefulSet",
  summary: "a claim is mounted elsewhere than at the directory in which the image keeps its data",
  rationale: `An image can declare a directory as a volume of its own. Where no mount stands at that very directory, the container runtime puts an anonymous
volume there, over a claim that is mounted above it. The database is written to the anonymous volume and goes with the container, while the
claim stays empty; it works until the first restart. A claim below the data directory holds a part of the data, or none, and one at the directory
of another image of the same software (Bitnami's PostgreSQL keeps its data below \`/bitnami\`) none at all.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `Only images whose directories are known, official ones and their makers', with the version in the tag where it matters. Left alone: data that a variable or an argument
(\`PGDATA\`, \`--dbpath\`) puts on the claim, and settings that the input does not show. Of files (\`log.dirs\`, \`store_dir\`) only those count that a command or a
script names, and only while nothing else speaks of the setting.`,
  references: ["https://docs.docker.com/reference/dockerfile/#volume", "containerd/containerd#2130"],
  messages: {
    above: {
      text: "the claim `{volume}` is mounted at `{mount}`, and the image declares `{declared}` below it as a volume of its own: {title}'s data is written to an anonymous volume there and goes with the container, and the claim stays empty",
      help: "mount the claim at `{declared}`; what is in the running container has to be copied out first",
    },
    below: {
      text: "the claim `{volume}` is mounted at `{mount}`, and {title} keeps its data in `{directory}`, above it: that is not on the claim, and is lost with the container",
      help: "mount the claim at `{directory}`, or move the data onto the claim by the setting that names the data directory",
    },
    elsewhere: {
      text: "the claim `{volume}` is mounted at `{mount}`, and {title} keeps its data in `{directory}` here, which no volume covers: the claim stays empty, and the data is lost with the container",
      help: "mount the claim at `{declared}`; what is in the running container has to be copied out first",
    },
    named: {
      text: "the claim `{volume}` is mounted at `{mount}`, and `{setting}` has {title} keep its data in `{directory}`, which no volume covers: the claim stays empty, and the data is lost with the container",
      help: "mount the claim at `{directory}`, or name a directory on the claim; what is in the running container has to be copied out first",
    },
    unset: {
      text: "the claim `{volume}` is mounted at `{mount}`, and without `{setting}` {title} keeps its data in `{directory}`, which no volume covers: the claim stays empty, and the data is lost with the container",
      help: "set `{setting}` to a directory on the claim, such as `{mount}/kafka`; what is in the running container has to be copied out first",
    },
    log: {
      text: "the claim `{volume}` holds `{mount}` alone, and {title} writes the log of its transactions to `{directory}`, which no volume covers: what came after the last snapshot is lost with the container",
      help: "mount a claim at `{directory}`, too, or set `ZOO_DATA_LOG_DIR` to a directory on this one; one member after another, each once the one before has caught up",
    },
  },
  *check(set) {
    const mounts = groupedBy(
      claimMounts(set).filter(({ mount }) => !mount.readOnly),
      ({ container }) => container,
    );
    for (const container of set.runningContainers) {
      const own = mounts.get(container) ?? [];
      if (own.length === 0) continue;
      const named = namedElsewhere(set, container, own);
      if (named !== undefined) yield named;
      const home = named === undefined ? homeFinding(set, container, own) : undefined;
      if (home !== undefined) yield home;
      const data = imageData(container, set.configuration);
      if (named !== undefined || data === undefined || isMounted(container, data) || isFrom18(data)) continue;
      const found = above(own, data) ?? below(set, own, data) ?? elsewhere(set, container, own, data);
      if (found === undefined) continue;
      const { mount } = found.claim;
      yield {
        message: found.message,
        data: {
          volume: mount.name,
          mount: normal(mount.mountPath ?? ""),
          declared: found.declared,
          directory: data.directory,
          title: data.known.title,
        },
        at: { manifest: set.manifest, path: [...mount.path, "mountPath"] },
      };
    }
  },
});

/** PostgreSQL 18 refuses to start with a claim at the old path; that is another rule's. */
function isFrom18({ known }: ImageData): boolean {
  return known.since === 18;
}

/** Whether some mount covers the data directory with nothing of the image between. */
function isMounted({ mounts }: Container, { directory, known }: ImageData): boolean {
  return mounts.some(({ mountPath = "" }) => {
    const at = normal(mountPath);
    if (!isWithin(directory, at)) return false;
    return !known.volumes.some((volume) => volume !== at && isWithin(volume, at) && isWithin(directory, volume));
  });
}

interface Misplaced {
  readonly message: "above" | "below" | "elsewhere";
  readonly claim: DataMount;
  readonly declared: string;
}

function above(own: readonly DataMount[], { directory, known }: ImageData): Misplaced | undefined {
  const declared = known.volumes.find((volume) => isWithin(directory, volume));
  const claim = own.find(({ mount }) => declared !== undefined && isWithin(declared, normal(mount.mountPath ?? "/")));
  return declared === undefined || claim === undefined ? undefined : { message: "above", claim, declared };
}

/** A claim of which only a folder of the data directory is made. */
function below(
  set: StatefulSetView,
  own: readonly DataMount[],
  { directory, moved }: ImageData,
): Misplaced | undefined {
  const claim = own.find(({ mount }) => isWithin(normal(mount.mountPath ?? ""), directory));
  // Several claims may each hold what is worth keeping.
  return claim === undefined || moved !== undefined || own.length > 1 || set.claimTemplates.length > 1
    ? undefined
    : { message: "below", claim, declared: directory };
}

/**
 * At a directory in which other images of the software, or this one without its setting, keep their data; or at any other, where
 * nothing that is not seen here could tell the image's own server to use it.
 */
function elsewhere(
  set: StatefulSetView,
  container: Container,
  own: readonly DataMount[],
  { directory, known, moved }: ImageData,
): Misplaced | undefined {
  if (container.mounts.some(({ mountPath = "" }) => isWithin(normal(mountPath), directory))) return undefined;
  const usual = knownContainer(container)?.dataDirectories ?? [];
  const claim =
    own.find(({ mount }) => usual.includes(normal(mount.mountPath ?? ""))) ??
    (moved === undefined && own.length === 1 && isToldNothing(set, container) ? own[0] : undefined);
  if (claim === undefined) return undefined;
  const declared = known.volumes.find((volume) => isWithin(directory, volume)) ?? known.mountAt ?? directory;
  return { message: "elsewhere", claim, declared };
}

/** Whether the image's own entry point runs, and all that configures it is in the input. */
function isToldNothing(set: StatefulSetView, container: Container): boolean {
  const { command, args } = container;
  if (command.length > 0 || args.some((word) => !word.startsWith("-") || /conf|default|include|file/i.test(word)))
    return false;
  return isAllSeen(set, container);
}

/** Whether the ConfigMaps and Secrets that configure the container are in the input, and nothing else fills its files. */
function isAllSeen(set: StatefulSetView, container: Container): boolean {
  const { mounts, environmentFrom } = container;
  const isSeen = ({ name }: Mount): boolean => {
    const source = set.volumeNamed(name)?.source;
    if (source === undefined || !(source in couldConfigure)) return true;
    return referencesOfVolume(set.references, name).every((one) => isFound(set, one));
  };
  return environmentFrom.every((one) => isFound(set, one)) && mounts.every(isSeen) && !sharesWithInit(set, container);
}

const couldConfigure = { configMap: true, secret: true, projected: true };

function isFound(set: StatefulSetView, { kind, name }: Pick<ObjectReference, "kind" | "name">): boolean {
  return set.release.named(kind, name, set.manifest).state === "found";
}

/** Each container of a set asks. */
const preparedVolumes = new WeakMap<StatefulSetView, ReadonlySet<string>>();

/** An init container may write settings into an emptyDir that both mount. */
function sharesWithInit(set: StatefulSetView, { mounts }: Container): boolean {
  const prepared =
    preparedVolumes.get(set) ??
    new Set(set.containers.flatMap((one) => (one.kind === "init" ? one.mounts.map(({ name }) => name) : [])));
  preparedVolumes.set(set, prepared);
  return mounts.some(({ name }) => prepared.has(name) && set.volumeNamed(name)?.source === "emptyDir");
}

/** Volumes that hold nothing unless the pod writes it. */
const empty = { emptyDir: true, persistentVolumeClaim: true, ephemeral: true, downwardAPI: true };

function homeFinding(set: StatefulSetView, container: Container, own: readonly DataMount[]) {
  const { mounts } = container;
  const isShown = () =>
    isAllSeen(set, container) &&
    mounts.every(({ name }) => {
      const source = set.volumeNamed(name)?.source;
      return source === undefined || source in couldConfigure || source in empty;
    });
  const found = homeData(set, container, own, isShown);
  if (found === undefined) return undefined;
  const { claim, directory, home, isLog } = found;
  const isUnset = home.setting !== undefined && directory === home.directory;
  return {
    message: isLog ? ("log" as const) : isUnset ? ("unset" as const) : ("elsewhere" as const),
    data: {
      volume: claim.mount.name,
      mount: normal(claim.mount.mountPath ?? ""),
      declared: directory,
      directory,
      setting: home.setting ?? "",
      title: home.title,
    },
    at: { manifest: set.manifest, path: [...claim.mount.path, "mountPath"] },
  };
}

/** A directory that a variable or an argument names, in the container's own file system: the claim is for nothing. */
function namedElsewhere(set: StatefulSetView, container: Container, own: readonly DataMount[]) {
  const [claim] = own;
  const inFile = own.length > 1 ? undefined : directoryInFile(set, container);
  const written = writtenDataDirectory(container) ?? inFile;
  if (written === undefined || written === "unknown" || !written.directory.startsWith("/") || claim === undefined)
    return undefined;
  const { directory, setting = "" } = written;
  if (own.length > 1 || placesOf(set, container, written).some(({ source }) => source !== "container"))
    return undefined;
  // A file system that is mounted below holds the data after all.
  const directories = written.directories ?? [directory];
  const isBelow = ({ mountPath = "" }: Mount) =>
    directories.some((one) => isWithin(`/${resolved(mountPath)}`, `/${resolved(one)}`));
  if (container.mounts.some(isBelow) || usesClaim(container, claim, inFile?.text ?? "")) return undefined;
  // A link may lead from there to the claim.
  if (directories.some((one) => mayLead(set, one))) return undefined;
  return {
    message: "named" as const,
    data: {
      volume: claim.mount.name,
      mount: normal(claim.mount.mountPath ?? ""),
      setting,
      directory: normal(directory),
      title: knownContainer(container)?.title ?? "",
    },
    at: { manifest: set.manifest, path: [...claim.mount.path, "mountPath"] },
  };
}

/** Whether the container is told of a path on the claim: a part of its data, such as the logs of transactions, lies there. */
function usesClaim(container: Container, { mount }: DataMount, file: string): boolean {
  const { command, args, environment } = container;
  const path = normal(mount.mountPath ?? "");
  const usual = knownContainer(container)?.id === "zookeeper" && path === transactionLogs;
  return (
    usual ||
    [...command, ...args, ...environment.map(({ value = "" }) => value), file].some((one) => namesPath(one, path))
  );
}

/** Of the official image of ZooKeeper, `ZOO_DATA_LOG_DIR`: https://github.com/docker-library/docs/blob/master/zookeeper/README.md */
const transactionLogs = "/datalog";
