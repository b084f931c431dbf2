import { rules } from "../../rules/index.generated.ts";
import type { RuleInfo } from "../lint/contract/rule.ts";

let byId: ReadonlyMap<string, RuleInfo> | undefined;

/** What a rule of ours says about itself; undefined for a rule of a plugin. */
export function ruleInfo(id: string): RuleInfo | undefined {
  byId ??= new Map(rules.map((rule): [string, RuleInfo] => [rule.id, rule]));
  return byId.get(id);
}
