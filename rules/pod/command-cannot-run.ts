import { defineRule } from "../../src/lint/contract/rule.ts";
import { takenBy } from "../../src/model/image-programs.ts";
import { shell } from "../../src/model/shell-script.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import { listed, quoted } from "../_shared/listed.ts";
import { isWindows } from "../_shared/windows.ts";
import { type FileRun, fileRun, isCommandLine, shortened } from "./_command-words.ts";
import type { HeldObjects } from "./_held.ts";
import { takesOperators } from "./_programs.ts";
import { isLacked, scriptFault } from "./_scripts.ts";
import { securityField } from "./_security.ts";
import { filesShown, shownFile } from "./_shown-file.ts";
import { type StartedBy, type StartedCommand, startedCommands } from "./_started.ts";

/** What becomes of a command that cannot be started. The kubelet throws the answer of such a probe away (prober/worker.go). */
const consequences: Readonly<Record<StartedBy, string>> = {
  container: "the container never starts",
  startupProbe: "the container never counts as started",
  livenessProbe: "no answer ever counts, and the container is not restarted however dead it is",
  readinessProbe: "the pod is never ready",
  postStart: "the container is ended as soon as it has started",
  preStop: "nothing happens before the container is ended",
};
/** The same where an interpreter starts, and then finds no script. */
const withInterpreter: Readonly<Record<StartedBy, string>> = {
  ...consequences,
  livenessProbe: "the container is killed again and again",
};

/** A longer script runs more than one file. */
const longestCommand = 500;
/** Words that only a shell understands. */
/** Options whose word is a character to split at, such as `sort -t "|"`. */
const takesDelimiter = /^-(?:[tdF]|-?(?:[a-z]{1,20}-)?(?:delim(?:iter)?|sep(?:arator)?))$/;
const operators = /^(?:&&|\|\|?|(?:\d?>{1,2}|&>{1,2}|\d?<)(?:&\d|\/\S{1,200})?)$/;

