import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { helmTemplate } from "../../src/chart/node/helm-template.ts";
import { call, folder } from "./fake-host.ts";

const head = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: db\nspec:\n";

/** A set with the lines of its containers. */
const setOf = (containers: string, rest = "") => `${head}  serviceName: db
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      containers:
${containers}${rest}`;

const container = (probes: string, name = "db", image = "{{ .Values.image }}") =>
  `        - name: ${name}\n          image: "${image}"\n${probes}`;

const probe = (kind: string, numbers: string) =>
  `          ${kind}:\n            tcpSocket: { port: 5432 }\n${numbers}`;

interface Files {
  readonly template?: string;
  readonly values?: string | undefined;
  readonly more?: Readonly<Record<string, string>>;
}

const chartOf = ({ template = "", values, more = {} }: Files): string =>
  folder({
    "db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.2.3\n",
    ...(values === undefined ? {} : { "db/values.yaml": values }),
    ...(template === "" ? {} : { "db/templates/statefulset.yaml": template }),
    ...more,
  });

const run = (cwd: string, ...args: string[]) => call({ args: ["chart", "./db", "--no-helm", ...args], cwd });

/** Makes the fixes of one rule: the chart must render as before, and the rule be silent. */
async function fix(files: Files, rule = "probe-not-parameterized", flags: readonly string[] = []) {
  const cwd = chartOf(files);
  const render = () => helmTemplate(["db", "db"], { cwd }).stdout;
  const before = render();
  const settings = ["--rule", `${rule}=warning`];
  const { stdout, stderr } = await run(cwd, "--fix", "--unsafe-fixes", ...settings, ...flags);
  expect(render()).toBe(before);
  const read = (name: string) => readFileSync(join(cwd, "db", name), "utf8");
  const template = existsSync(join(cwd, "db/templates/statefulset.yaml")) ? read("templates/statefulset.yaml") : "";
  const values = existsSync(join(cwd, "db/values.yaml")) ? read("values.yaml") : undefined;
  return { cwd, read, template, values, isGone: !stdout.includes(`[${rule}]`), stdout, stderr };
}

