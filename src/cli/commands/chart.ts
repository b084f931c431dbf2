import { formatNames } from "../../report/format.ts";
import { frozenFormats } from "../frozen-formats.ts";
import { readUpgradeLine } from "../helm-diff-line.ts";
import { helmOptions, usualMatrix } from "../helm-options.ts";
import { repeated } from "../option-values.ts";
import { runChart } from "../run-chart.ts";
import {
  applyOptions,
  formatOption,
  reportOptions,
  ruleOptions,
  settingOptions,
  watchOption,
} from "../shared-options.ts";
import { watchChart } from "../watch-commands.ts";
import type { CliCommand } from "./command.ts";

/** `sts-lint chart CHART… [helm flags]`. */
export const chartCommand: CliCommand = {
  name: "chart",
  args: "[CHART...]",
  argsAbout: "a folder, an archive, oci://…, repo/chart, or a HelmRelease, Application or helmfile that names one",
  about: "render charts, lint them, point at template lines and values",
  epilogue:
    "\n`sts-lint chart upgrade RELEASE CHART …` reads its line as `helm diff upgrade` does and compares with the release that runs;\na folder named upgrade is written ./upgrade",
  options: [
    ...helmOptions,
    { flags: "--release <NAME>", about: "the release's name (default: release-name, as helm's)" },
    { flags: "--helm <PATH>", about: "this helm instead of the one on PATH", takes: "file" },
    { flags: "--no-helm", about: "render without helm" },
    {
      flags: "--values-matrix [GLOB]",
      about: `once with default values and once with each file of the glob in the chart (default: ${usualMatrix}); repeatable`,
      alone: usualMatrix,
      join: repeated,
    },
    {
      flags: "--against <OLD>",
      about:
        "what runs now: a file, a folder, git:REF, helm:RELEASE[@REVISION], chart:REF[@VERSION], or values:FILE,… for this chart with other values",
      takes: "file",
    },
    { flags: "--allow-empty", about: "a chart that prints no manifest is no error" },
    { flags: "--whole-release", about: "a file stands for the chart it lies in, as pre-commit names single files" },
    {
      flags: "--frozen",
      about: `which values cannot change after the first install, and what changing each costs; formats: ${frozenFormats.join(", ")}`,
    },
    { flags: "--show <TEXT>", about: "which text is quoted: template, rendered", choices: ["template", "rendered"] },
    formatOption([...new Set([...formatNames, ...frozenFormats])]),
    ...reportOptions.filter(({ flags }) => !flags.startsWith("--format")),
    ...ruleOptions,
    ...applyOptions,
    {
      flags: "--fix",
      about: "write the safe fixes to the chart's templates and values; the status counts what remains",
    },
    { flags: "--unsafe-fixes", about: "with --fix or --fix-dry-run: also fixes that may change what was meant" },
    { flags: "--fix-dry-run", about: "show the changes of templates and values that --fix would make" },
    watchOption,
    { flags: "--update-baseline", about: "write what is found to the baseline and exit with 0" },
    ...settingOptions,
  ],
  translate: (args) => {
    if (args[0] !== "upgrade" || args.some((arg) => arg === "--help" || arg === "-h")) return undefined;
    const line = readUpgradeLine(args.slice(1), chartCommand.options);
    return { args: line.args, beside: { upgrade: line.upgrade } };
  },
  run: (args, options, host) => {
    const { watch, ...asked } = options;
    const once = () => runChart(args, asked, host);
    return watch === true ? watchChart(args, options, once, host) : once();
  },
};
