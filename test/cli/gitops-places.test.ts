import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { folder } from "./fake-host.ts";
import { chart, found, whys, zero } from "./gitops-files.ts";

const release = (of: string, more = "") => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: db, namespace: data }
spec:
  chart:
    spec:
      chart: ./charts/db
      sourceRef: { kind: GitRepository, name: fleet }
${more}  ${of}
`;
const from = (kind: string) => release(`valuesFrom: [{ kind: ${kind}, name: db }]`);
const holder = (kind: string, data: string) => `apiVersion: v1
kind: ${kind}
metadata: { name: db, namespace: data }
data:
${data}
  other: x
  third: y
`;
const placed = async (text: string) => {
  const report = await found(folder({ ".git/HEAD": "", ...chart, "db.yaml": text }), ["db.yaml"]);
  return zero(report)?.values?.map(({ file, line }) => [file, line]);
};

describe("a value that is given as text", () => {
  it("stands at the key of a text that has its lines in one, or in another alphabet", async () => {
    const values = "policy: Parallel\n# a\n# b\ngrace: 0\n";
    const packed = Buffer.from(values).toString("base64");
    for (const [kind, data] of [
      ["ConfigMap", `  values.yaml: ${JSON.stringify(values)}`],
      ["Secret", `  values.yaml: ${packed}`],
      ["Secret", `  values.yaml: |\n    ${packed.slice(0, 20)}\n    ${packed.slice(20)}`],
      ["ConfigMap", `  values.yaml: "policy: Parallel\n\n    \\n# |\n\n    grace: 0"`],
    ] as const)
      expect(await placed(`${holder(kind, data)}---\n${from(kind)}`), data).toEqual([["db.yaml", 5]]);
  });

  it("stands at its own line of a block, wherever that begins", async () => {
    const block = "    policy: Parallel\n    # a\n    grace: 0";
    for (const [data, line] of [
      [`  values.yaml: |\n${block}`, 8],
      [`  values.yaml: |- # mine\n${block}`, 8],
      [`  values.yaml:\n    |\n${block}`, 9],
    ] as const)
      expect(await placed(`${holder("ConfigMap", data)}---\n${from("ConfigMap")}`), data).toEqual([["db.yaml", line]]);
  });

  it("stands at the key of an Application's values, too", async () => {
    const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: db, namespace: argocd }
spec:
  source:
    repoURL: https://git.example.com/fleet.git
    path: charts/db
    helm:
      values: "policy: Parallel\\ngrace: 0"
`;
    expect(await placed(application)).toEqual([["db.yaml", 9]]);
  });
});

describe("values files of a chart in a GitRepository", () => {
  const values = { "charts/db/prod.yaml": "grace: 0\n", "prod.yaml": "grace: 10\n" };
  const of = (files: string) =>
    found(
      folder({
        ".git/HEAD": "",
        ...chart,
        ...values,
        "apps/db.yaml": release("interval: 1m", `      valuesFiles: ${files}\n`),
      }),
      ["apps"],
    );

  it("start at its root", async () => {
    const report = await of("[./charts/db/values.yaml, charts/db/prod.yaml]");
    expect(zero(report)?.values).toMatchObject([
      { file: "charts/db/prod.yaml", line: 1, over: [{ file: "charts/db/values.yaml", line: 1 }] },
    ]);
    expect(whys(report)).toEqual([]);
    const other = await of("[prod.yaml]");
    expect(zero(other)).toBeUndefined();
    expect(whys(other)).toEqual([expect.stringContaining("its valuesFiles are laid over")]);
  });

  it("are not looked for in the chart, where Flux finds none", async () => {
    const { problems, findings } = await of("[values.yaml]");
    expect(findings).toEqual([]);
    expect(problems.map(({ message }) => message)).toContainEqual(
      expect.stringContaining("its values file `values.yaml` cannot be read: this repository has no such file"),
    );
  });
});
