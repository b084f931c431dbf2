import { OptionError } from "../lint/contract/options.ts";
import type { Input } from "../read/document.ts";
import type { Problem } from "../read/problem.ts";
import { againstReference, atVersion } from "./against-reference.ts";
import type { ChartRender } from "./chart-render.ts";
import { chartAtRevision, type HelmChoice, localChart, releaseManifest, type Workspace } from "./chart-source.ts";
import { clusterArguments, type HelmArguments, withOtherValues, withoutVersion } from "./helm-options.ts";
import type { Host } from "./host.ts";
import { openSources } from "./open-sources.ts";
import type { LintRequest } from "./request.ts";
import { tellLine } from "./tell-line.ts";

/** A chart on this machine: its folder, how reports name it, and helm's arguments for one combination of values. */
export interface GivenChart {
  readonly path: string;
  readonly name: string;
  readonly args: readonly string[];
}

/** What it takes to have the older one of a chart. */
export interface BeforeMeans {
  readonly request: LintRequest;
  readonly helm: HelmChoice;
  readonly pull: HelmArguments["pull"];
  readonly workspace: Workspace;
  readonly host: Host;
  readonly render: (chart: GivenChart) => Promise<ChartRender>;
}

/** What runs now, and what of it could not be found or read; complete once it was read. */
export interface ChartBefore {
  /** Undefined where it cannot be had: then nothing is compared, and the problems say why. */
  readonly inputs: readonly Input[] | undefined;
  readonly problems: readonly Problem[];
}

const whole = (inputs: readonly Input[]): ChartBefore => ({ inputs, problems: [] });

/**
 * What `--against` names for a chart, or what was read already; undefined where git says that there was none yet. Throws
 * {@link OptionError} where they cannot be had.
 */
export async function chartBefore(
  against: string | readonly Input[],
  chart: GivenChart,
  means: BeforeMeans,
): Promise<ChartBefore | undefined> {
  if (typeof against !== "string") return whole(against);
  const { request, helm, workspace, host } = means;
  const referred = againstReference(against);
  if (referred === undefined) {
    const { against: inputs, problems } = await openSources({ ...request, inputs: [], against }, host, {
      reader: "chart",
    });
    return { inputs, problems };
  }
  const { scheme, reference } = referred;
  if (scheme === "helm") {
    return whole([{ name: against, text: releaseManifest(reference, clusterArguments(chart.args), helm, host) }]);
  }
  const old =
    scheme === "values"
      ? chart.path
      : scheme === "git"
        ? chartAtRevision(chart.path, reference, workspace, host)
        : otherVersion(reference, means);
  if (old === undefined) {
    if (request.quiet !== true) tellLine(host, `note: ${chart.name} is new since ${reference}: compared with nothing`);
    return undefined;
  }
  const args = scheme === "values" ? withOtherValues(chart.args, reference) : chart.args;
  const { text, problems } = await means.render({ ...chart, path: old, args });
  const [problem] = problems;
  if (text === undefined) throw new OptionError(`--against ${against}: ${problem?.message ?? "it does not render"}`);
  return whole([{ name: against, text }]);
}

/** `chart:REF[@VERSION]`. */
function otherVersion(reference: string, { pull, helm, workspace, host }: BeforeMeans): string {
  const [name, version] = atVersion(reference);
  return localChart(
    name,
    [...withoutVersion(pull), ...(version === undefined ? [] : [`--version=${version}`])],
    helm,
    workspace,
    host,
  );
}
