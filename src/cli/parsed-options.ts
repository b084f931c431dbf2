import { type Command, Option } from "commander";
import { OptionError } from "../lint/contract/options.ts";
import type { CommandOption } from "./commands/command.ts";

/**
 * Hands a command's options to its parser. commander keeps the last of two values without a word: here an option that
 * is not made to be repeated may say the same twice, and nothing else, nor stand beside the one that takes it back.
 */
export function addOptions(parser: Command, options: readonly CommandOption[]): void {
  /** By the name under which commander keeps the value: `--config` and `--no-config` are one. */
  const given = new Map<string, string>();
  for (const option of options) {
    const made = optionOf(option);
    parser.addOption(made);
    parser.on(`option:${made.name()}`, () => {
      const key = made.attributeName();
      const flag = `--${made.name()}`;
      const before = given.get(key) ?? flag;
      if (before !== flag) throw new OptionError(`${before} and ${flag} contradict each other: leave one out`);
      given.set(key, flag);
    });
  }
}

function optionOf({ flags, about, parse, join, alone }: CommandOption): Option {
  const made = new Option(flags, about);
  if (alone !== undefined) made.preset(alone);
  if (join !== undefined) made.argParser(join);
  else if (made.required) made.argParser(once(`--${made.name()}`, parse ?? String));
  return made;
}

/** Reads one value. */
function once(flag: string, parse: (text: string) => unknown): (text: string) => unknown {
  let before: string | undefined;
  return (text) => {
    if (before !== undefined && before !== text)
      throw new OptionError(`${flag}: it takes one value, and has \`${before}\` and \`${text}\`: leave one out`);
    before = text;
    return parse(text);
  };
}
