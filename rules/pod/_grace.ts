import { has, integer, mapping } from "../../src/model/fields.ts";
import { mountedScript } from "../../src/model/mounted-script.ts";
import type { Container } from "../../src/model/pod.ts";
import { expanded } from "../../src/model/probe-scripts.ts";
import { withoutComments } from "../../src/model/shell-comments.ts";
import { type ShellCommand, shell, shellCommands } from "../../src/model/shell-script.ts";
import type { Workload } from "../../src/model/workload.ts";
import type { Path } from "../../src/read/path.ts";

const inPod: Path = ["spec", "template", "spec"];
export const gracePath: Path = [...inPod, "terminationGracePeriodSeconds"];

/** The grace period where it is written, else the key under which it would stand. */
export function gracePlace(set: Workload): Path {
  return has(set.pod.spec, "terminationGracePeriodSeconds") ? gracePath : inPod;
}

/** A preStop hook that waits: how long, and where that is written. */
export interface Wait {
  readonly seconds: number;
  readonly path: Path;
  /** It waits in a counted loop: as long as that only if nothing ends the loop before. */
  readonly loop?: { readonly rounds: number; readonly mayEnd: boolean };
}

/** `sleep 30`, `/bin/sleep 1m`. */
const sleep = /(?:^|[\s;&|/])sleep\s+(\d{1,6})([smh]?)(?=$|[\s;&|"'])/;
const loop = /\b(?:while|until|for)\b/;
/** What ends a loop, or the hook, before its rounds are over. */
const loopEnd = /\b(?:break|exit|return|exec)\b/;
const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** The wait in a container's preStop hook, or in the mounted script that it runs; undefined without one. */
export function preStopWait(set: Workload, container: Container): Wait | undefined {
  const preStop = mapping(mapping(container.value.lifecycle).preStop);
  const path: Path = [...container.path, "lifecycle", "preStop"];
  const seconds = integer(mapping(preStop.sleep).seconds);
  if (seconds !== undefined) return { seconds, path: [...path, "sleep", "seconds"] };
  const command = mapping(preStop.exec).command;
  if (!Array.isArray(command)) return undefined;
  const words = command.filter((word): word is string => typeof word === "string");
  const file = mountedScript(set, container, words);
  const script = expanded(withoutComments(file === undefined ? words.join(" ") : file.text), container);
  const match = sleep.exec(script);
  if (match === null) return undefined;
  const place: Path = [...path, "exec", "command"];
  if (!loop.test(script)) {
    const own = file === undefined ? expanded(inlineScript(words) ?? words.join(" "), container) : script;
    const least = leastWait(shellCommands(own));
    return least === 0 ? undefined : { seconds: least, path: place };
  }
  const rounds = roundsOf(script, match.index);
  if (rounds === undefined) return undefined;
  return { seconds: secondsOf(match) * rounds, path: place, loop: { rounds, mayEnd: loopEnd.test(script) } };
}

/** What a shell is given behind `-c`. */
function inlineScript(words: readonly string[]): string | undefined {
  const flag = words.findIndex((word) => /^-[a-z]*c$/.test(word));
  return flag > 0 && shell.test(words[0] ?? "") ? words[flag + 1] : undefined;
}

/**
 * How long a script without loops waits at least: the sleeps at its top, up to where it may end, or the longest one that follows
 * on another command's success, where that is more. What stands in functions and branches may never run.
 */
function leastWait(commands: readonly ShellCommand[]): number {
  let certain = 0;
  let longest = 0;
  let isCertain = true;
  for (const command of commands) {
    const [first = "", ...others] = plainWords(command);
    if (first === "function") return 0;
    const { before, after, depth } = command;
    if (before !== "&&") isCertain = before === "" || before === ";" || before === "&";
    if (depth === 0 && before !== "||" && before !== "|" && after !== "&" && after !== "|") {
      const nested = inlineScript([first, ...others]);
      const seconds = /^(?:\S*\/)?sleep$/.test(first)
        ? secondsOf(/^(\d{1,6})([smh]?)$/.exec(others[0] ?? "") ?? ["", "0"])
        : leastWait(nested === undefined ? [] : shellCommands(nested));
      longest = Math.max(longest, seconds);
      if (isCertain) certain += seconds;
      if (seconds === 0 && !/^(?:echo|true|:|printf)$/.test(first)) isCertain = false;
    }
    const [word = "", next = ""] = command.words;
    if (/^(?:exit|return)$/.test(first) || (word === "exec" && !/^\d*[<>&]/.test(next))) break;
  }
  return Math.max(certain, longest);
}

/** Without what runs the command that stands behind it. */
function plainWords({ words }: ShellCommand): readonly string[] {
  const first = words.findIndex((word) => !/^(?:exec|command|nohup|(?:\/bin\/)?busybox|\w+=.*)$/s.test(word));
  return first === -1 ? [] : words.slice(first);
}

function secondsOf([, amount, unit = ""]: readonly string[]): number {
  return Number(amount) * (units[unit] ?? 1);
}

/** How often a counted loop around the place `at` runs; undefined for one that waits for something, and for several. */
function roundsOf(script: string, at: number): number | undefined {
  if ((script.match(/\b(?:while|until|for)\b/g)?.length ?? 0) > 1) return undefined;
  const before = script.slice(0, at);
  const counted =
    /\bfor\s+\w+\s+in\s+(?:\$\(\s*seq\s+(?:1\s+)?(\d{1,5})\s*\)|`\s*seq\s+(?:1\s+)?(\d{1,5})\s*`|\{1\.\.(\d{1,5})\})\s*(?:;|\n)/.exec(
      before,
    ) ??
    /\bfor\s*\(\(\s*\w+\s*=\s*0\s*;\s*\w+\s*<\s*(\d{1,5})\s*;/.exec(before) ??
    /\bwhile\s+\[\[?\s+"?\$\{?\w+\}?"?\s+-lt\s+(\d{1,5})\s+\]\]?/.exec(before);
  const number = counted?.slice(1).find((group) => group !== undefined);
  if (number !== undefined) return script.indexOf("done", at) === -1 ? undefined : Number(number);
  const listed = /\bfor\s+\w+\s+in[ \t]+([\w.-][\w .-]{0,1999})(?:;|\n)/.exec(before)?.[1];
  if (listed === undefined || script.indexOf("done", at) === -1) return undefined;
  return listed.trim().split(/\s+/).length;
}
