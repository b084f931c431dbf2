import { defineRule } from "../../src/lint/contract/rule.ts";
import type { InlineScript } from "../../src/model/inline-script.ts";
import { probeNames } from "../../src/model/pod.ts";
import { type ShellCommand, shellCommands } from "../../src/model/shell-script.ts";
import { fileOf, scriptOf } from "./_probe-script.ts";

const consequences = {
  startupProbe: "the container counts as started at once, however long it takes",
  readinessProbe: "the pod is ready at once and stays so, and gets traffic that it cannot answer",
  livenessProbe: "the container is never restarted, however dead it is",
} as const;

/** Filters at the end of a pipe that succeed whatever they are given. `grep` is none: it fails where it finds nothing. */
const filters: ReadonlySet<string> = new Set(["cat", "cut", "head", "sort", "tail", "tee", "tr", "uniq", "wc"]);

export const probeNeverFails = defineRule({
  id: "probe-never-fails",
  category: "probes",
  subject: "StatefulSet",
  summary: "a probe's command always succeeds",
  rationale: `A probe's answer is the exit status of its command, and that of a shell script is the status of its last command. Where that cannot fail
(\`… || true\`, \`…; exit 0\`, \`… | tail\` without \`pipefail\`, an \`if\` that only prints), the checks before it are run and their answer is thrown away: the probe
costs a process every few seconds and says yes to everything.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `Left alone: scripts that can end with another status on the way (\`exit 1\`, \`set -e\`, \`exec\`) or wait in a loop, which
runs into the timeout, pipes under \`pipefail\`, and a command
that is nothing but \`true\`, which somebody meant. Scripts are read in the handler and in ConfigMaps and Secrets
of the input that the container mounts.`,
  references: [
    "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/",
    "https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_09_02",
  ],
  messages: {
    never: {
      text: "the {probe} of container `{container}` always succeeds: its command ends with `{last}`, whose status is 0 whatever the commands before it say, so {consequence}",
      help: "let the command that checks come last, say `exit 1` where it fails, or `set -o pipefail` where its output goes through a pipe",
    },
  },
  *check(set) {
    for (const container of set.runningContainers) {
      for (const name of probeNames) {
        const probe = container.probes[name];
        if (probe?.handler.kind !== "exec") continue;
        const found = scriptOf(set, container, probe.handler.command);
        const last = found === undefined ? undefined : surelyLast(found.script);
        if (found === undefined || last === undefined) continue;
        const path = [...probe.path, "exec", "command"];
        yield {
          message: "never",
          data: { probe: name, container: container.name, last, consequence: consequences[name] },
          at: { manifest: set.manifest, path: [...path, ...found.place] },
          related: fileOf(found),
        };
      }
    }
  },
});

/** The end of a script that succeeds whatever went before; undefined where it may fail. */
function surelyLast(inline: InlineScript): string | undefined {
  const all = shellCommands(inline.script);
  const commands = all[all.length - 1]?.words[0] === "}" ? all.slice(0, -1) : all;
  const last = commands[commands.length - 1];
  if (last === undefined || commands.some(mayEnd)) return undefined;
  // What a shell starts in the background it does not wait for.
  if (last.after === "&" && last.depth === 0)
    return inline.stopsAtFailure && commands.slice(0, -1).some(mayFail) ? undefined : `${last.words[0]} … &`;
  if (commands.length < 2) return undefined;
  const end = last.words.slice(0, 2).join(" ");
  // Where a group or a subshell ends the script.
  if (last.depth > 0) return isFallback(commands) && succeeds(last) ? `|| ${end}` : undefined;
  if (last.words[0] === "fi") return onlyPrints(commands, inline.stopsAtFailure) ? "if … fi" : undefined;
  if (last.before === "|") {
    const list = commands.filter(({ before }) => before !== "|").length;
    if (!isFilter(last) && !findsItself(commands)) return undefined;
    if (inline.pipefail && isFilter(last)) return undefined;
    return inline.stopsAtFailure && list > 1 ? undefined : `| ${end}`;
  }
  if (!succeeds(last)) return undefined;
  if (last.before === "||")
    return inline.stopsAtFailure && commands.slice(0, -1).some(mayFail) ? undefined : `|| ${end}`;
  return last.before === ";" && !inline.stopsAtFailure ? `; ${end}` : undefined;
}

/** Whether a command may end the script under `set -e`. What `set` says of the shell does not fail. */
function mayFail({ words, after, depth }: ShellCommand): boolean {
  return after === ";" && depth === 0 && words[0] !== "set";
}

/** `CHECK || { echo down; true; }`, or the same in parentheses: one check and what is done where it fails. */
function isFallback(commands: readonly ShellCommand[]): boolean {
  const [check, ...group] = commands;
  const [first] = group;
  if (check?.depth !== 0 || first?.before !== "||" || group.some(({ depth }) => depth !== 1)) return false;
  return !/^(?:if|for|while|until|case|select)$/.test(first.words[0] ?? "");
}

/** A script that ends with an `if` each of whose branches ends with a command that succeeds; one that none of them takes succeeds too. */
function onlyPrints(commands: readonly ShellCommand[], stopsAtFailure: boolean): boolean {
  const from = commands.map(({ words, depth }) => words[0] === "if" && depth === 1).lastIndexOf(true);
  if (from === -1 || (stopsAtFailure && from > 0)) return false;
  const block = commands.slice(from);
  const starts = block.flatMap(({ keyword, depth }, index) =>
    depth === 1 && (keyword === "then" || keyword === "else") ? [index] : [],
  );
  const isBranchEnd = ({ keyword, words, depth }: ShellCommand) =>
    depth <= 1 && (keyword === "else" || keyword === "elif" || words[0] === "fi");
  return starts.every((start) => {
    const end = block.findIndex((command, index) => index > start && isBranchEnd(command)) - 1;
    const last = block[end];
    return last?.depth === 1 && succeeds(last) && !(stopsAtFailure && end > start);
  });
}

/** `ps aux | grep java`: the list of processes holds the `grep` itself, so it always finds a line. */
function findsItself(commands: readonly ShellCommand[]): boolean {
  const from = commands.map(({ before }) => before === "|").lastIndexOf(false);
  const [list, ...greps] = commands.slice(from);
  const [program = "", ...options] = list?.words ?? [];
  if (!/(?:^|\/)ps$/.test(program) || !options.some((word) => /^-?[a-zA-Z]+$/.test(word) && /[au]x|[eA]f|w/.test(word)))
    return false;
  return greps.every(({ words }) => {
    const [grep = "", ...rest] = words.filter(
      (word, index) => !/^\d*>/.test(word) && !/^\d*>$/.test(words[index - 1] ?? ""),
    );
    const [pattern, ...files] = rest.filter((word) => !word.startsWith("-"));
    const flags = rest.filter((word) => word.startsWith("-"));
    const isPlain = pattern !== undefined && /^[\w./ -]+$/.test(pattern) && files.length === 0;
    return /(?:^|\/)grep$/.test(grep) && isPlain && flags.every((flag) => /^-[ciqEFws]+$/.test(flag));
  });
}

/** `awk` and `sed` are ones too, as long as their program does not choose a status. */
function isFilter({ words }: ShellCommand): boolean {
  const [program = ""] = words;
  const name = program.slice(program.lastIndexOf("/") + 1);
  if (name === "sed") return !words.some((word) => /[qQ]\s*\d|^-[a-zA-Z]*f/.test(word));
  if (filters.has(name)) return true;
  return /^[gm]?awk$/.test(name) && !words.some((word) => /\bexit\b|^-[a-zA-Z]*f/.test(word));
}

function succeeds({ words }: ShellCommand): boolean {
  const [first, second] = words;
  // A redirection may fail, `echo > /dev/tcp/…` is a check; and `${x:?}` ends the script where x is empty.
  if (words.some((word, index) => opensFile(word, words[index + 1]) || /\$\{[^}]{0,80}\?/.test(word))) return false;
  if (first === "exit") return second === "0";
  return first === "true" || first === "/bin/true" || first === ":" || first === "echo";
}

/** `> file`, `>file`, `2>> file`, `>&3`; not `2>&1`, `>/dev/null`, the container's own log (`>/proc/1/fd/1`) and the like. */
function opensFile(word: string, next = ""): boolean {
  const target = /^(?:\d*|&)[<>]{1,2}[|&]?(.*)$/.exec(word)?.[1];
  return (
    target !== undefined &&
    !/^(?:[012]|-|\/dev\/(?:null|stdout|stderr|fd\/[12]|tty)|\/proc\/(?:1|self)\/fd\/[12])$/.test(target || next)
  );
}

/** Whether a command may end the script with a status of its own. */
function mayEnd({ words }: ShellCommand, index: number, all: readonly ShellCommand[]): boolean {
  const [first = "", second] = words;
  if (first === "exit" || first === "return") return second !== "0" && (second !== undefined || index < all.length - 1);
  if (first === "exec") return !/^(?:\d*[<>&]|\{)/.test(second ?? "");
  // What waits does not answer in time where it waits in vain, and that is a failure, too.
  if (first === "until" || (first === "while" && !readsLines(words))) return true;
  return first === "kill" || first === "trap" || first === "." || first === "source";
}

/** `while read …`, or `while IFS= read …`: it ends with its input. */
function readsLines([, ...words]: readonly string[]): boolean {
  return words.find((word) => !word.includes("=")) === "read";
}
