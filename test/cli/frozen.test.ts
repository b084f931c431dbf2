import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { FrozenReport, FrozenValue } from "../../src/plan/frozen/frozen-types.ts";
import { call, folder } from "./fake-host.ts";

const files = {
  "db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.2.3\n",
  "db/values.yaml": `# The name in front.
nameOverride: ""
image: registry.example.com/db:1
size: 8Gi
policy: OrderedReady
persistence:
  enabled: true
mode: strict
replicas: 2
args: [a, b]
unused: 1
labels: {}
`,
  "db/templates/set.yaml": `{{- if ne .Values.mode "strict" }}{{ fail "mode" }}{{ end }}
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ .Values.nameOverride | default "db" }}
spec:
  serviceName: db
  replicas: {{ .Values.replicas }}
  podManagementPolicy: {{ .Values.policy }}
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels:
        app: db
        {{- with .Values.labels }}{{ toYaml . | nindent 8 }}{{ end }}
      annotations: { mode: {{ .Values.mode }} }
    spec:
      containers:
        - name: db
          image: {{ .Values.image }}
          args: {{ toJson .Values.args }}
          {{- if .Values.persistence.enabled }}
          volumeMounts: [{ name: data, mountPath: /data }]
          {{- end }}
  {{- if .Values.persistence.enabled }}
  volumeClaimTemplates:
    - metadata: { name: data }
      spec:
        accessModes: [ReadWriteOnce]
        resources: { requests: { storage: {{ .Values.size }} } }
  {{- end }}
`,
};

const run = (cwd: string, ...args: string[]) =>
  call({ args: ["chart", "./db", "--no-helm", "--frozen", ...args], cwd });

async function found(...args: string[]): Promise<{ report: FrozenReport; values: Map<string, FrozenValue> }> {
  const { stdout, status } = await run(folder(files), "--format", "json", ...args);
  expect(status).toBe(0);
  const [report] = JSON.parse(stdout) as FrozenReport[];
  if (report === undefined) throw new Error("no report");
  const values = report.statefulSets.flatMap((set) => set.values);
  return { report, values: new Map(values.map((value) => [value.path.join("."), value])) };
}

