import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chartCommand } from "../../src/cli/commands/chart.ts";
import { readUpgradeLine } from "../../src/cli/helm-diff-line.ts";
import type { Report } from "../../src/lint/contract/finding.ts";
import { call, folder } from "./fake-host.ts";

const read = (...line: string[]) => readUpgradeLine(line, chartCommand.options);

describe("the line of helm diff upgrade", () => {
  it("keeps helm's flags, in their order, and names release and chart wherever they stand", () => {
    const { args, upgrade } = read("-f", "a.yaml", "db", "--set", "a=1", "./db", "-nprod", "--values=b.yaml");
    expect(args).toEqual([
      "./db",
      "--release=db",
      "--skip-tests",
      "--values=a.yaml",
      "--set=a=1",
      "--namespace=prod",
      "--values=b.yaml",
    ]);
    expect(upgrade).toMatchObject({ release: "db", reuse: undefined, mayBeNew: false, isOffline: false });
  });

  it("takes what helm-diff takes, and says which of it changes nothing", () => {
    const { args, upgrade } = read(
      ..."db ./db -C 5 -q --context=3 --output dyff --show-secrets --three-way-merge --detailed-exitcode".split(" "),
      ..."--suppress Secret --no-color --disable-openapi-validation -D 0.5 --include-tests --server-side=true".split(
        " ",
      ),
    );
    expect(args).toEqual(["./db", "--release=db", "--apply=server", "--color=never"]);
    expect(upgrade.ignored).toEqual(["--detailed-exitcode", "--suppress"]);
  });

  it("leaves our own flags to us, with their values", () => {
    expect(read("--format", "json", "db", "--fail-on", "warning", "./db", "--values-matrix").args).toEqual([
      "./db",
      "--release=db",
      "--skip-tests",
      "--format",
      "json",
      "--fail-on",
      "warning",
      "--values-matrix",
    ]);
  });

  it.each([
    [[], "all"],
    [["--set", "a=1"], undefined],
    [["--set", "a=1", "--reuse-values"], "all"],
    [["--reset-then-reuse-values", "--set", "a=1"], "given"],
    [["--reset-values", "--reuse-values"], undefined],
    [["--dry-run"], undefined],
    [["--dry-run=server"], "all"],
  ])("keeps the release's values with %j as helm does", (flags, reuse) => {
    expect(read("db", "./db", ...flags).upgrade.reuse).toBe(reuse);
  });

  it.each([
    [["db"], "name a release and a chart"],
    [["db", "./db", "./other"], "name a release and a chart"],
    [["db", "./db", "--post-renderer", "x"], "pipe what it prints"],
    [["db", "./db", "--values"], "--values needs a value"],
  ])("refuses %j", (line, hint) => {
    expect(() => read(...line)).toThrow(hint);
  });
});

const chart = {
  "db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.0.0\n",
  "db/values.yaml": "size: 1Gi\n",
  "db/templates/set.yaml": `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: {{ .Release.Name }} }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: "registry.example.com/db:1" }] }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: {{ .Values.size }} } } }
`,
};

/** A helm that knows one release, `db` with `size: 2Gi`, and renders the chart as it is told to. */
function withHelm(): string {
  const rendered = chart["db/templates/set.yaml"].replace("{{ .Release.Name }}", "db");
  const cwd = folder({
    ...chart,
    "manifest.yaml": `---\n# Source: db/templates/set.yaml\n${rendered.replace("{{ .Values.size }}", "2Gi")}`,
    "bin/helm": `#!/bin/sh
echo "$*" >> calls
case "$*" in
  version*) echo v4.0.0;;
  "get values db "*) echo "size: 2Gi";;
  "get manifest db"*) cat manifest.yaml;;
  get*) echo "Error: release: not found" >&2; exit 1;;
  template*values-of-db*) cat manifest.yaml;;
  template*) sed s/2Gi/1Gi/ manifest.yaml;;
esac
`,
  });
  chmodSync(join(cwd, "bin/helm"), 0o755);
  return cwd;
}

const upgrade = async (cwd: string, ...args: string[]) => {
  const env = { PATH: `${join(cwd, "bin")}:${process.env.PATH ?? ""}` };
  return call({ args: ["chart", "upgrade", ...args, "--format", "json"], cwd, env });
};
const rulesOf = (stdout: string) => (JSON.parse(stdout) as Report).findings.map(({ rule }) => rule);

describe.skipIf(!existsSync("/bin/sh"))("sts-lint chart upgrade RELEASE CHART", () => {
  it("compares with what runs, in the cluster that the line names", async () => {
    const cwd = withHelm();
    const { stdout } = await upgrade(cwd, "db", "./db", "-n", "prod", "--kube-context=east", "--reset-values");
    expect(rulesOf(stdout)).toContain("vct-size-changed");
    expect(readFileSync(join(cwd, "calls"), "utf8")).toContain("get manifest db --namespace=prod --kube-context=east");
  });

  it("keeps the release's values where the line gives none, as helm does", async () => {
    const cwd = withHelm();
    expect(rulesOf((await upgrade(cwd, "db", "./db")).stdout)).not.toContain("vct-size-changed");
    expect(readFileSync(join(cwd, "calls"), "utf8")).toMatch(/template db \S+ --is-upgrade --values=\S+ --skip-tests/);
  });

  it("judges a release that is not there as a first install only where that is allowed", async () => {
    const cwd = withHelm();
    const refused = await upgrade(cwd, "new", "./db");
    expect(refused.stderr).toContain("release: not found");
    expect(refused.status).toBe(2);
    const allowed = await upgrade(cwd, "new", "./db", "--install");
    expect(allowed.stderr).toContain("judged as a first install");
    expect(rulesOf(allowed.stdout)).not.toContain("vct-size-changed");
  });

  it("asks nobody with --dry-run", async () => {
    const cwd = withHelm();
    await upgrade(cwd, "db", "./db", "--dry-run");
    expect(readFileSync(join(cwd, "calls"), "utf8")).not.toContain("get ");
  });

  it("leaves a folder of that name to be linted as ./upgrade", async () => {
    const cwd = folder(
      Object.fromEntries(Object.entries(chart).map(([name, text]) => [name.replace("db/", "upgrade/"), text])),
    );
    const { status, stdout } = await call({ args: ["chart", "./upgrade", "--no-helm", "--format", "json"], cwd });
    expect((JSON.parse(stdout) as Report).summary.statefulSets).toBe(1);
    expect(status).not.toBe(2);
  });
});
