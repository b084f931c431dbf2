import { describe, expect, it } from "vitest";
import { rules } from "../../src/index.ts";
import { call, faulty, folder, rule } from "./fake-host.ts";

describe("sts-lint rules", () => {
  it("lists every rule with its severity and preset", async () => {
    const { status, stdout } = await call({ args: ["rules"] });
    expect(status).toBe(0);
    for (const { id } of rules) expect(stdout).toContain(id);
    expect(stdout).toMatch(new RegExp(`^${rule} +error +recommended +`, "m"));
  });

  it("lists them as JSON", async () => {
    const { stdout } = await call({ args: ["rules", "--format", "json"] });
    expect(JSON.parse(stdout).map(({ id }: { id: string }) => id)).toEqual(rules.map(({ id }) => id));
  });

  it("explains one, with what it really prints for its bad example", async () => {
    const { status, stdout } = await call({ args: ["rules", rule] });
    expect(status).toBe(0);
    expect(stdout).toContain(`error[${rule}]`);
    for (const title of ["Why", "Bad: ", "Good: ", "Fix", "False alarms", "References"]) {
      expect(stdout).toMatch(new RegExp(`^${title}`, "m"));
    }
  });

  it("refuses an unknown one with a hint", async () => {
    const { status, stderr } = await call({ args: ["rules", "governing-service-mising"] });
    expect(status).toBe(2);
    expect(stderr).toContain("did you mean `governing-service-missing`?");
  });
});

describe("a configuration", () => {
  const lintWith = (files: Record<string, string>, args: readonly string[] = [], cwd = "") => {
    const root = folder({ ...files, "sub/deep/a.txt": "" });
    return call({ args: ["--format", "json", ...args], stdin: faulty, cwd: cwd === "" ? root : `${root}/${cwd}` });
  };
  const severityOf = (stdout: string): string | undefined =>
    JSON.parse(stdout).findings.find((finding: { rule: string }) => finding.rule === rule)?.severity;

  it("is found upwards, in each of its forms", async () => {
    const yaml = `rules:\n  ${rule}: warning\n`;
    const json = JSON.stringify({ rules: { [rule]: "warning" } });
    for (const file of [".sts-lint.yaml", ".sts-lint.yml"]) {
      expect(severityOf((await lintWith({ [file]: yaml }, [], "sub/deep")).stdout)).toBe("warning");
    }
    expect(severityOf((await lintWith({ ".sts-lint.json": json }, [], "sub")).stdout)).toBe("warning");
    expect(severityOf((await lintWith({ "package.json": `{"sts-lint": ${json}}` })).stdout)).toBe("warning");
  });

  it("is not looked for beyond .git", async () => {
    const root = folder({ ".sts-lint.yaml": `rules: { ${rule}: off }`, "inner/.git/HEAD": "" });
    const { stdout } = await call({ args: ["--format", "json"], stdin: faulty, cwd: `${root}/inner` });
    expect(severityOf(stdout)).toBe("error");
  });

  it("gives way to flags, to --config and to --no-config", async () => {
    const files = { ".sts-lint.yaml": `rules: { ${rule}: info }`, "other.yaml": `rules: { ${rule}: warning }` };
    expect(severityOf((await lintWith(files)).stdout)).toBe("info");
    expect(severityOf((await lintWith(files, ["--rule", `${rule}=warning`])).stdout)).toBe("warning");
    expect(severityOf((await lintWith(files, ["--config", "other.yaml"])).stdout)).toBe("warning");
    expect(severityOf((await lintWith(files, ["--no-config"])).stdout)).toBe("error");
  });

  it("sets from which severity on the run fails", async () => {
    expect((await lintWith({ ".sts-lint.yaml": "failOn: never\n" })).status).toBe(0);
  });

  it.each([
    ["ruls: {}\n", ".sts-lint.yaml:1:1: unknown key `ruls`; did you mean `rules`?"],
    [
      "preset: strict\nrules:\n  governing-service-mising: off\n",
      ".sts-lint.yaml:3:3: unknown rule `governing-service-mising`; did you mean `governing-service-missing`?",
    ],
    [
      `rules:\n  ${rule}: eror\n`,
      `.sts-lint.yaml:2:3: \`rules.${rule}\`: \`eror\` is none of error, warning, info, off; did you mean`,
    ],
    ["preset: stric\n", "did you mean `strict`?"],
    [
      "overrides:\n  - match: { name: db }\n    ignore:\n      - rule: governing-service-missing\n",
      "`reason` is missing",
    ],
    ["failOn: sometimes\n", "none of error, warning, info, never"],
    ["rules: [\n", ".sts-lint.yaml:"],
    ["plugins: [./p.mjs]\n", "--allow-plugins"],
  ])("that is wrong (%j) is refused with the place", async (text, message) => {
    const { status, stdout, stderr } = await lintWith({ ".sts-lint.yaml": text });
    expect(stderr).toContain(message);
    expect(status).toBe(2);
    expect(stdout).toBe("");
  });

  it("is shown with where each setting came from", async () => {
    const cwd = folder({ ".sts-lint.yaml": `preset: strict\nrules:\n  ${rule}: warning\n` });
    const { status, stdout } = await call({ args: ["config", "--fail-on", "warning"], cwd });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^preset +strict +\.sts-lint\.yaml:1$/m);
    expect(stdout).toMatch(/^failOn +warning +--fail-on$/m);
    expect(stdout).toMatch(new RegExp(`^${rule} +warning +\\.sts-lint\\.yaml:3$`, "m"));
    expect(stdout).toMatch(/^governing-service-missing +\w+ +preset strict$/m);
  });
});
