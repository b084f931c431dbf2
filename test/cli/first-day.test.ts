import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandWords } from "../../src/cli/command-words.ts";
import { commands } from "../../src/cli/commands/index.ts";
import { bash, fish, zsh } from "../../src/cli/completions.ts";
import { call, faulty, folder, rule, sound } from "./fake-host.ts";

const isRoot = process.getuid?.() === 0;

describe("commands and their options", () => {
  it("are called by the words that are kept apart from inputs", () => {
    expect([...commands.map(({ name }) => name).filter((name) => name !== ""), "help"].sort()).toEqual(
      [...commandWords].sort(),
    );
  });

  it.each([
    [
      ["plan", "--max-warnings", "3"],
      "`sts-lint plan` does not take it (sts-lint, sts-lint chart, sts-lint merge, sts-lint config do)",
    ],
    [["rules", "--baseline", "x.json"], "`sts-lint rules` does not take it"],
    [["config", "--passthrough"], "`sts-lint config` does not take it (sts-lint does)"],
    [["--frobnicate"], "`sts-lint --help` lists them"],
    [["plan", "--formt", "json"], "did you mean `--format`?"],
  ])("refuse what they do not take: %j", async (args, hint) => {
    const { status, stderr, stdout } = await call({ args, stdin: faulty });
    expect(stderr).toContain(hint);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  });

  it.each(commands.map(({ name }) => name))("`%s` answers -h with its own options alone", async (name) => {
    const words = name === "" ? [] : [name];
    const { status, stdout } = await call({ args: [...words, "-h"] });
    expect(status).toBe(0);
    const command = commands.find((one) => one.name === name);
    for (const { flags } of command?.options ?? []) expect(stdout).toContain(flags);
    expect((await call({ args: ["help", ...words] })).stdout).toBe(stdout);
  });

  it("has short forms for help, version and quiet", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect((await call({ args: ["-v"] })).stdout).toBe(`${version}\n`);
    expect((await call({ args: ["-q"], stdin: sound })).stdout).toBe("");
  });

  it.each([
    ["plna", "did you mean `plan`?"],
    ["ruels", "did you mean `rules`?"],
  ])("are suggested for a misspelt %s", async (word, hint) => {
    const { status, stdout } = await call({ args: [word] });
    expect(stdout).toContain(hint);
    expect(status).toBe(2);
  });

  it("reads an input named like a command where its path says so", async () => {
    const cwd = folder({ "plan/all.yaml": faulty });
    const { status, stdout } = await call({ args: ["./plan"], cwd });
    expect(stdout).toContain(rule);
    expect(status).toBe(1);
  });

  it("says what to do with a chart", async () => {
    const cwd = folder({ "db/Chart.yaml": "name: db\n", "db/templates/a.yaml": "{{ x }}" });
    const { status, stdout } = await call({ args: ["./db"], cwd });
    expect(stdout).toContain("`sts-lint chart ./db` renders and lints it");
    expect(status).toBe(2);
  });

  it("says why --max-warnings fails a quiet run", async () => {
    const args = ["-q", "--max-warnings", "0", "--rule", `${rule}=warning`];
    const { status, stderr } = await call({ args, stdin: faulty });
    expect(stderr).toBe("1 warning, where --max-warnings allows 0\n");
    expect(status).toBe(1);
  });

  it("takes one file of a split render for its whole release, as pre-commit hands it over", async () => {
    const [, service = "", set = ""] = faulty.split("---\n");
    const cwd = folder({ "out/service.yaml": service, "out/set.yaml": set });
    const { stdout } = await call({ args: ["--whole-release", "out/set.yaml"], cwd });
    expect(stdout).toContain(rule);
  });
});

describe("completions", () => {
  it("name every command and option in every shell", () => {
    for (const text of [bash(commands), zsh(commands), fish(commands)]) {
      for (const word of ["plan", "rules", "init", "completion", "kubernetes-version", "codequality"]) {
        expect(text).toContain(word);
      }
    }
  });

  it("are refused for an unknown shell", async () => {
    const { status, stderr } = await call({ args: ["completion", "tcsh"] });
    expect(stderr).toContain("`tcsh` is none of bash, zsh, fish");
    expect(status).toBe(2);
  });
});

