import { writeSync } from "node:fs";
import { nodeHost } from "../src/cli/node-host.ts";
import { run } from "../src/cli/run.ts";

let isDone = false;

/*
 * A plugin is somebody else's code in this process: one that calls process.exit, or that waits for what never comes,
 * would end it with the status of a clean run and no report.
 */
process.on("exit", () => {
  if (isDone) return;
  process.exitCode = 2;
  try {
    writeSync(
      2,
      "sts-lint: ended by other code before the report was whole, so nothing is known to be clean. A plugin does that which calls process.exit(), or waits for what never comes: look at `plugins` in the configuration.\n",
    );
  } catch {
    // Nobody reads stderr; the status says it.
  }
});

// All output was written to its end, so nothing is waited for: leaving at once spares a last collection of garbage.
void run(nodeHost(process)).then((status) => {
  isDone = true;
  process.exit(status);
});
