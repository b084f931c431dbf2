import type { Command, CommanderError } from "commander";
import { applyModes, OptionError, presets } from "../lint/contract/options.ts";
import { toolVersion } from "../lint/engine/tool-version.ts";
import { deployers } from "../model/deployer.ts";
import { optional } from "../model/pod.ts";
import { formatNames } from "../report/format.ts";
import { colorChoices } from "./color.ts";
import { type PlanFormat, planFormats } from "./commands/plan.ts";
import { failOnChoices } from "./exit-status.ts";
import { count, duration, featureGates, formatRequest, oneOf, ruleLevel } from "./option-values.ts";
import type { FormatRequest, LintRequest } from "./request.ts";

/** What is to be done. */
export type Call =
  | { readonly do: "lint"; readonly request: LintRequest }
  | { readonly do: "rules"; readonly id?: string; readonly request: LintRequest }
  | { readonly do: "config"; readonly request: LintRequest }
  | {
      readonly do: "plan";
      readonly request: LintRequest;
      readonly formats: readonly FormatRequest<PlanFormat>[];
      readonly timeoutSeconds?: number;
    }
  /** Help or the version: text for stdout. */
  | { readonly do: "print"; readonly text: string };

const formatHelp = `${formatNames.join(", ")}; with =FILE into a file; repeatable`;

function lintOptions(command: Command): Command {
  return command
    .option("--format <NAME[=FILE]>", formatHelp, (text: string, all: string[] = []) => [...all, text])
    .option(
      "--kubernetes-version <V>",
      "a minor, a list or a range: 1.36 or 1.33,1.36 or 1.31..1.37 (default: the newest known)",
    )
    .option("--feature-gates <A=true,…>", "as the cluster has them", featureGates)
    .option(
      "--rule <ID=SEVERITY>",
      "error, warning, info or off for one rule; repeatable",
      (text: string, all: Record<string, string> = {}) => {
        const [id, level] = ruleLevel(text);
        return { ...all, [id]: level };
      },
    )
    .option("--preset <NAME>", "recommended, strict or all", (text) => oneOf("--preset", text, presets))
    .option("--config <FILE>", "this configuration instead of the one that is found")
    .option("--no-config", "no configuration file at all")
    .option("--allow-plugins", "let a configuration that was found load its plugins, which run code")
    .option("--fail-on <SEVERITY>", "error, warning, info or never (default: error)", (text) =>
      oneOf("--fail-on", text, failOnChoices),
    )
    .option("--max-warnings <N>", "exit with 1 when there are more", (text) => count("--max-warnings", text))
    .option("--allow-empty", "empty input is no error")
    .option("--baseline <FILE>", "report only what is not in it")
    .option("--update-baseline", "write what is found to the baseline and exit with 0")
    .option("--against <OLD>", "what runs now: a file, a folder or -")
    .option("--live", "the input is what a cluster holds")
    .option("--apply <HOW>", "client or server: how it will be applied (default: client)", (text) =>
      oneOf("--apply", text, applyModes),
    )
    .option("--deployer <WHO>", "helm, kubectl, flux or argocd: whose commands the way out speaks", (text) =>
      oneOf("--deployer", text, deployers),
    )
    .option("--chart <DIR>", "the chart behind the input")
    .option("--passthrough", "stdin to stdout unchanged, the report on stderr")
    .option("--fix-dry-run", "show the changes that would fix what can be fixed mechanically")
    .option("--quiet", "only what changes the exit status, and no summary")
    .option("--color <WHEN>", "auto, always or never", (text) => oneOf("--color", text, colorChoices))
    .option("--stats", "say on stderr what was read and how long it took");
}

const description = `Says what is wrong with the StatefulSets in rendered manifests.

  helm template CHART | sts-lint`;

const epilogue = `
INPUT is a file, a folder, a glob or - for stdin (the default when it is piped); one named like a command is written ./plan
Exit status: 0 clean, 1 findings, 2 usage or an input that is empty or cannot be read, 3 a fault of sts-lint`;

