import type { ConfigurationText } from "./configuration.ts";
import { onceOf, textsOfFiles } from "./configuration-index.ts";
import { mapping } from "./fields.ts";
import { grouped } from "./grouped.ts";
import type { Container } from "./pod.ts";

/** A loop of a shell script that goes on until a command succeeds: `until nslookup db; do sleep 2; done`. */
export interface WaitLoop {
  /** What must succeed before the script goes on, variables filled in as far as the manifest tells them. */
  readonly condition: string;
  /** Values of a variable of an enclosing `for`, such as `["0", "1", "2"]` for `for i in 0 1 2`. */
  readonly over?: { readonly variable: string; readonly values: readonly string[] };
  /** Whether the script does nothing before it that could start a server. */
  readonly isFirst: boolean;
}

/** What stands in a condition for the pod's own name, and for its full name (`hostname -f`). */
export const ownName = "@own@";
export const ownFullName = "@own-full@";

const mostLoops = 20;
const longestCondition = 400;
const longestBody = 800;
const longestScript = 50_000;

/**
 * The loops that a container's own script cannot leave before something answers. Left out are loops that give up, those
 * in the background, and those behind a condition, which may be for some pods only.
 */
export function waitLoops(container: Waiting, files: readonly ConfigurationText[] = []): readonly WaitLoop[] {
  return scriptsOf(container, files).flatMap((script) => loopsIn(script, container));
}

/** A container, or a command that is run in it. */
export type Waiting = Pick<Container, "command" | "args" | "environment">;

/** What the script of every loop holds: few do. */
function mayLoop(script: string): boolean {
  return script.includes("until") || script.includes("while");
}

