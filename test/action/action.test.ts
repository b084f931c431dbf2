import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { joinSarif } from "../../src/action/join-sarif.ts";
import { bundleProgram } from "../cli/bundled.ts";
import { faulty, folder } from "../cli/fake-host.ts";

const root = join(import.meta.dirname, "../..");
const built = folder();

/** The action as a release has it: its file beside the command line's. */
beforeAll(async () => {
  await bundleProgram(join(built, "action.cjs"), "action.ts");
  await bundleProgram(join(built, "sts-lint.cjs"));
});

interface Input {
  readonly default?: string;
}
const { inputs, outputs, runs } = parse(readFileSync(join(root, "action.yml"), "utf8")) as {
  inputs: Readonly<Record<string, Input>>;
  outputs: Readonly<Record<string, unknown>>;
  runs: { using: string; main: string };
};

interface Step {
  readonly status: number;
  readonly commands: readonly { name: string; properties: Readonly<Record<string, string>>; data: string }[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly log: string;
}

const decoded = (text: string) =>
  text.replace(/%(0D|0A|3A|2C|25)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** Runs the step as the runner does: inputs as variables, defaults from action.yml, files for what the step gives. */
function step(cwd: string, given: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}): Step {
  const files = { GITHUB_OUTPUT: join(cwd, ".out"), GITHUB_STEP_SUMMARY: join(cwd, ".summary") };
  for (const file of Object.values(files)) writeFileSync(file, "");
  const variables: Record<string, string> = {};
  for (const [name, { default: usual = "" }] of Object.entries(inputs))
    variables[`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`] = given[name] ?? usual;
  for (const name of Object.keys(given)) expect(Object.keys(inputs), name).toContain(name);
  const { status, stdout } = spawnSync(process.execPath, [join(built, "action.cjs")], {
    cwd: "/",
    encoding: "utf8",
    env: {
      PATH: process.env.PATH ?? "",
      GITHUB_ACTIONS: "true",
      GITHUB_WORKSPACE: cwd,
      RUNNER_TEMP: folder(),
      ...files,
      ...variables,
      ...env,
    },
  });
  const commands = stdout.split("\n").flatMap((line) => {
    const [, name, properties = "", data = ""] = /^\s*::([a-z-]+)(?: ([^:]*(?:%3A[^:]*)*))?::(.*)$/.exec(line) ?? [];
    if (name === undefined) return [];
    const pairs = properties.split(",").filter((pair) => pair.includes("="));
    return [
      {
        name,
        properties: Object.fromEntries(pairs.map((pair) => pair.split("=", 2).map(decoded) as [string, string])),
        data: decoded(data),
      },
    ];
  });
  const lines = readFileSync(files.GITHUB_OUTPUT, "utf8").trimEnd().split("\n");
  return {
    status: status ?? -1,
    commands,
    outputs: Object.fromEntries(
      lines.filter((line) => line !== "").map((line) => line.split("=", 2) as [string, string]),
    ),
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8"),
    log: stdout,
  };
}

const chart = (policy: string, name = "db") => ({
  [`charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.2.3\n`,
  [`charts/${name}/values.yaml`]: "{}\n",
  [`charts/${name}/templates/set.yaml`]: faulty
    .replace("type: NodePort", "clusterIP: None")
    .replace("  replicas: 2", `  podManagementPolicy: ${policy}\n  replicas: 2`),
});

function write(cwd: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
}

function repository(files: Readonly<Record<string, string>>, tag?: string): string {
  const cwd = folder(files);
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.example", ...args], { cwd });
  git("init", "--quiet", "--initial-branch=main");
  git("add", ".");
  git("commit", "--quiet", "-m", "first");
  if (tag !== undefined) git("tag", tag);
  git("commit", "--quiet", "--allow-empty", "-m", "second");
  git("update-ref", "refs/remotes/origin/main", "HEAD");
  return cwd;
}

describe("the GitHub Action", () => {
  it("lints rendered files: annotations, summary, outputs, SARIF, and the step fails", () => {
    const cwd = folder({ "out/app.yaml": faulty });
    const { status, commands, outputs: given, summary } = step(cwd, { files: "out", sarif: "sts-lint.sarif" });
    expect(status).toBe(1);
    const [error] = commands.filter(({ name }) => name === "error");
    expect(error?.properties).toMatchObject({ file: "out/app.yaml", line: "20" });
    expect(error?.data).toContain("NodePort");
    expect(given).toEqual({
      status: "1",
      errors: "1",
      warnings: "0",
      infos: "0",
      "stateful-sets": "1",
      sarif: "sts-lint.sarif",
    });
    expect(Object.keys(given).sort()).toEqual(Object.keys(outputs).sort());
    expect(summary).toContain("### sts-lint:");
    const sarif = JSON.parse(readFileSync(join(cwd, "sts-lint.sarif"), "utf8"));
    expect(sarif.runs[0].results).toHaveLength(1);
  });

  it("compares a chart with its last tag, and says so", () => {
    const cwd = repository(chart("Parallel"), "db-1.2.2");
    write(cwd, chart("OrderedReady"));
    const { status, commands, log } = step(cwd, { charts: "charts/db" });
    expect(log).toContain("::group::sts-lint charts/db against git:db-1.2.2");
    expect(status).toBe(1);
    expect(commands.filter(({ name }) => name === "error").map(({ data }) => data)).toEqual([
      expect.stringContaining("podManagementPolicy: Parallel → OrderedReady"),
    ]);
  });

  it("compares it with the branch of the pull request where it has no tag, and with nothing where it is new", () => {
    const cwd = repository(chart("Parallel"));
    write(cwd, { ...chart("OrderedReady"), ...chart("Parallel", "fresh") });
    const {
      status,
      commands,
      summary,
      outputs: given,
    } = step(cwd, { charts: "charts/db\ncharts/fresh", sarif: "all.sarif" }, { GITHUB_BASE_REF: "main" });
    expect(status).toBe(1);
    expect(given.errors).toBe("1");
    expect(given["stateful-sets"]).toBe("2");
    const [notice] = commands.filter(({ name }) => name === "notice");
    expect(notice?.data).toContain("charts/fresh is compared with nothing: it is new since origin/main");
    expect(summary.match(/^### sts-lint/gm)).toHaveLength(2);
    expect(JSON.parse(readFileSync(join(cwd, "all.sarif"), "utf8")).runs).toHaveLength(1);
  });

  it("compares it with nothing where that is asked for", () => {
    const cwd = repository(chart("Parallel"), "db-1.2.2");
    write(cwd, chart("OrderedReady"));
    expect(step(cwd, { charts: "charts/db", against: "none" }).status).toBe(0);
  });

  it("says what is wrong with its inputs, and with what it cannot lint", () => {
    expect(step(folder(), {})).toMatchObject({
      status: 2,
      commands: [{ name: "error", data: expect.stringContaining("charts:") }],
    });
    expect(step(folder(), { files: "--fix" }).status).toBe(2);
    const { status, commands } = step(folder({ "a.yaml": faulty }), { files: "a.yaml", "fail-on": "nonsense" });
    expect(status).toBe(2);
    expect(commands.find(({ name }) => name === "error")?.data).toContain("`nonsense` is none of");
  });

  it("lets no text of an input become a command of the runner, or another output", () => {
    const name = "x\\n::error::planted\\n##[error]planted\\nerrors=99";
    const text = faulty
      .replaceAll("name: app", `name: "${name}"`)
      .replace("serviceName: app", `serviceName: "${name}"`);
    const {
      commands,
      outputs: given,
      log,
    } = step(folder({ "a.yaml": text }), { files: "a.yaml", sarif: "a\nerrors=7" });
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.filter(({ data }) => data.startsWith("planted"))).toEqual([]);
    expect(log).not.toContain("##[");
    expect(Number(given.errors)).toBeLessThan(20);
  });

  it("runs the file that the build makes, on a Node that the package takes", () => {
    expect(runs).toEqual({ using: "node24", main: "dist/bin/action.cjs" });
    expect(readFileSync(join(root, "scripts/build.ts"), "utf8")).toContain("/action.cjs");
  });
});

describe("several SARIF logs", () => {
  it("are one run whose results point at their own rules", () => {
    const log = (...ids: string[]) =>
      JSON.stringify({
        runs: [
          {
            tool: { driver: { name: "sts-lint", rules: ids.map((id) => ({ id })) } },
            results: ids.map((ruleId, ruleIndex) => ({ ruleId, ruleIndex })),
          },
        ],
      });
    const {
      runs: [run],
    } = JSON.parse(joinSarif([log("a", "b"), log("b", "c")]));
    expect(
      run.results.map((one: { ruleId: string; ruleIndex: number }) => run.tool.driver.rules[one.ruleIndex].id),
    ).toEqual(["a", "b", "b", "c"]);
  });
});
