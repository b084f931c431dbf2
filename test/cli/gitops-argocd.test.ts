import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder } from "./fake-host.ts";
import { chart, found, repository, whys, zero } from "./gitops-files.ts";

const application = (helm: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: db, namespace: argocd }
spec:
  destination: { namespace: data }
  source:
    repoURL: https://git.example.com/fleet.git
    path: charts/db
    helm: ${helm}
`;
const of = (helm: string, beside: Readonly<Record<string, string>>) =>
  found(
    folder({
      ".git/HEAD": "",
      ...chart,
      "db.yaml": application(helm),
      ...Object.fromEntries(Object.entries(beside).map(([name, text]) => [`charts/db/${name}`, text])),
    }),
    ["db.yaml"],
  );
const parameter = (value: string) => `helm:\n  parameters:\n    - name: grace\n      value: "${value}"\n`;

describe("a file beside the chart that overrides an Application", () => {
  it("is laid over what the Application says, and is where its values stand", async () => {
    for (const name of [".argocd-source.yaml", ".argocd-source-db.yaml", ".argocd-source-argocd_db.yaml"]) {
      const report = await of("{}", { [name]: parameter("0") });
      expect(zero(report)?.values, name).toMatchObject([{ file: `charts/db/${name}`, line: 4 }]);
      expect(whys(report)).toEqual([]);
    }
    const text = "helm:\n  values: |\n    policy: Parallel\n    grace: 0\n";
    expect(zero(await of("{}", { ".argocd-source.yaml": text }))?.values).toMatchObject([
      { file: "charts/db/.argocd-source.yaml", line: 4 },
    ]);
    const object = "helm:\n  valuesObject:\n    policy: Parallel\n";
    expect(zero(await of("{ valuesObject: { grace: 0 } }", { ".argocd-source.yaml": object }))?.values).toMatchObject([
      { file: "db.yaml", line: 9 },
    ]);
  });

  it("is for one Application where it has its name, and wins over the one for all", async () => {
    expect(zero(await of("{}", { ".argocd-source-web.yaml": parameter("0") }))).toBeUndefined();
    const both = { ".argocd-source.yaml": parameter("0"), ".argocd-source-db.yaml": parameter("30") };
    expect(zero(await of("{}", both))).toBeUndefined();
  });

  it("has its lists in the place of lists, and says where its chart is to nobody", async () => {
    const own = '{ parameters: [{ name: grace, value: "0" }] }';
    const policy = "helm: { parameters: [{ name: policy, value: Parallel }] }\npath: charts/other\n";
    expect(zero(await of(own, {}))).toBeDefined();
    const report = await of(own, { ".argocd-source.yaml": policy });
    expect(zero(report)).toBeUndefined();
    expect(report.problems).toEqual([]);
    expect(zero(await of(own, { ".argocd-source.yaml": "helm: { parameters: null }\n" }))).toBeUndefined();
  });

  it("is read at the other revision, too", async () => {
    const file = "charts/db/.argocd-source-db.yaml";
    const of = (value: string) => `helm: { parameters: [{ name: policy, value: ${value} }] }\n`;
    const cwd = repository({ ...chart, "db.yaml": application("{}"), [file]: of("Parallel") });
    writeFileSync(join(cwd, file), of("OrderedReady"));
    const { findings } = await found(cwd, ["db.yaml", "--against", "git:main"]);
    expect(findings.map(({ rule }) => rule)).toContain("immutable-field-changed");
  });

  it("is said to be left out where it cannot be read", async () => {
    for (const text of ["a: [", "- a\n"])
      expect(whys(await of("{}", { ".argocd-source.yaml": text })), text).toEqual([
        "rendered without `charts/db/.argocd-source.yaml`, which cannot be read",
      ]);
    expect(whys(await of("{}", { ".argocd-source.yaml": "# nothing\n" }))).toEqual([]);
  });
});
