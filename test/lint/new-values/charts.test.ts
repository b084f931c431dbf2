import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { shared } from "../../shared.ts";
import { prove } from "./prove.ts";

/** Every so many of the public charts. */
const every = 16;

function ownCommands(charts: string): readonly (readonly string[])[] {
  return readdirSync(charts)
    .filter((name) => existsSync(`${charts}/${name}/Chart.yaml`))
    .map((name) => ["db", name]);
}

/** The first command of each, with default values. */
function publicCommands(charts: string): readonly (readonly string[])[] {
  const lines = readFileSync(`${charts}/index.jsonl`, "utf8").split("\n");
  return lines
    .filter((line, index) => line !== "" && index % every === 0)
    .map((line) => (JSON.parse(line) as { commands: string[][] }).commands[0]?.slice(1) ?? []);
}

describe("each new value that is offered for a chart", () => {
  test.each([
    ["charts", ownCommands],
    ["chart-sources", publicCommands],
  ])(
    "renders ../shared/%s as before, settles its finding, and changes just what it is for",
    { timeout: 600_000 },
    (name, commandsIn) => {
      const charts = shared(name);
      if (charts === undefined) {
        console.log(`skipped: ${name} is not beside this checkout`);
        return;
      }
      const total = { offered: 0, set: 0 };
      const left: string[] = [];
      const failures: string[] = [];
      for (const args of commandsIn(charts)) {
        const proof = prove(args, charts);
        total.offered += proof.offered;
        total.set += proof.set;
        left.push(...proof.left);
        failures.push(...proof.failures.map((line) => `${args.join(" ")}: ${line}`));
      }
      console.log(
        `${name}: ${total.offered} offered, ${total.set} values set, ${left.length} left\n${left.join("\n")}`,
      );
      expect(failures).toEqual([]);
      expect(total.offered).toBeGreaterThan(5);
    },
  );
});
