import { defineRule } from "../../src/lint/contract/rule.ts";
import { inlineScript } from "../../src/model/inline-script.ts";
import { probeNames } from "../../src/model/pod.ts";
import { type ShellCommand, shell, shellCommands } from "../../src/model/shell-script.ts";
import { fileOf, scriptOf } from "./_probe-script.ts";

export const probeStopsEarly = defineRule({
  id: "probe-stops-early",
  category: "probes",
  subject: "StatefulSet",
  summary: "a part of a probe's command never runs",
  rationale: `In a shell script \`exec COMMAND\` replaces the shell: what follows it is never reached, so a check that stands below it checks
nothing. And \`sh -c\` takes one argument as its script: the next one becomes \`$0\`, its name. A probe that was meant to ask two things
asks one, or none: traffic comes before the server can serve, or nothing notices that it is dead.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `Left alone: \`exec\` in a condition, a branch or a pipe, one that only redirects (\`exec 3<>/dev/tcp/…\`), comments after it, and further
arguments that the script reads (\`$0\`, \`$1\`, \`$@\`). A single plain word after a script of several is its name. Scripts are read in
the handler and in ConfigMaps and Secrets of the input that the container mounts.`,
  references: [
    "https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_21",
    "https://pubs.opengroup.org/onlinepubs/9799919799/utilities/sh.html",
  ],
  messages: {
    exec: {
      text: "the {probe} of container `{container}` runs `exec {program}`, which replaces the shell: what follows it, from `{rest}` on, never runs, and what that should check is not checked",
      help: "let the other checks run first and `exec {program}` last, or leave `exec` out and join the commands with `&&`",
    },
    argument: {
      text: "the {probe} of container `{container}` gives `sh -c` more than one argument: only the first is the script, and {ignored} never runs, it becomes the script's name or a parameter that nothing reads",
      help: "write the whole command into the one argument after `-c`",
    },
    parameter: {
      text: "the {probe} of container `{container}` runs `{script}` without any argument: `sh -c` takes one argument as its script, and the {ignored} behind it goes to the shell as `$0` and `$1`, never to `{script}`, so the probe asks something else than it says",
      help: "write the whole command into the one argument after `-c`, `{script}` with its arguments, or leave `sh -c` out",
    },
  },
  *check(set) {
    for (const container of set.runningContainers) {
      for (const name of probeNames) {
        const probe = container.probes[name];
        if (probe?.handler.kind !== "exec") continue;
        const { command } = probe.handler;
        const found = scriptOf(set, container, command);
        const inline = inlineScript(command);
        const path = [...probe.path, "exec", "command"];
        const at = { manifest: set.manifest, path };
        const data = { probe: name, container: container.name };
        const stop = found === undefined ? undefined : endOfScript(shellCommands(found.script.script));
        if (found !== undefined && stop !== undefined) {
          yield {
            message: "exec",
            data: { ...data, program: shortened(stop.program), rest: shortened(stop.rest) },
            at: { manifest: set.manifest, path: [...path, ...found.place] },
            related: fileOf(found),
          };
        } else if (inline !== undefined && isCut(inline.script, inline.further)) {
          const [first = ""] = inline.further;
          const ignored = `\`${shortened(first)}\``;
          if (isProgram(inline.script)) {
            yield { message: "parameter", data: { ...data, script: shortened(inline.script.trim()), ignored }, at };
          } else yield { message: "argument", data: { ...data, ignored }, at };
        }
      }
    }
  },
});

/** The first `exec` that surely ends the script, and the first command that it keeps from running. */
function endOfScript(
  commands: readonly ShellCommand[],
): { readonly program: string; readonly rest: string } | undefined {
  for (const [index, { words, before, after, depth }] of commands.entries()) {
    const [first, program] = words;
    if (first !== "exec" || depth > 0 || program === undefined || /^(?:\d*[<>&]|\{)/.test(program)) continue;
    if (before === "&&" || before === "||" || before === "|" || after === "|" || after === "&") continue;
    const rest = commands.slice(index + 1).find((command) => command.before !== "||" && !isEnd(command));
    return rest === undefined ? undefined : { program, rest: rest.words.slice(0, 4).join(" ") };
  }
  return undefined;
}

/** A closing `exit` after the last command is a habit, no check. */
function isEnd({ words: [first = ""] }: ShellCommand): boolean {
  return first === "exit" || first === "return" || first === "true" || first === ":";
}

/** Whether arguments after the script were meant as a part of it. */
function isCut(script: string, further: readonly string[]): boolean {
  const [first] = further;
  if (first === undefined || /\$(?:[\d@*#]|\{[\d@*#])/.test(script)) return false;
  if (/^(?:--?|_)$/.test(first)) return further.length > 1;
  // What stands behind a script's file is meant for it; its own name or the shell's is a name.
  if (isProgram(script) && !isBuiltIn(script) && !isName(first, script.trim())) return true;
  return further.length > 1 || /[\s/]/.test(first) || first.startsWith("-");
}

/** A script of one word: a program, or a script's file. */
function isProgram(script: string): boolean {
  return /^[\w./-]+$/.test(script.trim());
}

function isBuiltIn(script: string): boolean {
  return /^(?:true|false|exit)$/.test(script.trim());
}

/** A word that is no argument of the program, but what somebody calls the script: the shell, the program, or what it is for. */
function isName(word: string, program: string): boolean {
  if (shell.test(word) || program.endsWith(word)) return true;
  return !program.includes("/") && /(?:probe|check|health|live|liveness|ready|readiness)$/i.test(word);
}

/** Enough to recognise it: what follows may be long, and may hold a password. */
function shortened(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
