import { OptionError } from "../../lint/contract/options.ts";
import { bash, fish, zsh } from "../completions.ts";
import { clean } from "../exit-status.ts";
import { oneOf } from "../option-values.ts";
import { quietOption } from "../shared-options.ts";
import type { CliCommand } from "./command.ts";

const shells = { bash, zsh, fish } as const;
const shellNames = Object.keys(shells) as (keyof typeof shells)[];

/** `sts-lint completion SHELL`: what the shell is to source. `commands` gives every command, this one too. */
export const completionCommand = (commands: () => readonly CliCommand[]): CliCommand => ({
  name: "completion",
  args: "[SHELL]",
  argsAbout: shellNames.join(", "),
  about: `completions for a shell: ${shellNames.join(", ")}`,
  epilogue: `
bash: eval "$(sts-lint completion bash)" in ~/.bashrc
zsh:  eval "$(sts-lint completion zsh)" in ~/.zshrc, after compinit
fish: sts-lint completion fish > ~/.config/fish/completions/sts-lint.fish`,
  options: [quietOption("nothing but the script, as always")],
  words: () => shellNames,
  async run([shell], _, host) {
    if (shell === undefined) throw new OptionError(`completion: name a shell: ${shellNames.join(", ")}`);
    host.stdout.write(shells[oneOf("completion", shell, shellNames)](commands()));
    return clean;
  },
});
