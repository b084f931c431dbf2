import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { findProgram, runProgram } from "../../src/chart/node/helm-process.ts";
import { folder } from "../cli/fake-host.ts";
import { builtPath, root } from "./built.ts";

const plugins = ["v3", "v4", "v4-post-renderer"];
const helms = ["helm", "helm3", "helm4"]
  .flatMap((name) => findProgram(name, process.env.PATH) ?? [])
  .map((program) => ({
    program,
    major: runProgram(program, ["version", "--template", "{{.Version}}"], root).stdout.replace(/^v?(\d+)[\s\S]*/, "$1"),
  }));
const helmOf = (major: string) => helms.find((one) => one.major === major)?.program;

const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: {{ .Release.Namespace }}\n";
/** The selector does not match the labels: refused by every API server. */
const statefulSet = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  namespace: {{ .Release.Namespace }}
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: other } }
    spec: { containers: [{ name: db, image: "db:1" }] }
`;
const lost = statefulSet.replace(/^ *namespace:.*\n/m, "");
const chart = (template: string) => ({
  "Chart.yaml": "apiVersion: v2\nname: c\nversion: 0.1.0\n",
  "templates/a.yaml": template,
});

let bin: string;
beforeAll(async () => {
  bin = await builtPath();
}, 120_000);

/** Runs a shell command line in which `$HELM` is helm, with these plugins installed; stderr is a pipe, as in CI. */
function shell(program: string, names: readonly string[], files: Readonly<Record<string, string>>, line: string) {
  const cwd = folder(files);
  const env: NodeJS.ProcessEnv = {
    PATH: `${bin}:${process.env.PATH}`,
    HOME: cwd,
    HELM: program,
    HELM_DATA_HOME: join(cwd, "data"),
    HELM_CACHE_HOME: join(cwd, "cache"),
    HELM_CONFIG_HOME: join(cwd, "config"),
    KUBECONFIG: join(cwd, "no-cluster"),
  };
  for (const name of names) {
    const installed = spawnSync(program, ["plugin", "install", join(root, "plugins/helm", name)], {
      env,
      encoding: "utf8",
    });
    expect(installed).toMatchObject({ status: 0 });
  }
  spawnSync("sh", ["-c", `{ ${line} >out; echo $? >status; } 2>&1 | cat >err`], { cwd, env });
  const [status, stdout = "", stderr = ""] = ["status", "out", "err"].map((name) =>
    readFileSync(join(cwd, name), "utf8"),
  );
  return { status: Number(status), stdout, stderr, cwd };
}

it.each(plugins)("the plugin %s has the version of the package", (name) => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  expect(parse(readFileSync(join(root, "plugins/helm", name, "plugin.yaml"), "utf8"))).toMatchObject({ version });
});

it("both helms run the same script", () => {
  const [three, four] = ["v3", "v4"].map((name) =>
    readFileSync(join(root, "plugins/helm", name, "sts-lint.sh"), "utf8"),
  );
  expect(three).toBe(four);
});

describe.each(["3", "4"])("helm sts-lint, by Helm %s", (major) => {
  const program = helmOf(major) ?? "";
  it.skipIf(program === "")(
    "lints a chart in the namespace that helm is told, with the status of the run",
    { timeout: 60_000 },
    () => {
      const one = shell(program, [`v${major}`], chart(configMap), "$HELM sts-lint chart . -n prod --no-such-flag");
      expect(one.status).toBe(2);
      const bad = shell(program, [`v${major}`], chart(statefulSet), "$HELM sts-lint chart . -n prod --format json");
      expect(bad.status).toBe(1);
      expect(bad.stdout).toContain('"namespace": "prod"');
    },
  );

  it.skipIf(program === "")(
    "acts in that namespace, too, where rendered text is piped in, and gives it to no command that has none",
    { timeout: 60_000 },
    () => {
      const planned = shell(program, [`v${major}`], { "a.yaml": lost }, "$HELM sts-lint plan -n prod a.yaml");
      expect(planned.stdout).toContain("StatefulSet/db in prod");
      const mapped = shell(
        program,
        [`v${major}`],
        chart(statefulSet),
        "$HELM template . -n prod | $HELM sts-lint --chart . -n prod",
      );
      expect(mapped.stdout).toContain("templates/a.yaml:10:");
      expect(mapped.stdout).not.toContain("approximate");
      expect(shell(program, [`v${major}`], {}, "$HELM sts-lint rules grace-zero -n prod").status).toBe(0);
    },
  );
});

describe("as a post-renderer", () => {
  const three = helmOf("3") ?? "";
  const four = helmOf("4") ?? "";
  const flags = {
    "3": "--post-renderer sts-lint --post-renderer-args --passthrough",
    "4": "--post-renderer sts-lint-post-renderer",
  };
  const cases = [
    { major: "3", program: three, names: [], flag: flags["3"] },
    { major: "4", program: four, names: ["v4-post-renderer"], flag: flags["4"] },
  ];
  for (const { major, program, names, flag } of cases) {
    it.skipIf(program === "")(`of Helm ${major} passes the text through`, { timeout: 60_000 }, () => {
      const plain = shell(program, [], chart(configMap), "$HELM template .");
      const passed = shell(program, names, chart(configMap), `$HELM template . ${flag}`);
      expect(passed.status).toBe(0);
      expect(parse(passed.stdout)).toEqual(parse(plain.stdout));
    });
    it.skipIf(program === "")(`of Helm ${major} fails on an error, and the report is seen`, { timeout: 60_000 }, () => {
      const { status, stdout, stderr } = shell(program, names, chart(statefulSet), `$HELM template . ${flag}`);
      expect(status).toBe(1);
      expect(stdout).not.toContain("StatefulSet");
      expect(stderr).toContain("error[");
    });
  }

  it.skipIf(four === "")("of Helm 4 keeps the report where helm's stderr is a file", { timeout: 60_000 }, () => {
    const line = `setsid $HELM template . ${flags["4"]} 2>helm.log`;
    const { status, cwd } = shell(four, ["v4-post-renderer"], chart(statefulSet), line);
    expect(status).toBe(1);
    expect(readFileSync(join(cwd, "cache/sts-lint-report.txt"), "utf8")).toContain("error[");
  });

  it.skipIf(four === "")("of Helm 4 adds the report to the file that is named", { timeout: 60_000 }, () => {
    const line = `STS_LINT_REPORT=report $HELM template . ${flags["4"]}`;
    const { status, cwd } = shell(four, ["v4-post-renderer"], chart(statefulSet), line);
    expect(status).toBe(1);
    expect(readFileSync(join(cwd, "report"), "utf8")).toContain("error[");
  });
});
