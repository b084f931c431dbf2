import { describe, expect, it } from "vitest";
import { call, faulty, folder, rule, sound } from "./fake-host.ts";

interface Found {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly location: { readonly file: string; readonly line: number; readonly column: number };
}

const lint = async (files: Readonly<Record<string, string>>, ...args: readonly string[]) => {
  const { status, stdout, stderr } = await call({ args: ["--format", "json", ...args], cwd: folder(files) });
  const report = stdout === "" ? undefined : JSON.parse(stdout);
  const findings: readonly Found[] = report?.findings ?? [];
  const severityIn = (file: string) =>
    findings.find((one) => one.rule === rule && one.location.file === file)?.severity;
  return { status, stderr, report, findings, severityIn };
};

describe("a configuration nearer to an input", () => {
  const files = {
    ".sts-lint.yaml": `rules: { ${rule}: warning, readiness-probe-missing: error }\npreset: strict\n`,
    "one/.sts-lint.yaml": `rules: { ${rule}: info }\n`,
    "one/deep/a.yaml": faulty,
    "two/a.yaml": faulty,
    "top.yaml": faulty,
  };

  it("governs rules, preset and overrides of what lies below it, alone", async () => {
    const { severityIn, findings } = await lint(files, "one", "two", "top.yaml");
    expect(severityIn("one/deep/a.yaml")).toBe("info");
    expect(severityIn("two/a.yaml")).toBe("warning");
    expect(severityIn("top.yaml")).toBe("warning");
    const strict = findings.filter((one) => one.rule === "no-anti-affinity").map(({ location }) => location.file);
    expect(strict.sort()).toEqual(["top.yaml", "two/a.yaml"]);
  });

  it("leaves what concerns the whole run to the working directory's", async () => {
    const own = "failOn: never\nkubernetesVersion: '1.31'\nbaseline: nowhere.json\nplugins: [./none.mjs]\n";
    const { status, stderr, report } = await lint({ "one/.sts-lint.yaml": own, "one/a.yaml": faulty }, "one");
    expect(stderr).toBe("");
    expect(status).toBe(1);
    expect(report.kubernetesVersions).toEqual(["1.37"]);
  });

  it("ignores and overrides only what is below it, and nothing of the outer one reaches in", async () => {
    const ignore = (reason: string) =>
      `overrides:\n  - match: { name: app }\n    ignore:\n      - { rule: ${rule}, reason: ${reason} }\n`;
    const inner = await lint(
      { "one/.sts-lint.yaml": ignore("inner"), "one/a.yaml": faulty, "two/a.yaml": faulty },
      "one",
      "two",
    );
    expect(inner.severityIn("one/a.yaml")).toBeUndefined();
    expect(inner.severityIn("two/a.yaml")).toBe("error");
    const outer = await lint(
      { ".sts-lint.yaml": ignore("outer"), "one/.sts-lint.yaml": "{}\n", "one/a.yaml": faulty, "two/a.yaml": faulty },
      "one",
      "two",
    );
    expect(outer.severityIn("one/a.yaml")).toBe("error");
    expect(outer.severityIn("two/a.yaml")).toBeUndefined();
  });

  it("gives way to flags, and to a configuration that was named or none", async () => {
    expect((await lint(files, "one", "--rule", `${rule}=error`)).severityIn("one/deep/a.yaml")).toBe("error");
    expect((await lint(files, "one", "--config", ".sts-lint.yaml")).severityIn("one/deep/a.yaml")).toBe("warning");
    expect((await lint(files, "one", "--no-config")).severityIn("one/deep/a.yaml")).toBe("error");
  });

  it("that is wrong is refused with its place", async () => {
    const { status, stderr } = await lint({ "one/.sts-lint.yaml": "ruls: {}\n", "one/a.yaml": sound }, "one");
    expect(stderr).toContain("one/.sts-lint.yaml:1:1: unknown key `ruls`; did you mean `rules`?");
    expect(status).toBe(2);
  });

  it("is shown by `sts-lint config` for the inputs that it governs", async () => {
    const { stdout } = await call({ args: ["config", "one"], cwd: folder(files) });
    expect(stdout).toContain("one/.sts-lint.yaml alone governs the rules of one/deep/a.yaml");
    expect(stdout).toMatch(new RegExp(`^${rule} +"info" +one/\\.sts-lint\\.yaml:1$`, "m"));
  });
});

