import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { call, faulty, folder, rule, sound } from "./fake-host.ts";

describe("sts-lint", () => {
  it("lints what is piped in, names the place, and exits with 1", async () => {
    const { status, stdout, stderr } = await call({ stdin: faulty });
    expect(status).toBe(1);
    expect(stdout).toContain(`error[${rule}]`);
    expect(stdout).toContain("--> app/templates/statefulset.yaml (stdin:20:16)");
    expect(stdout).toContain("::: app/templates/service.yaml (stdin:8:9)");
    expect(stderr).toBe("");
  });

  it("exits with 0 and says so when nothing is wrong", async () => {
    const { status, stdout } = await call({ stdin: sound });
    expect(stdout).toContain("in 1 StatefulSet");
    expect(status).toBe(0);
  });

  it("says that there was no StatefulSet, and exits with 0", async () => {
    const { status, stdout } = await call({ stdin: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n" });
    expect(status).toBe(0);
    expect(stdout).toContain("no StatefulSet in the input");
  });

  it("takes files, folders and globs, each file once, and - for stdin", async () => {
    const cwd = folder({
      "out/a.yaml": faulty,
      "out/deep/b.yml": sound,
      "out/node_modules/c.yaml": faulty,
      "out/.git/d.yaml": faulty,
      "out/notes.txt": "not: read",
    });
    const one = await call({ args: ["out", "out/a.yaml", "-", "--format", "json"], stdin: sound, cwd });
    const report = JSON.parse(one.stdout);
    expect(report.summary.statefulSets).toBe(3);
    expect(report.findings.map((finding: { location: { file: string } }) => finding.location.file)).toContain(
      "out/a.yaml",
    );
    const globbed = await call({ args: ["out/**/*.yml", "--format=json"], cwd });
    expect(JSON.parse(globbed.stdout).summary.statefulSets).toBe(1);
  });

  it("gives the hint on a terminal without input, and exits with 2", async () => {
    const { status, stdout, stderr } = await call({ terminal: 80 });
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("helm template CHART | sts-lint");
  });

  it("wraps at the terminal's width", async () => {
    const { stdout } = await call({ stdin: faulty, terminal: 60, env: { NO_COLOR: "1" } });
    for (const line of stdout.split("\n").filter((text) => !text.includes("-->"))) {
      if (!line.startsWith("✖")) expect(line.length).toBeLessThanOrEqual(62);
    }
  });
});

describe("input that cannot be used", () => {
  it("is empty: exit status 2, unless that is allowed", async () => {
    const refused = await call({ stdin: "" });
    expect(refused.status).toBe(2);
    expect(refused.stdout).toContain("input[empty]");
    const allowed = await call({ stdin: "", args: ["--allow-empty"] });
    expect(allowed.status).toBe(0);
    expect(allowed.stdout).toContain("no StatefulSet in the input");
  });

  it("does not hide the findings of the other inputs, and gives 2 all the same", async () => {
    const cwd = folder({ "a.yaml": faulty });
    const { status, stdout } = await call({ args: ["missing.yaml", "a.yaml"], cwd });
    expect(status).toBe(2);
    expect(stdout).toContain("input[unreadable]: cannot be read: there is no such file");
    expect(stdout).toContain("--> missing.yaml:1:1");
    expect(stdout).toContain(`error[${rule}]`);
  });

  it.each([
    ["rule", "there is no such file; did you mean `rules`? (a command)"],
    ["explain", "there is neither such a file nor such a command; `sts-lint --help` lists the commands"],
    ["./explain", "cannot be read: there is no such file\n"],
  ])("is the word of another linter's command: `%s`", async (word, says) => {
    const { status, stdout } = await call({ args: [word, "-"], cwd: folder({}) });
    expect(status).toBe(2);
    expect(stdout).toContain(says);
  });

  it.each(["plan", "config"])("is no command behind one: `%s explain`", async (command) => {
    const { status, stdout, stderr } = await call({ args: [command, "explain"], cwd: folder({}) });
    expect(status).toBe(2);
    expect(stdout + stderr).toContain("explain");
    expect(stdout + stderr).toContain("cannot be read: there is no such file");
  });

  it("is an empty word, as of a variable that is not set, and no folder", async () => {
    const cwd = folder({ "a.yaml": faulty });
    for (const args of [[""], ["plan", ""], ["a.yaml", "--against", ""], ["chart", ""]]) {
      const { status, stdout, stderr } = await call({ args, cwd });
      expect(status, args.join(" ")).toBe(2);
      expect(stdout + stderr).toContain("the name is empty: is a variable not set? `.` is this folder");
    }
  });

  it("stops in the middle: what was read is linted", async () => {
    const { status, stdout } = await call({
      stdin: function* () {
        yield new TextEncoder().encode(faulty);
        throw Object.assign(new Error("read EIO"), { code: "EIO" });
      },
    });
    expect(status).toBe(2);
    expect(stdout).toContain("input[unreadable]: cannot be read: the device failed");
    expect(stdout).toContain(`error[${rule}]`);
  });

  it("is a folder without manifests, or a glob that fits nothing", async () => {
    const cwd = folder({ "empty/readme.md": "" });
    expect((await call({ args: ["empty"], cwd })).stdout).toContain("the folder holds no *.yaml, *.yml or *.json file");
    const globbed = await call({ args: ["*.yaml"], cwd });
    expect(globbed.stdout).toContain("no file matches");
    expect(globbed.status).toBe(2);
  });
});

describe("the exit status", () => {
  it("follows --fail-on and --max-warnings", async () => {
    const as = (...args: string[]) => call({ stdin: faulty, args: ["--rule", `${rule}=warning`, ...args] });
    const base = JSON.parse((await as("--format", "json")).stdout).summary;
    expect(base.errors).toBe(0);
    expect((await as()).status).toBe(0);
    expect((await as("--fail-on", "warning")).status).toBe(1);
    expect((await as("--max-warnings", "0")).status).toBe(1);
    expect((await as("--max-warnings", String(base.warnings))).status).toBe(0);
    expect((await call({ stdin: faulty, args: ["--fail-on", "never"] })).status).toBe(0);
  });
});

describe("the output", () => {
  it("goes into files, one for each format", async () => {
    const cwd = folder();
    const { status, stdout } = await call({
      stdin: faulty,
      cwd,
      args: ["--format", "sarif=out.sarif", "--format", "json=out.json", "--format", "concise"],
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^stdin:20:16: error\[/);
    expect(JSON.parse(readFileSync(join(cwd, "out.sarif"), "utf8")).version).toBe("2.1.0");
    expect(JSON.parse(readFileSync(join(cwd, "out.json"), "utf8")).version).toBe(1);
  });

  it("that cannot be written is told, after the other formats", async () => {
    const { status, stdout, stderr } = await call({
      stdin: faulty,
      args: ["--format", "json=no/such/folder.json", "--format", "concise"],
    });
    expect(status).toBe(2);
    expect(stderr).toContain("--format json=no/such/folder.json: cannot be written");
    expect(stdout).toContain(rule);
  });

  it("annotates on GitHub Actions besides the text", async () => {
    const { stdout } = await call({ stdin: faulty, env: { GITHUB_ACTIONS: "true" } });
    expect(stdout).toContain(`error[${rule}]`);
    expect(stdout).toContain("::error file=stdin,line=20,");
    const asked = await call({ stdin: faulty, env: { GITHUB_ACTIONS: "true" }, args: ["--format", "concise"] });
    expect(asked.stdout).not.toContain("::error");
  });

  it("passes stdin on unchanged, with the report on stderr", async () => {
    const bytes = new TextEncoder().encode(`${faulty}\r\n# Ende, höflich, without a line feed`);
    const { status, stdout, stderr } = await call({
      args: ["--passthrough"],
      stdin: function* () {
        for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
      },
    });
    expect(status).not.toBe(0);
    expect(stdout).toBe(new TextDecoder().decode(bytes));
    expect(stderr).toContain(rule);
  });

  it("passes stdin on unchanged where changes are shown, with the changes on stderr", async () => {
    const { stdout, stderr } = await call({ args: ["--passthrough", "--fix-dry-run"], stdin: faulty });
    expect(stdout).toBe(faulty);
    expect(stderr).toContain("nothing was changed");
  });

  it("is only what fails the run with --quiet, and nothing where nothing does", async () => {
    const quiet = await call({ stdin: faulty, args: ["--quiet"] });
    expect(quiet.stdout).toContain(`error[${rule}]`);
    expect(quiet.stdout).not.toContain("✖");
    expect(await call({ stdin: sound, args: ["--quiet"] })).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  it("is coloured as --color, FORCE_COLOR, NO_COLOR, CLICOLOR_FORCE and the terminal say", async () => {
    const colored = async (call_: Parameters<typeof call>[0]) =>
      (await call({ stdin: faulty, ...call_ })).stdout.includes("\u001b[");
    expect(await colored({})).toBe(false);
    expect(await colored({ terminal: 80 })).toBe(true);
    expect(await colored({ terminal: 80, env: { TERM: "dumb" } })).toBe(false);
    expect(await colored({ terminal: 80, env: { NO_COLOR: "1" } })).toBe(false);
    expect(await colored({ env: { CLICOLOR_FORCE: "1" } })).toBe(true);
    expect(await colored({ env: { FORCE_COLOR: "1" } })).toBe(true);
    expect(await colored({ terminal: 80, env: { FORCE_COLOR: "0" } })).toBe(false);
    expect(await colored({ args: ["--color", "always"], env: { NO_COLOR: "1" } })).toBe(true);
    expect(await colored({ args: ["--color", "never"], terminal: 80 })).toBe(false);
  });

  it("has the figures of the run on stderr with --stats", async () => {
    const { stderr } = await call({ stdin: faulty, args: ["--stats"] });
    expect(stderr).toMatch(/read 0\.00 MB in 1 input: 2 documents, 0 not checked, 1 StatefulSet/);
  });
});

describe("a call that cannot be understood", () => {
  it.each([
    [["--formt", "json"], "did you mean `--format`?"],
    [["--format", "jsonn"], "did you mean `json`?"],
    [["--format", "json", "--format", "sarif"], "only one of json, sarif can go to stdout"],
    [["--rule", "governing-service-not-headles=off"], `did you mean \`${rule}\`?`],
    [["--rule", `${rule}=of`], "did you mean `off`?"],
    [["--rule", rule], "write ID=SEVERITY"],
    [["--fail-on", "eror"], "did you mean `error`?"],
    [["--preset", "stric"], "did you mean `strict`?"],
    [["--max-warnings", "few"], "no whole number"],
    [["--kubernetes-version", "1.99"], "1.99"],
    [["--feature-gates", "A"], "NAME=true or NAME=false"],
    [["--color", "sometimes"], "auto, always, never"],
    [["--passthrough", "a.yaml"], "--passthrough passes stdin on"],
    [["--config", "missing.yaml"], "there is no such file"],
    [["merge"], "name the reports of all parts"],
  ])("%j is refused with 2 and a hint", async (args, hint) => {
    const { status, stdout, stderr } = await call({ args, stdin: faulty });
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(hint);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("prints help and version on stdout, and exits with 0", async () => {
    const help = await call({ args: ["--help"] });
    expect(help.status).toBe(0);
    expect(help.stdout).toContain("--kubernetes-version");
    expect((await call({ args: ["--version"] })).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
