import { defineRule } from "../../src/lint/contract/rule.ts";
import { imageData } from "../../src/model/image-data.ts";
import { imageTagOf } from "../../src/model/image-reference.ts";
import { imageName, type KnownWorkload, knownContainer } from "../../src/model/known-workload.ts";
import type { Container } from "../../src/model/pod.ts";
import type { Workload } from "../../src/model/workload.ts";
import { claimMounts, scriptOf } from "./_claim-mounts.ts";

export const dataAtMountRoot = defineRule({
  id: "data-at-mount-root",
  category: "storage",
  subject: "Workload",
  summary: "a database keeps its data at the very root of a volume",
  rationale: `A new ext4 volume holds the directory \`lost+found\`. Servers that initialise only an empty data directory (PostgreSQL's
initdb, for one) refuse to start when the volume's root is that directory: \`directory exists but is not empty\`. It shows only on storage
that is formatted so, and then on the first installation.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Servers other than PostgreSQL are judged only where their configuration names the directory. Left alone: a mount with a subPath, a data directory below the mount (\`PGDATA\`), an init container that clears lost+found, and
environment from sources that are not in the input. On a set that holds data already, a changed directory hides the data: move it first.`,
  references: ["supabase-community/supabase-kubernetes#57"],
  messages: {
    root: {
      text: "{title} keeps its data in `{directory}`, which is the root of the claim `{volume}`: on storage with a `lost+found` directory it finds that not empty and refuses to start",
      help: "{remedy}",
    },
  },
  *check(set) {
    const judged = new Set<string>();
    for (const { container, mount } of claimMounts(set)) {
      if (container.kind === "init" || mount.readOnly || mount.subPath !== undefined) continue;
      const known = knownContainer(container);
      if (known?.refusesLostAndFound !== true) continue;
      const at = normal(mount.mountPath);
      const key = JSON.stringify([container.path, at]);
      if (judged.has(key)) continue;
      judged.add(key);
      const directory = dataDirectory(set, container, known, at);
      if (directory === undefined || clearsLostAndFound(set, mount.name)) continue;
      yield {
        message: "root",
        data: {
          title: known.title,
          directory,
          volume: mount.name,
          remedy: isNewest(container)
            ? `name the image's version: from 18 on it keeps its data elsewhere; up to 17 set PGDATA to a directory below it, such as \`${directory}/pgdata\``
            : isPostgres(known)
              ? `add \`subPath: data\` to the mount, or set PGDATA to a directory below it, such as \`${directory}/pgdata\``
              : "add `subPath: data` to the mount, or keep the data in a directory below it",
        },
        at: { manifest: set.manifest, path: [...mount.path, "mountPath"] },
      };
    }
  },
});

/** The official image of whichever version is the newest. */
function isNewest({ image }: Container): boolean {
  return imageName(image) === "postgres" && imageTagOf(image) === "latest";
}

function isPostgres(known: KnownWorkload): boolean {
  return known.dataDirectories.some((directory) => /postgres|pgsql/.test(directory));
}

/** The data directory, where it is what is mounted at `at`; undefined where it is another or cannot be told. */
function dataDirectory(
  set: Workload,
  container: Container,
  known: KnownWorkload,
  at: string | undefined,
): string | undefined {
  if (at === undefined) return undefined;
  if (!isPostgres(known)) return known.dataDirectories.includes(at) && isWrittenAs(at, set) ? at : undefined;
  if (!known.dataDirectories.includes(at) && !container.environment.some(({ name }) => name === "PGDATA"))
    return undefined;
  if (/PGDATA|(?:^|\s)-D\b/.test(scriptOf(container))) return undefined;
  const variable = container.environment.find(({ name }) => name === "PGDATA");
  if (variable !== undefined) return normal(variable.value) === at ? at : undefined;
  if (container.environmentFrom.some(({ kind, name }) => set.release.named(kind, name, set.manifest).state !== "found"))
    return undefined;
  if (set.configuration.some(({ text }) => text.includes("PGDATA"))) return undefined;
  // Images of one software keep their data in directories of their own.
  const image = imageData(container, set.configuration);
  if (image !== undefined) return image.directory === at ? at : undefined;
  return known.dataDirectories.includes(at) ? at : undefined;
}

/** Whether the set's configuration names the directory itself, and none below it. */
function isWrittenAs(directory: string, set: Workload): boolean {
  let written = false;
  for (const { text } of set.configuration) {
    for (let at = text.indexOf(directory); at !== -1; at = text.indexOf(directory, at + directory.length)) {
      const next = text[at + directory.length] ?? "";
      if (next === "/") return false;
      written ||= !/[\w.-]/.test(next);
    }
  }
  return written;
}

function normal(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  let end = path.length;
  while (end > 1 && path[end - 1] === "/") end--;
  return path.slice(0, end);
}

function clearsLostAndFound(set: Workload, volume: string): boolean {
  return set.containers.some(
    (container) =>
      container.kind === "init" &&
      container.mounts.some(({ name }) => name === volume) &&
      scriptOf(container).includes("lost+found"),
  );
}
