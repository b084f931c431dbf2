/*
 * Commands over more pods and claims than anybody reads one by one: a loop over their ordinals in their place, as every
 * POSIX shell with `seq` runs it.
 */

import { parentAndOrdinal } from "./controlled-set.ts";
import { lengthOf, type Span } from "./large-set.ts";
import { shellCommand, shellWord, shellWords, unquotedParts } from "./shell.ts";

/** Longer lists of names are written as stretches of ordinals. */
export const mostNamed = 100;

/** Things of one kind whose names differ in the ordinal alone, such as the pods `db-0` to `db-2999`. */
export interface Stretch extends Span {
  /** The name without the ordinal: `db-`. */
  readonly prefix: string;
}

/** Names in as few stretches as hold them: by prefix as they come, each from its lowest ordinal up. */
export function stretchesOf(names: readonly string[]): Stretch[] {
  const byPrefix = new Map<string, number[]>();
  for (const name of names) {
    const { parent, ordinal } = parentAndOrdinal(name) ?? { parent: name, ordinal: 0 };
    const same = byPrefix.get(`${parent}-`);
    if (same === undefined) byPrefix.set(`${parent}-`, [ordinal]);
    else same.push(ordinal);
  }
  return [...byPrefix].flatMap(([prefix, ordinals]) => {
    const stretches: { prefix: string; from: number; to: number }[] = [];
    for (const ordinal of ordinals.sort((one, other) => one - other)) {
      const last = stretches.at(-1);
      if (last?.to === ordinal - 1) last.to = ordinal;
      else stretches.push({ prefix, from: ordinal, to: ordinal });
    }
    return stretches;
  });
}

/** The names that those of a few pods stand for, in their order: a stretch goes down where the few do. */
export function wholeNames(names: readonly string[], standsFor: (ordinal: number) => Span): string[] {
  const few = names.map((name) => ({ ...(parentAndOrdinal(name) ?? { parent: name, ordinal: 0 }) }));
  return few.flatMap(({ parent, ordinal }, index) => {
    const { from, to } = standsFor(ordinal);
    const goesDown = (few[index - 1]?.ordinal ?? ordinal) > ordinal || (few[index + 1]?.ordinal ?? ordinal) < ordinal;
    return Array.from(
      { length: lengthOf({ from, to }) },
      (_, each) => `${parent}-${goesDown ? to - each : from + each}`,
    );
  });
}

/** `db-0` … `db-2999`, as it stands in a sentence. */
export function stretchText({ prefix, from, to }: Stretch): string {
  return from === to ? `\`${prefix}${from}\`` : `\`${prefix}${from}\` … \`${prefix}${to}\``;
}

/** Does the same for each of a stretch, from the lowest ordinal up; it ends at the first command that fails. */
export function loopOver({ from, to }: Span, commands: readonly string[]): string {
  return `for i in $(seq ${from} ${to}); do ${commands.join(" && ")} || break; done`;
}

/** A command that takes all names of a stretch at its end. */
export function listOver(kind: "pod" | "pvc", { prefix, from, to }: Stretch, command: string): string {
  return `seq ${from} ${to} | sed ${shellWord(`s|^|${kind}/${prefix}|`)} | xargs ${command}`;
}

/** The plain commands that a printed one comes to; itself where it is plain already. */
export function* unrolled(line: string): Generator<string> {
  const [, from, to, body = ""] =
    /^for i in \$\(seq (\d{1,10}) (\d{1,10})\); do (.+) \|\| break; done$/.exec(line) ?? [];
  if (from !== undefined) {
    const commands = unquotedParts(body, " && ").map((command) => unquotedParts(command, "$i"));
    for (let ordinal = Number(from); ordinal <= Number(to); ordinal++)
      for (const parts of commands) yield parts.join(String(ordinal));
    return;
  }
  const [list, ...more] = /^seq \d{1,10} \d{1,10} \| /.test(line) ? unquotedParts(line, " | ") : [];
  const [names = "", ...rest] = more;
  const span = /^seq (\d+) (\d+)$/.exec(list ?? "");
  const prefix = /^s\|\^\|([^|]+)\|$/.exec(shellWords(names)[1] ?? "")?.[1];
  const [, command] = /^xargs (.+)$/.exec(rest.join(" | ")) ?? [];
  if (span === null || prefix === undefined || command === undefined) {
    yield line;
    return;
  }
  const [first, last] = [Number(span[1]), Number(span[2])];
  const all = Array.from({ length: lengthOf({ from: first, to: last }) }, (_, index) => `${prefix}${first + index}`);
  yield `${command} ${shellCommand(...all)}`;
}
