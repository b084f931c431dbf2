import { execFileSync, spawnSync } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { helmTemplate } from "../../src/chart/node/helm-template.ts";
import { lintChart } from "../../src/index.ts";
import type { Report } from "../../src/lint/contract/finding.ts";
import { call, faulty, folder } from "./fake-host.ts";

const chart = {
  "db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.2.3\n",
  "db/values.yaml": "grace: 30\nservice:\n  clusterIP: None\n",
  "db/templates/_helpers.tpl":
    '{{- define "db.labels" -}}\napp: db\nchart: {{ .Chart.Name }}-{{ .Chart.Version }}\n{{- end -}}\n',
  "db/templates/service.yaml":
    "apiVersion: v1\nkind: Service\nmetadata:\n  name: db\nspec:\n  clusterIP: {{ .Values.service.clusterIP }}\n  ports: [{ port: 80 }]\n  selector: { app: db }\n",
  "db/templates/set.yaml": `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      terminationGracePeriodSeconds: {{ .Values.grace }}
      containers:
        - name: db
          image: registry.example.com/db:1
          volumeMounts: [{ name: data, mountPath: /data }]
  volumeClaimTemplates:
    - metadata:
        name: data
        labels:
          {{- include "db.labels" . | nindent 10 }}
      spec:
        accessModes: [ReadWriteOnce]
        resources: { requests: { storage: 1Gi } }
`,
  "db/ci/zero-values.yaml": "grace: 0\n",
};

/** git is found as a shell would find it. */
const env = { PATH: process.env.PATH ?? "" };

const found = async (args: readonly string[], cwd: string): Promise<Report> => {
  const { stdout } = await call({ args: ["chart", "--no-helm", "--format", "json", ...args], cwd, env });
  return JSON.parse(stdout) as Report;
};

