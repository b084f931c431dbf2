import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { builtPath, root, runScript } from "./built.ts";

it("the page about new values shows what its command prints, as it is installed", async () => {
  const page = readFileSync(join(root, "docs/new-values.md"), "utf8");
  const [, command = "", output = ""] = /^```console\n\$ npx (.*)\n([\s\S]*?)\n```$/m.exec(page) ?? [];
  const { status, stdout } = runScript(command, root, await builtPath());
  expect(stdout.trimEnd()).toBe(output);
  expect(status).toBe(1);
});