describe("sts-lint chart --fix --unsafe-fixes of a probe that no value tunes", () => {
  it("prints its numbers from a section of the values, with today's numbers as defaults", async () => {
    const { template, values, isGone } = await fix({
      template: setOf(
        container(probe("livenessProbe", "            periodSeconds: 5   # often\n            failureThreshold: 3\n")),
      ),
      values: "# Which one.\nimage: db:1 # ours\n",
    });
    expect(template).toContain("            periodSeconds: {{ .Values.livenessProbe.periodSeconds }}   # often\n");
    expect(template).toContain("            failureThreshold: {{ .Values.livenessProbe.failureThreshold }}\n");
    expect(values).toBe(
      "# Which one.\nimage: db:1 # ours\nlivenessProbe:\n  periodSeconds: 5\n  failureThreshold: 3\n",
    );
    expect(isGone).toBe(true);
  });

  it("keeps flow style and quotes", async () => {
    const { template, values, isGone } = await fix({
      template: setOf(
        container(`          livenessProbe: {tcpSocket: {port: 5432}, "periodSeconds": 5, timeoutSeconds: '2'}\n`),
      ),
      values: "image: db:1\n",
    });
    expect(template).toContain('"periodSeconds": {{ .Values.livenessProbe.periodSeconds }}, ');
    expect(template).toContain("timeoutSeconds: {{ .Values.livenessProbe.timeoutSeconds | squote }}}\n");
    expect(values).toContain("livenessProbe:\n  timeoutSeconds: '2'\n  periodSeconds: 5\n");
    expect(isGone).toBe(true);
  });

  it("adds beside the handler what is set, where the template has no number", async () => {
    const { template, values, isGone, cwd } = await fix({
      template: setOf(container(probe("livenessProbe", ""))),
      values: "image: db:1\n",
    });
    expect(template).toContain(
      "          livenessProbe:\n            {{- with .Values.livenessProbe }}\n            {{- toYaml . | nindent 12 }}\n            {{- end }}\n            tcpSocket",
    );
    expect(values).toContain("livenessProbe: {}\n");
    expect(isGone).toBe(true);
    const { stdout } = helmTemplate(["db", "db", "--set", "livenessProbe.periodSeconds=7"], { cwd });
    expect(stdout).toContain("          livenessProbe:\n            periodSeconds: 7\n            tcpSocket");
  });

  it("tells several probes of several containers apart, all in one run", async () => {
    const both = (name: string, image: string, period: number) =>
      container(
        probe("livenessProbe", `            periodSeconds: ${period}\n`) +
          probe("readinessProbe", `            periodSeconds: ${period + 1}\n`),
        name,
        image,
      );
    const { values, isGone, template } = await fix({
      template: setOf(
        both("db", "{{ .Values.image }}", 5) +
          both("log-shipper", "shipper:1", 9) +
          both("exporter", "{{ .Values.metrics.image }}", 20),
      ),
      values: "image: db:1\n\nmetrics:\n  image: exporter:1\n",
    });
    expect(template).toContain("periodSeconds: {{ .Values.metrics.readinessProbe.periodSeconds }}");
    expect(values).toBe(
      "image: db:1\n\nmetrics:\n  image: exporter:1\n  livenessProbe:\n    periodSeconds: 20\n  readinessProbe:\n    periodSeconds: 21\n\nlivenessProbe:\n  periodSeconds: 5\nreadinessProbe:\n  periodSeconds: 6\nlogShipper:\n  livenessProbe:\n    periodSeconds: 9\n  readinessProbe:\n    periodSeconds: 10\n",
    );
    expect(isGone).toBe(true);
  });

  it("adds to the section of what switches the probe, and keeps its comments", async () => {
    const { values, isGone } = await fix({
      template: setOf(
        container(
          `          {{- if .Values.db.livenessProbe.enabled }}\n${probe("livenessProbe", "            periodSeconds: 5\n")}          {{- end }}\n`,
          "db",
          "{{ .Values.db.image }}",
        ),
      ),
      values:
        "db:\n    image: db:1\n    # Slow disks turn it off.\n    livenessProbe:\n        enabled: true   # default\n        # more to come\n    tail: 1\n",
    });
    expect(values).toBe(
      "db:\n    image: db:1\n    # Slow disks turn it off.\n    livenessProbe:\n        enabled: true   # default\n        # more to come\n        periodSeconds: 5\n    tail: 1\n",
    );
    expect(isGone).toBe(true);
  });

  it.each([
    ["something that is no section", "image: db:1\nlivenessProbe: true\n"],
    ["the same number for somebody else", "image: db:1\nlivenessProbe:\n  periodSeconds: 9\n"],
  ])("takes another name where the values have %s of that name", async (_, values) => {
    const made = await fix({
      template: setOf(container(probe("livenessProbe", "            periodSeconds: 5\n"))),
      values,
    });
    expect(made.values).toMatch(/periodSeconds: 5\n$/);
    expect(made.values?.startsWith(values.trimEnd())).toBe(true);
    expect(made.isGone).toBe(true);
  });

  it("reads the root as `$` under with and range", async () => {
    const template = setOf(
      `        {{- range .Values.members }}\n        - name: {{ . }}\n          image: db:1\n          {{- with $.Values.extra }}\n${probe("livenessProbe", "            periodSeconds: 5\n")}          {{- end }}\n        {{- end }}\n`,
    );
    const made = await fix({ template, values: "members: [one]\nextra: { a: 1 }\n" });
    expect(made.template).toContain("periodSeconds: {{ $.Values.");
    expect(made.isGone).toBe(true);
  });

  const helper = (given: string) => ({
    template: setOf(`        {{- include "db.container" ${given} | nindent 8 }}\n`),
    values: "image: db:1\n",
    more: {
      "db/templates/_helpers.tpl":
        '{{- define "db.container" -}}\n- name: db\n  image: db:1\n  livenessProbe:\n    tcpSocket: { port: 5432 }\n    periodSeconds: 5\n{{- end -}}\n',
    },
  });

  it("writes into a helper that is handed the root", async () => {
    const { read, isGone } = await fix(helper("."));
    expect(read("templates/_helpers.tpl")).toContain("    periodSeconds: {{ .Values.livenessProbe.periodSeconds }}\n");
    expect(isGone).toBe(true);
  });

  it("leaves a helper alone that is handed anything else, and says what to do", async () => {
    const files = helper('(dict "name" "db" "context" $)');
    const { read, isGone, cwd, values } = await fix(files);
    expect(read("templates/_helpers.tpl")).toBe(files.more["db/templates/_helpers.tpl"]);
    expect([values, isGone]).toEqual([files.values, false]);
    const { stdout } = await call({ args: ["chart", "./db", "--no-helm"], cwd });
    expect(stdout).toContain(
      "`--fix` leaves it to you: `periodSeconds` is written in a helper (templates/_helpers.tpl)",
    );
    expect(stdout).toContain('hand it the root, as in `(dict "root" $ …)`');
  });

  it("gives a subchart's probe a value in the subchart's own values.yaml", async () => {
    const { read, isGone, values } = await fix({
      values: "kv:\n  image: kv:2\n",
      more: {
        "db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.2.3\ndependencies: [{ name: kv, version: 1.0.0 }]\n",
        "db/charts/kv/Chart.yaml": "apiVersion: v2\nname: kv\nversion: 1.0.0\n",
        "db/charts/kv/values.yaml": "image: kv:1\n",
        "db/charts/kv/templates/set.yaml": setOf(container(probe("livenessProbe", "            periodSeconds: 5\n"))),
      },
    });
    expect(values).toBe("kv:\n  image: kv:2\n");
    expect(read("charts/kv/values.yaml")).toBe("image: kv:1\nlivenessProbe:\n  periodSeconds: 5\n");
    expect(read("charts/kv/templates/set.yaml")).toContain("{{ .Values.livenessProbe.periodSeconds }}");
    expect(isGone).toBe(true);
  });

  it("leaves a chart alone whose schema refuses what it does not list, and says so", async () => {
    const schema =
      '{ "type": "object", "additionalProperties": false, "properties": { "image": { "type": "string" } } }';
    const { values, isGone, cwd } = await fix({
      template: setOf(container(probe("livenessProbe", "            periodSeconds: 5\n"))),
      values: "image: db:1\n",
      more: { "db/values.schema.json": schema },
    });
    expect([values, isGone]).toEqual(["image: db:1\n", false]);
    const { stdout } = await call({ args: ["chart", "./db", "--no-helm"], cwd });
    expect(stdout).toContain("values.schema.json refuses what it does not list: list `livenessProbe` there first");
  });

  it.each([
    ["is missing", undefined, "livenessProbe:\n  periodSeconds: 5\n"],
    ["is empty", "", "livenessProbe:\n  periodSeconds: 5\n"],
    ["holds comments alone", "# None yet.\n", "# None yet.\n\nlivenessProbe:\n  periodSeconds: 5\n"],
    [
      "has Windows' line ends",
      "a: 1\r\n\r\nb: 2\r\n",
      "a: 1\r\n\r\nb: 2\r\n\r\nlivenessProbe:\r\n  periodSeconds: 5\r\n",
    ],
    ["ends without a line end", "a: 1", "a: 1\nlivenessProbe:\n  periodSeconds: 5"],
    ["ends with comments", "a: 1\n# b: 2\n", "a: 1\n# b: 2\nlivenessProbe:\n  periodSeconds: 5\n"],
    ["is JSON", '{\n  "a": 1\n}\n', '{\n  "a": 1,\n  "livenessProbe": { "periodSeconds": 5 }\n}\n'],
    ["is an empty mapping", "{}\n", '{ "livenessProbe": { "periodSeconds": 5 } }\n'],
    ["ends with a text of many lines", "a: |\n  one\n\n", "a: |\n  one\nlivenessProbe:\n  periodSeconds: 5\n\n"],
  ])("writes a values.yaml that %s", async (_, values, wanted) => {
    const template = setOf(container(probe("livenessProbe", "            periodSeconds: 5\n"), "db", "db:1"));
    const made = await fix({ template, values });
    expect(made.values).toBe(wanted);
    expect(made.isGone).toBe(true);
  });

  it("leaves alone what another combination of values would render to something else", async () => {
    const template = setOf(container(probe("livenessProbe", "            periodSeconds: 5\n")));
    const { stderr, values, isGone } = await fix({
      template,
      values: "image: db:1\n",
      more: { "db/ci/slow-values.yaml": "livenessProbe:\n  periodSeconds: 60\n" },
    });
    expect(stderr).toContain("is left: the chart would not render as before");
    expect([values, isGone]).toEqual(["image: db:1\n", false]);
  });

  it("offers nothing where the values are printed whole, as in a hash of them", async () => {
    const template = setOf(container(probe("livenessProbe", "            periodSeconds: 5\n"))).replace(
      "      labels: { app: db }\n",
      "      labels: { app: db }\n      annotations: { checksum: {{ toYaml .Values | sha256sum }} }\n",
    );
    const { values, isGone, stdout } = await fix({ template, values: "image: db:1\n" });
    expect([values, isGone]).toEqual(["image: db:1\n", false]);
    expect(stdout).toContain("`--fix` leaves it to you: no render showed that the chart stays as it is with it");
  });

  it("is no safe fix: --fix alone leaves it", async () => {
    const cwd = chartOf({
      template: setOf(container(probe("livenessProbe", "            periodSeconds: 5\n"))),
      values: "image: a\n",
    });
    await run(cwd, "--fix");
    expect(readFileSync(join(cwd, "db/values.yaml"), "utf8")).toBe("image: a\n");
  });

  it("shows the diff of both files", async () => {
    const cwd = chartOf({
      template: setOf(container(probe("livenessProbe", "            periodSeconds: 5\n"))),
      values: "image: a\n",
    });
    const { stdout } = await call({ args: ["chart", "./db", "--no-helm", "--fix-dry-run", "--unsafe-fixes"], cwd });
    expect(stdout).toContain(
      "-            periodSeconds: 5\n+            periodSeconds: {{ .Values.livenessProbe.periodSeconds }}\n",
    );
    expect(stdout).toContain(
      "--- db/values.yaml\n+++ db/values.yaml\n@@ -1,1 +1,3 @@\n image: a\n+livenessProbe:\n+  periodSeconds: 5\n",
    );
    expect(readFileSync(join(cwd, "db/values.yaml"), "utf8")).toBe("image: a\n");
  });

  it("is in SARIF as edits of both files, and not in rdjson, whose suggestions are of one", async () => {
    const cwd = chartOf({
      template: setOf(container(probe("livenessProbe", "            periodSeconds: 5\n"))),
      values: "image: a\n",
    });
    const sarif = await run(cwd, "--format", "sarif");
    const { results } = JSON.parse(sarif.stdout.slice(sarif.stdout.indexOf("{"))).runs[0];
    const files = results.flatMap((one: { fixes?: { artifactChanges: { artifactLocation: { uri: string } }[] }[] }) =>
      (one.fixes ?? []).flatMap(({ artifactChanges }) =>
        artifactChanges.map(({ artifactLocation }) => artifactLocation.uri),
      ),
    );
    expect(files).toEqual(["db/templates/statefulset.yaml", "db/values.yaml"]);
    expect((await run(cwd, "--format", "rdjson")).stdout).not.toContain("suggestions");
  });
});

