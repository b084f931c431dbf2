import type { Host, Output } from "./host.ts";

export type ColorChoice = "auto" | "always" | "never";
export const colorChoices: readonly ColorChoice[] = ["auto", "always", "never"];

/**
 * Whether an output gets colours: `--color` decides, then FORCE_COLOR as Node reads it, NO_COLOR (no-color.org),
 * CLICOLOR_FORCE (bixense.com/clicolors), and then whether a terminal that can do it reads.
 */
export function wantsColor(choice: ColorChoice, env: Host["env"], output: Output): boolean {
  if (choice !== "auto") return choice === "always";
  const { FORCE_COLOR: force, NO_COLOR: none, CLICOLOR_FORCE: clicolor } = env;
  if (force !== undefined) return force !== "0" && force !== "false";
  if (none !== undefined && none !== "") return false;
  if (clicolor !== undefined && clicolor !== "" && clicolor !== "0") return true;
  return env.TERM !== "dumb" && output.isTerminal();
}
