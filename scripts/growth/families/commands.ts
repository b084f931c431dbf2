import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatNames } from "../../../src/report/format.ts";
import { type Call, printed } from "../../fuzz/program/call.ts";
import { freshFolder } from "../../fuzz/program/folder.ts";
import { type Family, many, setText } from "./family.ts";

/** A whole command line, run in this process; what it needs beforehand is made by other ones. */
const command = (name: string, call: (size: number) => Call | Promise<Call>): Family => ({
  name: `command: ${name}`,
  call,
  prepare: async (size) => {
    const made = await call(size);
    const folder = freshFolder(made.files);
    return async () => {
      const { status, stderr } = await printed(made, folder);
      // What ends before it begins would grow with nothing.
      if (status > 1) throw new Error(stderr);
    };
  },
});

const input = (size: number) =>
  many(Math.ceil(size / 10), (i) => setText({ name: `db${i}` })).replaceAll("clusterIP: None", "type: NodePort");

const withoutService = (text: string) => text.slice(text.indexOf("---", 3));

/** The reports of an input's parts. */
async function parts(text: string, of: number, format: string): Promise<Record<string, string>> {
  const files = { "input.yaml": text };
  const reports: Record<string, string> = {};
  for (let part = 1; part <= of; part++) {
    const args = ["input.yaml", "--preset", "all", "--format", format, "--shard", `${part}/${of}`];
    reports[`${part}.json`] = (await printed({ files, args }, freshFolder(files))).stdout;
  }
  return reports;
}

const merged = (name: string, text: (size: number) => string, of: (size: number) => number, format = "json"): Family =>
  command(`merge of ${name}`, async (size) => {
    const files = await parts(text(size), of(size), format);
    return { files, args: ["merge", ...Object.keys(files), "--format", format] };
  });

const chart = (templates: string, values: string, more: Readonly<Record<string, string>> = {}) => ({
  "c/Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.0.0\n",
  "c/values.yaml": values,
  "c/templates/s.yaml": templates,
  ...more,
});
const onChart = (name: string, args: readonly string[], files: (size: number) => Readonly<Record<string, string>>) =>
  command(`chart ${name}`, (size) => ({ files: files(size), args: ["chart", "c", "--no-helm", "--quiet", ...args] }));

const fewer = (size: number) => Math.ceil(size / 100);
const claims = (count: number) => ({
  templates: setText({
    claims: many(
      count,
      (i) =>
        `- metadata: {name: c${i}}\n  spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: "{{ .Values.c${i}.size }}"}}}\n`,
    ),
  }),
  values: many(count, (i) => `c${i}:\n  size: 1Gi\n`),
});
const frozenChart = (size: number) => {
  const { templates, values } = claims(fewer(size));
  return chart(templates, values);
};
const containers = (count: number) =>
  setText().replace(
    "  volumeClaimTemplates:",
    `${many(count, (i) => `        - {name: c${i}, image: a:1, livenessProbe: {tcpSocket: {port: 1}, periodSeconds: ${i + 1}}}\n`)}  volumeClaimTemplates:`,
  );

/** A plugin whose rules have something to say, and to mend, of each set. */
const ownRules = (count: number) => `export default Array.from({ length: ${count} }, (_, i) => ({
  id: "our-rule-" + i, category: "pod", subject: "StatefulSet", severity: "warning", preset: "recommended", since: "1.0.0",
  summary: "one", rationale: "", falseAlarms: "", references: [], messages: { it: { text: "{what} is so", help: "do it" } },
  *check(set) {
    const at = { manifest: set.manifest, path: ["spec", "replicas"] };
    yield { message: "it", data: { what: set.name }, at, fix: { description: "one", changes: [{ do: "replace", place: at, text: "1" }] } };
  },
}));
`;

/** Node imports a file of one name once. */
const plugin = (size: number, count: number) => ({
  [`ours-${size}.mjs`]: ownRules(count),
  ".sts-lint.yaml": `plugins: [./ours-${size}.mjs]\n`,
});

/** What GitOps files name is rendered, each release by itself. */
const asked = (name: string, file: string, text: (size: number) => string): Family =>
  command(`chart of ${name}`, (size) => ({
    files: { ...chart(setText(), "a: b\n"), [file]: text(fewer(size)) },
    args: ["chart", file, "--no-helm", "--quiet"],
  }));