/** A command's words with a script among them, and the scripts of mounted files that the command calls by name. */
function scriptsOf({ command, args }: Waiting, texts: readonly ConfigurationText[]): readonly string[] {
  const words = [...command, ...args].filter((word) => word.length <= longestScript);
  const own = words.filter((word) => mayLoop(word) && /\s/.test(word));
  const files = onceOf(texts, loopingFiles);
  if (files.size === 0) return own;
  const called = new Set(
    words.flatMap((word) => word.split(/[\s;&|"']+/)).map((word) => word.slice(word.lastIndexOf("/") + 1)),
  );
  return [...own, ...[...called].flatMap((name) => files.get(name) ?? [])];
}

/** The texts of ConfigMaps and Secrets that may hold a loop, by key. */
function loopingFiles(texts: readonly ConfigurationText[]): ReadonlyMap<string, readonly string[]> {
  const looping = textsOfFiles(texts).filter(({ text }) => text.length <= longestScript && mayLoop(text));
  return grouped(looping.map(({ path, text }) => [String(path[path.length - 1]), text] as const));
}

function loopsIn(script: string, container: Waiting): readonly WaitLoop[] {
  const text = script.replace(/\\\n/g, " ").replace(/^[ \t]*#.*$/gm, "");
  const found: WaitLoop[] = [];
  const starts = /(?:^|[\s;&({])(until|while)[ \t]/g;
  for (let match = starts.exec(text), seen = 0; match !== null && seen < mostLoops; match = starts.exec(text), seen++) {
    const start = match.index + match[0].length;
    const head = /(?:;|\n)\s*do\b/.exec(text.slice(start, start + longestCondition));
    if (head === null) continue;
    const words = text.slice(start, start + head.index).trim();
    const bodyStart = start + head.index + head[0].length;
    const body = text.slice(bodyStart, bodyStart + longestBody);
    const end = /(?:^|[\s;&])done\b/.exec(body);
    if (end === null) continue;
    const condition = conditionOf(match[1] === "until", words, body.slice(0, end.index));
    if (condition === undefined || isBackground(body.slice(end.index + end[0].length))) continue;
    const before = text.slice(0, match.index + 1);
    const over = loopVariable(before);
    if (isGuarded(before)) continue;
    const filled = expanded(condition, container, before);
    found.push({
      condition: filled,
      ...(over === undefined ? {} : { over }),
      isFirst: tellsAlone(text.slice(0, match.index)),
    });
  }
  return found;
}

/** Whether commands only write texts and wait. */
function tellsAlone(before: string): boolean {
  return before.split(/[\n;]/).every((line) => /^\s*(?:$|#!|(?:set|echo|printf|sleep)\s[^&`]*$)/.test(line));
}

/** Counters, clocks and comparisons: such a loop may give up. */
const givesUp = /-(?:lt|le|gt|ge|eq|ne)\b|\(\(|\bSECONDS\b|\btimeout\b|\|\||\bexit\b|\bretries\b/;

function conditionOf(isUntil: boolean, head: string, body: string): string | undefined {
  if (givesUp.test(head) || /\bexit\b/.test(body)) return undefined;
  const forever = isUntil ? /^(?:false|! true)$/ : /^(?:true|:|\[ 1 \]|\[ true \]|1)$/;
  if (forever.test(head)) {
    const stop = body.indexOf("break");
    if (stop === -1 || body.indexOf("break", stop + 1) !== -1) return undefined;
    const until = body.slice(0, stop);
    return givesUp.test(until) || /\belse\b|if\s+!/.test(until) ? undefined : until;
  }
  if (/\bbreak\b/.test(body)) return undefined;
  const negated = /^(?:!|\[\[?\s+(?:!|-z)\s)/.test(head) || /^\[[^\n]*\s!=\s/.test(head);
  return isUntil === !negated ? head : undefined;
}

/** `done &` and `( … done ) &`. */
function isBackground(after: string): boolean {
  return /^\s*&(?![&>])/.test(after) || /^[^()]{0,200}\)\s*&(?![&>])/.test(after);
}

/** Whether something before the loop may keep it from some pods, or keeps it in a function that nobody may call, or in a text that is written to a file. */
function isGuarded(before: string): boolean {
  return /<<-?[ \t]*["'\\]?\w|\b(?:if|elif|case|function|exit|return)\b|\[|\btest\s|\(\)\s*\{|&&|\|\||\bordinal\b|\{\s*$/.test(
    before.replace(/\bset -[a-z]+\s*&&/g, "").replace(/\$\{[^{}]{0,80}\}/g, ""),
  );
}

/** The last `for` that is not closed before the loop. */
function loopVariable(before: string): WaitLoop["over"] {
  const open = before.slice(before.lastIndexOf("done") + 1);
  const match = /\bfor\s+(\w+)\s+in\s+([^;\n]{1,200})(?:;|\n)\s*do\b/.exec(open);
  if (match === null) return undefined;
  const [, variable = "", list = ""] = match;
  const range = /^\$\(seq\s+(?:(\d{1,4})\s+)?(\d{1,4})\)$|^\{(\d{1,4})\.\.(\d{1,4})\}$/.exec(list.trim());
  if (range === null) return { variable, values: list.trim().split(/\s+/) };
  const first = Number(range[1] ?? range[3] ?? 1);
  const last = Number(range[2] ?? range[4]);
  const values: string[] = [];
  for (let value = first; value <= last && values.length < 100; value++) values.push(String(value));
  return { variable, values };
}

/** Fills in what the script and the container's env say of a variable, and the pod's own name. */
function expanded(condition: string, container: Waiting, before: string): string {
  const variables = new Map<string, string>([["HOSTNAME", ownName]]);
  for (const { name, value, from } of container.environment) {
    const field = mapping(from?.fieldRef).fieldPath;
    if (field === "metadata.name") variables.set(name, ownName);
    else if (value !== undefined && value !== "") variables.set(name, value);
  }
  const fill = (text: string) =>
    text
      .replace(/\$\(\s*hostname\s+(?:-f|--fqdn|--long)\s*\)|`\s*hostname\s+(?:-f|--fqdn)\s*`/g, ownFullName)
      .replace(/\$\(\s*hostname(?:\s+-s)?\s*\)|`\s*hostname(?:\s+-s)?\s*`/g, ownName)
      .replace(/\$\{(\w+)(?::?-[^}]{0,100})?\}|\$\((\w+)\)|\$(\w+)/g, (whole, braced, round, bare) => {
        const name: unknown = braced ?? round ?? bare;
        return (typeof name === "string" ? variables.get(name) : undefined) ?? whole;
      });
  let seen = 0;
  for (const [, name = "", value = ""] of before.matchAll(/(?:^|[\n;]|export )[ \t]*(\w+)=["']?([^\s"';]{1,200})/g)) {
    if (seen++ >= mostLoops) break;
    variables.set(name, fill(value));
  }
  return fill(fill(condition));
}
