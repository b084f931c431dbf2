import { nodeHost } from "../src/cli/node-host.ts";
import { run } from "../src/cli/run.ts";

// All output was written to its end, so nothing is waited for: leaving at once spares a last collection of garbage.
void run(nodeHost(process)).then((status) => process.exit(status));