describe("sts-lint chart --fix --unsafe-fixes of settings that no value reaches", () => {
  const rule = "setting-not-parameterized";

  it("prints what is written and what is missing from values, in one run", async () => {
    const claims =
      '  volumeClaimTemplates:\n    - metadata: { name: data }\n      spec:\n        accessModes: [ReadWriteOnce]\n        resources: { requests: { storage: "8Gi" } }\n';
    const files = {
      template: setOf(container(""), claims).replace(
        "  serviceName",
        "  replicas: 3\n  updateStrategy:\n    type: OnDelete\n  serviceName",
      ),
      values: "image: db:1\n",
    };
    const { template, values, isGone, cwd } = await fix(files, rule);
    expect(template).toContain("  replicas: {{ .Values.replicas }}\n");
    expect(template).toContain("  updateStrategy: {{- toYaml .Values.updateStrategy | nindent 4 }}\n");
    expect(template).toContain("storage: {{ .Values.persistence.size | quote }} }");
    expect(values).toContain("updateStrategy:\n  type: OnDelete\n");
    expect(values).toContain('persistence:\n  size: "8Gi"\n  storageClass: ""\n');
    expect(values).toContain('podManagementPolicy: ""\n');
    expect(isGone).toBe(true);
    const set = ["--set", "podManagementPolicy=Parallel,terminationGracePeriodSeconds=7,persistence.storageClass=fast"];
    const { stdout } = helmTemplate(["db", "db", ...set], { cwd });
    expect(stdout).toContain("\n  podManagementPolicy: Parallel\n");
    expect(stdout).toContain("\n      terminationGracePeriodSeconds: 7\n      containers:\n");
    expect(stdout).toContain("\n        storageClassName: fast\n");
  });

  it("puts a size beside what else of the claim comes from values, and a component's setting into its section", async () => {
    const claims =
      "  volumeClaimTemplates:\n    - metadata: { name: data }\n      spec:\n        accessModes: {{ toJson .Values.ingester.disk.accessModes }}\n        storageClassName: {{ .Values.ingester.disk.storageClass }}\n        resources:\n          requests:\n            storage: 8Gi\n";
    const { values, isGone } = await fix(
      {
        template: setOf(container("", "db", "{{ .Values.ingester.image }}"), claims),
        values:
          "ingester:\n  image: db:1\n  disk:\n    accessModes: [ReadWriteOnce]\n    storageClass: slow\nlog: {}\n",
      },
      rule,
    );
    expect(values).toContain("    storageClass: slow\n    size: 8Gi\n");
    expect(values).toContain('  podManagementPolicy: ""\n');
    expect(values?.endsWith("log: {}\n")).toBe(true);
    expect(isGone).toBe(true);
  });

  it("leaves it to you where one of them cannot be replaced for certain, and says which", async () => {
    const template = setOf(container("")).replace(
      "  serviceName",
      "  updateStrategy: { type: OnDelete }\n  serviceName",
    );
    const { isGone, cwd, values } = await fix({ template, values: "image: a\n" }, rule);
    expect([values, isGone]).toEqual(["image: a\n", false]);
    const { stdout } = await call({ args: ["chart", "./db", "--no-helm", "--preset", "strict"], cwd });
    expect(stdout).toContain("`updateStrategy` is not written in the template as toYaml would print it");
  });
});
