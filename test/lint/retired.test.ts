import { expect, test } from "vitest";
import { rules } from "../../rules/index.generated.ts";
import { lint } from "../../src/index.ts";
import { call, folder, sound } from "../cli/fake-host.ts";

const retired = "duplicate-env";
const successor = "duplicate-list-key";
const says = `rule \`${retired}\` was retired, \`${successor}\` took its place`;

test("a retired id is no rule's, and one rule took its place", () => {
  const ids = new Set(rules.map(({ id }) => id));
  const all = rules.flatMap(({ replaces = [] }) => replaces);
  expect(all.filter((id) => ids.has(id))).toEqual([]);
  expect(new Set(all).size).toBe(all.length);
});

test("options and configuration that name one are refused with the rule that took its place", async () => {
  expect(() => lint([], { rules: { [retired]: "off" } })).toThrow(says);
  for (const config of [
    `rules: { ${retired}: "off" }\n`,
    `overrides: [{ match: { name: app }, ignore: [{ rule: ${retired}, reason: agreed }] }]\n`,
  ]) {
    const { status, stderr } = await call({
      args: ["a.yaml"],
      cwd: folder({ ".sts-lint.yaml": config, "a.yaml": sound }),
    });
    expect(stderr).toContain(says);
    expect(status).toBe(2);
  }
});

test("a suppression that names one is told what to write", () => {
  const text = `# sts-lint-disable-next-line ${retired} -- agreed\n${sound.replace(/^---\n/, "")}`;
  const { findings } = lint([{ name: "stdin", text }]);
  const told = findings.find(({ rule }) => rule === "suppression-without-effect");
  expect(told?.message).toContain(`(did you mean \`${successor}\`?)`);
});

test("`rules ID` explains the rule that took its place", async () => {
  const { status, stdout, stderr } = await call({ args: ["rules", retired], cwd: folder({}) });
  expect(stdout).toContain(successor);
  expect(stderr).toContain(says);
  expect(status).toBe(0);
});
