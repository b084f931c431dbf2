import type { RuleFault } from "../lint/contract/rule-fault.ts";
import { thrownText } from "../model/thrown-text.ts";
import { printable } from "../report/printable.ts";
import type { EffectiveSettings } from "./effective-settings.ts";
import { type ExitStatus, fault, unusable } from "./exit-status.ts";
import { faultText } from "./fault-text.ts";
import type { Host } from "./host.ts";

/** Tells of rules that failed, each once. A rule of a plugin that throws is its author's to mend, one of ours is ours. */
export function tellRuleFaults(faults: readonly RuleFault[], settings: EffectiveSettings, host: Host): ExitStatus {
  const foreign = new Set(settings.options.plugins?.map(({ id }) => id));
  const told = new Set<string>();
  let status: ExitStatus = unusable;
  for (const one of faults) {
    const isForeign = foreign.has(one.rule);
    const reason = thrownText(one.cause);
    const text = isForeign
      ? printable(`sts-lint: the rule \`${one.rule}\` of a plugin failed: ${reason}`)
      : faultText(one).trimEnd();
    if (!told.has(text)) host.stderr.write(`${text}\n`);
    told.add(text);
    if (!isForeign) status = fault;
  }
  return status;
}
