import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../chart/node/helm-process.ts";
import { OptionError } from "../lint/contract/options.ts";
import type { HelmChoice, Workspace } from "./chart-source.ts";
import type { UpgradeLine } from "./helm-diff-line.ts";
import type { Host } from "./host.ts";
import type { NamedChart } from "./named-chart.ts";
import { tellLine } from "./tell-line.ts";

/** What a release that is there adds to the render of its next version. */
export interface UpgradeInputs {
  /** What `--against` would say; absent for a first install. */
  readonly against?: string;
  /** helm's arguments ahead of all others. */
  readonly args: readonly string[];
  /** How its values are called, where they are used again. */
  readonly reused?: NamedChart;
}

/**
 * Asks helm for the release that is upgraded. `cluster` are the flags that say where it is. Throws {@link OptionError}
 * where it is not there, unless that may be.
 */
export function upgradeInputs(
  { release, reuse, mayBeNew, isOffline }: UpgradeLine,
  cluster: readonly string[],
  helm: HelmChoice,
  workspace: Workspace,
  host: Host,
): UpgradeInputs {
  if (isOffline) return { args: [] };
  if (release.startsWith("-")) throw new OptionError(`chart upgrade: \`${release}\` is no release`);
  const { program } = helm;
  if (program === undefined)
    throw new OptionError(
      "chart upgrade: only helm knows what runs: put it on PATH, name it with --helm, or say --dry-run to be judged as a first install",
    );
  const all = reuse === "all" ? ["--all"] : [];
  const got = runProgram(program, ["get", "values", release, "--output=yaml", ...all, ...cluster], host.cwd());
  if (got.status !== 0) {
    if (mayBeNew && /release: not found/i.test(got.stderr)) {
      tellLine(host, `note: there is no release ${release} yet: judged as a first install`);
      return { args: [] };
    }
    throw new OptionError(`chart upgrade ${release}: ${got.stderr.trim()}`);
  }
  const against = `helm:${release}`;
  if (reuse === undefined) return { against, args: ["--is-upgrade"] };
  const file = join(workspace.folder(), `values-of-${release.replace(/[^\w.-]/g, "_")}.yaml`);
  writeFileSync(file, got.stdout);
  const name = `values of ${against}`;
  return {
    against,
    args: ["--is-upgrade", `--values=${file}`],
    reused: {
      origin: (made, line) => (made === file ? { file: name, line } : undefined),
      said: (message) => message.replaceAll(file, name),
    },
  };
}
