import { mkdirSync, readFileSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { call, folder } from "./fake-host.ts";

/** A negative history in a value, a misplaced maxUnavailable and a misspelt field in the template. */
const chart = {
  "db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.2.3\n",
  "db/values.yaml": "# How far back.\nhistory: -1   # revisions\nstrategy: OnDelete\nlabels:\n  app: db\n",
  "db/templates/_helpers.tpl": '{{- define "db.port" -}}\ncontainerport: 80\n{{- end -}}\n',
  "db/templates/service.yaml":
    "apiVersion: v1\nkind: Service\nmetadata:\n  name: db\nspec:\n  clusterIP: None\n  ports: [{ port: 80 }]\n  selector: { app: db }\n",
  "db/templates/set.yaml": `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db
  revisionHistoryLimit: {{ .Values.history }}
  updateStrategy:
    type: {{ .Values.strategy }}
    {{- if eq .Values.strategy "OnDelete" }}
    rollingUpdate:
      partition: 0
    {{- end }}
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: {{- toYaml .Values.labels | nindent 8 }}
    spec:
      containers:
        - name: db
          image: registry.example.com/db:1
          ports:
            - {{ include "db.port" . }}
`,
};

const run = (cwd: string, ...args: string[]) => call({ args: ["chart", "./db", "--no-helm", "-q", ...args], cwd });
const file = (cwd: string, name: string) => readFileSync(join(cwd, name), "utf8");

describe("sts-lint chart --fix", () => {
  it("writes literals where they stand in templates and helpers, values in values.yaml, and leaves all else", async () => {
    const cwd = folder(chart);
    const { stderr } = await run(cwd, "--fix");
    expect(file(cwd, "db/templates/_helpers.tpl")).toBe(
      chart["db/templates/_helpers.tpl"].replace("containerport", "containerPort"),
    );
    expect(stderr).toContain("db/templates/_helpers.tpl: 1 finding fixed");
    expect(file(cwd, "db/templates/service.yaml")).toBe(chart["db/templates/service.yaml"]);
  });

  it("takes an entry that a value prints out of the value, and leaves the lines that print it to all others", async () => {
    const template = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers: [{ name: db, image: "x:1", volumeMounts: [{ name: data, mountPath: /data }] }]
  volumeClaimTemplates:
    - metadata:
        name: data
        {{- with .Values.claimLabels }}
        labels: {{- toYaml . | nindent 10 }}
        {{- end }}
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`;
    const values = "name: db\nclaimLabels:\n  chart: db-1.2.3\n";
    const cwd = folder({ ...chart, "db/templates/set.yaml": template, "db/values.yaml": values });
    await run(cwd, "--fix");
    expect(file(cwd, "db/templates/set.yaml")).toBe(template);
    expect(file(cwd, "db/values.yaml")).not.toContain("db-1.2.3");
  });

  it("shows the same as a diff, and writes nothing", async () => {
    const cwd = folder(chart);
    const { stdout } = await run(cwd, "--fix-dry-run");
    expect(stdout).toContain("--- db/templates/_helpers.tpl");
    expect(stdout).toContain("-containerport: 80\n+containerPort: 80");
    expect(file(cwd, "db/templates/_helpers.tpl")).toBe(chart["db/templates/_helpers.tpl"]);
  });

  it("edits the value that feeds the place, with its comments and style", async () => {
    const cwd = folder(chart);
    const { stderr } = await run(cwd, "--fix", "--unsafe-fixes");
    expect(file(cwd, "db/values.yaml")).toMatch(/^# How far back\.\nhistory: \d+ {3}# revisions\n/);
    expect(stderr).toContain("db/values.yaml: 1 finding fixed");
  });

  it.each([[], ["--unsafe-fixes"]])(
    "leaves a safe fix that would change more than what it is about, and says so (%s)",
    async (...unsafe) => {
      const port = {
        ...chart,
        "db/templates/_helpers.tpl": '{{- define "db.port" -}}\n{{ .Values.key }}: 80\n{{- end -}}\n',
      };
      const cwd = folder({
        ...port,
        "db/values.yaml": `${chart["db/values.yaml"]}key: containerport\n`,
        "db/templates/map.yaml":
          "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: keys }\ndata: { key: {{ .Values.key | quote }} }\n",
      });
      const { stderr } = await run(cwd, "--fix", ...unsafe);
      expect(stderr).toContain("it would change more than what the finding is about");
      expect(file(cwd, "db/values.yaml")).toContain("key: containerport\n");
    },
  );

  it("says of a fix whose places one line of the template prints why it is left, not that another is in its way", async () => {
    const cwd = folder({
      ...chart,
      "db/templates/_helpers.tpl":
        '{{- define "db.labels" -}}\napp: db\nhelm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}\n{{- end -}}\n',
      "db/templates/set.yaml": `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
  labels: {{- include "db.labels" . | nindent 4 }}
spec:
  serviceName: db
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      containers:
        - name: db
          image: registry.example.com/db:1
          volumeMounts: [{ name: data, mountPath: /a }, { name: log, mountPath: /b }]
  volumeClaimTemplates:
    {{- range list "data" "log" }}
    - metadata:
        name: {{ . }}
        labels: {{- include "db.labels" $ | nindent 10 }}
      spec:
        accessModes: [ReadWriteOnce]
        resources: { requests: { storage: 1Gi } }
    {{- end }}
`,
    });
    const { stderr } = await run(cwd, "--fix");
    expect(stderr).toContain(
      "vct-versioned-label of StatefulSet/db is left: it would change more than what the finding is about",
    );
  });

  it("says where a value was given that no file of the chart holds", async () => {
    const cwd = folder({
      ...chart,
      "prod.yaml": "history: -1\n",
      "db/values.yaml": chart["db/values.yaml"].replace("-1", "5"),
    });
    const said = async (...args: string[]) => (await run(cwd, "--fix-dry-run", "--unsafe-fixes", ...args)).stderr;
    expect(await said("-f", "prod.yaml")).toContain("is left: the value comes from prod.yaml:1, which");
    expect(await said("--set", "history=-1")).toContain("is left: the value comes from `--set history=-1`, which");
  });

  it("never follows a link out of the chart, and ends with the reason where the chart then does not render", async () => {
    const cwd = folder(chart);
    mkdirSync(join(cwd, "else"));
    renameSync(join(cwd, "db/templates/_helpers.tpl"), join(cwd, "else/_helpers.tpl"));
    symlinkSync("../../else/_helpers.tpl", join(cwd, "db/templates/_helpers.tpl"));
    const { status, stdout } = await run(cwd, "--fix");
    // helm's loader does not read it either.
    expect([status, stdout]).toEqual([2, expect.stringContaining('no template "db.port"')]);
    expect(file(cwd, "else/_helpers.tpl")).toBe(chart["db/templates/_helpers.tpl"]);
  });

  it.each(["", "--unsafe-fixes"])(
    "says why the chart does not render where a pattern keeps its folder from being read %s",
    async (more) => {
      const args = ["--fix-dry-run", ...(more === "" ? [] : [more])];
      const { status, stdout, stderr } = await run(folder({ ...chart, "db/.helmignore": "[\n" }), ...args);
      expect([status, stderr]).toEqual([2, ""]);
      expect(stdout).toContain("syntax error in pattern");
    },
  );

  it("says which link leads to itself, as helm does", async () => {
    const cwd = folder(chart);
    symlinkSync(".", join(cwd, "db/loop"));
    const { status, stdout } = await run(cwd);
    expect([status, stdout]).toEqual([2, expect.stringContaining("too many levels of symbolic links")]);
  });

  it("shows the changes on stderr where a report for machines goes to stdout", async () => {
    const { stdout, stderr } = await run(folder(chart), "--fix-dry-run", "--format", "json");
    expect(JSON.parse(stdout)).toMatchObject({ version: 1 });
    expect(stderr).toContain("--- ");
  });

  it.each([
    [["--unsafe-fixes"], "widens --fix"],
    [["--fix", "--fix-dry-run"], "give one"],
    [["--fix", "--update-baseline", "--baseline", "b.json"], "the baseline is for what is left"],
    [["--fix", "db-1.2.3.tgz"], "is no folder"],
  ])("refuses %j", async (args, hint) => {
    const { status, stderr } = await run(folder(chart), ...args);
    expect(stderr).toContain(hint);
    expect(status).toBe(2);
  });

  const switched = {
    "db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.2.3\n",
    "db/values.yaml":
      "strategy: OnDelete\npartition: 1\nmetrics: { enabled: false }\nautoscaling: { enabled: true }\nreplicas: 3\n",
    "db/templates/_helpers.tpl":
      '{{- define "db.labels" -}}\napp: db\nhelm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}\n{{- end }}\n',
    "db/templates/set.yaml": `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  replicas: {{ .Values.replicas }}
  updateStrategy:
    type: {{ .Values.strategy }}
    rollingUpdate:
      partition: {{ .Values.partition }}
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers: [{ name: db, image: "registry.example.com/db:1", resources: { requests: { cpu: 1 } } }]
  volumeClaimTemplates:
    - metadata:
        name: data
        labels: {{- include "db.labels" . | nindent 10 }}
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
{{- if .Values.metrics.enabled }}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: metrics
  labels: {{- include "db.labels" . | nindent 4 }}
{{- end }}
{{- if .Values.autoscaling.enabled }}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: db }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: StatefulSet, name: db }
  minReplicas: 2
  maxReplicas: 5
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 50 } } }]
{{- end }}
`,
  };

  it("changes nothing of what others get who turn a switch of the chart", async () => {
    const cwd = folder(switched);
    const { stderr } = await run(cwd, "--fix", "--unsafe-fixes");
    for (const [name, text] of Object.entries(switched)) expect(file(cwd, name)).toBe(text);
    expect(stderr).toContain(
      "vct-versioned-label of StatefulSet/db is left: where `metrics.enabled=true` it would change more than what the finding is about",
    );
    expect(stderr).toContain("ondelete-with-rollingupdate of StatefulSet/db is left: where `strategy=RollingUpdate`");
    expect(stderr).toContain("hpa-with-replicas of StatefulSet/db is left: where `autoscaling.enabled=false`");
  });

  it("makes the same changes where no switch hangs on them", async () => {
    const cwd = folder({
      ...switched,
      "db/templates/set.yaml": switched["db/templates/set.yaml"]
        .replace(".Values.strategy", '"OnDelete"')
        .replace(".Values.metrics.enabled", "false"),
    });
    await run(cwd, "--fix");
    expect(file(cwd, "db/templates/_helpers.tpl")).not.toContain("helm.sh/chart");
    expect(file(cwd, "db/templates/set.yaml")).not.toContain("rollingUpdate");
  });

  it("tries what a template asks that values.yaml does not list", async () => {
    const cwd = folder({
      ...switched,
      "db/values.yaml": switched["db/values.yaml"].replace(/^metrics: .*\n/m, "metrics: {}\n"),
    });
    const { stderr } = await run(cwd, "--fix");
    expect(stderr).toContain("vct-versioned-label of StatefulSet/db is left: where `metrics.enabled=true`");
  });

  /** Two labels in a claim template, of which one hides what is found of the other. */
  const plain = (labels: string, other = "") => ({
    "db/Chart.yaml": switched["db/Chart.yaml"],
    "db/values.yaml": "team: shop\n",
    "db/templates/set.yaml": `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: "{{ .Release.Name }}-db" }
