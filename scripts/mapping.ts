import { commandsOf, readCommand } from "../test/chart/mapping/command.ts";
import { renameAll } from "../test/chart/mapping/rename-all.ts";
import { shared } from "../test/shared.ts";

const charts = shared("chart-sources");
const asked = process.argv.slice(2);
if (charts !== undefined) {
  const total = { nodes: 0, moved: 0, printed: 0 };
  for (const args of commandsOf(charts)) {
    if (asked.length > 0 && !asked.some((one) => args.join(" ").includes(one))) continue;
    const start = performance.now();
    const outcome = renameAll(readCommand(args.slice(1), charts));
    total.nodes += outcome.nodes;
    total.moved += outcome.moved;
    total.printed += outcome.printed.length;
    console.log(
      `${args.join(" ")}: ${outcome.moved} of ${outcome.nodes}, printed ${outcome.printed.length} ${Math.round(performance.now() - start)} ms`,
    );
    for (const line of outcome.failures) console.log(`    ${line}`);
  }
  console.log(total);
}
