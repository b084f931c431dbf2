import { LoopWord, shellCommand } from "./shell.ts";
import { listOver, loopOver, type Stretch, stretchesOf } from "./stretches.ts";
import type { Check, Proof } from "./way-check.ts";

/** Where the commands act. */
export interface Kubectl {
  readonly namespace?: string;
  readonly set: string;
  /** Whether Flux applies the set, which takes back what kubectl writes under its own name. */
  readonly byFlux?: boolean;
  /** Whether there are so many pods that commands loop over ordinals instead of naming each. */
  readonly inStretches?: boolean;
}

export type Kind = "pod" | "pvc";

/** What a check asks for beside the names, and what must be seen then. */
export interface Shown {
  readonly flags: readonly string[];
  readonly expect: string;
}

/** Of many: what makes a few lines of thousands. */
export interface Tallied extends Shown {
  readonly through: string;
}

/** How often each line is there. */
export const tally = "sort | uniq -c";
/** The least line of all: the oldest, or what is not ready. */
export const least = "sort | head -n 1";
export const greatest = "sort | tail -n 1";

export function kubectl({ namespace }: Pick<Kubectl, "namespace">, ...words: readonly (string | LoopWord)[]): string {
  return shellCommand("kubectl", ...(namespace === undefined ? [] : ["-n", namespace]), ...words);
}

/** The commands that are needed for each of the names: of many in one loop a stretch. */
export function forEachName(
  where: Kubectl,
  kind: Kind,
  names: readonly string[],
  commands: (subject: string | LoopWord) => readonly string[],
): string[] {
  if (where.inStretches !== true) return names.flatMap((name) => commands(`${kind}/${name}`));
  return stretchesOf(names).map((stretch) => loopOver(stretch, commands(new LoopWord(`${kind}/${stretch.prefix}`))));
}

/** One command over all of the names: of many one a stretch. */
export function forAllNames(
  where: Kubectl,
  kind: Kind,
  names: readonly string[],
  verb: readonly string[],
  flags: readonly string[] = [],
): string[] {
  if (names.length === 0) return [];
  if (where.inStretches !== true) return [kubectl(where, ...verb, ...names.map((name) => `${kind}/${name}`), ...flags)];
  return stretchesOf(names).map((stretch) => listOver(kind, stretch, kubectl(where, ...verb, ...flags)));
}

/** What shows whether something is true of all names: of few in a table of them, of many in one line a stretch. */
export function checksOfAll(
  where: Kubectl,
  kind: Kind,
  names: readonly string[],
  few: Shown,
  many: (stretch: Stretch) => Tallied,
  proof: Proof,
): Check[] {
  if (where.inStretches !== true)
    return forAllNames(where, kind, names, ["get"], few.flags).map((command) => ({
      command,
      expect: few.expect,
      proof,
    }));
  return stretchesOf(names).map((stretch) => {
    const { flags, through, expect } = many(stretch);
    return {
      command: `${listOver(kind, stretch, kubectl(where, "get", "--no-headers", ...flags))} | ${through}`,
      expect,
      proof,
    };
  });
}
