import { resolve } from "node:path";
import { againstReference } from "./against-reference.ts";
import type { HelmArguments } from "./helm-options.ts";
import type { Host } from "./host.ts";
import { statsAt } from "./stats-at.ts";
import { tellLine } from "./tell-line.ts";

/** What a run has, as far as it says whether a cluster is read and a chart fetched. */
export interface Reading {
  readonly charts: readonly string[];
  /** GitOps files, which say themselves where their charts come from. */
  readonly files: readonly string[];
  readonly against?: string;
  readonly isUpgrade: boolean;
}

/** Says which of helm's flags are for something that this run does not do: helm passes over them without a word. */
export function tellIdleFlags({ pull, template }: HelmArguments, reading: Reading, host: Host): void {
  const { charts, files, against, isUpgrade } = reading;
  const scheme = against === undefined ? undefined : againstReference(against)?.scheme;
  if (!isUpgrade && scheme !== "helm") {
    const why = "a cluster is read only by `--against helm:RELEASE` and `chart upgrade`";
    tell(
      template.map(nameOf).filter((name) => /^--kube(config|-context)$/.test(name)),
      why,
      host,
    );
  }
  const isFetched = (name: string): boolean => statsAt(resolve(host.cwd(), name)) === undefined;
  const hasRepository = pull.some((flag) => nameOf(flag) === "--repo") && charts.length > 0;
  if (hasRepository || scheme === "chart" || charts.some(isFetched)) return;
  const why =
    charts.length > 0 || files.length === 0
      ? "the chart is here and is not fetched"
      : "these files say themselves where their charts are fetched from";
  tell(pull.map(nameOf), why, host);
}

/** Without its value, which may be a password. */
function nameOf(flag: string): string {
  return flag.replace(/=.*$/s, "");
}

function tell(flags: readonly string[], why: string, host: Host): void {
  if (flags.length === 0) return;
  const names = [...new Set(flags)];
  tellLine(host, `note: ${names.join(", ")} ${names.length === 1 ? "changes" : "change"} nothing here: ${why}`);
}
