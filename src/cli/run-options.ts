import type { LintOptions } from "../lint/contract/options.ts";
import { optional } from "../model/pod.ts";
import { readBaseline } from "./baseline.ts";
import type { EffectiveSettings } from "./effective-settings.ts";
import type { Host } from "./host.ts";
import type { LintRequest } from "./request.ts";

/**
 * What the flags say to the rules, whichever text they read. Throws {@link OptionError} where the baseline cannot be read.
 */
export function runOptions(
  { apply, deployer, namespace, updateBaseline }: LintRequest,
  { baseline }: EffectiveSettings,
  { observer }: Partial<Pick<Host, "observer">> = {},
): Pick<LintOptions, "apply" | "deployer" | "namespace" | "observer" | "baseline"> {
  return {
    ...optional("apply", apply),
    ...optional("deployer", deployer),
    ...optional("namespace", namespace === "" ? undefined : namespace),
    ...optional("observer", observer),
    // A new baseline is made of all findings, not of those that the old one leaves.
    ...(baseline === undefined || updateBaseline === true
      ? {}
      : { baseline: readBaseline(baseline.path, baseline.name) }),
  };
}
