import {
  applyFixes,
  baselineOf,
  format,
  lint,
  lintChart,
  plan,
  probeLevels,
  readChart,
  renderChart,
} from "../../../src/index.ts";
import { formatNames } from "../../../src/report/format.ts";
import { type Family, inFolder, many, type SetParts, setText } from "./family.ts";

const file = (text: string) => [{ name: "input.yaml", text }];

/** What changes between the release that runs and the one that is applied, by lint and by plan. */
function changes(name: string, before: (size: number) => string, after: (size: number) => string): readonly Family[] {
  const prepare = (size: number) => [file(before(size)), file(after(size))] as const;
  const files = (size: number) => ({ "before.yaml": before(size), "input.yaml": after(size) });
  const compared = ["--against", "before.yaml", "input.yaml", "--no-config"];
  return [
    {
      name: `against: ${name}`,
      call: (size) => ({ files: files(size), args: [...compared, "--preset", "all"] }),
      prepare: (size) => {
        const [against, inputs] = prepare(size);
        return () => lint(inputs, { against, preset: "all" });
      },
    },
    {
      name: `plan: ${name}`,
      call: (size) => ({ files: files(size), args: ["plan", ...compared] }),
      prepare: (size) => {
        const [against, inputs] = prepare(size);
        return () => plan(inputs, { against });
      },
    },
  ];
}

const claims = (prefix: string) => (size: number) =>
  setText({
    claims: many(
      size,
      (i) =>
        `- metadata: {name: ${prefix}${i}}\n  spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n`,
    ),
  });
const sets =
  (prefix: string, parts: SetParts = {}) =>
  (size: number) =>
    many(size, (i) => setText({ ...parts, name: `${prefix}${i}` }));
const environment = (v: string) => (size: number) =>
  setText({ container: `env:\n${many(size, (i) => `  - {name: N${i}, value: ${v}}\n`)}` });

/** Claims of the chart itself, mounted by one set; each of a size. */
const chartClaims = (storage: string) => (size: number) =>
  setText({ pod: `volumes:\n${many(size, (i) => `- {name: v${i}, persistentVolumeClaim: {claimName: p${i}}}\n`)}` }) +
  many(
    size,
    (i) =>
      `---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: p${i}}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: ${storage}}}}\n`,
  );

/** Sets that a careful reader has much to say about. */
const faulty = (size: number) =>
  many(size, (i) =>
    setText({ name: `db${i}`, container: "livenessProbe: {tcpSocket: {port: 1}, periodSeconds: 1}\n" }),
  ).replaceAll("clusterIP: None", "type: NodePort");

const reports: readonly Family[] = formatNames.map((name) => ({
  name: `report: ${name}`,
  prepare: (size) => {
    const text = faulty(Math.ceil(size / 4));
    const report = lint(file(text), { preset: "all" });
    return () => format(name, report);
  },
}));

const pods = (size: number) =>
  setText({ spec: "" }).replace("replicas: 3", `replicas: ${size}`) +
  many(
    size,
    (i) =>
      `---\napiVersion: v1\nkind: Pod\nmetadata: {name: db-${i}, labels: {app: db, controller-revision-hash: db-1}}\nspec: {containers: [{name: main, image: a}]}\nstatus: {phase: Running}\n---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data-db-${i}}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n`,
  );

const chartFiles = (templates: string, values = "") => [
  { path: "Chart.yaml", text: "apiVersion: v2\nname: c\nversion: 1.0.0\n" },
  { path: "values.yaml", text: values },
  { path: "templates/s.yaml", text: templates },
];

/** A template that grows, rendered and linted, and its probes read. */
function templates(
  name: string,
  text: (size: number) => string,
  values: (size: number) => string = () => "",
): readonly Family[] {
  const set = setText({ container: "livenessProbe: {{ toYaml .Values.p | nindent 12 }}\n" });
  const files = (size: number) => chartFiles(text(size) + set, `p: {periodSeconds: 5}\n${values(size)}`);
  return [
    {
      name: `chart: ${name}`,
      call: (size) => ({ files: inFolder("c", files(size)), args: ["chart", "c", "--no-helm", "--quiet"] }),
      prepare: (size) => {
        const chart = files(size);
        return () => lintChart(chart);
      },
    },
    {
      name: `render: ${name}`,
      prepare: (size) => {
        const chart = files(size);
        return () => renderChart(chart);
      },
    },
    {
      name: `probes: ${name}`,
      prepare: (size) => {
        const chart = files(size);
        const workload = {
          kind: "StatefulSet",
          metadata: { name: "db" },
          spec: { template: { spec: { containers: [{ name: "main", livenessProbe: { periodSeconds: 5 } }] } } },
        };
        return () => probeLevels(readChart(chart), "c/templates/s.yaml", workload);
      },
    },
  ];
}

