import type { ConfigurationText } from "../../src/model/configuration.ts";
import { type InlineScript, inlineScript, setsErrexit } from "../../src/model/inline-script.ts";
import { mountedScript } from "../../src/model/mounted-script.ts";
import type { Container } from "../../src/model/pod.ts";
import { onlyCommand, shell } from "../../src/model/shell-script.ts";
import type { Workload } from "../../src/model/workload.ts";
import type { Path } from "../../src/read/path.ts";

/** The shell script that an exec handler runs, and where that is written. */
export interface ProbeScript {
  readonly script: InlineScript;
  /** Below the handler's command: the script's index, or nothing where it stands in a file. */
  readonly place: Path;
  /** The ConfigMap's or Secret's text that holds it. */
  readonly file?: ConfigurationText;
}

/** The script in the handler itself, or in the mounted file that it runs; undefined for a program, or a file that is not in the input. */
export function scriptOf(set: Workload, container: Container, command: readonly string[]): ProbeScript | undefined {
  const inline = inlineScript(command);
  const called = inline === undefined ? command : onlyCommand(inline.script);
  const place = inline === undefined ? [] : [inline.index];
  const file = called === undefined ? undefined : mountedScript(set, container, called);
  if (file === undefined || called === undefined) return inline === undefined ? undefined : { script: inline, place };
  const script = inFile(file.text, called);
  return script === undefined ? undefined : { script, place, file };
}

/** The file of a script, as a related place. */
export function fileOf({ file }: ProbeScript) {
  return file === undefined ? [] : [{ manifest: file.manifest, path: file.path, message: "the script that it runs" }];
}

/** A script that a shell reads from a file: its first line and the shell's options say whether it stops at a failure; undefined for another language. */
function inFile(script: string, command: readonly string[]): InlineScript | undefined {
  const isGiven = shell.test(command[0] ?? "");
  const [interpreter = "sh", ...words] = isGiven
    ? command
    : (/^#![ \t]*([^\n]{1,300})/.exec(script)?.[1] ?? "sh").split(/\s+/);
  const isFound = /(?:^|\/)env$/.test(interpreter);
  const program = isFound ? words.find((word) => !word.startsWith("-") && !word.includes("=")) : interpreter;
  if (program === undefined || !shell.test(program)) return undefined;
  return {
    script,
    index: 0,
    further: [],
    stopsAtFailure: words.some((word) => /^-[a-zA-Z]*e/.test(word)) || setsErrexit(script),
    pipefail: words.includes("pipefail") || /\bpipefail\b/.test(script),
  };
}
