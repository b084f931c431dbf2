import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { OptionError } from "../lint/contract/options.ts";
import { formatMinor, KubernetesVersionError, parseMinors } from "../model/kubernetes-version.ts";
import { chooseHelm, localChart, Workspace } from "./chart-source.ts";
import { effectiveSettings } from "./effective-settings.ts";
import { clean, type ExitStatus, unusable } from "./exit-status.ts";
import type { FormatRequest } from "./format-request.ts";
import type { FrozenChart } from "./frozen-chart.ts";
import { type FrozenFormat, frozenFormats } from "./frozen-formats.ts";
import { helmArguments } from "./helm-options.ts";
import type { Host } from "./host.ts";
import { reasonOf } from "./input-problem.ts";
import { formatRequest } from "./option-values.ts";
import { requestOf } from "./request.ts";

/** Flags that would ask for a lint report, too. */
const strangers = ["against", "valuesMatrix", "baseline", "updateBaseline", "fix", "fixDryRun", "show", "maxWarnings"];

/** `sts-lint chart CHART… --frozen`: which values cannot change after the first install, and what others cost. */
export async function runFrozen(
  charts: readonly string[],
  parsed: Readonly<Record<string, unknown>>,
  host: Host,
): Promise<ExitStatus> {
  const { format, helm, release, kubernetesVersion, apply, quiet, ...rest } = parsed;
  const stray = strangers.find((name) => rest[name] !== undefined && rest[name] !== false);
  if (stray !== undefined) throw new OptionError(`--frozen makes no lint report: leave ${flagOf(stray)} out`);
  const formats = formatsOf(format, charts);
  const { options } = await effectiveSettings(
    requestOf([], { ...rest, ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }) }),
    host,
  );
  const chosen = chooseHelm(typeof helm === "string" ? helm : undefined, helm === false, host);
  const { pull, template } = helmArguments(parsed);
  const version = newest(options.kubernetesVersion);
  const workspace = new Workspace();
  try {
    const { frozenChart, frozenPrinters } = await import("./render-room.ts");
    if (quiet !== true)
      host.stderr.write("note: sts-lint renders the chart itself, once for each value; no helm is started\n");
    const found: FrozenChart[] = charts.map((name) =>
      frozenChart(
        {
          path: localChart(name, pull, chosen, workspace, host),
          name: name.replace(/(?<![/\\])[/\\]+$/, "").replace(/^\.\//, "") || ".",
          release: typeof release === "string" ? release : "release-name",
          args: template,
          cwd: host.cwd(),
          helm: chosen.major,
        },
        {
          ...(version === undefined ? {} : { kubernetesVersion: version }),
          ...(options.featureGates === undefined ? {} : { featureGates: options.featureGates }),
          ...(apply === "client" || apply === "server" ? { apply } : {}),
        },
      ),
    );
    const problems = found.flatMap(({ report }) => report.problems);
    // Nobody wants a file overwritten with what a chart that does not render gives.
    if (problems.length > 0) {
      for (const { file, line, column, message } of problems)
        host.stderr.write(`${file}:${line}:${column}: ${message}\n`);
      return unusable;
    }
    for (const request of formats) write(request, frozenPrinters[request.name](found), host);
    return clean;
  } finally {
    workspace.clear();
  }
}

function formatsOf(format: unknown, charts: readonly string[]): readonly FormatRequest<FrozenFormat>[] {
  const given = Array.isArray(format) ? format.map((text) => formatRequest(String(text), frozenFormats)) : [];
  if (charts.length > 1 && given.some(({ name }) => name === "values"))
    throw new OptionError("--format values is one chart's values.yaml: name one chart");
  if (given.filter(({ file }) => file === undefined).length > 1)
    throw new OptionError("--format: only one format can go to stdout; write the others as NAME=FILE");
  return given.length === 0 ? [{ name: "text" }] : given;
}

function write({ name, file }: FormatRequest<FrozenFormat>, text: string, host: Host): void {
  if (file === undefined) {
    host.stdout.write(text);
    return;
  }
  try {
    writeFileSync(resolve(host.cwd(), file), text);
  } catch (error) {
    throw new OptionError(`--format ${name}=${file}: cannot be written: ${reasonOf(error)}`);
  }
}

/** What may change is asked of one version: of several the newest. */
function newest(asked: string | readonly string[] | undefined): string | undefined {
  if (asked === undefined) return undefined;
  try {
    const last = parseMinors(typeof asked === "string" ? asked : asked.join(",")).at(-1);
    return last === undefined ? undefined : formatMinor(last);
  } catch (error) {
    if (error instanceof KubernetesVersionError) throw new OptionError(`--kubernetes-version: ${error.message}`);
    throw error;
  }
}

function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