/**
 * What the arguments ask for. Throws {@link OptionError} for a call that cannot be understood.
 */
export async function parseCommandLine(args: readonly string[]): Promise<Call> {
  const { Command, CommanderError } = await import("commander");
  let call: Call | undefined;
  let printed = "";
  const program = new Command("sts-lint");
  const quiet = (command: Command): Command =>
    command
      .exitOverride()
      .configureHelp({ showGlobalOptions: true })
      .configureOutput({
        writeOut: (text) => {
          printed += text;
        },
        writeErr: () => undefined,
      });
  const requestOf = (inputs: readonly string[]): LintRequest => toRequest(inputs, program.opts<ParsedOptions>());
  lintOptions(quiet(program))
    .description(description)
    .version(toolVersion, "--version", "print the version")
    .helpOption("--help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .addHelpText("after", epilogue)
    .argument("[INPUT...]", "files, folders, globs or -")
    .usage("[INPUT…] [options]\n       sts-lint plan|rules|config …")
    .action((inputs: string[]) => {
      call = { do: "lint", request: requestOf(inputs) };
    });
  quiet(program.command("rules"))
    .description("list the rules, or explain one: what, why, example, fix, references")
    .argument("[ID]", "a rule")
    .action((id: string | undefined) => {
      call = { do: "rules", ...(id === undefined ? {} : { id }), request: requestOf([]) };
    });
  quiet(program.command("config"))
    .description("what is in force, and where each setting came from")
    .argument("[INPUT...]", "rendered manifests")
    .action((inputs: string[]) => {
      call = { do: "config", request: requestOf(inputs) };
    });
  quiet(program.command("plan"))
    .description(`what the controller will do: pods, DNS names, claims, order; formats: ${planFormats.join(", ")}`)
    .argument("[INPUT...]", "rendered manifests")
    .option("--timeout <DURATION>", "what helm would wait, such as 10m (default: 5m)", (text) =>
      duration("--timeout", text),
    )
    .action((inputs: string[], own: { readonly timeout?: number }) => {
      const { format = [], ...options } = program.opts<ParsedOptions>();
      const formats = format.map((text) => formatRequest(text, planFormats));
      call = { do: "plan", request: toRequest(inputs, options), formats, ...optional("timeoutSeconds", own.timeout) };
    });
  for (const name of ["chart", "merge"]) {
    quiet(program.command(name, { hidden: true }))
      .allowUnknownOption()
      .argument("[ARG...]")
      .action(() => {
        throw new OptionError(`\`sts-lint ${name}\` is not built yet; an input of that name is written ./${name}`);
      });
  }
  try {
    program.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { do: "print", text: printed };
    throw new OptionError(messageOf(error));
  }
  if (call === undefined) throw new OptionError(`nothing to do; \`sts-lint --help\` says what there is`);
  return call;
}

/** commander's words without its prefix, on one line. */
function messageOf(error: CommanderError): string {
  return error.message
    .replace(/^error: /, "")
    .replace(/\n\(Did you mean (?:one of )?(.+?)\??\)$/s, "; did you mean `$1`?");
}

/** What commander makes of the options above. */
interface ParsedOptions extends Omit<LintRequest, "inputs" | "formats" | "rules" | "color" | "config"> {
  readonly format?: readonly string[];
  readonly rule?: NonNullable<LintRequest["rules"]>;
  readonly color?: LintRequest["color"];
  /** True where neither --config nor --no-config was given. */
  readonly config: string | boolean;
}

function toRequest(inputs: readonly string[], options: ParsedOptions): LintRequest {
  const { format, rule, config, color, ...rest } = options;
  return {
    ...rest,
    inputs,
    formats: (format ?? []).map((text) => formatRequest(text, formatNames)),
    color: color ?? "auto",
    ...(rule === undefined ? {} : { rules: rule }),
    ...(config === true ? {} : { config }),
  };
}