spec:
  serviceName: db
  selector: { matchLabels: { app: "{{ .Release.Name }}-db" } }
  template:
    metadata: { labels: { app: "{{ .Release.Name }}-db" } }
    spec:${other}
      containers: [{ name: db, image: "registry.example.com/db:1", volumeMounts: [{ name: data, mountPath: /data }] }]
  volumeClaimTemplates:
    - metadata:
        name: data
        labels:
          app: db
${labels}
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`,
  });

  it("makes a fix though the finding had hidden another one", async () => {
    const version = "          helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}";
    const cwd = folder(plain(`${version}\n          team: {{ .Values.team }}`));
    const { stdout, stderr } = await run(cwd, "--fix");
    expect(file(cwd, "db/templates/set.yaml")).not.toContain("helm.sh/chart");
    expect(stderr).not.toContain("is left");
    expect(stdout).not.toContain("vct-versioned-label");
  });

  it("asks for the name of the release where the fix has it", async () => {
    const affinity = `
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector: { matchLabels: { app: my-db } }`;
    const cwd = folder(plain("", affinity));
    await run(cwd, "--fix", "--unsafe-fixes", "--preset", "all");
    expect(file(cwd, "db/templates/set.yaml")).toContain("matchLabels: { app: {{ $.Release.Name }}-db }");
  });

  it("takes the comment of an entry with it, and leaves it out of no other's", async () => {
    const chart = plain("{{ toYaml .Values.labels | indent 10 }}");
    const cwd = folder({
      ...chart,
      "db/values.yaml": "labels:\n  # team: shop\n  # -- of the format\n  ver: 1.2.3\n  # -- who runs it\n  kind: db\n",
    });
    await run(cwd, "--fix");
    expect(file(cwd, "db/values.yaml")).toBe("labels:\n  # team: shop\n  # -- who runs it\n  kind: db\n");
  });
});
