import type { ExitStatus } from "../exit-status.ts";
import type { Host } from "../host.ts";

/** An option as it is typed, what it means, and how its text is read. */
export interface CommandOption {
  /** `--format <NAME[=FILE]>`, `-q, --quiet`: as commander reads it. */
  readonly flags: string;
  readonly about: string;
  /** The text as a value. Throws `OptionError`. Two values for an option that does not join them are refused. */
  readonly parse?: (text: string) => unknown;
  /** In place of `parse`, for an option that is made to be repeated: the text, joined to what it gave before. */
  readonly join?: (text: string, before: unknown) => unknown;
  /** The text that the option alone stands for, where its value may be left out. */
  readonly alone?: string;
  /** What may be written, for help and completions. */
  readonly choices?: readonly string[];
  /** What the shell completes where there are no choices. */
  readonly takes?: "file" | "folder";
}

/** A command of the command line: its options, its arguments, and what it does. An option that is not listed is refused. */
export interface CliCommand {
  /** The word that calls it; empty for linting, which needs none. */
  readonly name: string;
  /** `[INPUT...]`, as commander reads it. */
  readonly args: string;
  readonly argsAbout: string;
  readonly about: string;
  /** What follows the options in the help. */
  readonly epilogue?: string;
  readonly options: readonly CommandOption[];
  /** Words that its argument may be, for completions. */
  readonly words?: () => readonly string[];
  /** Arguments that are written in another tool's way, as this command's own, with what it is told beside its options. */
  readonly translate?: (
    args: readonly string[],
  ) => { readonly args: readonly string[]; readonly beside: Readonly<Record<string, unknown>> } | undefined;
  /** `options` holds what commander made of the options above, by their camel-cased long names. */
  run(args: readonly string[], options: Readonly<Record<string, unknown>>, host: Host): Promise<ExitStatus>;
}