describe("an ignore that has expired", () => {
  const config = `overrides:
  - match: { kind: StatefulSet }
    ignore:
      - rule: ${rule}
        reason: until the move
        expires: "2020-01-31"
`;

  it("is told once, on its line, however many resources and releases it fits", async () => {
    const other = faulty.replace(/\bapp\b/g, "other");
    const files = { ".sts-lint.yaml": config, "a.yaml": faulty, "b.yaml": other };
    const { findings } = await lint(files, "a.yaml", "b.yaml");
    const told = findings.filter((one) => one.rule === "suppression-without-effect");
    expect(told).toHaveLength(1);
    expect(told[0]?.location).toMatchObject({ file: ".sts-lint.yaml", line: 6, column: 9 });
    expect(told[0]?.message).toContain("until 2020-01-31");
    expect(findings.filter((one) => one.rule === rule)).toHaveLength(2);
  });

  it("says nothing where it fits no resource of the input, and nothing before its day", async () => {
    const later = config.replace("2020", "2999");
    for (const [text, input] of [
      [config, sound.replaceAll("StatefulSet", "Deployment")],
      [later, faulty],
    ] as const) {
      const { findings } = await lint({ ".sts-lint.yaml": text, "a.yaml": input }, "a.yaml");
      expect(findings.filter((one) => one.rule === "suppression-without-effect")).toEqual([]);
    }
  });

  it("is shown in every text format without a line of another file", async () => {
    const cwd = folder({ ".sts-lint.yaml": config, "a.yaml": faulty });
    const { stdout } = await call({ args: ["a.yaml"], cwd });
    expect(stdout).toContain("--> .sts-lint.yaml:6:9");
    const at = stdout.indexOf("--> .sts-lint.yaml");
    expect(stdout.slice(at, stdout.indexOf("= help", at))).not.toContain("name: app");
  });
});

describe("the configuration nearest to Chart.yaml", () => {
  const chart = {
    "charts/app/Chart.yaml": "apiVersion: v2\nname: app\nversion: 1.0.0\n",
    "charts/app/templates/all.yaml": faulty.replace(/^# Source: .*\n/gm, ""),
  };
  const severities = async (files: Readonly<Record<string, string>>, ...args: readonly string[]) => {
    const cwd = folder({ ...chart, ...files });
    const { stdout, stderr } = await call({
      args: ["chart", "charts/app", "--no-helm", "--format", "json", ...args],
      cwd,
    });
    expect(stderr).not.toContain("sts-lint:");
    const { findings } = JSON.parse(stdout) as { findings: readonly Found[] };
    return findings.filter((one) => one.rule === rule).map(({ severity }) => severity);
  };

  it("governs its rules under `chart`, alone; flags win over it", async () => {
    expect(await severities({})).toEqual(["error"]);
    const outer = { ".sts-lint.yaml": `rules: { ${rule}: warning }\n` };
    expect(await severities(outer)).toEqual(["warning"]);
    const own = { ...outer, "charts/app/.sts-lint.yaml": `rules: { ${rule}: info }\n` };
    expect(await severities(own)).toEqual(["info"]);
    expect(await severities({ ...outer, "charts/.sts-lint.yaml": "{}\n" })).toEqual(["error"]);
    expect(await severities(own, "--rule", `${rule}=off`)).toEqual([]);
    expect(await severities(own, "--no-config")).toEqual(["error"]);
  });
});
