import { nearest } from "../../model/nearest.ts";
import type { RuleInfo } from "./rule.ts";

type Known = Pick<RuleInfo, "id" | "replaces">;

/** The rule that took the place of a retired one; undefined for an id that was never a rule's, or is one. */
export function successorOf<R extends Known>(id: string, rules: Iterable<R>): R | undefined {
  for (const rule of rules) if (rule.replaces?.includes(id) === true) return rule;
  return undefined;
}

/** What to tell whoever names a rule that there is not. */
export function unknownRule(id: string, rules: readonly Known[]): string {
  const successor = successorOf(id, rules);
  if (successor !== undefined) return `rule \`${id}\` was retired, \`${successor.id}\` took its place: write that id`;
  return `unknown rule \`${id}\`${nearest(
    id,
    rules.map((rule) => rule.id),
  )}; \`sts-lint rules\` lists them`;
}