describe("init", () => {
  it("writes a configuration that works as it is, and accepts what is there", async () => {
    const cwd = folder({ "out/all.yaml": faulty });
    const { status, stdout } = await call({ args: ["init", "out"], cwd });
    expect(stdout).toContain(".sts-lint-baseline.json written: ");
    expect(status).toBe(0);
    expect((await call({ args: ["out"], cwd })).status).toBe(0);
    writeFileSync(join(cwd, "out/all.yaml"), faulty.replaceAll("app\n", "other\n"));
    expect((await call({ args: ["out"], cwd })).status).toBe(1);
  });

  it("never writes over what is there unless told to", async () => {
    const cwd = folder({ ".sts-lint.yaml": "preset: all\n" });
    const { status, stderr } = await call({ args: ["init"], cwd });
    expect(stderr).toContain("--force writes it anew");
    expect(status).toBe(2);
    expect(readFileSync(join(cwd, ".sts-lint.yaml"), "utf8")).toBe("preset: all\n");
    expect((await call({ args: ["init", "--force"], cwd })).status).toBe(0);
  });

  it("accepts nothing where the input cannot be read", async () => {
    const cwd = folder();
    const { status } = await call({ args: ["init", "nowhere.yaml"], cwd });
    expect(status).toBe(2);
    expect(existsSync(join(cwd, ".sts-lint.yaml"))).toBe(false);
  });
});

describe("YAML's traps in a configuration", () => {
  const lintWith = (text: string) => call({ args: [], stdin: faulty, cwd: folder({ ".sts-lint.yaml": text }) });

  it("are read as what was meant where only one thing can be", async () => {
    expect((await lintWith(`rules: { ${rule}: off }\n`)).status).toBe(0);
    const json = (text: string) =>
      call({ args: ["--format", "json"], stdin: faulty, cwd: folder({ ".sts-lint.yaml": text }) });
    expect(JSON.parse((await json("kubernetesVersion: 1.30\n")).stdout).kubernetesVersions).toEqual(["1.30"]);
    expect(JSON.parse((await json("kubernetesVersion: [1.30, 1.36]\n")).stdout).kubernetesVersions).toEqual([
      "1.30",
      "1.36",
    ]);
  });

  it("are told where more than one thing could be", async () => {
    const { status, stderr } = await lintWith(`rules: { ${rule}: on }\n`);
    expect(stderr).toContain("quote it");
    expect(status).toBe(2);
  });
});

describe("what cannot be read or written is the user's to mend", () => {
  const config = async (make: (path: string) => void) => {
    const cwd = folder();
    make(join(cwd, ".sts-lint.yaml"));
    const { status, stderr } = await call({ stdin: faulty, cwd });
    expect(status).toBe(2);
    return stderr;
  };

  it("a configuration that is a folder, a pipe or a link to itself", async () => {
    expect(await config((path) => mkdirSync(path))).toContain("it is a folder");
    expect(await config((path) => execFileSync("mkfifo", [path]))).toContain("it is a pipe or a device");
    expect(await config((path) => symlinkSync(path, path))).toContain("links lead in a circle");
  });

  it("devices without an end, as input and as a baseline", async () => {
    const { status, stdout } = await call({ args: ["/dev/zero"] });
    expect(stdout).toContain("it is a device, which has no end");
    expect(status).toBe(2);
    const other = await call({ args: ["--baseline", "/dev/zero"], stdin: faulty });
    expect(other.stderr).toContain("baseline /dev/zero: it is a pipe or a device");
    expect(other.status).toBe(2);
  });

  it("pipes among the files of a folder, while one that is named is read", async () => {
    const cwd = folder({ "out/a.yaml": faulty });
    execFileSync("mkfifo", [join(cwd, "out/b.yaml")]);
    const { status, stdout } = await call({ args: ["out"], cwd });
    expect(stdout).toContain("out/b.yaml:1:1");
    expect(stdout).toContain("it is a pipe");
    expect(status).toBe(2);
    const named = spawnSync("bash", ["-c", `"${process.execPath}" dist/bin/sts-lint.cjs --no-config <(cat)`], {
      cwd: new URL("../..", import.meta.url).pathname,
      input: faulty,
      encoding: "utf8",
    });
    expect(named.stdout).toContain(rule);
    expect(named.status).toBe(1);
  });

  it.skipIf(isRoot || process.platform === "win32")("a folder that may not be entered", async () => {
    const cwd = folder({ "out/a.yaml": sound, "out/closed/b.yaml": faulty });
    execFileSync("chmod", ["000", join(cwd, "out/closed")]);
    const { status, stdout } = await call({ args: ["out"], cwd });
    execFileSync("chmod", ["755", join(cwd, "out/closed")]);
    expect(stdout).toContain("out/closed:1:1");
    expect(status).toBe(2);
  });

  it.skipIf(!existsSync("/dev/full"))("a full disk", () => {
    const run = spawnSync("bash", ["-c", `"${process.execPath}" dist/bin/sts-lint.cjs --no-config - > /dev/full`], {
      cwd: new URL("../..", import.meta.url).pathname,
      input: faulty,
      encoding: "utf8",
    });
    expect(run.stderr).toBe("sts-lint: the output cannot be written: no space is left on the device\n");
    expect(run.status).toBe(2);
  });

  it("a working directory that is gone", () => {
    const gone = folder();
    const bin = new URL("../../dist/bin/sts-lint.cjs", import.meta.url).pathname;
    const script = `cd "${gone}" && rm -rf "${gone}" && "${process.execPath}" "${bin}" -`;
    const run = spawnSync("bash", ["-c", script], { input: faulty, encoding: "utf8" });
    rmSync(gone, { recursive: true, force: true });
    expect(run.stderr).toContain("the working directory cannot be read");
    expect(run.status).toBe(2);
  });
});

