import { inlineScript, setsErrexit } from "./inline-script.ts";
import { type ShellCommand, shellCommands } from "./shell-script.ts";

/** A command that a container runs by itself, and with which the container fails. */
export interface DecidingCommand {
  readonly words: readonly string[];
  /** The index of the word of the container's command and arguments in which it stands. */
  readonly index: number;
}

/** Longer scripts do more than to prepare something. */
const longestScript = 2_000;
/** What may end a script, run another, or have a failure pass. */
const unclear: ReadonlySet<string> = new Set(["exit", "exec", "return", "trap", "eval", ".", "source", "alias"]);

/**
 * The commands of a container whose failure is the container's: its only program, or those of a plain script behind which no other can
 * make it end well. Nothing of a script with blocks, pipes, alternatives or work in the background.
 */
export function decidingCommands(words: readonly string[]): readonly DecidingCommand[] {
  const inline = inlineScript(words);
  if (inline === undefined) return words.some((word) => /\s/.test(word)) ? [] : [{ words, index: 0 }];
  const { script, index, stopsAtFailure } = inline;
  if (script.length > longestScript || /(?:^|[\s;&|])!\s/.test(script)) return [];
  const commands = shellCommands(script);
  if (commands.some((command) => isUnclear(command))) return [];
  const isStrict = stopsAtFailure && !setsErrexit(script);
  const last = commands.findLastIndex(({ before }) => before !== "&&");
  let isSet = isStrict;
  const deciding: DecidingCommand[] = [];
  for (const [at, { words, before, after }] of commands.entries()) {
    if (words[0] === "set" && words.slice(1).some((word) => /^-[a-z]*e|^errexit$/.test(word))) isSet = true;
    // With the last chain the script ends as it does. A strict shell goes on behind `a && b` where `a` fails, and `b` does not run then.
    if (at >= last || (isSet && after !== "&&" && before !== "&&")) deciding.push({ words, index });
  }
  return deciding;
}

function isUnclear({ words, before, after, depth, keyword }: ShellCommand): boolean {
  const [first = ""] = words;
  const joins = [before, after];
  return (
    depth > 0 ||
    keyword !== undefined ||
    joins.includes("||") ||
    joins.includes("|") ||
    joins.includes("&") ||
    unclear.has(first) ||
    (first === "set" && words.some((word) => word.startsWith("+")))
  );
}
