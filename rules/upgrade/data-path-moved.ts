import { defineRule, type Place } from "../../src/lint/contract/rule.ts";
import { directoryInFile, type FileDirectory } from "../../src/model/data-files.ts";
import {
  claimMounts,
  counterpartOf,
  type DataPlace,
  hasTemplate,
  isPrepared,
  placeOf,
  placesOf,
  usualDataDirectory,
  writtenDataDirectory,
} from "../../src/model/data-place.ts";
import { normal } from "../../src/model/image-data.ts";
import type { Container } from "../../src/model/pod.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { SetPair } from "../../src/model/upgrade.ts";

/** Logs and caches, as the Filesystem Hierarchy Standard has them. Who mounts a claim below `/tmp` keeps data there. */
const logsAndCaches = /^\/var\/(?:log|cache)(?:\/|$)/;

/** What moves files from one place of a volume to another. */
const moves = /(?:^|[\s;&|(/])(?:mv|cp|rsync|ln|tar)\s/;

export const dataPathMoved = defineRule({
  id: "data-path-moved",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
  summary: "an update points a container at another directory or another volume than the one that holds its data",
  rationale: `A server reads its data where its mount, the mount's subPath and its own setting (\`PGDATA\`, \`--dbpath\`) together point. When one
of them changes and the others do not follow, the server finds an empty directory and starts anew on it: the old data lies
untouched beside it, or in a claim that nobody mounts any more, and everything looks healthy.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  foretells: "data-left",
  falseAlarms: `Mounts that move together with their subPaths or with the software's setting are followed. An init container that mounts the
claim and copies or moves files is trusted to have moved the data. Of logs and caches (\`/var/log\`, \`/var/cache\`) that go from one claim to another nothing is said. Of files (\`log.dirs\`, Vault's \`path\`) only those count that a command or a script names. Data that was moved by hand beforehand is not seen.`,
  references: ["ansible/awx-operator#718", "radondb/radondb-mysql-kubernetes#439", "goharbor/harbor#20995"],
  messages: {
    moved: {
      text: "container `{container}` of StatefulSet `{set}` finds {what} at {now} instead of {was}: it starts on an empty directory, and the old data stays behind",
      help: "keep {setting} as it was, or move the data first, with an init container that mounts the volume",
    },
    exchanged: {
      text: "container `{container}` of StatefulSet `{set}` finds {what} at {now} instead of {was}: it starts on what another path of its pods has held until now, and not on its own data",
      help: "keep {setting} as it was, or exchange the files first, with an init container that mounts both volumes",
    },
    dropped: {
      text: "container `{container}` of StatefulSet `{set}` no longer keeps data in {was}: what lies there it does not find any more, and only what other members hold can be copied again",
      help: "keep that directory in {setting}, or move off what it holds first and say so with a suppression",
    },
    unmounted: {
      text: "container `{container}` of StatefulSet `{set}` no longer mounts {was}, where it had its files at `{path}`: it starts without them, and the old data stays behind there",
      help: "mount it again at `{path}`, or move the data first",
    },
  },
  *check(upgrade) {
    for (const pair of upgrade.pairs) {
      for (const container of pair.before.runningContainers) {
        const move = moveOf(pair, container);
        if (
          move === undefined ||
          isTemplateGone(pair.after, move.was) ||
          isPrepared(pair.after, move.was.mount?.name ?? "", moves)
        )
          continue;
        yield {
          ...(move.isPart === true ? { severity: "warning" as const } : {}),
          message:
            move.isPart === true
              ? "dropped"
              : move.now === undefined
                ? "unmounted"
                : isHeldBefore(pair, move.now)
                  ? "exchanged"
                  : "moved",
          data: {
            container: container.name,
            set: pair.after.name,
            what: move.directory === undefined ? `\`${move.path}\`` : `its data directory \`${move.directory}\``,
            now: move.now === undefined ? "" : placeText(move.now),
            was: placeText(move.was),
            path: move.path,
            setting: move.setting ?? "the mount and its subPath",
          },
          at: move.at,
          related: [
            {
              manifest: pair.before.manifest,
              path: move.was.mount?.path ?? ["spec"],
              message: "where the data lies now",
            },
          ],
        };
      }
    }
  },
});

/** Whether something of the pods lay there before. */
function isHeldBefore({ before }: SetPair, now: DataPlace): boolean {
  return now.isClaim && placesOfMounts(before).has(keyOfPlace(now));
}

/** A claim template that is gone or renamed is refused, and told by the rules about that. */
function isTemplateGone(after: StatefulSetView, { source }: DataPlace): boolean {
  return source.startsWith("template ") && !hasTemplate(after, source.slice("template ".length));
}

interface Move {
  readonly was: DataPlace;
  readonly now: DataPlace | undefined;
  readonly path: string;
  readonly directory?: string;
  readonly setting?: string;
  /** One of several directories, of which another goes on to be used. */
  readonly isPart?: boolean;
  readonly at: Place;
}

function moveOf({ before, after }: SetPair, container: Container): Move | undefined {
  const next = counterpartOf(container, after.containers);
  if (next === undefined) return undefined;
  const [written, rewritten] = [writtenDataDirectory(container), writtenDataDirectory(next)];
  if (written === "unknown" || rewritten === "unknown") return undefined;
  if (written === undefined && rewritten === undefined) {
    const [old, fresh] = [directoryInFile(before, container), directoryInFile(after, next)];
    if (old !== undefined && fresh !== undefined)
      return movedInFile({ set: before, container, named: old }, { set: after, container: next, named: fresh });
  }
  const old = written ?? usualDataDirectory(before, container);
  if (old === undefined) return movedMount(before, container, after, next);
  // Where neither side writes it, it is the image's own directory, on a claim or not.
  const fresh = rewritten ?? (written === undefined ? old : usualDataDirectory(after, next));
  if (fresh === undefined) return undefined;
  const lost = lostPlace(placesOf(before, container, old), placesOf(after, next, fresh));
  if (lost === undefined) return undefined;
  // The usual directory of another image of the software, at the same mount.
  if (written === undefined && rewritten === undefined && usualElsewhere(before, container, after, next))
    return undefined;
  const setting = fresh.setting ?? old.setting;
  return {
    ...lost,
    path: fresh.directory,
    directory: fresh.directory,
    ...(setting === undefined ? {} : { setting: `\`${setting}\`` }),
    at: placeOfSetting(after, next, fresh.setting, lost.now),
  };
}

/** A configuration file names the directory, now as before. */
function movedInFile(
  { set: before, container, named: old }: InFile,
  { set: after, container: next, named: fresh }: InFile,
): Move | undefined {
  const lost = lostPlace(placesOf(before, container, old), placesOf(after, next, fresh));
  if (lost === undefined) return undefined;
  const { directory, setting, file } = fresh;
  return {
    ...lost,
    path: directory,
    directory,
    setting: `\`${setting}\``,
    at: { manifest: file.manifest, path: file.path },
  };
}

/** The first place on a claim that is used no more, and what is used now; the order of several does not matter. */
function lostPlace(
  before: readonly DataPlace[],
  after: readonly DataPlace[],
): { readonly was: DataPlace; readonly now: DataPlace; readonly isPart: boolean } | undefined {
  const isAmong = (place: DataPlace, places: readonly DataPlace[]) => places.some((one) => isSamePlace(one, place));
  const was = before.find((place) => place.isClaim && !isAmong(place, after));
  const [now] = after;
  if (was === undefined || now === undefined) return undefined;
  return { was, now, isPart: before.some((place) => isAmong(place, after)) };
}

interface InFile {
  readonly set: StatefulSetView;
  readonly container: Container;
  readonly named: FileDirectory;
}

/** Another image of the same software keeps its data elsewhere: the mount moved with it, and the volume's content did not. */
function usualElsewhere(
  before: StatefulSetView,
  container: Container,
  after: StatefulSetView,
  next: Container,
): boolean {
  const [old, now] = [usualDataDirectory(before, container), usualDataDirectory(after, next)];
  return (
    old !== undefined &&
    now !== undefined &&
    isSamePlace(placeOf(before, container, old.directory), placeOf(after, next, now.directory))
  );
}

/** Without knowledge of the software: what stood at a mount's path stands there no more. */
function movedMount(
  before: StatefulSetView,
  container: Container,
  after: StatefulSetView,
  next: Container,
): Move | undefined {
  for (const mount of claimMounts(before, container)) {
    if (mount.mountPath === undefined) continue;
    const was = placeOf(before, container, mount.mountPath);
    const now = placeOf(after, next, mount.mountPath);
    // Who keeps even these on a claim, and goes on to do so, misses nothing in them.
    if (isSamePlace(was, now) || (now.isClaim && logsAndCaches.test(normal(mount.mountPath)))) continue;
    const isElsewhere = placesOfMounts(after).has(keyOfPlace(was));
    const isGone = now.mount === undefined;
    if (isGone && isElsewhere) continue;
    const path = now.mount === undefined ? [...next.path, "volumeMounts"] : now.mount.path;
    return { was, now: isGone ? undefined : now, path: mount.mountPath, at: volumePlace(after, now, path) };
  }
  return undefined;
}

function placeOfSetting(
  set: StatefulSetView,
  container: Container,
  setting: string | undefined,
  now: DataPlace,
): Place {
  const variable = container.environment.find(({ name }) => name === setting);
  if (variable !== undefined) return { manifest: set.manifest, path: [...variable.path, "value"] };
  if (setting !== undefined) return { manifest: set.manifest, path: [...container.path, "args"] };
  return volumePlace(set, now, now.mount?.path ?? [...container.path, "volumeMounts"]);
}

/** The volume where it is no claim any more, the subPath where there is one, else the mount. */
function volumePlace(set: StatefulSetView, now: DataPlace, path: Place["path"]): Place {
  const volume = now.isClaim ? undefined : set.volumeNamed(now.mount?.name);
  if (volume !== undefined) return { manifest: set.manifest, path: volume.path };
  return { manifest: set.manifest, path: now.mount?.subPath === undefined ? path : [...path, "subPath"] };
}

/** Where the containers of a set mount anything: each that lost a mount asks. */
const knownPlaces = new WeakMap<StatefulSetView, ReadonlySet<string>>();

function placesOfMounts(set: StatefulSetView): ReadonlySet<string> {
  const places =
    knownPlaces.get(set) ??
    new Set(
      set.runningContainers.flatMap((container) =>
        container.mounts.flatMap(({ mountPath }) =>
          mountPath === undefined ? [] : keyOfPlace(placeOf(set, container, mountPath)),
        ),
      ),
    );
  knownPlaces.set(set, places);
  return places;
}

const keyOfPlace = ({ source, path }: DataPlace): string => `${source}\n${path}`;

function isSamePlace(one: DataPlace, other: DataPlace): boolean {
  return one.source === other.source && one.path === other.path;
}

function placeText({ title, path, isClaim }: DataPlace): string {
  return isClaim ? `${path === "" ? "the root" : `\`${path}\``} of ${title}` : title;
}
