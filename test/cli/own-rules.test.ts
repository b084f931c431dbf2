import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { call, faulty, folder } from "./fake-host.ts";

const page = readFileSync(new URL("../../docs/own-rules.md", import.meta.url), "utf8");
const blocks = [...page.matchAll(/^```(\w+) ?(\S*)\n(.*?)^```$/gms)].map(([, language = "", file = "", text = ""]) => ({
  language,
  file,
  text,
}));
const cwd = folder();

/** The package as a project finds it among its own, from the sources as they are now, and the page's files. */
beforeAll(async () => {
  const root = join(import.meta.dirname, "../..");
  const installed = join(cwd, "node_modules/sts-lint");
  mkdirSync(installed, { recursive: true });
  const shared = { bundle: true, platform: "node", target: "node20.19", logLevel: "error" } as const;
  await build({
    ...shared,
    format: "esm",
    entryPoints: { index: join(root, "src/index.ts"), testing: join(root, "src/testing/index.ts") },
    outdir: installed,
  });
  await build({
    ...shared,
    format: "cjs",
    entryPoints: [join(root, "bin/sts-lint.ts")],
    banner: { js: "#!/usr/bin/env node" },
    outfile: join(installed, "bin.cjs"),
  });
  chmodSync(join(installed, "bin.cjs"), 0o755);
  const exports = { ".": "./index.js", "./testing": "./testing.js" };
  writeFileSync(join(installed, "package.json"), JSON.stringify({ name: "sts-lint", type: "module", exports }));
  for (const { file, text } of blocks) if (file !== "") writeFileSync(join(cwd, file), text);
});

describe("docs/own-rules.md", () => {
  it("has no block that is neither a file nor run", () => {
    expect(blocks.length).toBeGreaterThan(8);
    expect(blocks.filter(({ language, file }) => file === "" && language !== "console")).toEqual([]);
  });

  const commands = blocks
    .filter(({ language }) => language === "console")
    .flatMap(({ text }) => text.split(/^\$ /m).slice(1))
    .map((one) => [one.slice(0, one.indexOf("\n")), one.slice(one.indexOf("\n") + 1)] as const);

  it.each(commands)("`%s` prints what the page says", (line, output) => {
    const script = `sts-lint() { "${process.execPath}" node_modules/sts-lint/bin.cjs "$@"; }; ${line} 2>&1`;
    const env = { ...process.env, GITHUB_ACTIONS: "" };
    expect(spawnSync("bash", ["-c", script], { cwd, env, encoding: "utf8" }).stdout).toBe(output);
  });
});

