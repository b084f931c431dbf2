import { shell } from "./shell-script.ts";

/** A script that an exec handler passes to a shell, and what follows it in the command. */
export interface InlineScript {
  readonly script: string;
  /** The index of the script in the command. */
  readonly index: number;
  /** `$0` and the parameters of the script. */
  readonly further: readonly string[];
  /** The shell's options and the script set `-e`. */
  readonly stopsAtFailure: boolean;
  /** A pipe fails with any of its commands. */
  readonly pipefail: boolean;
}

/** The script of `sh -c SCRIPT`, with options such as `-ec` and `-o pipefail`; undefined for any other command. */
export function inlineScript(command: readonly string[]): InlineScript | undefined {
  const start = command.findIndex((word) => shell.test(word));
  if (start === -1 || start > 3) return undefined;
  let takesScript = false;
  let stopsAtFailure = false;
  let pipefail = false;
  for (let index = start + 1; index < command.length; index++) {
    const word = command[index] ?? "";
    if (/^[-+][a-zA-Z]+$/.test(word) && word !== "--") {
      if (word.startsWith("-") && word.includes("c")) takesScript = true;
      if (word.startsWith("-") && word.includes("e")) stopsAtFailure = true;
      if (word.endsWith("o")) {
        index++;
        if (command[index] === "pipefail") pipefail = true;
        if (command[index] === "errexit") stopsAtFailure = true;
      }
      continue;
    }
    if (word.startsWith("--")) continue;
    if (!takesScript) return undefined;
    return {
      script: word,
      index,
      further: command.slice(index + 1),
      stopsAtFailure: stopsAtFailure || setsErrexit(word),
      pipefail: pipefail || /\bpipefail\b/.test(word),
    };
  }
  return undefined;
}

/** Whether a script says `set -e`, alone or among other options. */
export function setsErrexit(script: string): boolean {
  return /(?:^|[\n;&])[ \t]*set[ \t](?:[^\n;&]*[ \t])??(?:-[a-zA-Z]*e|errexit)/.test(script);
}
