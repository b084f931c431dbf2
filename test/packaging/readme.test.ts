import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { builtPath, root, runScript } from "./built.ts";

const readme = readFileSync(join(root, "README.md"), "utf8");
const [, section = ""] = /^## Who it is for\n([\s\S]*?)^## /m.exec(readme) ?? [];

it("each kind of user has an example that prints what the README says", async () => {
  const path = await builtPath({ npx: 'test "$1" = sts-lint && shift && exec "$(dirname "$0")/sts-lint" "$@"' });
  const examples = [...section.matchAll(/^```console\n\$ (.*)\n([\s\S]*?)\n```$/gm)];
  expect(examples).toHaveLength(3);
  for (const [, command = "", output = ""] of examples) {
    const { status, stdout } = runScript(command, root, path);
    expect(stdout.trimEnd(), command).toBe(output);
    expect(status, command).toBe(1);
  }
});

it("the example for those who build tools prints what it says", () => {
  const [, program = ""] = /^```ts\n([\s\S]*?)^```$/m.exec(section) ?? [];
  const expected = [...program.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line);
  const script = program.replace('"sts-lint"', JSON.stringify(join(root, "src/index.ts")));
  const args = ["--import", "tsx", "--input-type=module", "--eval", script];
  const printed = execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  expect(printed.trimEnd().split("\n")).toEqual(expected);
});
