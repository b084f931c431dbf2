import { defineRule } from "../../src/lint/contract/rule.ts";
import { placeOf } from "../../src/model/data-place.ts";
import { decidingCommands } from "../../src/model/deciding-commands.ts";
import { filled, mapping, texts } from "../../src/model/fields.ts";
import { normal } from "../../src/model/image-data.ts";
import type { Container } from "../../src/model/pod.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import { securityField } from "./_security.ts";
import { readOnlyMount, writeOf } from "./_writes.ts";

/** What every command that is looked at holds, one of them. */
const writes = /\b(?:chown|chmod|chgrp|touch|sed|cp)\b|>/;
const longestShown = 80;

export const writeRefused = defineRule({
  id: "write-refused",
  category: "pod",
  subject: "StatefulSet",
  summary: "an init container changes files that it may not change, so that it fails and no pod starts",
  rationale: `Volumes of ConfigMaps and Secrets are read only, root included, and so is what is mounted with \`readOnly: true\`: \`chown\`, \`chmod\`, \`sed -i\` and
\`cp\` into them fail. And only root may give files to another user: \`chown\` by anybody else is not permitted. An init container that fails is started again
and again, and the pod never gets to its server.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "stuck",
  falseAlarms: `Only commands whose failure is the container's: its only program, or one in a plain script behind which no other can make it end well (\`a && b\`, \`set -e\`,
the last one). Left alone: scripts with conditions, pipes, \`||\` or work in the background, paths with variables and patterns, \`chown\` to a user by name, and
containers with the capability CHOWN. To give files to oneself works where they are one's own already: that is a warning.`,
  references: [
    "https://kubernetes.io/docs/concepts/storage/volumes/#configmap",
    "kubernetes/kubernetes#58720",
    "https://man7.org/linux/man-pages/man2/chown.2.html",
  ],
  messages: {
    readOnly: {
      text: "init container `{container}` runs `{command}`, and `{path}` is read only there (volume `{volume}`: {why}): the command fails, the init container is started again and again, and no pod starts",
      help: "copy the files into an emptyDir and change them there; for modes and groups alone use `defaultMode` of the volume and `fsGroup` of the pod",
    },
    owner: {
      text: "init container `{container}` runs `{command}` as user {user}, and only root may give files to user {owner} (operation not permitted): the init container is started again and again, and no pod starts",
      help: "leave it out, and let `fsGroup` give the volume to a group; or write `runAsUser: 0` in the securityContext of this container",
    },
    own: {
      text: "init container `{container}` runs `{command}` as user {user}, who may not take what belongs to another: where the volume belongs to root, as a new one mostly does, the init container is started again and again, and no pod starts",
      help: "leave it out, and let `fsGroup` give the volume to a group; or write `runAsUser: 0` in the securityContext of this container",
    },
  },
  *check(set) {
    if (filled(mapping(set.pod.spec.os).name) === "windows") return;
    for (const container of set.containers) {
      if (container.kind !== "init" || container.command.length === 0) continue;
      const { command, args, path } = container;
      const words = [...command, ...args];
      if (!words.some((word) => writes.test(word))) continue;
      for (const { words: run, index } of decidingCommands(words)) {
        const write = writeOf(run);
        if (write === undefined) continue;
        const met = readOnlyMount(set, container, write);
        const user = securityField(set, container, "runAsUser")?.value;
        const owner = ownerOf(run);
        const isOther = typeof user === "number" && user > 0 && owner !== undefined && !mayChown(container);
        if (met === undefined && (!isOther || write.paths.length === 0)) continue;
        // What the script made itself is its own.
        if (met === undefined && owner === user && !write.paths.some((one) => isClaim(set, container, one))) continue;
        yield {
          message: met !== undefined ? "readOnly" : owner === user ? "own" : "owner",
          ...(met === undefined && owner === user ? { severity: "warning" } : {}),
          data: {
            container: container.name,
            command: shown(run),
            path: met?.path ?? "",
            volume: met?.mount.name ?? "",
            why: met?.why ?? "",
            user: typeof user === "number" ? user : "",
            owner: owner ?? "",
          },
          at: {
            manifest: set.manifest,
            path: [...path, ...(index < command.length ? ["command", index] : ["args", index - command.length])],
          },
          related:
            met === undefined
              ? []
              : [{ manifest: set.manifest, path: [...met.mount.path, "mountPath"], message: "read only there" }],
        };
        break;
      }
    }
  },
});

/** Whether a path is a claim's own mount, which belongs to whoever made the volume. */
function isClaim(set: StatefulSetView, container: Container, path: string): boolean {
  const place = placeOf(set, container, path);
  return place.isClaim && normal(place.mount?.mountPath ?? "") === normal(path);
}

/** The user to whom a `chown` gives files, by number. */
function ownerOf([program = "", ...words]: readonly string[]): number | undefined {
  if (program.slice(program.lastIndexOf("/") + 1) !== "chown") return undefined;
  const owner = /^(\d{1,9}|root)(?=$|[:.])/.exec(words.find((word) => !word.startsWith("-")) ?? "")?.[1];
  return owner === undefined ? undefined : owner === "root" ? 0 : Number(owner);
}

function mayChown({ value }: Container): boolean {
  const { privileged, capabilities } = mapping(value.securityContext);
  return privileged === true || texts(mapping(capabilities).add).some((name) => /^(?:CAP_)?(?:CHOWN|ALL)$/.test(name));
}

function shown(words: readonly string[]): string {
  const line = words.join(" ");
  return line.length > longestShown ? `${line.slice(0, longestShown)}…` : line;
}
