/** Words that are commands; an input of that name is written `./plan`. */
export const commandNames = ["chart", "plan", "rules", "config", "merge", "help"] as const;

/**
 * Whether the arguments are inputs and nothing else, so that no parser is needed: the usual pipe, a file, `-`.
 * Loading commander takes a fifth of the time that the usual input takes as a whole.
 */
export function areOnlyInputs(args: readonly string[]): boolean {
  if (args.some((arg) => arg === "" || (arg.startsWith("-") && arg !== "-"))) return false;
  return !(commandNames as readonly (string | undefined)[]).includes(args[0]);
}
