import type { Report } from "../lint/contract/finding.ts";
import { OptionError } from "../lint/contract/options.ts";
import { optional } from "../model/pod.ts";
import { type ChartFlags, ChartRun } from "./chart-run.ts";
import { Workspace } from "./chart-source.ts";
import type { EffectiveSettings } from "./effective-settings.ts";
import type { UpgradeLine } from "./helm-diff-line.ts";
import { clusterArguments, type HelmArguments } from "./helm-options.ts";
import { upgradeInputs } from "./helm-upgrade.ts";
import type { Host } from "./host.ts";
import { bothNamed, type NamedChart } from "./named-chart.ts";
import type { LintRequest } from "./request.ts";
import { tellLine } from "./tell-line.ts";

/** `chart upgrade RELEASE CHART`: as it will be applied to the release that runs. */
export async function upgradeReport(
  upgrade: UpgradeLine,
  {
    request,
    flags,
    given,
    settings,
    named,
  }: Readonly<{
    request: LintRequest;
    flags: ChartFlags;
    given: HelmArguments;
    settings: EffectiveSettings;
    named: NamedChart;
  }>,
  charts: readonly string[],
  host: Host,
): Promise<Report> {
  if (flags.against !== undefined)
    throw new OptionError("chart upgrade compares with the release that runs: leave --against out");
  if (upgrade.ignored.length > 0 && request.quiet !== true)
    tellLine(host, `note: ${upgrade.ignored.join(", ")} shape helm-diff's output and change nothing here`);
  const workspace = new Workspace();
  try {
    const { args, against, reused } = upgradeInputs(
      upgrade,
      clusterArguments(given.template),
      flags.helm,
      workspace,
      host,
    );
    const line = { ...given, template: [...args, ...given.template] };
    const compared = { ...flags, ...optional("against", against) };
    return await new ChartRun(
      request,
      compared,
      line,
      settings,
      host,
      reused === undefined ? named : bothNamed(reused, named),
    ).report(charts);
  } finally {
    workspace.clear();
  }
}
