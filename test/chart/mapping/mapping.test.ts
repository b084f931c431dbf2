import { describe, expect, test } from "vitest";
import { shared } from "../../shared.ts";
import { commandsOf, ofSetsAlone, readCommand } from "./command.ts";
import { renameAll } from "./rename-all.ts";

/** Every so many of the public charts' commands; `npm run mapping` takes all. */
const every = 12;

describe("the place that a node of a StatefulSet names", () => {
  const charts = shared("chart-sources");
  if (charts === undefined) {
    test.skip("the public charts are not beside this checkout", () => {});
    return;
  }

  test("is where a token moves exactly that key with its value, and an item ahead moves exactly that item", () => {
    const total = { nodes: 0, moved: 0 };
    const failures: string[] = [];
    for (const [index, args] of commandsOf(charts).entries()) {
      if (index % every !== 0) continue;
      const outcome = renameAll(ofSetsAlone(readCommand(args.slice(1), charts)));
      total.nodes += outcome.written.nodes + outcome.printed.nodes;
      total.moved += outcome.written.moved + outcome.printed.moved;
      failures.push(...outcome.failures.map((line) => `${args.join(" ")}: ${line}`));
    }
    console.log(`rename: ${total.moved} of ${total.nodes} nodes`);
    if (failures.length > 0) console.log(failures.join("\n"));
    expect(total.nodes).toBeGreaterThan(1000);
    expect(total.moved / total.nodes).toBeGreaterThanOrEqual(0.995);
  });
});