describe("sts-lint chart --frozen", () => {
  it("says of each value what changing it costs, and leaves out what costs nothing", async () => {
    const { values, report } = await found();
    const costs = Object.fromEntries([...values].map(([path, { costs, frozen }]) => [path, [frozen, ...costs]]));
    expect(costs).toEqual({
      nameOverride: [true, "claims-stranded", "set-renamed"],
      "persistence.enabled": [true, "claims-stranded", "refused", "pods-restarted"],
      policy: [true, "refused"],
      size: [true, "refused"],
      image: [false, "pods-restarted"],
      "args.0": [false, "pods-restarted"],
      "args.1": [false, "pods-restarted"],
      labels: [false, "pods-restarted"],
      mode: [false, "pods-restarted"],
    });
    expect(values.get("size")).toMatchObject({
      file: "db/values.yaml",
      line: 4,
      value: "8Gi",
      tried: "16Gi",
      by: "render",
      fields: [["spec", "volumeClaimTemplates", 0, "spec", "resources", "requests", "storage"]],
    });
    expect(values.get("persistence.enabled")?.claims).toEqual(["data-db-0", "data-db-1"]);
    expect(report.untried).toEqual([]);
  });

  it("tells of the names that values.yaml leaves out, where a template reads them", async () => {
    const cwd = folder({
      ...files,
      "db/values.yaml": files["db/values.yaml"].replace('nameOverride: ""\n', ""),
      "db/charts/cache/Chart.yaml": "apiVersion: v2\nname: cache\nversion: 1.0.0\n",
      "db/charts/cache/templates/set.yaml": files["db/templates/set.yaml"]
        .replace(/^.*"strict".*\n/, "")
        .replace('.nameOverride | default "db"', '.fullnameOverride | default "cache"')
        .replace(".persistence.enabled", ".size"),
      "db/charts/cache/values.yaml": "size: 1Gi\npersistence: {}\nimage: registry.example.com/cache:1\n",
    });
    const { stdout } = await run(cwd, "--format", "json");
    const [report] = JSON.parse(stdout) as FrozenReport[];
    const names = report?.statefulSets.map(({ name, values }) => [
      name,
      ...values
        .filter(({ path }) => String(path.at(-1)).endsWith("nameOverride"))
        .map(({ path, value, costs }) => [path.join("."), value, ...costs]),
    ]);
    expect(names).toEqual([
      ["cache", ["cache.fullnameOverride", null, "set-renamed"]],
      ["db", ["nameOverride", null, "claims-stranded", "set-renamed"]],
    ]);
    expect((await run(cwd, "--format", "values")).stdout).toContain(
      "# Frozen after the first install: nameOverride: StatefulSet/db: claims stranded: data-db-0 and data-db-1;",
    );
  });

  it("says that a claim of the chart itself is deleted where a value takes it out", async () => {
    const cwd = folder({
      "db/Chart.yaml": files["db/Chart.yaml"],
      "db/values.yaml": "claim: true\nimage: registry.example.com/db:1\n",
      "db/templates/claim.yaml":
        "{{ if .Values.claim }}\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: db-data }\nspec: { accessModes: [ReadWriteOnce] }\n{{ end }}\n",
      "db/templates/set.yaml": `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers: [{ name: db, image: {{ .Values.image }}, volumeMounts: [{ name: data, mountPath: /data }] }]
      volumes: [{ name: data, persistentVolumeClaim: { claimName: db-data } }]
`,
    });
    const [report] = JSON.parse((await run(cwd, "--format", "json")).stdout) as FrozenReport[];
    expect(report?.statefulSets[0]?.values).toEqual([
      expect.objectContaining({ path: ["claim"], frozen: true, costs: ["claims-deleted"], claims: ["db-data"] }),
      expect.objectContaining({ path: ["image"], frozen: false, costs: ["pods-restarted"], claims: [] }),
    ]);
  });

  it("follows a value's text where the chart refuses to render with another", async () => {
    expect((await found()).values.get("mode")).toMatchObject({ by: "trace", costs: ["pods-restarted"] });
  });

  it("names the flag or file that gave a value, and counts from the values as given", async () => {
    const { values } = await found("--set", "persistence.enabled=false");
    expect(values.get("persistence.enabled")).toMatchObject({
      flag: "--set persistence.enabled=false",
      value: false,
      tried: true,
      costs: ["refused", "pods-restarted"],
    });
    expect(values.has("size")).toBe(false);
  });

  it("prints what its schema promises", async () => {
    const { report } = await found();
    const schema = JSON.parse(
      readFileSync(new URL("../../schemas/frozen.schema.json", import.meta.url), "utf8"),
    ) as object;
    const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
    expect(validate([report]), JSON.stringify(validate.errors)).toBe(true);
  });

  it("prints a table, and a section for the README", async () => {
    const cwd = folder(files);
    const { stdout } = await run(cwd);
    expect(stdout).toContain("StatefulSet/db");
    expect(stdout).toMatch(
      /policy +db\/values\.yaml:5 +"OrderedReady" -> "Parallel" +update refused \(spec\.podManagementPolicy\)/,
    );
    const readme = (await run(cwd, "--format", "readme")).stdout;
    expect(readme).toContain("| Value | Default | What changing it costs |");
    expect(readme).toContain('| `size` | `"8Gi"` |');
    expect(readme).toContain("restarts the pods: `args[0]`");
  });

  it("writes values.yaml with comments, keeps all else, and repeats nothing when run again", async () => {
    const cwd = folder(files);
    const path = join(cwd, "db/values.yaml");
    expect((await run(cwd, "--format", "values=db/values.yaml")).status).toBe(0);
    const once = readFileSync(path, "utf8");
    expect(once).toContain(
      "  # Frozen after the first install: claims stranded: data-db-0 and data-db-1; update refused",
    );
    expect(once).toContain(
      "# Frozen after the first install: update refused (spec.podManagementPolicy)\npolicy: OrderedReady\n",
    );
    expect(
      once
        .split("\n")
        .filter((line) => !line.includes("# Frozen"))
        .join("\n"),
    ).toBe(files["db/values.yaml"]);
    await run(cwd, "--format", "values=db/values.yaml");
    expect(readFileSync(path, "utf8")).toBe(once);
  });

  it("writes no workflow command and no escape that a chart makes", async () => {
    const fails = { ...files, "db/templates/set.yaml": '{{ fail "boo\\n::error::planted \\x1b[31m" }}\n' };
    const { status, stderr } = await call({ args: ["chart", "db", "--frozen"], cwd: folder(fails) });
    expect(status).toBe(2);
    expect(stderr).not.toMatch(/^::error/m);
    expect(stderr).not.toContain("\u001b");
  });

  it("keeps the chart's own lines in its file, whatever they hold, and makes them inert in a log", async () => {
    const line = "note: |\n  ::error::planted\n";
    const cwd = folder({ ...files, "db/values.yaml": `${files["db/values.yaml"]}${line}` });
    await call({ args: ["chart", "db", "--frozen", "--format", "values=out.yaml"], cwd });
    expect(readFileSync(join(cwd, "out.yaml"), "utf8")).toContain("  ::error::planted\n");
    const { stdout } = await call({ args: ["chart", "db", "--frozen", "--format", "values"], cwd });
    expect(stdout).not.toContain("::error::planted");
  });

  it.each([
    [["chart", "upgrade", "r", "./db", "--frozen"], "asks no cluster"],
    [["chart", "db", "--frozen", "--unsafe-fixes"], "leave --unsafe-fixes out"],
    [["chart", "db", "--frozen", "--rule", "grace-zero=off"], "leave --rule out"],
    [["chart", "db", "--frozen", "--preset", "all"], "leave --preset out"],
    [["chart", "db", "--frozen", "--deployer", "flux"], "leave --deployer out"],
    [["chart", "release.yaml", "--frozen"], "is no chart"],
  ])("refuses %j, which would be dropped without a word", async (args, hint) => {
    const { status, stderr } = await call({ args, cwd: folder({ ...files, "release.yaml": "kind: HelmRelease\n" }) });
    expect([status, stderr]).toEqual([2, expect.stringContaining(hint)]);
  });

  it("answers a chart that does not render with its reason and status 2, and writes nothing", async () => {
    const cwd = folder(files);
    const { status, stdout, stderr } = await run(cwd, "--set", "mode=x", "--format", "values=db/values.yaml");
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("db/templates/set.yaml");
    expect(readFileSync(join(cwd, "db/values.yaml"), "utf8")).toBe(files["db/values.yaml"]);
  });

  it.each([
    [["--against", "git:main"], "leave --against out"],
    [["--format", "sarif"], "known: text, json, values, readme"],
  ])("refuses %j", async (args, hint) => {
    const { status, stderr } = await run(folder(files), ...args);
    expect(stderr).toContain(hint);
    expect(status).toBe(2);
  });
});

