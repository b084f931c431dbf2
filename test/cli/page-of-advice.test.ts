import { describe, expect, it } from "vitest";
import { call, folder } from "./fake-host.ts";

/** A chart that ends its rendering with a page of advice, as those do that want a password. */
const chartSaying = (advice: string) =>
  folder({
    "db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.2.3\n",
    "db/values.yaml": `advice: ${JSON.stringify(advice)}\n`,
    "db/templates/set.yaml": "a: b\n{{ fail .Values.advice }}\n",
  });

const run = (advice: string, ...args: string[]) =>
  call({ args: ["chart", "./db", "--no-helm", ...args], cwd: chartSaying(advice) });

const advice = "\n\n** A password is missing **\n\n\n  --set password=...\r\n";

describe("what a chart says in many lines when it does not render", () => {
  it("is shown line by line behind a bar", async () => {
    const { stdout, status } = await run(advice);
    expect(status).toBe(2);
    expect(stdout).toContain(`input[not-rendered]: helm would not render this:
   | ** A password is missing **
   |
   |   --set password=...
   --> db/templates/set.yaml:2:4
`);
  });

  it("is one line where each problem has one, as reports have it", async () => {
    const said = "helm would not render this: ** A password is missing ** --set password=...";
    expect((await run(advice, "--format", "concise")).stdout).toContain(`input[not-rendered] ${said}\n`);
    const json = await run(advice, "--format", "json");
    expect(JSON.parse(json.stdout).problems).toEqual([
      { kind: "not-rendered", file: "db/templates/set.yaml", line: 2, column: 4, message: said },
    ]);
  });

  it("is cut where it is longer than a screen, and can command neither a terminal nor a workflow", async () => {
    const { stdout } = await run(`${"::error::x\n\u001b[31mred\n".repeat(100)}`);
    expect(stdout).toContain("   | … 170 more lines …\n");
    expect(stdout).not.toMatch(/^\s*::/m);
    expect(stdout).not.toContain("\u001b");
  });

  it("shows how it ends, too, and no more than a screen of what is indented further than a terminal is wide", async () => {
    const { stdout } = await run(`start${"\nand so on".repeat(300)}\nthe password is missing`);
    expect(stdout).toMatch(/\| start\n.*… 272 more lines …\n.*\| the password is missing\n/s);
    const wide = await call({
      args: ["chart", "./db", "--no-helm"],
      cwd: chartSaying(`a\n${" ".repeat(20_000)}${"w ".repeat(20_000)}`),
      terminal: 80,
    });
    expect(wide.stdout.length).toBeLessThan(10_000);
  });

  it("stays in one sentence where it has one line", async () => {
    expect((await run("a password is missing")).stdout).toContain(
      "input[not-rendered]: helm would not render this: a password is missing\n   --> db/templates/set.yaml:2:4\n",
    );
  });
});