describe("sts-lint chart", () => {
  it("takes a chart for whole, even one of a single template, unless it is asked for a part of it", async () => {
    const { "db/templates/service.yaml": _, ...alone } = chart;
    const cwd = folder(alone);
    const whole = await found(["db"], cwd);
    expect(whole.findings.map(({ rule }) => rule)).toContain("governing-service-missing");
    expect(whole.unchecked).toEqual([]);
    const part = await found(["db", "--show-only", "templates/set.yaml"], cwd);
    expect(part.findings.map(({ rule }) => rule)).not.toContain("governing-service-missing");
    expect(part.unchecked).toMatchObject([
      { resource: { name: "db" }, why: expect.stringContaining("one template of a chart alone") },
    ]);
  });

  it("holds values against no schema that would have to be fetched, and says so where no helm does it", async () => {
    const schema = {
      properties: { grace: { $ref: "https://schemas.example.com/grace.json" }, service: { type: "object" } },
    };
    const cwd = folder({ ...chart, "db/values.schema.json": JSON.stringify(schema) });
    const { problems, summary } = await found(["db"], cwd);
    expect(summary.statefulSets).toBe(1);
    expect(problems).toMatchObject([
      {
        kind: "chart",
        file: "db/values.schema.json",
        message:
          "the values were not held against the schema at https://schemas.example.com/grace.json: nothing is fetched",
      },
    ]);
    const refused = await found(["db", "--set", "service=3"], cwd);
    expect(refused.problems).toMatchObject([{ kind: "not-rendered" }]);
  });

  it("names no value for what is missing, unless it could be set there", async () => {
    const service = (spec: string) => ({
      ...chart,
      "db/values.yaml": "grace: 30\nport: 80\nservice:\n  ports: [{ port: 80 }]\n  selector: { app: db }\n",
      "db/templates/service.yaml": `apiVersion: v1\nkind: Service\nmetadata:\n  name: db\nspec:${spec}\n`,
    });
    const related = async (spec: string) => {
      const { findings } = await found(["./db"], folder(service(spec)));
      return findings.find(({ rule }) => rule === "governing-service-not-headless")?.related[0];
    };
    const literal = await related("\n  ports: [{ port: {{ .Values.port }} }]\n  selector: { app: db }");
    expect(literal).toMatchObject({ path: ["spec", "clusterIP"], template: { line: 5 } });
    expect(literal).not.toHaveProperty("values");
    const printed = await related("\n  {{- toYaml .Values.service | nindent 2 }}");
    expect(printed?.values?.map(({ path }) => path[0])).toContain("service");
  });

  it("points at the line of the helper that is at fault, and says who includes it", async () => {
    const report = await found(["./db"], folder(chart));
    const finding = report.findings.find(({ rule }) => rule === "vct-versioned-label");
    expect(finding?.template).toEqual({
      file: "db/templates/_helpers.tpl",
      line: 3,
      column: 1,
      endLine: 3,
      endColumn: 6,
      via: [expect.objectContaining({ file: "db/templates/set.yaml", line: 22 })],
      exactness: "exact",
    });
  });

  it("names the value of each set that one line of a helper gives another", async () => {
    const set = `{{- define "set" }}
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: {{ .name }} }
spec:
  serviceName: x
  selector: { matchLabels: { app: x } }
  template:
    metadata: { labels: { app: x } }
    spec:
      terminationGracePeriodSeconds: {{ .grace }}
      containers: [{ name: c, image: "x:1" }]
{{- end }}`;
    const cwd = folder({
      "db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.0.0\n",
      "db/templates/_set.tpl": set,
      "db/templates/sets.yaml": '{{ range .Values.sets }}\n---\n{{ include "set" . }}\n{{ end }}',
      "db/values.yaml": "sets:\n  - { name: a, grace: 0 }\n  - { name: b, grace: 0 }\n",
    });
    const { stdout } = await call({ args: ["chart", "./db", "--no-helm"], cwd, env });
    expect(stdout).toMatch(/= also: .*StatefulSet\/b \(by .*, value sets\[1\]\.grace \(db\/values\.yaml:3\)\)/);
    expect(stdout).toContain("= value: sets[0].grace (db/values.yaml:2)");
  });

  it("says once what one line of a helper does to several sets, and names them all", async () => {
    const set = chart["db/templates/set.yaml"];
    const cwd = folder({ ...chart, "db/templates/zone.yaml": set.replace("name: db\n", "name: second\n") });
    const ofLabel = (await found(["./db"], cwd)).findings.filter(({ rule }) => rule === "vct-versioned-label");
    expect(ofLabel.map(({ resource, template }) => `${resource.name} ${template?.file}:${template?.line}`)).toEqual([
      "db db/templates/_helpers.tpl:3",
      "second db/templates/_helpers.tpl:3",
    ]);
    expect(new Set(ofLabel.map(({ fingerprint }) => fingerprint)).size).toBe(2);
    const shown = async (...args: string[]) =>
      (await call({ args: ["chart", "./db", "--no-helm", ...args], cwd, env })).stdout;
    const pretty = await shown();
    expect(pretty.match(/\[vct-versioned-label\]/g)).toHaveLength(1);
    expect(pretty).toContain("= also: the same line reaches StatefulSet/second (by db/templates/zone.yaml:22)");
    expect((await shown("--show", "rendered")).match(/\[vct-versioned-label\]/g)).toHaveLength(2);
    expect(await shown("--format", "github")).toMatch(/vct-versioned-label::.*%0Aalso in StatefulSet\/second%0Ahelp: /);
  });

  it("names the value of a place where it prints nothing: an empty text, quoted or not, or a null over a default", async () => {
    const set = chart["db/templates/set.yaml"]
      .replace("accessModes:", "storageClassName: {{ .Values.class | quote }}\n        accessModes:")
      .replace("image: registry.example.com/db:1", 'image: {{ include "db.image" . }}');
    const cwd = folder({
      ...chart,
      "db/values.yaml": 'image: registry.example.com/db:1\nclass: ""\ngrace: 30\nservice:\n  clusterIP: None\n',
      "db/templates/_image.tpl": '{{- define "db.image" -}}{{ .Values.image }}{{- end -}}\n',
      "db/templates/set.yaml": set,
      "empty.yaml": 'image: ""\n',
    });
    const valuesOf = async (rule: string, line: number, ...args: string[]) =>
      (await found(["./db", ...args], cwd)).findings.find(
        (finding) => finding.rule === rule && finding.template?.line === line,
      )?.values;
    expect(await valuesOf("claim-class-empty", 24, "--preset", "strict")).toEqual([
      { path: ["class"], file: "db/values.yaml", line: 2 },
    ]);
    expect(await valuesOf("api-refused", 16, "-f", "empty.yaml")).toEqual([
      { path: ["image"], file: "empty.yaml", line: 1, over: [{ file: "db/values.yaml", line: 1 }] },
    ]);
    expect(await valuesOf("api-refused", 16, "--set", "image=null")).toEqual([
      { path: ["image"], file: "", line: 1, flag: "--set image=null", over: [{ file: "db/values.yaml", line: 1 }] },
    ]);
  });

  it("names the value that feeds the place, its flag or file, and what it won over", async () => {
    const cwd = folder({ ...chart, "prod.yaml": "grace: 0\n" });
    const values = async (...args: string[]) =>
      (await found(["./db", ...args], cwd)).findings.find(({ rule }) => rule === "grace-zero")?.values;
    expect(await values("-f", "prod.yaml")).toEqual([
      { file: "prod.yaml", line: 1, path: ["grace"], over: [{ file: "db/values.yaml", line: 1 }] },
    ]);
    expect(await values("--set", "grace=0")).toEqual([
      expect.objectContaining({ flag: "--set grace=0", path: ["grace"], over: [{ file: "db/values.yaml", line: 1 }] }),
    ]);
  });

  it("names no file as what a flag won over that has another entry of the same mapping", async () => {
    const cwd = folder({
      ...chart,
      "other.yaml": "db:\n  other: 1\n",
      "db/values.yaml": `db:\n  grace: 30\n${chart["db/values.yaml"]}`,
      "db/templates/set.yaml": (chart["db/templates/set.yaml"] ?? "").replace(".Values.grace", ".Values.db.grace"),
    });
    const { stdout } = await call({
      args: ["chart", "--no-helm", "./db", "-f", "other.yaml", "--set", "db.grace=0"],
      cwd,
    });
    expect(stdout).toContain("= value: db.grace (--set db.grace=0 over db/values.yaml:2)");
  });

  it("says of a text that tpl is given which action gave it, where it fails", async () => {
    const cwd = folder({
      ...chart,
      "db/values.yaml": `${chart["db/values.yaml"]}extra: |\n  a: 1\n  b: {{ .Values.grace | upper }}\n`,
      "db/templates/extra.yaml": "# what users add\n{{ tpl .Values.extra . }}\n",
    });
    const { stdout } = await call({ args: ["chart", "--no-helm", "./db"], cwd });
    expect(stdout).toContain("got float64, in line 2 of the text that `tpl` is given here");
    expect(stdout).toContain("--> db/templates/extra.yaml:2:1");
  });

  it("shows where a helper writes the text behind a key", async () => {
    const cwd = folder({
      ...chart,
      "db/templates/_helpers.tpl": `${chart["db/templates/_helpers.tpl"]}{{- define "db.grace" -}}\n{{ print 0 }}\n{{- end -}}\n`,
      "db/templates/set.yaml": (chart["db/templates/set.yaml"] ?? "").replace(
        "{{ .Values.grace }}",
        '{{ include "db.grace" . }}',
      ),
    });
    const { findings } = await found(["./db"], cwd);
    expect(findings.find(({ rule }) => rule === "grace-zero")?.template).toMatchObject({
      file: "db/templates/set.yaml",
      text: { file: "db/templates/_helpers.tpl", line: 6, column: 1 },
    });
    const { stdout } = await call({ args: ["chart", "--no-helm", "./db"], cwd });
    expect(stdout).toContain("= written: in db/templates/_helpers.tpl:6");
  });

  it("quotes the template unless the rendered text is asked for", async () => {
    const cwd = folder(chart);
    const shown = async (...args: string[]) =>
      (await call({ args: ["chart", "--no-helm", "./db", "--set", "grace=0", ...args], cwd })).stdout;
    expect(await shown()).toContain("terminationGracePeriodSeconds: {{ .Values.grace }}");
    expect(await shown()).toContain("= value: grace (--set grace=0 over db/values.yaml:1)");
    expect(await shown("--show", "rendered")).toContain("terminationGracePeriodSeconds: 0");
  });

  it("shows the other place, too, where it is edited, with the value that feeds it", async () => {
    const cwd = folder({
      ...chart,
      "db/values.yaml": "grace: 30\nservice:\n  type: ClusterIP\n",
      "db/templates/service.yaml": chart["db/templates/service.yaml"].replace(
        /clusterIP: .*/,
        "type: {{ .Values.service.type }}",
      ),
      "prod.yaml": "service: { type: NodePort }\n",
    });
    const args = ["./db", "-f", "prod.yaml"];
    const finding = (await found(args, cwd)).findings.find(({ rule }) => rule === "governing-service-not-headless");
    expect(finding?.template?.file).toBe("db/templates/set.yaml");
    expect(finding?.related).toEqual([
      expect.objectContaining({
        template: expect.objectContaining({ file: "db/templates/service.yaml", line: 6, exactness: "exact" }),
        values: [
          { file: "prod.yaml", line: 1, path: ["service", "type"], over: [{ file: "db/values.yaml", line: 3 }] },
        ],
      }),
    ]);
    const shown = async (...more: string[]) =>
      (await call({ args: ["chart", "--no-helm", ...args, ...more], cwd, env })).stdout;
    const pretty = await shown();
    expect(pretty).toContain("::: db/templates/service.yaml:6:3 (db (rendered):");
    expect(pretty).toContain("type: {{ .Values.service.type }}");
    expect(pretty).toContain("= value: service.type (prod.yaml:1 over db/values.yaml:3) of Service/db");
    expect(await shown("--show", "rendered")).toContain("type: NodePort");
    for (const format of ["sarif", "rdjson"]) {
      const text = await shown("--format", format);
      expect(text).toContain('"db/templates/service.yaml"');
      expect(text).not.toContain("(rendered)");
    }
    for (const format of ["markdown", "html", "agent"])
      expect(await shown("--format", format)).toMatch(/value.*service\.type.*prod\.yaml:1/i);
  });

  it("says once what several combinations of values show, and which need it", async () => {
    const report = await found(["./db", "--values-matrix"], folder(chart));
    const renders = (rule: string) => report.findings.filter((one) => one.rule === rule).map((one) => one.renders);
    expect(renders("vct-versioned-label")).toEqual([["default values", "ci/zero-values.yaml"]]);
    expect(renders("grace-zero")).toEqual([["ci/zero-values.yaml"]]);
  });

  it("says once what is suppressed and what is wrong in several combinations, and in which", async () => {
    const off = '{{- if .Values.none }}{{ fail "off" }}{{ end }}\n';
    const cwd = folder({
      ...chart,
      "db/templates/off.yaml": off,
      "db/ci/off-values.yaml": "none: true\n",
      "known.yaml":
        "overrides: [{ match: { kind: StatefulSet }, ignore: [{ rule: vct-versioned-label, reason: known }] }]\n",
    });
    const report = await found(["./db", "--values-matrix", "--config", "known.yaml"], cwd);
    expect(report.suppressed.map(({ rule, renders }) => [rule, renders])).toEqual([
      ["vct-versioned-label", ["default values", "ci/zero-values.yaml"]],
    ]);
    expect(report.problems).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/^with ci\/off-values\.yaml: .*off/) }),
    ]);
    expect(report.summary).toMatchObject({ suppressed: 1, problems: 1 });
    const [grace] = report.findings.filter(({ rule }) => rule === "grace-zero");
    expect(grace?.values?.[0]).toMatchObject({ file: "db/ci/zero-values.yaml", line: 1 });
  });

  it("minds a chart that prints nothing, but not a combination of values that switches all of it off", async () => {
    const files = Object.entries(chart).map(([path, text]): [string, string] =>
      path.includes("/templates/") && path.endsWith(".yaml")
        ? [path, `{{ if not .Values.none }}\n${text}{{ end }}`]
        : [path, text],
    );
    const cwd = folder({ ...Object.fromEntries(files), "db/ci/off-values.yaml": "none: true\n" });
    const status = async (...args: string[]) =>
      (await call({ args: ["chart", "--no-helm", "db", ...args], cwd })).status;
    expect(await status("--values-matrix", "--fail-on", "never")).toBe(0);
    expect(await status("--set", "none=true")).toBe(2);
    expect(await status("--set", "none=true", "--allow-empty")).toBe(0);
    expect(await status("--set", "none=true", "--values-matrix", "ci/off-*")).toBe(2);
  });

  it("passes over the libraries in a folder of charts", async () => {
    const library = { "charts/lib/Chart.yaml": "apiVersion: v2\nname: lib\nversion: 1.0.0\ntype: library\n" };
    const files = Object.entries(chart).map(([path, text]) => [`charts/${path}`, text] as const);
    expect((await found(["charts"], folder({ ...library, ...Object.fromEntries(files) }))).problems).toEqual([]);
    expect((await found(["charts"], folder(library))).problems).toHaveLength(1);
  });

  it("counts a chart once, however many combinations of values it is rendered with", async () => {
    const cwd = folder(chart);
    const { stdout } = await call({ args: ["chart", "--no-helm", "./db", "--values-matrix"], cwd, env });
    expect(stdout).toMatch(/ in 1 StatefulSet \(2 documents, 1 chart\)/);
  });

  it("says so where no file of the chart fits a glob for combinations", async () => {
    const args = ["chart", "--no-helm", "./db", "--values-matrix", "db/ci/*.yaml"];
    const { stderr } = await call({ args, cwd: folder(chart), env });
    expect(stderr).toMatch(/note: --values-matrix db\/ci\/\*\.yaml: no file fits it below .*db, the chart's folder/);
  });

  it("takes a folder that holds charts and nothing else for these charts", async () => {
    const files = Object.entries(chart).map(([path, text]) => [`charts/${path}`, text] as const);
    const inside = Object.fromEntries([
      ...files,
      ...files.map(([path, text]) => [path.replace("/db/", "/other/"), text] as const),
    ]);
    const { stdout } = await call({ args: ["chart", "--no-helm", "charts"], cwd: folder(inside), env });
    expect(stdout).toContain("--> charts/db/templates/");
    expect(stdout).toContain("--> charts/other/templates/");
  });

  it("compares with the same chart at a git revision, without fetching anything", async () => {
    const cwd = folder();
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd, stdio: "pipe" });
    git("init", "-q");
    for (const [name, text] of Object.entries(chart)) {
      execFileSync("mkdir", ["-p", join(cwd, name, "..")]);
      writeFileSync(join(cwd, name), text);
    }
    git("add", ".");
    git("commit", "-qm", "one");
    writeFileSync(join(cwd, "db/templates/set.yaml"), chart["db/templates/set.yaml"].replace("1Gi", "2Gi"));
    const report = await found(["./db", "--against", "git:HEAD"], cwd);
    expect(report.findings.map(({ rule }) => rule)).toContain("vct-size-changed");
    const { stdout } = await call({ args: ["chart", "--no-helm", "./db", "--against", "git:HEAD"], cwd, env });
    const [, pictured = ""] =
      /^error\[vct-size-changed\][\s\S]*?\n((?: +(?:-->|:::|\d* *\|).*\n)+)/m.exec(stdout) ?? [];
    // The chart's line says what comes: what runs is shown as it was printed.
    expect(pictured).toMatch(/--> db\/templates\/set\.yaml:\d+:\d+ .*\n(?:.*\n)*.*storage: 2Gi/);
    expect(pictured).toMatch(
      /::: db\/templates\/set\.yaml \(git:HEAD:\d+:\d+\)\n.*storage: 1Gi.*\n.*--- what runs now/,
    );
    const { status, stderr } = await call({
      args: ["chart", "--no-helm", "./db", "--against", "git:nowhere"],
      cwd,
      env,
    });
    expect(stderr).toContain("git knows no revision `nowhere`");
    expect(status).toBe(2);
  });

  it("compares a change of values alone as it compares a change of version", async () => {
    const set = chart["db/templates/set.yaml"].replace("1Gi", "{{ .Values.size }}");
    const values = `${chart["db/values.yaml"]}size: 1Gi\n`;
    const cwd = folder({
      ...chart,
      "db/templates/set.yaml": set,
      "db/values.yaml": values,
      "prod.yaml": "size: 2Gi\n",
    });
    const rules = async (...args: string[]) => (await found(["./db", ...args], cwd)).findings.map(({ rule }) => rule);
    expect(await rules("-f", "prod.yaml", "--against", "values:")).toContain("vct-size-changed");
    expect(await rules("--set", "grace=40", "--against", "values:prod.yaml")).toContain("vct-size-changed");
    expect(await rules("--set", "grace=40", "--against", "values:")).toContain("pods-restart");
    expect(await rules("-f", "prod.yaml", "--against", "values:prod.yaml")).not.toContain("vct-size-changed");
    const { status, stderr } = await call({
      args: ["chart", "--no-helm", "./db", "--against", "values:gone.yaml"],
      cwd,
    });
    expect(stderr).toContain("gone.yaml");
    expect(status).toBe(2);
  });

  it("names the values file and line that the chart's schema refuses", async () => {
    const cwd = folder({
      ...chart,
      "db/values.schema.json": '{"properties":{"grace":{"type":"integer"}}}',
      "prod.yaml": "service: {}\ngrace: soon\n",
    });
    const refused = async (args: readonly string[]) => {
      const [problem] = (await found(["./db", ...args], cwd)).problems;
      return `${problem?.kind} ${problem?.file}:${problem?.line}`;
    };
    expect(await refused(["-f", "prod.yaml"])).toBe("not-rendered prod.yaml:2");
    expect(await refused(["--set", "grace=soon"])).toBe("not-rendered db/Chart.yaml:1");
  });

  it.each([
    [["chart", "self"]],
    [["chart", "self", "--whole-release"]],
    [["chart", "self", "--fix"]],
    [["a", "--chart", "self"]],
  ])("%j takes a link that leads in a circle for nothing, and not for a fault of ours", async (args) => {
    const cwd = folder({ a: faulty });
    symlinkSync("self", join(cwd, "self"));
    const long = "x".repeat(300);
    for (const given of [args, args.map((arg) => (arg === "self" ? long : arg))]) {
      const { status, stderr } = await call({ args: given, cwd });
      expect(stderr).toMatch(/there is no |is no folder/);
      expect(status).toBe(2);
    }
  });

  it("passes on why helm would not render, with status 2", async () => {
    const cwd = folder({ ...chart, "db/templates/bad.yaml": 'a: {{ required "set .Values.x" .Values.x }}\n' });
    const { status, stdout } = await call({ args: ["chart", "--no-helm", "./db"], cwd });
    expect(stdout).toContain("set .Values.x");
    expect(stdout).toContain("db/templates/bad.yaml:1");
    expect(status).toBe(2);
  });

  it.skipIf(spawnSync("helm", ["version"]).status !== 0)(
    "lints what helm itself prints where helm is there",
    async () => {
      const cwd = folder(chart);
      const env = { PATH: process.env.PATH ?? "" };
      const { stdout } = await call({ args: ["chart", "./db", "--format", "json"], cwd, env });
      const report = JSON.parse(stdout) as Report;
      expect(report.findings.find(({ rule }) => rule === "vct-versioned-label")?.template?.exactness).toBe("exact");
    },
  );

  it.each([
    [["chart"], "name a chart"],
    [["chart", "./nowhere"], "there is no such folder"],
    [["chart", "upgrade", "r", "db/values.yaml"], "is no chart"],
    [["chart", "oci://registry.example.com/db", "--no-helm"], "only helm fetches charts"],
    [["chart", "./db", "--max-warnngs", "3"], "did you mean `--max-warnings`?"],
    [["--set", "a=1", "x.yaml"], "has no chart to be for"],
  ])("refuses %j", async (args, hint) => {
    const { status, stderr } = await call({ args, cwd: folder(chart) });
    expect(stderr).toContain(hint);
    expect(status).toBe(2);
  });
});