describe("values of which the server reads no text", () => {
  it("are tried with what it reads, and freeze nothing that they do not feed", async () => {
    const set = files["db/templates/set.yaml"].replace(
      "    spec:\n      containers:",
      `    spec:
      tolerations: {{- toYaml .Values.tolerations | nindent 8 }}
      containers:`,
    );
    const cwd = folder({
      ...files,
      "db/templates/set.yaml": set.replace(
        "          args:",
        '          resources: { limits: { memory: {{ .Values.memory | default "1Gi" | quote }} } }\n          {{- with .Values.probe }}\n          livenessProbe: { initialDelaySeconds: {{ . }}, exec: { command: [a] } }{{ end }}\n          args:',
      ),
      "db/values.yaml": `${files["db/values.yaml"]}tolerations: []\nmemory: ""\nprobe: ""\n`,
    });
    const [report] = JSON.parse((await run(cwd, "--format", "json")).stdout) as FrozenReport[];
    const told = (report?.statefulSets[0]?.values ?? []).map(({ path, frozen, tried }) => [
      path.join("."),
      frozen,
      tried,
    ]);
    expect(told).toContainEqual(["tolerations", false, [{ name: "changed" }]]);
    expect(told).toContainEqual(["memory", false, "1"]);
    expect(told).toContainEqual(["probe", false, "1"]);
    expect(report?.untried).toEqual([]);
  });
});

describe("values that templates do not name", () => {
  it("are found however a template, or helm, looks at them", async () => {
    const set = files["db/templates/set.yaml"].replace(
      "annotations: { mode: {{ .Values.mode }} }",
      `annotations:
        index: {{ index .Values "byIndex" | quote }}
        get: {{ get (get .Values "m") (printf "by%s" "Get") | quote }}
        {{- range $key, $value := .Values.ranged }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        tpl: {{ tpl "{{ $.Values.byTpl }}" . | quote }}
        dig: {{ dig "b" "c" "" (deepCopy .Values.a) | quote }}
        size: {{ len .Values.counted | quote }}
        has: {{ hasKey .Values.m "byHas" | quote }}
        sub: "{{ with .Subcharts.cache }}{{ .Values.seen }}{{ end }}"
        written: {{ .Values.object | toYaml | sha256sum }}`,
    );
    const cwd = folder({
      ...files,
      "db/Chart.yaml": `${files["db/Chart.yaml"]}dependencies:\n  - {name: cache, version: 1.0.0, condition: cache.enabled}\n`,
      "db/values.yaml": `${files["db/values.yaml"]}byIndex: a
m: {byGet: a, byHas: a, unseen: a}
ranged: {x: a}
byTpl: a
a: {b: {c: a}}
counted: {z: a}
object: {inner: {x: a}}
cache: {enabled: true, seen: a, own: a, unseen: a}
global: {shared: a}
`,
      "db/templates/set.yaml": set,
      "db/charts/cache/Chart.yaml": "apiVersion: v2\nname: cache\nversion: 1.0.0\n",
      "db/charts/cache/values.yaml": "own: b\ndefault: b\nunseen: b\n",
      "db/charts/cache/templates/set.yaml": `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: cache }
spec:
  serviceName: cache
  selector: { matchLabels: { app: cache } }
  template:
    metadata: { labels: { app: cache }, annotations: { a: "{{ .Values.own }}{{ .Values.default }}{{ .Values.global.shared }}" } }
    spec: { containers: [{ name: cache, image: "registry.example.com/cache:1" }] }
`,
    });
    const [report] = JSON.parse((await run(cwd, "--format", "json")).stdout) as FrozenReport[];
    const told = new Set(report?.statefulSets.flatMap(({ values }) => values.map(({ path }) => path.join("."))));
    expect([...told]).toEqual(
      expect.arrayContaining([
        "byIndex",
        "m.byGet",
        "ranged.x",
        "byTpl",
        "a.b.c",
        "object.inner.x",
        "cache.enabled",
        "cache.seen",
        "cache.own",
        "cache.default",
        "global.shared",
      ]),
    );
    expect([...told].filter((path) => path.endsWith("unseen") || path === "unused")).toEqual([]);
  });
});
