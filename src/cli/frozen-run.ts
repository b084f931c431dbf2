import { OptionError } from "../lint/contract/options.ts";
import { optional } from "../model/pod.ts";
import { sortedInputs } from "./chart-inputs.ts";
import { chooseHelm, localChart, Workspace } from "./chart-source.ts";
import { effectiveSettings } from "./effective-settings.ts";
import { clean, type ExitStatus, unusable } from "./exit-status.ts";
import { follow } from "./follow.ts";
import type { FormatRequest } from "./format-request.ts";
import type { FrozenChart } from "./frozen-chart.ts";
import { type FrozenFormat, frozenFormats } from "./frozen-formats.ts";
import { givenValues } from "./given-values.ts";
import { helmArguments } from "./helm-options.ts";
import type { Host } from "./host.ts";
import { tellIdleFlags } from "./idle-flags.ts";
import { inNamesOf } from "./input-problem.ts";
import { shownName } from "./local-chart.ts";
import { newestVersion } from "./newest-version.ts";
import { formatRequest } from "./option-values.ts";
import { checkFormats, printFormat } from "./print-format.ts";
import { requestOf } from "./request.ts";
import { tellProblems } from "./tell-problems.ts";

/** Flags that would ask for a lint report, too. */
const strangers = [
  "against",
  "valuesMatrix",
  "baseline",
  "updateBaseline",
  "fix",
  "fixDryRun",
  "unsafeFixes",
  "wholeRelease",
  "show",
  "failOn",
  "maxWarnings",
  "rule",
  "preset",
  "deployer",
];

/** `sts-lint chart CHART… --frozen`: which values cannot change after the first install, and what others cost. */
export async function runFrozen(
  charts: readonly string[],
  parsed: Readonly<Record<string, unknown>>,
  host: Host,
): Promise<ExitStatus> {
  const { format, helm, release, kubernetesVersion, apply, quiet, ...rest } = parsed;
  const stray = strangers.find((name) => rest[name] !== undefined && rest[name] !== false);
  if (stray !== undefined) throw new OptionError(`--frozen makes no lint report: leave ${flagOf(stray)} out`);
  if (rest.upgrade !== undefined)
    throw new OptionError("--frozen asks no cluster: leave `upgrade RELEASE` out and name the chart");
  const formats = formatsOf(format, charts);
  const { options } = await effectiveSettings(
    requestOf([], { ...rest, ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }) }),
    host,
  );
  follow({ quiet: quiet === true, stats: rest.stats === true }, host);
  host.observer?.expects(charts.length);
  const chosen = chooseHelm(typeof helm === "string" ? helm : undefined, helm === false, host);
  const { pull, template: args } = helmArguments(parsed);
  const { kubernetesVersion: asked } = options;
  const version = asked === undefined ? undefined : newestVersion(asked).version;
  const workspace = new Workspace();
  try {
    const { template, origin, said } = givenValues(args, workspace, host);
    const [file] = sortedInputs(charts, pull, host).files;
    if (file !== undefined)
      throw new OptionError(`--frozen: ${file} is no chart: name its folder, archive or reference`);
    const { frozenChart, frozenPrinters } = await import("./render-room.ts");
    if (quiet !== true) {
      tellIdleFlags({ pull, template }, { charts, files: [], isUpgrade: false }, host);
      host.stderr.write("note: sts-lint renders the chart itself, once for each value; no helm is started\n");
    }
    const found: FrozenChart[] = charts.map((name) => {
      host.observer?.begins();
      return frozenChart(
        {
          path: localChart(name, pull, chosen, workspace, host),
          name: shownName(name),
          release: typeof release === "string" ? release : "release-name",
          args: template,
          cwd: host.cwd(),
          helm: chosen.major,
          ...optional("origin", origin),
        },
        {
          ...(version === undefined ? {} : { kubernetesVersion: version }),
          ...(options.featureGates === undefined ? {} : { featureGates: options.featureGates }),
          ...(apply === "client" || apply === "server" ? { apply } : {}),
        },
        host.observer,
      );
    });
    const problems = found.flatMap(({ report }) => report.problems.map((problem) => inNamesOf(problem, said)));
    // Nobody wants a file overwritten with what a chart that does not render gives.
    if (problems.length > 0) {
      tellProblems(problems, host);
      return unusable;
    }
    for (const request of formats) {
      printFormat(request, (width) => [frozenPrinters[request.name](found, width)], host);
    }
    if (rest.stats === true) host.stderr.write(host.observer?.figures(undefined) ?? "");
    return clean;
  } finally {
    workspace.clear();
  }
}

function formatsOf(format: unknown, charts: readonly string[]): readonly FormatRequest<FrozenFormat>[] {
  const given = Array.isArray(format) ? format.map((text) => formatRequest(String(text), frozenFormats)) : [];
  if (charts.length > 1 && given.some(({ name }) => name === "values"))
    throw new OptionError("--format values is one chart's values.yaml: name one chart");
  checkFormats(given);
  return given.length === 0 ? [{ name: "text" }] : given;
}

function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