describe("the chart of this folder, `chart .`", () => {
  it("has its files named as they are, as GitLab and GitHub want them", async () => {
    const cwd = folder(Object.fromEntries(Object.entries(chart).map(([path, text]) => [path.slice(3), text])));
    const run = async (...args: string[]) => (await call({ args: ["chart", ".", "--no-helm", ...args], cwd })).stdout;
    expect(JSON.parse(await run("--format", "gitlab"))[0].location.path).toBe("templates/_helpers.tpl");
    expect(await run("--format", "github")).toContain("file=templates/_helpers.tpl,");
    expect(await run("--fix-dry-run")).toMatch(/^--- (a\/)?templates\/_helpers.tpl$/m);
    expect(await run("--frozen", "--format", "json")).toContain('"file": "values.yaml"');
    const broken = await call({ args: ["chart", ".", "--no-helm", "--set", "grace=a:b: c"], cwd });
    expect(broken.stdout).not.toContain("./templates");
  });
});

it("names and quotes the files of a packed chart as those of a folder", async () => {
  const cwd = folder(chart);
  execFileSync("tar", ["-czf", "db-1.2.3.tgz", "db"], { cwd });
  const { stdout } = await call({ args: ["chart", "db-1.2.3.tgz", "--no-helm", "--set", "grace=0"], cwd });
  expect(stdout).toContain("--> db-1.2.3.tgz/templates/set.yaml:13:");
  expect(stdout).toContain("terminationGracePeriodSeconds: {{ .Values.grace }}");
  const asked = async (...args: string[]) =>
    (await call({ args: ["chart", "db-1.2.3.tgz", "--no-helm", ...args], cwd, env })).stderr;
  expect(await asked("--values-matrix")).toContain("finds no values files in a packed chart");
  expect(await asked("--against", "git:HEAD")).toContain("`--against chart:REF@VERSION`");
});

