/** Words that call a command when they come first: an input of such a name is written `./plan`. A test holds them to the commands. */
export const commandWords: readonly string[] = ["chart", "plan", "rules", "config", "init", "completion", "help"];

/** Words that will be commands: refused, so that a pipeline that names a file so does not change its meaning then. */
export const comingWords: readonly string[] = ["merge"];
