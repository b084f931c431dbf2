import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { globSync } from "tinyglobby";
import { beforeAll, describe, expect, it } from "vitest";
import { rules } from "../../rules/index.generated.ts";
import { beside } from "../../scripts/build/beside.ts";
import { type BuiltProgram, buildProgram, bundling } from "../../scripts/build/program.ts";
import { standIns } from "../../scripts/build/rooms.ts";
import { faulty, folder } from "./fake-host.ts";

const root = join(import.meta.dirname, "../..");
const cwd = folder();
const bin = join(cwd, "bin");
const reads = join(cwd, "reads.cjs");
let built: BuiltProgram;

/** The command line in its files, as the package has them, but for the bytecode. */
beforeAll(async () => {
  mkdirSync(bin);
  built = await buildProgram(root);
  for (const [name, text] of built.files) writeFileSync(join(bin, name), text);
  const options = { ...bundling, absWorkingDir: root };
  await build({ ...options, entryPoints: ["bin/start.ts"], outfile: join(bin, "sts-lint.cjs") });
  for (const { file, contents } of beside.filter(({ file }) => file !== "render-room.cjs")) {
    await build({ ...options, stdin: { contents, resolveDir: root, loader: "js" }, outfile: join(bin, file) });
  }
  writeFileSync(join(cwd, "faulty.yaml"), faulty);
  writeFileSync(join(cwd, "old.yaml"), faulty.replace(/^(\s+)serviceName: .*$/m, "$1serviceName: another"));
  // Names on stderr each file of ours that is read and is there.
  writeFileSync(
    reads,
    `const fs = require("node:fs"), path = require("node:path"), read = fs.readFileSync, seen = new Set();
     fs.readFileSync = (file, ...rest) => {
       const text = read(file, ...rest);
       if (path.dirname(String(file)) === ${JSON.stringify(bin)}) seen.add(path.basename(file));
       return text;
     };
     process.on("exit", () => fs.writeFileSync(${JSON.stringify(join(cwd, "seen"))}, [...seen].sort().join(" ")));`,
  );
});

function run(...args: string[]) {
  const program = join(bin, "sts-lint.cjs");
  const env = { ...process.env, GITHUB_ACTIONS: "" };
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--require", reads, program, ...args], {
    cwd,
    env,
    encoding: "utf8",
  });
  const seen = spawnSync("cat", [join(cwd, "seen")], { encoding: "utf8" }).stdout.split(" ");
  return { status, stdout, stderr, seen };
}

const linting = ["program.cjs", "sts-lint.cjs"];

describe("the files of the command line", () => {
  it("keep plan, charts, and the rules that wait for them, out of what linting loads", () => {
    const foreign = [...(built.modules.get("program.cjs") ?? [])].filter(
      (module) =>
        /^(src\/(plan|chart|report\/plan|report\/frozen|lint\/traces)|rules\/(upgrade|live))\//.test(module) &&
        !standIns.has(module),
    );
    expect(foreign).toEqual([]);
    expect(built.modules.get("program.cjs")).toContain("src/lint/engine/lint.ts");
    expect(built.modules.get("changes.cjs")).toContain("src/plan/rollout.ts");
    expect(built.modules.get("changes.cjs")).toContain("rules/live/rollout-stuck.ts");
    expect(built.modules.get("chart-facts.cjs")).toContain("src/chart/symbolic/interpreter.ts");
  });

  it("are only the program for a plain lint", () => {
    expect(run("faulty.yaml")).toMatchObject({ status: 1, stderr: "", seen: linting });
  });

  it("are the program and its commands for a lint with options, whatever rules are configured", () => {
    const { status, stdout, seen } = run("--format", "json", "--rule", "rollout-stuck=off", "faulty.yaml");
    expect(JSON.parse(stdout)).toMatchObject({ version: 1 });
    expect({ status, seen }).toEqual({ status: 1, seen: ["commands.cjs", ...linting].sort() });
  });

  it("bring the rules of updates and of live objects when they are asked for", () => {
    const compared = run("--against", "old.yaml", "faulty.yaml");
    expect(compared.seen).toContain("changes.cjs");
    expect(compared.stdout).toContain("[immutable-field-changed]");
    expect(run("--live", "faulty.yaml").seen).toContain("changes.cjs");
  });

  it("bring the plan when it is asked for, and its errors with their meaning", () => {
    expect(run("plan", "faulty.yaml").seen).toContain("changes.cjs");
    const old = run("plan", "--kubernetes-version", "1.1", "faulty.yaml");
    expect(old).toMatchObject({ status: 2, stderr: expect.stringMatching(/^sts-lint: .*1\.1/) });
  });

  it("explain a rule that waits as any other", () => {
    const { status, stdout, seen } = run("rules", "rollout-stuck");
    expect(status).toBe(0);
    expect(stdout).toContain("rollout-stuck");
    expect(seen).toContain("changes.cjs");
  });

  it("explain every rule as the sources do, and bring what explains them when it is asked for", () => {
    const { stdout, seen } = run("rules", "--format", "json");
    const told = rules.map(({ id, summary, references }) => ({ id, summary, references }));
    expect(JSON.parse(stdout)).toMatchObject(told);
    expect(seen).toEqual(expect.arrayContaining(["other-presets.cjs", "rule-texts.cjs"]));
    const { stdout: explained } = run("rules", "vct-not-mounted");
    expect(explained).toContain("False alarms");
  });

  it("bring the rules of other presets when one is asked for", () => {
    const { stdout, seen } = run("--preset", "all", "--format", "concise", "faulty.yaml");
    expect(stdout).toContain("[resources-missing]");
    expect(seen).toContain("other-presets.cjs");
  });

  it("bring what renders charts when a chart is named", () => {
    expect(run("chart", "nowhere")).toMatchObject({ status: 2, seen: expect.arrayContaining(["charts.cjs"]) });
  });
});

describe("a hook's first run", () => {
  /** Packages that a file imports for more than types. */
  const imported = (file: string): readonly string[] =>
    [
      ...readFileSync(join(root, file), "utf8").matchAll(
        /^(?:import|export) (?!type )[^;]*? from "([^".][^"]*)"|\bimport\("([^".][^"]*)"\)/gm,
      ),
    ]
      .map(([, one, other]) => one ?? other ?? "")
      .filter((name) => !name.startsWith("node:"))
      .map((name) =>
        name
          .split("/")
          .slice(0, name.startsWith("@") ? 2 : 1)
          .join("/"),
      );

  it("fetches what the command line is built with and from, and nothing else", () => {
    const files = globSync(["src/**/*.ts", "bin/*.ts", "rules/**/*.ts", "scripts/build.ts", "scripts/build/*.ts"], {
      cwd: root,
    });
    const needed = new Set(files.flatMap(imported));
    // scripts/build.ts is TypeScript.
    expect([...needed, "tsx"].sort()).toEqual(
      JSON.parse(readFileSync(join(root, "scripts/build-packages.json"), "utf8")),
    );
  });
});
