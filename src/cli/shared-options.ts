import { applyModes, presets, type RuleLevel } from "../lint/contract/options.ts";
import { deployers } from "../model/deployer.ts";
import { formatNames } from "../report/format.ts";
import { colorChoices } from "./color.ts";
import type { CommandOption } from "./commands/command.ts";
import { failOnChoices } from "./exit-status.ts";
import { count, featureGates, levels, oneOf, repeated, ruleLevel, withEntry } from "./option-values.ts";

/** A choice among words, which the help then lists. */
function choice(flags: string, about: string, choices: readonly string[]): CommandOption {
  const flag = flags.replace(/^-\w, | <.*$/gs, "");
  return { flags, about: `${about}: ${choices.join(", ")}`, choices, parse: (text) => oneOf(flag, text, choices) };
}

export function formatOption(names: readonly string[]): CommandOption {
  return {
    flags: "--format <NAME[=FILE]>",
    about: `${names.join(", ")}; with =FILE into a file; repeatable`,
    choices: names,
    join: repeated,
  };
}

/** Where what a command assumes comes from; every command that reads a configuration takes these. */
export const settingOptions: readonly CommandOption[] = [
  {
    flags: "--kubernetes-version <V>",
    about: "a minor, a list or a range: 1.36 or 1.33,1.36 or 1.31..1.37 (default: the newest known)",
  },
  { flags: "--feature-gates <A=true,…>", about: "as the cluster has them; repeatable", join: featureGates },
  { flags: "--config <FILE>", about: "this configuration instead of the one that is found", takes: "file" },
  { flags: "--no-config", about: "no configuration file at all" },
  { flags: "--allow-plugins", about: "let a configuration that was found load its plugins, which run code" },
];

export const failOnOption: CommandOption = choice(
  "--fail-on <SEVERITY>",
  "from which severity on the exit status is 1 (default: error)",
  failOnChoices,
);

/** How manifests reach the cluster, and whose commands the way out speaks. */
export const applyOptions: readonly CommandOption[] = [
  choice("--apply <HOW>", "how it will be applied (default: client)", applyModes),
  choice("--deployer <WHO>", "whose commands the way out speaks (default: as labels tell)", deployers),
];

export const maxWarningsOption: CommandOption = {
  flags: "--max-warnings <N>",
  about: "exit with 1 when there are more",
  parse: (text) => count("--max-warnings", text),
};

/** Which rules run and how their findings count. */
export const ruleOptions: readonly CommandOption[] = [
  {
    flags: "--rule <ID=SEVERITY>",
    about: `${levels.join(", ")} for one rule; repeatable`,
    join: (text, before) => {
      const [id, level] = ruleLevel(text);
      return withEntry("--rule", before as Readonly<Record<string, RuleLevel>> | undefined, id, level);
    },
  },
  choice("--preset <NAME>", "the rules to start from", presets),
  failOnOption,
  maxWarningsOption,
  { flags: "--baseline <FILE>", about: "report only what is not in it", takes: "file" },
];

/** How inputs are read. */
export const inputOptions: readonly CommandOption[] = [
  { flags: "--against <OLD>", about: "what runs now: a file, a folder or -", takes: "file" },
  { flags: "--allow-empty", about: "empty input is no error" },
  { flags: "--whole-release", about: "a file stands for its whole folder, as pre-commit names single files" },
];

export const watchOption: CommandOption = {
  flags: "--watch",
  about: "again whenever what is read changes, until Ctrl-C (status 130)",
};

export const colorOption: CommandOption = choice("--color <WHEN>", "colours", colorChoices);
/** `-q`, with what it leaves of the command's output. */
export function quietOption(about: string): CommandOption {
  return { flags: "-q, --quiet", about };
}

/** What lint and its relatives print. */
export const reportOptions: readonly CommandOption[] = [
  formatOption(formatNames),
  quietOption("only what changes the exit status, and no summary"),
  colorOption,
  { flags: "--stats", about: "say on stderr what was read, and where the time went" },
];
