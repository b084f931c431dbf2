import { describe, expect, it, test } from "vitest";
import type { Job } from "../../src/cli/jobs/job.ts";
import { run } from "../../src/cli/run.ts";
import { call, fakeHost, faulty, folder, sound } from "./fake-host.ts";

/** A rule that asks about the whole input, one that throws where a set is named so, and the two as a plugin. */
const plugin = `const rule = (id, check, more) => ({ id, summary: "Own.", preset: "recommended", subject: "StatefulSet", severity: "warning",
  messages: { own: { text: "own {said}", help: "Own." } }, check, ...more });
export default [
  rule("asks", (set) => [{ at: { manifest: set.manifest, path: ["kind"] }, message: "own", question: { name: set.name } }],
    { decide: ({ name }, input) => ({ said: \`\${name} among \${typeof input}\` }) }),
  rule("throws", (set) => { if (set.name.startsWith("thrown")) throw new Error("not on " + set.name); return []; }),
];
`;

const named = (name: string): string => faulty.replace(/\bapp\b/g, name);

describe("--jobs", () => {
  it("starts no thread for a single release", async () => {
    const { host, written } = fakeHost({ args: ["--jobs=4"], stdin: sound });
    const started: number[] = [];
    const status = await run({
      ...host,
      startThread: (job) => {
        started.push((job as Job).index);
        throw new Error("no thread is needed");
      },
    });
    expect({ status, started, stderr: written.stderr }).toEqual({ status: 0, started: [], stderr: "" });
  });

  it("has the rules of plugins, their questions and their faults too", async () => {
    const cwd = folder({
      ".sts-lint.yaml": "plugins: [./own.mjs]\n",
      "own.mjs": plugin,
      "in/a.yaml": named("first"),
      "in/b.yaml": named("thrown-b"),
      "in/c.yaml": named("third"),
      "in/d.yaml": named("thrown-d"),
    });
    const args = ["in", "--format=json", "--config=.sts-lint.yaml"];
    const alone = await call({ cwd, args });
    for (const jobs of [2, 3, 4]) {
      const shared = await call({ cwd, args: [...args, `--jobs=${jobs}`] });
      expect(shared.stdout).toBe(alone.stdout);
      expect(shared.status).toBe(alone.status);
      expect(shared.stderr.split("\n").sort()).toEqual(alone.stderr.split("\n").sort());
    }
    expect(alone.stderr).toContain("the rule `throws` of a plugin failed: not on thrown-d");
    expect(alone.stdout).toContain("among object");
    expect(alone.status).toBe(2);
  });

  test.each([
    ["--against=a.yaml", "--against compares all that runs"],
    ["--fix", "--fix reads again what it wrote"],
    ["--fix-dry-run", "--fix-dry-run shows the changes of whole files"],
    ["--shard=1/2", "--shard parts the input among machines"],
    ["--stats", "--stats splits the time of one thread"],
  ])("is refused with %s, with the reason", async (flag, why) => {
    const cwd = folder({ "a.yaml": faulty });
    const { status, stderr } = await call({ cwd, args: ["a.yaml", "--jobs=2", flag] });
    expect(status).toBe(2);
    expect(stderr).toContain(`--jobs: ${why}`);
    expect(stderr).toContain("leave --jobs out for that");
  });

  test.each(["0", "1.5", "many", "257"])("does not take %s", async (count) => {
    const { status, stderr } = await call({ args: [`--jobs=${count}`], stdin: sound });
    expect(status).toBe(2);
    expect(stderr).toContain("--jobs");
  });
});