export const commandCannotRun = defineRule({
  id: "command-cannot-run",
  category: "pod",
  subject: "StatefulSet",
  summary: "a container, a probe or a hook runs what cannot be started as it is written",
  rationale: `The runtime starts a command's first word as a program, with the other words as its arguments; no shell reads them. A file of a ConfigMap or
Secret has the mode 0644 unless the volume says otherwise, and nobody, root included, may execute it (\`permission denied\`); a whole command line in one
word is looked for as a file of that name. A script needs a first line that names an interpreter, one that the image has. A container then never starts. A probe is worse to find: the kubelet throws the answer of
one that could not be started away, so a liveness probe never restarts anything and a pod with such a readiness probe is never ready.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "stuck",
  falseAlarms: `Only \`command\` is read, as the entry point of an image may do anything with its \`args\`. Files are those of volumes of the input's own ConfigMaps and
Secrets that nobody else fills. Which shells an image lacks is known of a few alone (distroless, NATS, etcd from 3.5.7 on, busybox, alpine, and the alpine tags of nginx, Redis and PHP). Left alone: pods of Windows, scripts of several commands, and files whose mode is for their owner alone where the user is not known.`,
  references: [
    "https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/",
    "https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/kubelet/prober/worker.go",
  ],
  messages: {
    mode: {
      text: "{what} of {container} runs `{file}`, a file of the volume `{volume}` with mode {mode}, which {who} may execute (permission denied): {consequence}",
      help: "write `defaultMode: 0755` in the volume's {source}, or let the interpreter read it: `command: [sh, {file}]`",
    },
    oneWord: {
      text: "{what} of {container} is one word with blanks (`{word}`), which is looked for as a program of that name: {consequence}",
      help: 'make each word an entry of its own, or give all of it to a shell: `command: [sh, -c, "…"]`',
    },
    absent: {
      text: "{what} of {container} runs `{file}`, and the volume `{volume}` that is mounted there has no such file: {consequence}",
      help: "add the key to {holder}, or run one of the files that are there: {files}",
    },
    lacking: {
      text: "{what} of {container} runs `{program}`, which the image `{image}` does not have: {consequence}",
      help: "{instead}",
    },
    noInterpreter: {
      text: "{what} of {container} runs `{file}`, whose first line names no interpreter (`#!`): the runtime starts no script (exec format error), and {consequence}",
      help: "begin it with `#!/bin/sh`, or let the shell read it: `command: [sh, {file}]`",
    },
    lackedInterpreter: {
      text: "{what} of {container} runs `{file}`, whose first line asks for `{program}`, which the image `{image}` does not have: {consequence}",
      help: "begin it with `#!/bin/sh` and write it for that, or take an image with bash",
    },
    carriage: {
      text: "{what} of {container} runs `{file}`, whose lines end as on Windows (CRLF): the interpreter is looked for with a carriage return behind its name (no such file or directory), and {consequence}",
      help: "save the file with plain line ends (`*.sh text eol=lf` in .gitattributes)",
    },
    carriageRead: {
      text: "{what} of {container} has a shell read `{file}`, whose lines end as on Windows (CRLF): a carriage return is part of the last word of each line (`not found`, `invalid option`)",
      help: "save the file with plain line ends (`*.sh text eol=lf` in .gitattributes)",
    },
    operator: {
      text: "{what} of {container} passes `{word}` to `{program}` as an argument: no shell reads the words of `command`",
      help: 'give all of it to a shell: `command: [sh, -c, "…"]`',
    },
  },
  *check(set) {
    if (isWindows(set)) return;
    const known: HeldObjects = new Map();
    for (const started of startedCommands(set)) {
      const { container, by, words, at } = started;
      const [program = ""] = words;
      const isShell = shell.test(program);
      const data = {
        what: whatIs(started),
        container: `${container.kind === "init" ? "init container" : "container"} \`${container.name}\``,
      };
      const severity = by === "preStop" ? ({ severity: "warning" } as const) : {};
      const taken = takenBy(container, program);
      if (taken !== undefined || isLacked(container, program))
        yield {
          message: "lacking",
          ...severity,
          data: {
            ...data,
            program,
            image: container.image,
            consequence: consequences[by],
            instead: taken === undefined ? insteadOf(program) : `run \`${taken}\`, which took its place`,
          },
          at: { manifest: set.manifest, path: at(0) },
        };
      // Most commands are scripts, too long to be a single command.
      if (isShell && words.some(({ length }) => length > longestCommand)) continue;
      const operator = isShell
        ? -1
        : words.findIndex(
            (word, index) => index > 0 && operators.test(word) && !takesDelimiter.test(words[index - 1] ?? ""),
          );
      if (isCommandLine(program)) {
        yield {
          message: "oneWord",
          ...severity,
          data: { ...data, word: shortened(program), consequence: consequences[by] },
          at: { manifest: set.manifest, path: at(0) },
        };
      } else if (operator !== -1 && !takesOperators.test(program) && !words.some((word) => shell.test(word))) {
        yield {
          message: "operator",
          severity: "warning",
          data: { ...data, word: words[operator] ?? "", program },
          at: { manifest: set.manifest, path: at(operator) },
        };
      }
      const run = fileRun(words);
      const shown = run === undefined ? undefined : shownFile(set, container, run.file);
      if (run === undefined || shown === undefined) continue;
      const place = { manifest: set.manifest, path: at(run.index) };
      const files = filesShown(set, shown, known);
      const volume = { manifest: set.manifest, path: [...shown.volume.path, "name"], message: "the volume" };
      if (files !== undefined && !files.names.has(shown.file)) {
        const told = run.isRead ? withInterpreter[by] : consequences[by];
        yield {
          message: "absent",
          ...severity,
          data: {
            ...data,
            file: run.file,
            volume: shown.volume.name,
            consequence: told,
            holder: files.holder,
            files: listed(files.names, quoted, 5),
          },
          at: place,
          related: [volume],
        };
      } else if (!run.isRead && shown.mode !== undefined) {
        const who = whoMay(shown.mode, securityField(set, container, "runAsUser")?.value);
        if (who === undefined) {
          yield* scriptFaults(set, started, run, { ...data, consequence: consequences[by] }, severity);
          continue;
        }
        yield {
          message: "mode",
          ...severity,
          data: {
            ...data,
            file: run.file,
            volume: shown.volume.name,
            mode: `0${shown.mode.toString(8)}`,
            who,
            source: shown.volume.source,
            consequence: consequences[by],
          },
          at: place,
          related: [volume],
        };
      } else yield* scriptFaults(set, started, run, { ...data, consequence: consequences[by] }, severity);
    }
  },
});

/** What is wrong inside of the script that is run, where the input holds it. */
function* scriptFaults(
  set: StatefulSetView,
  { container, at, words }: StartedCommand,
  { file, index, isRead }: FileRun,
  data: { readonly what: string; readonly container: string; readonly consequence: string },
  severity: { readonly severity?: "warning" },
) {
  const found = scriptFault(set, container, file, isRead, words[0] === file);
  if (found === undefined) return;
  const { fault, script, program } = found;
  yield {
    message: fault === "lacked" ? ("lackedInterpreter" as const) : fault,
    ...(fault === "carriageRead" ? { severity: "warning" as const } : severity),
    data: { ...data, file, program, image: container.image },
    at: { manifest: set.manifest, path: at(index) },
    related: [{ manifest: script.manifest, path: script.path, message: "the script" }],
  };
}

function insteadOf(program: string): string {
  return program.endsWith("bash")
    ? "run `sh`, or take an image that has bash"
    : "run the program itself, or take an image that has a shell";
}

function whatIs({ by }: StartedCommand): string {
  if (by === "container") return "the `command`";
  return by === "postStart" || by === "preStop" ? `the ${by} hook` : `the ${by}`;
}

/** Who may execute a file of that mode, where the container's user may not: root owns it, and a group may be anybody's. */
function whoMay(mode: number, user: unknown): string | undefined {
  if ((mode & 0o111) === 0) return "nobody, root included,";
  return (mode & 0o011) === 0 && Number.isInteger(user) && Number(user) > 0
    ? `root alone, and not the container's user ${user},`
    : undefined;
}