describe("--chart beside a piped render", () => {
  it("maps the piped text, exactly where the flags are those that helm had", async () => {
    const cwd = folder(chart);
    const rendered = `---\n# Source: db/templates/set.yaml\n${chart["db/templates/set.yaml"]
      .replace("{{ .Values.grace }}", "0")
      .replace('{{- include "db.labels" . | nindent 10 }}', "app: db\n          chart: db-1.2.3")}`;
    const exactness = async (...args: string[]) => {
      const { stdout } = await call({ args: ["--chart", "./db", "--format", "json", ...args], stdin: rendered, cwd });
      return (JSON.parse(stdout) as Report).findings.find(({ rule }) => rule === "grace-zero")?.template;
    };
    expect(await exactness("--set", "grace=0")).toMatchObject({ line: 13, exactness: "exact" });
    expect(await exactness()).toMatchObject({ line: 13, exactness: "aligned" });
  });

  it("says once where the places are the nearest ones, and which flags to give", async () => {
    const random = `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\nstringData: { password: {{ randAlphaNum 9 }} }\n`;
    const set = `${chart["db/templates/set.yaml"]}{{- if eq (int .Values.grace) 0 }}\n  replicas: 4\n{{- end }}\n`;
    const cwd = folder({
      ...chart,
      "db/templates/secret.yaml": random,
      "db/templates/set.yaml": set.replace(
        "spec:\n      termination",
        'spec:\n      hostname: "{{ randAlpha 5 }}"\n      termination',
      ),
    });
    const said = async (format: string, render: readonly string[], ...args: string[]) => {
      const printed = helmTemplate(["release-name", "./db", ...render], { cwd }).stdout.replace(
        /password: \w+/,
        "password: x",
      );
      const stdin = printed.replace(/hostname: "\w+"/, 'hostname: "other"');
      const { stdout } = await call({ args: ["--chart", "./db", "--format", format, ...args], stdin, cwd });
      return stdout.match(/[^ ;].*approximate.*/g) ?? [];
    };
    for (const format of ["pretty", "concise", "markdown"])
      expect(await said(format, ["--set=grace=0"])).toEqual([
        expect.stringMatching(/rendered here, StatefulSet.db of db differs from the input; .* `-f`, `--set`/),
      ]);
    expect(await said("pretty", ["--set=grace=0"], "--set", "grace=0")).toEqual([]);
    expect(await said("pretty", [])).toEqual([]);
  });

  it("says nothing of places where it is what runs now that another version of the chart has made", async () => {
    const cwd = folder(chart);
    const printed = (...args: string[]) => helmTemplate(["release-name", "./db", ...args], { cwd }).stdout;
    writeFileSync(join(cwd, "old.yaml"), printed("--set=grace=30"));
    const args = ["--chart", "./db", "--set", "grace=0", "--against", "old.yaml", "--preset", "all"];
    const { stdout } = await call({ args, stdin: printed("--set=grace=0"), cwd });
    expect(stdout).toContain("pods-restart");
    expect(stdout).not.toContain("approximate");
  });

  it("knows what either helm prints, and what Helm 4 adds for a post-renderer", async () => {
    const asked = chart["db/templates/set.yaml"].replace(
      "  name: db\n",
      '  name: db\n  annotations: { by: "{{ .Capabilities.HelmVersion.Version }}" }\n',
    );
    const cwd = folder({ ...chart, "db/templates/set.yaml": asked });
    const report = async (stdin: string) => {
      const args = ["--chart", "./db", "--set", "grace=0", "--format"];
      const pretty = await call({ args: [...args, "pretty"], stdin, cwd });
      const json = await call({ args: [...args, "json"], stdin, cwd });
      const { findings } = JSON.parse(json.stdout) as Report;
      const grace = findings.find(({ rule }) => rule === "grace-zero");
      return { ...grace?.template, isApproximate: pretty.stdout.includes("approximate") };
    };
    const printed = (helm: "3" | "4") => helmTemplate(["release-name", "./db", "--set=grace=0"], { cwd, helm }).stdout;
    const exact = { line: 14, exactness: "exact", isApproximate: false };
    expect(await report(printed("4"))).toMatchObject(exact);
    expect(await report(printed("3"))).toMatchObject(exact);
    const annotated = printed("4")
      .replace(/^# Source: (.*)\n/gm, "")
      .replaceAll(
        /^ {2}annotations: \{ /gm,
        "  annotations: { postrenderer.helm.sh/postrender-filename: 'db/templates/set.yaml', ",
      );
    expect(await report(annotated)).toMatchObject({ ...exact, exactness: "aligned" });
  });
});

describe("lintChart of the library", () => {
  const files = Object.entries(chart).map(([path, text]) => ({ path: path.slice(3), text }));

  it("renders, lints and traces, pure and synchronous", () => {
    const report = lintChart(files, { set: ["grace=0"] });
    const finding = report.findings.find(({ rule }) => rule === "grace-zero");
    expect(finding?.template).toMatchObject({ file: "templates/set.yaml", line: 13, exactness: "exact" });
    expect(finding?.values?.[0]).toMatchObject({ path: ["grace"], flag: "--set grace=0" });
  });

  it("answers a chart that does not render with a problem", () => {
    const report = lintChart([...files, { path: "templates/bad.yaml", text: '{{ fail "no" }}' }]);
    expect(report.problems).toEqual([expect.objectContaining({ kind: "not-rendered", file: "templates/bad.yaml" })]);
  });
});

describe("what is known of one chart", () => {
  const named = (name: string) => ({
    [`${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`,
    [`${name}/templates/all.yaml`]: faulty.replace(/^# Source.*\n/gm, ""),
  });

  it("hides nothing of another, neither by the baseline nor where code scanning tells findings apart", async () => {
    const cwd = folder({ ...named("one"), ...named("two") });
    const chart = (...args: readonly string[]) => call({ args: ["chart", "--no-helm", ...args], cwd });
    expect((await chart("one", "--baseline", "known.json", "--update-baseline")).status).toBe(0);
    expect((await chart("one", "--baseline", "known.json")).status).toBe(0);
    const both = await chart("one", "two", "--baseline", "known.json", "--format", "json");
    expect(both.status).toBe(1);
    const { findings } = JSON.parse(both.stdout) as { findings: { rule: string; template: { file: string } }[] };
    expect(new Set(findings.map(({ template }) => template.file))).toEqual(new Set(["two/templates/all.yaml"]));
    const { runs } = JSON.parse((await chart("one", "two", "--format", "sarif")).stdout);
    const prints = runs[0].results.map((one: { partialFingerprints: object }) =>
      JSON.stringify(one.partialFingerprints),
    );
    expect(new Set(prints).size).toBe(prints.length);
  });
});
