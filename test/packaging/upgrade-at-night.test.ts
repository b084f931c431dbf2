import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { builtPath, root, runScript } from "./built.ts";

const page = readFileSync(join(root, "docs/upgrade-at-night.md"), "utf8");
const examples = [...page.matchAll(/^```console\n\$ (.*)\n([\s\S]*?)\n```$/gm)];

it("The page for refused upgrades prints what its commands print", async () => {
  const path = await builtPath();
  expect(examples.length).toBeGreaterThan(3);
  for (const [, command = "", output = ""] of examples) {
    const { stdout, status } = runScript(command, root, path);
    expect(stdout.trimEnd(), command).toBe(output);
    expect(status, command).toBe(command.includes("plan") ? 0 : 1);
  }
});

it("It names rules and pages that are there, and is linked from the README", () => {
  for (const [, file = ""] of page.matchAll(/\]\(([\w./-]+\.md)\)/g))
    expect(() => readFileSync(join(root, "docs", file))).not.toThrow();
  expect(readFileSync(join(root, "README.md"), "utf8")).toContain("docs/upgrade-at-night.md");
});
