import { inlineScript } from "../../src/model/inline-script.ts";
import { onlyCommand, shell } from "../../src/model/shell-script.ts";
import { interpreter } from "./_programs.ts";

/** `sh /etc/app/run.sh` and the like in one word. A program's own path may hold a blank: behind one, only what looks like an argument counts. */
export function isCommandLine(word: string): boolean {
  const line = word.trim();
  const blank = line.search(/\s/);
  if (blank === -1) return false;
  const [first, rest] = [line.slice(0, blank), line.slice(blank).trim()];
  const isProgram = shell.test(first) || interpreter.test(first);
  return first.startsWith("/") || first.startsWith(".")
    ? isProgram || /^[-/"'$&|><]/.test(rest)
    : /^[\w.+-]+$/.test(first);
}

const longestShown = 60;

export function shortened(word: string): string {
  const line = word.trim().split("\n", 1)[0] ?? "";
  return line.length > longestShown ? `${line.slice(0, longestShown)}…` : line;
}

export interface FileRun {
  readonly file: string;
  readonly index: number;
  /** An interpreter reads it, for which it need not be executable. */
  readonly isRead: boolean;
}

/** The file that a command runs: its program, the script of an interpreter, or what a shell is told to run and nothing else. */
export function fileRun(words: readonly string[]): FileRun | undefined {
  const inline = inlineScript(words);
  const own = inline === undefined ? words : (onlyCommand(inline.script) ?? []);
  const index = own.findIndex((word, at) => !(at === 0 && isInterpreter(word)) && !/^-[eux]{1,3}$/.test(word));
  const file = own[index];
  const isRead = isInterpreter(own[0] ?? "");
  if (file?.startsWith("/") !== true || /[\s;&|$*?]/.test(file) || (!isRead && index > 0)) return undefined;
  return { file, index: inline?.index ?? index, isRead };
}

function isInterpreter(word: string): boolean {
  return shell.test(word) || interpreter.test(word);
}
