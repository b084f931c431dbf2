import { chmodSync, existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/cli/commands/index.ts";
import type { Report } from "../../src/lint/contract/finding.ts";
import { type Call, call, faulty, folder, rule, sound } from "./fake-host.ts";

const chart = {
  "c/Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\n",
  "c/values.yaml": "grace: 30\n",
  "c/ci/a-values.yaml": "grace: 31\n",
  "c/ci/b.yaml": "grace: 32\n",
  "c/templates/set.yaml": (sound.split("statefulset.yaml\n")[1] ?? "").replace(
    "    spec:\n",
    "    spec:\n      terminationGracePeriodSeconds: {{ .Values.grace }}\n",
  ),
};

describe("an option that takes one value", () => {
  const single = commands.flatMap(({ name, options }) =>
    options
      .filter(({ flags, join: joined }) => flags.includes("<") && joined === undefined)
      .map(({ flags, choices }) => [name, /--[\w-]+/.exec(flags)?.[0] ?? "", choices ?? []] as const),
  );

  it("is most of them", () => {
    expect(single.length).toBeGreaterThan(40);
  });

  /** Two values that the option would take alone. */
  function pairFor(flag: string, choices: readonly string[]): readonly [string, string] {
    if (choices.length > 1) return [choices[0] ?? "", choices[1] ?? ""];
    if (flag === "--shard") return ["1/2", "2/2"];
    if (flag === "--timeout") return ["1m", "2m"];
    return ["1", "2"];
  }

  it.each(single)("`%s %s` is refused with two, never the last of them taken", async (name, flag, choices) => {
    const [one, other] = pairFor(flag, choices);
    if (choices.length === 1) return;
    const args = name === "" ? [] : [name];
    const { status, stderr, stdout } = await call({ args: [...args, flag, one, `${flag}=${other}`], stdin: faulty });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(`sts-lint: ${flag}: it takes one value, and has \`${one}\` and \`${other}\`: leave one out\n`);
  });

  it.each([
    ["--config", ["--config", "a.yaml", "--no-config"], "--config and --no-config contradict each other"],
    ["--helm", ["chart", "c", "--no-helm", "--helm", "h"], "--no-helm and --helm contradict each other"],
    ["-n", ["chart", "c", "-n", "a", "--namespace=b"], "--namespace: it takes one value"],
    ["--feature-gates", ["--feature-gates", "A=true,A=false"], "--feature-gates: `A` is `true` and `false` at once"],
    ["--rule", ["--rule", `${rule}=off`, "--rule", `${rule}=error`], `--rule: \`${rule}\` is \`off\` and \`error\``],
    ["a file", ["--format", "json=o", "--format", "sarif=./o"], "json and sarif would both be written to ./o"],
    ["upgrade", ["chart", "upgrade", "db", "c", "--release", "other"], "--release: it takes one value"],
  ])("%s may not say two things in other ways either", async (_, args, hint) => {
    const { status, stderr } = await call({ args, stdin: faulty, cwd: folder({ ...chart, "a.yaml": "", h: "" }) });
    expect([status, stderr]).toEqual([2, expect.stringContaining(hint)]);
  });

  it("may say the same twice", async () => {
    const args = ["--fail-on", "never", "--fail-on=never", "--no-config", "--no-config", "-q", "--quiet"];
    expect((await call({ args, stdin: faulty })).status).toBe(0);
  });
});

describe("an option that is made to be repeated", () => {
  it("joins feature gates", async () => {
    const { stdout } = await call({
      args: [
        "config",
        "--feature-gates",
        "MaxUnavailableStatefulSet=true",
        "--feature-gates",
        "AnyVolumeDataSource=false",
      ],
    });
    expect(stdout).toContain("MaxUnavailableStatefulSet=true,AnyVolumeDataSource=false");
  });

  it.each([[["--values-matrix=ci/b.yaml", "--values-matrix"]], [["--values-matrix", "--values-matrix=ci/b.yaml"]]])(
    "joins %j, with a glob and without",
    async (flags) => {
      const { stdout } = await call({
        args: ["chart", "c", "--no-helm", "--format", "json", ...flags],
        cwd: folder({ ...chart, "c/ci/a-values.yaml": "grace: 0\n", "c/ci/b.yaml": "grace: 0\n" }),
      });
      const [found] = (JSON.parse(stdout) as Report).findings.filter((one) => one.rule === "grace-zero");
      expect(found?.renders).toHaveLength(2);
    },
  );
});

describe("helm's flags that nothing here reads", () => {
  const noted = async (...args: string[]): Promise<string> => {
    const { stderr } = await call({ args: ["chart", ...args, "--no-helm"], cwd: folder(chart) });
    return stderr.replace("note: rendered by sts-lint itself as Helm 4 does; no helm was started\n", "");
  };

  it.each([
    [["c", "--kubeconfig", "x"], "note: --kubeconfig changes nothing here: a cluster is read only by"],
    [["c", "--kube-context=x", "--kubeconfig=y"], "note: --kube-context, --kubeconfig change nothing here"],
    [
      ["c", "--version", "1.2.3", "--password=secret"],
      "note: --version, --password change nothing here: the chart is here",
    ],
    [["c", "--frozen", "--kube-context=x"], "note: --kube-context changes nothing here"],
  ])("%j is told", async (args, hint) => {
    const said = await noted(...args);
    expect(said).toContain(hint);
    expect(said).not.toContain("secret");
    expect(await noted(...args, "--quiet")).toBe("");
  });

  it.each([
    [["c", "--against", "helm:db", "--kubeconfig=x"]],
    [["upgrade", "db", "c", "--kube-context=x"]],
    [["repo/other", "--version=1"]],
    [["c", "--against", "chart:./c", "--plain-http"]],
  ])("%j has its use", async (args) => {
    expect(await noted(...args)).not.toContain("nothing here");
  });
});

describe("values files as helm reads their names", () => {
  const files = { ...chart, "a,b.yaml": "grace: 0\n" };

  it("takes an empty name for none, as helm does", async () => {
    const { status, stderr } = await call({ args: ["chart", "c", "--no-helm", "-f", ""], cwd: folder(files) });
    expect(stderr).not.toContain("a fault of sts-lint");
    expect(status).toBeLessThan(2);
  });

  it("takes a name with a comma in quotes, and finds its line", async () => {
    const { stdout } = await call({ args: ["chart", "c", "--no-helm", "-f", '"a,b.yaml"'], cwd: folder(files) });
    expect(stdout).toContain("grace (a,b.yaml:1");
  });

  it("takes it beside a pipe in one flag", async () => {
    const { stdout, stderr } = await call({
      args: ["chart", "c", "--no-helm", "-f", '-,"a,b.yaml"'],
      stdin: "grace: 31\n",
      cwd: folder(files),
    });
    expect(stdout + stderr).toContain("grace (a,b.yaml:1");
  });

  it("says what is wrong with quotes that do not close", async () => {
    const { status, stdout, stderr } = await call({
      args: ["chart", "c", "--no-helm", "-f", '"a,b.yaml'],
      cwd: folder(files),
    });
    expect(stdout + stderr).toContain('extraneous or missing " in quoted-field');
    expect(stdout + stderr).not.toContain("a fault of sts-lint");
    expect(status).toBe(2);
  });
});

describe("values that were piped beside something that makes values of its own", () => {
  const noTemporary = async (given: Call, ...names: string[]): Promise<void> => {
    const { stdout, stderr } = await call(given);
    expect(stdout + stderr).not.toMatch(/\/sts-lint-|\d\.yaml:/);
    for (const name of names) expect(stdout + stderr).toContain(name);
  };
  const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: db }
spec:
  source: { repoURL: "https://git.example.com/fleet.git", path: c }
`;

  it("a GitOps file: the finding names stdin", async () => {
    const cwd = folder({ ...chart, "app.yaml": application });
    await noTemporary(
      { args: ["chart", "--no-helm", "app.yaml", "-f", "-"], stdin: "grace: 0\n", cwd },
      "grace (stdin:1",
    );
  });

  it("a GitOps file: what is wrong with them is said of stdin", async () => {
    const cwd = folder({ ...chart, "app.yaml": application });
    await noTemporary({ args: ["chart", "--no-helm", "app.yaml", "-f", "-"], stdin: "grace: [\n", cwd }, "stdin");
  });

  it("--frozen: what is wrong with them is said of stdin", async () => {
    const cwd = folder(chart);
    await noTemporary({ args: ["chart", "--no-helm", "c", "--frozen", "-f", "-"], stdin: "grace: [\n", cwd }, "stdin");
    await noTemporary({ args: ["chart", "--no-helm", "c", "--frozen", "-f", "-"], stdin: "grace: 3\n", cwd });
  });

  it.skipIf(!existsSync("/bin/sh"))("the values of the release that is upgraded: they are called so", async () => {
    const helm = `#!/bin/sh
case "$*" in
  version*) echo v4.0.0;;
  "get values db "*) echo "grace: 0";;
  "get manifest db"*) cat now.yaml;;
  template*) echo ---; echo "# Source: c/templates/set.yaml"; sed "s/{{.*}}/0/" c/templates/set.yaml;;
esac
`;
    const cwd = folder({ ...chart, "now.yaml": sound, "bin/helm": helm });
    chmodSync(join(cwd, "bin/helm"), 0o755);
    const env = { PATH: `${join(cwd, "bin")}:${process.env.PATH ?? ""}` };
    await noTemporary({ args: ["chart", "upgrade", "db", "c"], cwd, env }, "grace (values of helm:db:1");
  });
});
