import { writeSync } from "node:fs";
import { runJob } from "../src/cli/jobs/run-job.ts";
import { jobArgument } from "../src/cli/jobs/thread.ts";
import { nodeHost } from "../src/cli/node-host.ts";
import { run } from "../src/cli/run.ts";

const isThread = process.argv[2] === jobArgument;
let isDone = false;

/*
 * A plugin is somebody else's code in this process: one that calls process.exit, or that waits for what never comes,
 * would end it with the status of a clean run and no report. Of a thread the program says it, which waits for its answer.
 */
process.on("exit", () => {
  if (isDone || isThread) return;
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

/** In a thread that this program has started, a part of the input is linted. */
async function start(): Promise<number> {
  const host = nodeHost(process);
  return isThread && (await runJob(host)) ? 0 : run(host);
}

// All output was written to its end, so nothing is waited for: leaving at once spares a last collection of garbage.
void start().then((status) => {
  isDone = true;
  process.exit(status);
});