export const commands: readonly Family[] = [
  merged("two parts", input, () => 2),
  merged("two parts as SARIF", input, () => 2, "sarif"),
  merged(
    "many parts",
    () => input(200),
    (size) => Math.ceil(size / 80),
  ),
  merged(
    "parts that leave questions",
    (size) => many(Math.ceil(size / 10), (i) => withoutService(setText({ name: `db${i}` }))),
    () => 2,
  ),
  ...formatNames.map((name) =>
    command(`lint as ${name}`, (size) => ({
      files: { "input.yaml": input(size) },
      args: ["input.yaml", "--no-config", "--format", name],
    })),
  ),
  command("overrides of a configuration", (size) => ({
    files: {
      "input.yaml": input(200),
      ".sts-lint.yaml": `overrides:\n${many(size, (i) => `  - {match: {name: "*b${i}*"}, ignore: [{rule: grace-zero, reason: known}]}\n`)}`,
    },
    args: ["input.yaml"],
  })),
  command("a baseline that is long", (size) => ({
    files: {
      "input.yaml": input(200),
      "b.json": JSON.stringify({
        version: 2,
        findings: Object.fromEntries(Array.from({ length: size }, (_, i) => [`f${i}`, 1])),
      }),
    },
    args: ["input.yaml", "--baseline", "b.json"],
  })),
  command("overrides of many rules beside sets", (size) => ({
    files: {
      "input.yaml": input(size),
      ".sts-lint.yaml": `overrides:\n${many(fewer(size), (i) => `  - {match: {name: "db${i}*", kind: StatefulSet}, rules: {grace-zero: off}}\n`)}`,
    },
    args: ["input.yaml"],
  })),
  command("a baseline of all findings", async (size) => {
    const files = { "input.yaml": input(size) };
    const folder = freshFolder(files);
    await printed({ files, args: ["input.yaml", "--no-config", "--baseline", "b.json", "--update-baseline"] }, folder);
    return {
      files: { ...files, "b.json": readFileSync(join(folder, "b.json"), "utf8") },
      args: ["input.yaml", "--no-config", "--baseline", "b.json"],
    };
  }),
  command("a baseline that is made anew", async (size) => {
    const files = { "input.yaml": input(size) };
    const args = ["input.yaml", "--no-config", "--baseline", "b.json", "--update-baseline"];
    const folder = freshFolder({ ...files, "b.json": '{"version": 2, "findings": {}}' });
    await printed({ files, args }, folder);
    return { files: { ...files, "b.json": readFileSync(join(folder, "b.json"), "utf8") }, args };
  }),
  command("a rule of one's own", (size) => ({
    files: { "input.yaml": input(size), ...plugin(size, 1) },
    args: ["input.yaml", "--allow-plugins", "--fix-dry-run"],
  })),
  command("many rules of one's own", (size) => ({
    files: { "input.yaml": input(200), ...plugin(size, Math.ceil(size / 10)) },
    args: ["input.yaml", "--allow-plugins"],
  })),
  command("one shard of many", (size) => ({
    files: { "input.yaml": input(size) },
    args: ["input.yaml", "--no-config", "--shard", `1/${Math.ceil(size / 10)}`],
  })),
  command("a folder of small files", (size) => ({
    files: Object.fromEntries(
      Array.from({ length: size }, (_, i) => [
        `d${i % 50}/f${i}.yaml`,
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n",
      ]),
    ),
    args: ["."],
  })),
  command("files that are named", (size) => ({
    files: Object.fromEntries(
      Array.from({ length: fewer(size) }, (_, i) => [`f${i}.yaml`, setText({ name: `db${i}` })]),
    ),
    args: Array.from({ length: fewer(size) }, (_, i) => `f${i}.yaml`),
  })),
  command("a long comment of suppressions", (size) => ({
    files: {
      "input.yaml": many(
        fewer(size),
        (i) =>
          `# sts-lint-disable-next-line ${"pdb-missing, ".repeat(100)}grace-zero -- ${"why ".repeat(200)}\n${setText({ name: `db${i}` })}`,
      ),
    },
    args: ["input.yaml", "--no-config"],
  })),
  onChart("of many ignored patterns", [], (size) => ({
    ...chart(setText(), ""),
    // More are refused.
    "c/.helmignore": many(Math.min(size, 9_000), (i) => `*.t${i}\n`),
    ...Object.fromEntries(Array.from({ length: fewer(size) }, (_, i) => [`c/files/${i}.txt`, "a"])),
  })),
  onChart("of many templates", [], (size) => ({
    ...chart(setText(), ""),
    ...Object.fromEntries(
      Array.from({ length: Math.ceil(size / 10) }, (_, i) => [
        `c/templates/t${i}.yaml`,
        "{{ if .Values.none }}a{{ end }}",
      ]),
    ),
  })),
  onChart("of many subcharts", [], (size) => ({
    ...chart(setText(), ""),
    ...Object.fromEntries(
      Array.from({ length: fewer(size) }, (_, i) => [
        [`c/charts/s${i}/Chart.yaml`, `apiVersion: v2\nname: s${i}\nversion: 1.0.0\n`],
        [`c/charts/s${i}/templates/s.yaml`, setText({ name: `s${i}` })],
      ]).flat(),
    ),
  })),
  onChart("of values given by file", ["--values", "v.yaml"], (size) => ({
    ...chart(
      setText(),
      many(size, (i) => `k${i}: {a: b}\n`),
    ),
    "v.yaml": many(size, (i) => `k${i}: {a: c}\n`),
  })),
  onChart("of values that are set", ["--set-string", "a=b"], (size) => ({
    ...chart(
      `{{ range $k, $v := .Values }}# {{ $k }}\n{{ end }}${setText()}`,
      many(size, (i) => `k${i}: {a: b}\n`),
    ),
  })),
  command("files of a folder", (size) => ({
    files: Object.fromEntries(
      Array.from({ length: Math.ceil(size / 10) }, (_, i) => [`f${i}.yaml`, setText({ name: `db${i}` })]),
    ),
    args: ["."],
  })),
  onChart("--frozen of claims", ["--frozen"], frozenChart),
  ...["text", "json", "values", "readme"].map((name) =>
    onChart(`--frozen of many values as ${name}`, ["--frozen", "--format", name], (size) =>
      chart(
        setText({
          claims:
            "- metadata: {name: data}\n  spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: {{ .Values.size }}}}}\n",
        }),
        `size: 1Gi\n${many(size, (i) => `# -- what it is\nk${i}: v\n`)}`,
      ),
    ),
  ),
  onChart("--fix-dry-run of many findings", ["--fix-dry-run"], (size) =>
    chart(
      many(fewer(size), (i) => setText({ name: `db${i}`, spec: "servicename: a\n" })),
      "",
    ),
  ),
  onChart("--fix-dry-run of misspelt fields of many sets", ["--fix-dry-run"], (size) =>
    chart(
      many(fewer(size), (i) =>
        setText({ name: `db${i}` }).replace("      containers:", "      hostnetwork: false\n      containers:"),
      ),
      "",
    ),
  ),
  onChart("of many sets named after the release", ["--preset", "all"], (size) =>
    chart(
      many(fewer(size), (i) => setText({ name: `{{ .Release.Name }}-${i}` })),
      "",
    ),
  ),
  onChart("of fixed probes", ["--preset", "all"], (size) => chart(containers(fewer(size)), "")),
  onChart("--unsafe-fixes of fixed probes", ["--fix-dry-run", "--unsafe-fixes", "--preset", "all"], (size) =>
    chart(containers(fewer(size)), ""),
  ),
  onChart("--unsafe-fixes beside many values", ["--fix-dry-run", "--unsafe-fixes", "--preset", "all"], (size) =>
    chart(
      containers(1),
      many(size, (i) => `k${i}: v\n`),
    ),
  ),
  onChart("--values-matrix of many files", ["--values-matrix"], (size) =>
    chart(
      setText(),
      "a: b\n",
      Object.fromEntries(Array.from({ length: fewer(size) }, (_, i) => [`c/ci/${i}-values.yaml`, `a: ${i}\n`])),
    ),
  ),
  asked(
    "a helmfile's releases",
    "helmfile.yaml",
    (count) => `releases:\n${many(count, (i) => `- {name: r${i}, namespace: a, chart: ./c, values: [{a: ${i}}]}\n`)}`,
  ),
  asked(
    "a helmfile's values",
    "helmfile.yaml",
    (count) =>
      `releases:\n- name: r\n  namespace: a\n  chart: ./c\n  set:\n${many(100 * count, (i) => `  - {name: k${i}, value: b}\n`)}`,
  ),
  asked("HelmReleases", "releases.yaml", (count) =>
    many(
      count,
      (i) =>
        `---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: r${i}, namespace: a}\nspec:\n  chart: {spec: {chart: ./c, sourceRef: {kind: GitRepository, name: fleet}}}\n  values: {a: ${i}}\n`,
    ),
  ),
  onChart("--against claims that vanish", ["--against", "old.yaml"], (size) => ({
    ...chart(setText(), ""),
    "old.yaml": many(
      size,
      (i) =>
        `---\n# Source: c/templates/p.yaml\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: p${i}}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n`,
    ),
  })),
];