describe("fixes", () => {
  const misspelt = faulty.replace("kind: StatefulSet", "kind: Statefulset");

  it("are written to the files given, and the status counts what remains", async () => {
    const cwd = folder({ "a.yaml": `\uFEFF${misspelt.replaceAll("\n", "\r\n")}` });
    execFileSync("chmod", ["600", join(cwd, "a.yaml")]);
    symlinkSync(join(cwd, "a.yaml"), join(cwd, "link.yaml"));
    const { status, stdout, stderr } = await call({ args: ["--fix", "link.yaml"], cwd });
    expect(stderr).toContain("link.yaml: 1 finding fixed");
    expect(readFileSync(join(cwd, "a.yaml"), "utf8")).toBe(`\uFEFF${faulty.replaceAll("\n", "\r\n")}`);
    expect(execFileSync("stat", ["-c", "%a", join(cwd, "a.yaml")], { encoding: "utf8" })).toBe("600\n");
    expect(stdout).toContain(rule);
    expect(stdout).not.toContain("misspelt-type");
    expect(status).toBe(1);
  });

  it("go to stderr as a diff where stdout is a report for machines", async () => {
    const { stdout, stderr } = await call({ args: ["--fix-dry-run", "--format", "json"], stdin: misspelt });
    expect(JSON.parse(stdout).version).toBe(1);
    expect(stderr).toContain("+kind: StatefulSet");
  });

  it.each([
    [["--unsafe-fixes", "a.yaml"], "--unsafe-fixes widens"],
    [["--fix", "-"], "stdin cannot be written"],
    [["--fix", "--fix-dry-run", "a.yaml"], "give one"],
  ])("are refused where they make no sense: %j", async (args, hint) => {
    const { status, stderr } = await call({ args, stdin: faulty, cwd: folder({ "a.yaml": faulty }) });
    expect(stderr).toContain(hint);
    expect(status).toBe(2);
  });
});

describe("plugins", () => {
  const message = "messages: { found: { text: 'x', help: 'y' } }";
  const with_ = (text: string) => {
    const cwd = folder({ ".sts-lint.yaml": "plugins: [./rules.mjs]\n", "rules.mjs": text });
    return call({ args: ["--allow-plugins"], stdin: faulty, cwd });
  };

  it.each([
    ["export default {}", "has the id undefined"],
    ["export default []", "has no rules"],
    [
      `export default { id: "governing-service-missing", check() {}, subject: "StatefulSet", severity: "error", ${message} }`,
      "has the id of a rule of sts-lint",
    ],
    [
      `export default { id: "ours", check() {}, subject: "StatefulSet", severity: "fatal", ${message} }`,
      "no `severity`",
    ],
    [
      `export default { id: "ours", check() {}, subject: "StatefulSet", severity: "error", ${message}, options: { type: 3 } }`,
      "no JSON Schema",
    ],
    ["throw new Error('no luck')", "cannot be loaded: no luck"],
  ])("are refused with what is wrong: %s", async (text, hint) => {
    const { status, stderr } = await with_(text);
    expect(stderr).toContain(hint);
    expect(status).toBe(2);
  });

  it("that fail are named as theirs, and the other rules still report", async () => {
    const text = `export default { id: "ours", category: "identity", summary: "s", rationale: "r", preset: "recommended",
      since: "1.0.0", falseAlarms: "", references: [], check() { throw new Error("oh") }, subject: "StatefulSet", severity: "error", ${message} }`;
    const { status, stdout, stderr } = await with_(text);
    expect(stderr).toBe("sts-lint: the rule `ours` of a plugin failed: oh\n");
    expect(stdout).toContain(rule);
    expect(status).toBe(2);
  });
});

describe("the list of rules on a terminal", () => {
  it.each([20, 40, 60, 80, 120])("breaks no word and stays within %d columns where words allow", async (terminal) => {
    for (const args of [["rules"], ["rules", "governing-service-missing"]]) {
      const { stdout } = await call({ args, terminal, env: { NO_COLOR: "1" } });
      const prose = stdout.split("\nBad: ")[0] ?? "";
      const over = prose.split("\n").filter((line) => line.length > terminal && line.trim().includes(" "));
      // In columns a single word of the last one may be longer than its room.
      expect(over.filter((line) => !/^\S+ +(error|warning|info) +\w+ +\S+$/.test(line))).toEqual([]);
    }
  });
});
