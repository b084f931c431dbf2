import { Command, CommanderError } from "commander";
import { OptionError } from "../lint/contract/options.ts";
import { toolVersion } from "../lint/engine/tool-version.ts";
import { nearest } from "../model/nearest.ts";
import { commandWords } from "./command-words.ts";
import type { CliCommand } from "./commands/command.ts";
import { commands } from "./commands/index.ts";
import { clean, type ExitStatus } from "./exit-status.ts";
import type { Host } from "./host.ts";
import { addOptions } from "./parsed-options.ts";

function commandOf(name: string): CliCommand {
  const found = commands.find((command) => command.name === name);
  if (found === undefined) throw new Error(`no command ${name}`);
  return found;
}

/** A command is called by the first word; without one its arguments are inputs. */
function split(args: readonly string[]): { readonly command: CliCommand; readonly rest: readonly string[] } {
  const [first = "", second, ...others] = args;
  if (first === "help") {
    if (second === undefined) return { command: commandOf(""), rest: ["--help"] };
    const known = commands.find(({ name }) => name === second);
    if (known === undefined) {
      const names = commandWords.filter((word) => word !== "help");
      throw new OptionError(
        `help: there is no command \`${second}\`${nearest(second, names)} (there are ${names.join(", ")})`,
      );
    }
    return { command: known, rest: ["--help", ...others] };
  }
  const named = first === "" ? undefined : commands.find(({ name }) => name === first);
  return named === undefined ? { command: commandOf(""), rest: args } : { command: named, rest: args.slice(1) };
}

/** Reads the arguments and does what they ask. Throws {@link OptionError} for a call that cannot be understood. */
export async function runCommandLine(host: Host): Promise<ExitStatus> {
  const { command, rest: given } = split(host.args);
  const { args: rest, beside } = command.translate?.(given) ?? { args: given, beside: {} };
  const parser = new Command(command.name === "" ? "sts-lint" : `sts-lint ${command.name}`);
  let printed = "";
  configure(parser, command, (text) => {
    printed += text;
  });
  try {
    parser.parse(rest, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) throw new OptionError(messageOf(error, command));
    host.stdout.write(printed);
    return clean;
  }
  return command.run(parser.args, { ...parser.opts<Readonly<Record<string, unknown>>>(), ...beside }, host);
}

function configure(parser: Command, command: CliCommand, print: (text: string) => void): void {
  parser
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: () => undefined })
    .description(command.about)
    .helpOption("-h, --help", "print this help")
    .version(
      toolVersion,
      command.options.some(({ flags }) => flags.startsWith("--version")) ? "-v" : "-v, --version",
      "print the version",
    )
    .argument(command.args, command.argsAbout)
    .action(() => undefined);
  addOptions(parser, command.options);
  if (command.name === "") {
    parser.usage("[INPUT…] [options]\n       sts-lint COMMAND …");
    parser.addHelpText("after", `\n${commandList()}`);
  } else {
    parser.usage(`${command.args.replace("...", "…")} [options]`);
  }
  if (command.epilogue !== undefined) parser.addHelpText("after", command.epilogue);
}

function commandList(): string {
  const named = commands.filter(({ name }) => name !== "");
  const width = Math.max(...named.map(({ name }) => name.length));
  const lines = named.map(({ name, about }) => `  ${name.padEnd(width)}  ${about.split("\n")[0]}`);
  return ["Commands, each with a --help of its own:", ...lines].join("\n");
}

/** commander's words without its prefix, on one line, and where to read on. */
function messageOf(error: CommanderError, command: CliCommand): string {
  const said = error.message
    .replace(/^error: /, "")
    .replace(/\n\(Did you mean (?:one of )?([^\n]+?)\??\)$/, "; did you mean `$1`?");
  if (error.code !== "commander.unknownOption" || said.includes("did you mean")) return said;
  const [option] = /--[\w-]+/.exec(said) ?? [];
  const takers = commands.filter(({ options }) =>
    options.some(({ flags }) => flags.split(/[ ,]+/).includes(option ?? "")),
  );
  if (takers.length === 0)
    return `${said}; \`sts-lint${command.name === "" ? "" : ` ${command.name}`} --help\` lists them`;
  const who = takers.map(({ name }) => (name === "" ? "sts-lint" : `sts-lint ${name}`)).join(", ");
  return `${said}: \`${command.name === "" ? "sts-lint" : `sts-lint ${command.name}`}\` does not take it (${who} ${takers.length === 1 ? "does" : "do"})`;
}
