import type { WholeInput } from "../contract/context.ts";
import type { Finding, SuppressedFinding } from "../contract/finding.ts";
import type { AnyRule } from "../contract/rule.ts";
import type { IgnoreRecord, OpenFinding, UnusedUnless } from "../contract/shard.ts";
import { byOwner } from "./ignore-use.ts";
import { fill, messageOf } from "./message.ts";

/** What is left open until all of the input is read; numbers count the open findings of the same part. */
export interface Undecided {
  readonly open: readonly OpenFinding[];
  readonly unusedUnless: readonly UnusedUnless[];
  readonly ignores: readonly IgnoreRecord[];
}

export interface Decided {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
}

/** Runs what a rule does; undefined where it failed and that was told to somebody. */
export type Guard = <Result>(rule: AnyRule, run: () => Result) => Result | undefined;

/**
 * Decides what the parts of an input left open: findings across releases, and then the suppressions that may have been
 * written for them. A run over all of the input is one part.
 */
export function settle(
  parts: readonly Undecided[],
  names: WholeInput,
  rule: (id: string) => AnyRule | undefined,
  guard: Guard,
): Decided {
  const findings: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  const entries = new Map<number, IgnoreRecord[]>();
  const used = new Set<number>();
  for (const { open, unusedUnless, ignores } of parts) {
    const isSaid = open.map((one) => {
      const finding = said(one, names, rule, guard);
      if (finding === undefined) return false;
      if (one.suppression === undefined) findings.push(finding);
      else suppressed.push({ ...finding, suppression: one.suppression });
      return true;
    });
    for (const { finding, unless } of unusedUnless) if (!unless.some((at) => isSaid[at])) findings.push(finding);
    for (const entry of ignores) {
      if (entry.isUsed || entry.usedIf.some((at) => isSaid[at])) used.add(entry.index);
      const same = entries.get(entry.index);
      if (same === undefined) entries.set(entry.index, [entry]);
      else same.push(entry);
    }
  }
  for (const [index, same] of entries) {
    const [first] = same.flatMap(({ fault }) => fault ?? []).sort((a, b) => byOwner(a.owner, b.owner));
    if (first?.finding !== undefined && !(first.isUnused && used.has(index))) findings.push(first.finding);
  }
  return { findings, suppressed };
}

function said(
  { finding, question, says }: OpenFinding,
  names: WholeInput,
  named: (id: string) => AnyRule | undefined,
  guard: Guard,
): Finding | undefined {
  const rule = named(finding.rule);
  if (rule === undefined) return undefined;
  return guard(rule, () => {
    const data = rule.decide?.(question, names);
    if (data === undefined) return undefined;
    const message = messageOf(rule.messages, says, rule.id);
    return { ...finding, message: fill(message, "text", data, rule.id), help: fill(message, "help", data, rule.id) };
  });
}