export const modes: readonly Family[] = [
  ...changes("nothing", sets("db"), sets("db")),
  ...changes("the image of sets", sets("db"), sets("db", { image: "postgres:17.0" })),
  ...changes("renamed sets", sets("old"), sets("new")),
  ...changes("renamed claims", claims("old"), claims("new")),
  ...changes("claims in another order", claims("c"), (size) =>
    claims("c")(size).replace(/c(\d+)/g, (_, i) => `c${size - 1 - Number(i)}`),
  ),
  ...changes("environment", environment("a"), environment("b")),
  ...changes("claims of the chart that shrink", chartClaims("2Gi"), chartClaims("1Gi")),
  ...changes("claims of the chart that vanish", chartClaims("1Gi"), () => setText()),
  ...changes(
    "claims of the chart that vanish while pods mount them",
    chartClaims("1Gi"),
    (size) => chartClaims("1Gi")(size).split("---\napiVersion: v1\nkind: PersistentVolumeClaim")[0] ?? "",
  ),
  ...changes("sets that vanish", sets("old"), () => setText()),
  ...changes(
    "sets that move to another namespace",
    sets("db", { metadata: "namespace: a\n" }),
    sets("db", { metadata: "namespace: b\n" }),
  ),
  ...changes("sets of another service", sets("db"), (size) =>
    sets("db")(size).replaceAll("serviceName: ", "serviceName: x"),
  ),
  ...changes("labels of sets", sets("db"), (size) =>
    sets("db")(size).replaceAll(/\{app: (db\d+)\}/g, "{app: $1, tier: db}"),
  ),
  ...changes("claims of sets that grow", sets("db"), (size) => sets("db")(size).replaceAll("1Gi", "2Gi")),
  ...changes("claim templates that grow", claims("c"), (size) => claims("c")(size).replaceAll("1Gi", "2Gi")),
  ...changes("labels of claim templates", claims("c"), (size) =>
    claims("c")(size).replace(/metadata: \{name: (c\d+)\}/g, "metadata: {name: $1, labels: {a: b}}"),
  ),
  ...changes("a chart's own claims that sets take over", chartClaims("1Gi"), claims("p")),
  ...changes(
    "Deployments that become sets",
    (size) => sets("db")(size).replaceAll("kind: StatefulSet", "kind: Deployment"),
    sets("db"),
  ),
  ...changes(
    "replicas",
    (size) => setText().replace("replicas: 3", `replicas: ${size}`),
    (size) => setText({ image: "postgres:16.2" }).replace("replicas: 3", `replicas: ${size}`),
  ),
  ...changes(
    "a scale to zero",
    (size) => setText().replace("replicas: 3", `replicas: ${size}`),
    () => setText().replace("replicas: 3", "replicas: 0"),
  ),
  ...reports,
  {
    name: "live: pods and claims",
    call: (size) => ({ files: { "input.yaml": pods(size) }, args: ["input.yaml", "--live", "--no-config"] }),
    prepare: (size) => {
      const inputs = file(pods(size));
      return () => lint(inputs, { live: true, preset: "all" });
    },
  },
  {
    name: "fix: fixes of one file",
    prepare: (size) => {
      const text = faulty(Math.ceil(size / 4));
      const { findings } = lint(file(text), { preset: "all" });
      return () => applyFixes(text, findings, { unsafe: true });
    },
  },
  {
    name: "baseline: of all findings",
    prepare: (size) => {
      const inputs = file(faulty(Math.ceil(size / 4)));
      const baseline = baselineOf(lint(inputs, { preset: "all" }));
      return () => lint(inputs, { preset: "all", baseline });
    },
  },
  {
    name: "settings: overrides",
    prepare: (size) => {
      const overrides = Array.from({ length: size }, (_, i) => ({ match: { name: `db${i}*` }, rules: {} }));
      return () => lint(file(faulty(20)), { overrides });
    },
  },
  ...templates("text", (size) => "# a line of text\n".repeat(size)),
  ...templates("actions", (size) => "# {{ .Values.p }}\n".repeat(size)),
  ...templates("includes", (size) => `{{ define "x" }}a{{ end }}${'# {{ include "x" . }}\n'.repeat(size)}`),
  ...templates("helpers", (size) => many(size, (i) => `{{ define "x${i}" }}a{{ end }}`)),
  ...templates(
    "helpers in each other",
    (size) =>
      `${many(Math.min(size, 900), (i) => `{{ define "x${i}" }}{{ ${i === 0 ? '"a"' : `include "x${i - 1}" .`} }}{{ end }}`)}# {{ include "x${Math.min(size, 900) - 1}" . }}\n`,
  ),
  ...templates("a loop", (size) => `{{ range until ${size} }}# {{ . }}\n{{ end }}`),
  ...templates("branches", (size) => many(size, (i) => `{{ if .Values.a${i} }}# a\n{{ end }}`)),
  ...templates(
    "branches in each other",
    (size) => `${"{{ if .Values.p }}".repeat(size)}# a\n${"{{ end }}".repeat(size)}`,
  ),
  ...templates("variables", (size) => many(size, (i) => `{{ $v${i} := ${i} }}`)),
  ...templates("an expression of parentheses", (size) => `# {{ ${"(".repeat(size)}1${")".repeat(size)} }}\n`),
  ...templates(
    "values",
    () => "# {{ toYaml .Values | len }}\n",
    (size) => many(size, (i) => `k${i}: v\n`),
  ),
  ...templates(
    "indentation",
    (_size) => `# {{ .Values.t | indent 4 | replace "\\n" "," }}\n`,
    (size) => `t: ${JSON.stringify("a\n".repeat(size))}\n`,
  ),
  ...templates(
    "a string that grows",
    (size) => `{{ $s := "" }}{{ range until ${size} }}{{ $s = printf "%sa" $s }}{{ end }}# {{ len $s }}\n`,
  ),
  ...templates(
    "a list that grows",
    (size) => `{{ $s := list }}{{ range until ${size} }}{{ $s = append $s . }}{{ end }}# {{ len $s }}\n`,
  ),
];