describe("a rule of somebody's own", () => {
  const whole = {
    id: '"ours"',
    category: '"identity"',
    subject: '"StatefulSet"',
    summary: '"s"',
    severity: '"error"',
    preset: '"recommended"',
    messages: '{ a: { text: "t", help: "h" } }',
    check: "function* () {}",
  };
  const lintWith = (fields: Readonly<Record<string, string | undefined>>, settings = "") => {
    const text = Object.entries({ ...whole, ...fields })
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `${key}: ${value}`);
    const files = {
      ".sts-lint.yaml": `plugins: [./p.mjs]\n${settings}`,
      "p.mjs": `export default { ${text.join(", ")} };\n`,
    };
    return call({ args: ["--allow-plugins"], stdin: faulty, cwd: folder(files) });
  };

  it("with these fields alone runs", async () => {
    expect((await lintWith({})).stderr).toBe("");
  });

  it.each([
    [{ preset: undefined }, "has no `preset` among recommended, strict, hygiene"],
    [{ summary: undefined }, "has no `summary`"],
    [
      { summary: undefined, preset: undefined, check: '"none"' },
      "has no function `check`; it has no `summary`: one sentence on what it finds; it has no `preset` among recommended, strict, hygiene",
    ],
    [{ messages: "{ a: {} }" }, "has no `messages` that each have a `text` and a `help`"],
    [{ subject: '"Pod"' }, "has no `subject` among StatefulSet, Release, Upgrade, Workload"],
    [
      { options: '{ type: "object", properties: { n: { type: "strin" } } }' },
      '`options.properties.n.type` is "strin", none of object',
    ],
    [{ options: '{ type: "object", properties: ["n"] }' }, "`options.properties` is no schema"],
    [{ options: '{ type: "object", properties: { n: { pattern: "(" } } }' }, "`options.properties.n.pattern` is no"],
    [
      { options: '{ type: "object", properties: { n: { $ref: "#/x" } } }' },
      "`options.properties.n.$ref` is not followed",
    ],
  ])("without a shape is refused with what is wrong: %j", async (fields, hint) => {
    const { status, stderr } = await lintWith(fields);
    expect(stderr).toContain("plugin `./p.mjs`: its rule `ours` ");
    expect(stderr).toContain(hint);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(status).toBe(2);
  });

  const place = "at: { manifest: set.manifest, path: [] }";
  it.each([
    ["() { throw new Error('boom') }", "boom"],
    ["() { throw null }", "null"],
    ["() { return 5 }", "not iterable"],
    ["*() { yield null }", "yields null in place of a violation"],
    ["*() { yield { message: 'a' } }", "without a place"],
    ["*(set) { yield { message: 'a', at: { manifest: set.manifest, path: 'spec' } } }", "without a place"],
    [`*(set) { yield { message: 'a', severity: 'fatal', ${place} } }`, "fatal, which is none of error, warning, info"],
    [`*(set) { yield { message: 'b', ${place} } }`, "has no message `b`"],
    [`*(set) { const one = { message: 'a', ${place} }; for (;;) yield one }`, "yields without end"],
  ])("that fails (check%s) is named, with status 2, and the other rules say what they have to", async (check, why) => {
    const body = check.startsWith("*") ? `function* ${check.slice(1)}` : `function ${check}`;
    for (const args of [[], ["chart", "db", "--no-helm", "--quiet"]]) {
      const files = {
        ".sts-lint.yaml": "plugins: [./p.mjs]\n",
        "p.mjs": `export default { ${Object.entries({ ...whole, check: body })
          .map(([key, value]) => `${key}: ${value}`)
          .join(", ")} };\n`,
        "db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.0.0\n",
        "db/templates/all.yaml": faulty,
      };
      const { status, stdout, stderr } = await call({
        args: [...args, "--allow-plugins"],
        stdin: faulty,
        cwd: folder(files),
      });
      expect(stderr).toMatch(/^sts-lint: the rule `ours` of a plugin failed: .*\n$/);
      expect(stderr).toContain(why);
      expect(stdout).toContain("governing-service-not-headless");
      expect(status).toBe(2);
    }
  });

  it("whose properties fail when they are read is the plugin's fault, too", async () => {
    const files = {
      ".sts-lint.yaml": "plugins: [./p.mjs]\n",
      "p.mjs": "export default { get id() { throw new Error('gotcha') } };\n",
    };
    const { status, stderr } = await call({ args: ["--allow-plugins"], stdin: faulty, cwd: folder(files) });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "sts-lint: .sts-lint.yaml: plugin `./p.mjs`: its rule number 1 cannot be read: gotcha\n",
    });
  });

  it("has its options checked by its own schema", async () => {
    const options =
      '{ type: "object", additionalProperties: false, properties: { most: { type: "integer", default: 3 } } }';
    const { status, stderr } = await lintWith({ options }, "rules:\n  ours: [error, { most: many }]\n");
    expect(stderr).toContain(".sts-lint.yaml:3:19: `rules.ours[1].most`: must be an integer");
    expect(status).toBe(2);
  });

  it("twice under one id is refused", async () => {
    const rule = `{ ${Object.entries(whole)
      .map(([key, value]) => `${key}: ${value}`)
      .join(", ")} }`;
    const files = { ".sts-lint.yaml": "plugins: [./p.mjs]\n", "p.mjs": `export default [${rule}, ${rule}];\n` };
    const { status, stderr } = await call({ args: ["--allow-plugins"], stdin: faulty, cwd: folder(files) });
    expect(stderr).toContain("two rules of its plugins have the id `ours`");
    expect(status).toBe(2);
  });
});
