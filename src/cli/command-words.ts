/** Words that call a command when they come first: an input of such a name is written `./plan`. A test holds them to the commands. */
export const commandWords: readonly string[] = [
  "chart",
  "plan",
  "merge",
  "rules",
  "config",
  "init",
  "completion",
  "help",
];
