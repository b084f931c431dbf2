import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { call, faulty, folder, rule } from "./fake-host.ts";

/** A strategic merge patch: as a manifest of its own it would lack its selector, its labels and its image. */
const patch = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec: {template: {spec: {containers: [{name: db, resources: {limits: {memory: 1Gi}}}]}}}
`;

const header = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n";

async function linted(files: Readonly<Record<string, string>>, args: readonly string[], below = ".") {
  const cwd = join(folder(files), below);
  const { stdout, status } = await call({ cwd, args: [...args, "--no-config", "--format", "json"] });
  const report = JSON.parse(stdout) as {
    readonly findings: readonly { readonly rule: string; readonly location: { readonly file: string } }[];
    readonly problems: readonly {
      readonly kind: string;
      readonly file: string;
      readonly line: number;
      readonly message: string;
    }[];
  };
  return {
    status,
    problems: report.problems,
    found: [...new Set(report.findings.map((one) => `${one.rule} ${one.location.file}`))],
  };
}

describe("what kustomize makes manifests from", () => {
  test.each([
    ["patches", "patches:\n  - path: db.yaml\n"],
    ["patches with a target", "patches:\n  - target: {kind: StatefulSet}\n    path: ./db.yaml\n"],
    ["strategic merges", "patchesStrategicMerge: [db.yaml]\n"],
    ["JSON patches", "patchesJson6902:\n  - target: {kind: StatefulSet, name: db, version: v1}\n    path: db.yaml\n"],
    ["replacements", "replacements: [{path: db.yaml}]\n"],
    ["settings of kustomize", "configurations: [db.yaml]\n"],
    ["transformers", "transformers: [db.yaml]\n"],
    ["the data of a ConfigMap", "configMapGenerator: [{name: c, files: [db.yaml]}]\n"],
    ["the data of a Secret by another name", "secretGenerator: [{name: c, files: [key.yaml=db.yaml]}]\n"],
    ["values of a chart", "helmCharts: [{name: c, valuesFile: none.yaml, additionalValuesFiles: [db.yaml]}]\n"],
    ["resources that get labels", "commonLabels: {app: db}\nresources: [db.yaml]\n"],
    [
      "resources that get labels for selectors",
      "labels: [{pairs: {app: db}, includeSelectors: true}]\nresources: [db.yaml]\n",
    ],
    [
      "resources that are patched in place",
      "patches: [{patch: '[]', target: {kind: StatefulSet}}]\nresources: [db.yaml]\n",
    ],
  ])("is not judged as manifests, and told once: %s", async (_, fields) => {
    const { status, problems, found } = await linted(
      { "prod/kustomization.yaml": fields, "prod/db.yaml": patch, "base/all.yaml": faulty },
      ["."],
    );
    expect(found).toEqual([`${rule} base/all.yaml`]);
    expect(problems).toEqual([
      expect.objectContaining({
        kind: "ignored-text",
        file: "prod/kustomization.yaml",
        message:
          "`db.yaml` is what kustomize makes manifests from, and was not read: `kubectl kustomize prod | sts-lint` judges what is applied",
      }),
    ]);
    expect(status).toBe(1);
  });

  it("is known by the line that names it, and by the folders above", async () => {
    const files = { "kustomization.yml": `${header}patches:\n  - path: patches/db.yaml\n`, "patches/db.yaml": patch };
    const { status, problems, found } = await linted(files, ["db.yaml"], "patches");
    expect(found).toEqual([]);
    expect(problems).toMatchObject([{ kind: "ignored-text", file: "../kustomization.yml", line: 4 }]);
    expect(status).toBe(0);
  });

  it("passes a hook that was given a patch alone, and is no reading of a folder that was named", async () => {
    const files = { "prod/kustomization.yaml": `${header}patches:\n  - path: db.yaml\n`, "prod/db.yaml": patch };
    expect(await linted(files, ["--whole-release", "prod/db.yaml"])).toMatchObject({ status: 0 });
    expect(await linted(files, ["prod"])).toMatchObject({ status: 2, problems: [{ kind: "not-rendered" }] });
  });

  it("is a folder with a kustomization alone, too", async () => {
    const { status, problems } = await linted({ "prod/kustomization.yaml": "resources: [../base]\n" }, ["prod"]);
    expect(problems).toMatchObject([{ kind: "not-rendered", file: "prod/kustomization.yaml" }]);
    expect(status).toBe(2);
  });

  it("is counted over all folders of a repository", async () => {
    const prod = Object.fromEntries(
      ["a", "b"].flatMap((name) => [
        [`${name}/kustomization.yaml`, "patches: [{path: one.yaml}, {path: two.yaml}, {path: three.yaml}]\n"],
        ...["one", "two", "three"].map((of) => [`${name}/${of}.yaml`, patch]),
      ]),
    );
    const { problems } = await linted({ ...prod, "all.yaml": faulty }, ["."]);
    expect(problems.map(({ message }) => message)).toEqual([
      "`one.yaml`, `two.yaml`, `three.yaml` and 3 more are what kustomize makes manifests from, and were not read: `kubectl kustomize FOLDER | sts-lint` judges what is applied",
    ]);
  });
});

describe("a kustomization of which more comes than the files that were read", () => {
  test.each([
    ["patches in place", "resources: [../base]\npatches: [{patch: '[]', target: {kind: StatefulSet}}]\n"],
    ["a chart", "helmCharts: [{name: db, repo: https://charts.example.com}]\n"],
    ["manifests from elsewhere", "resources: [../base, https://example.com/all.yaml]\n"],
    ["a component", "resources: [../base]\ncomponents: [../component]\n"],
  ])("is told of: %s", async (_, fields) => {
    const { status, problems, found } = await linted({ "prod/kustomization.yaml": fields, "base/all.yaml": faulty }, [
      ".",
    ]);
    expect(found).toEqual([`${rule} base/all.yaml`]);
    expect(problems).toMatchObject([
      {
        kind: "ignored-text",
        file: "prod/kustomization.yaml",
        message: expect.stringContaining("`kustomization.yaml` is what kustomize makes manifests from"),
      },
    ]);
    expect(status).toBe(1);
  });

  it("is none that only lists others", async () => {
    const files = { "prod/kustomization.yaml": "resources: [../base]\nnamespace: a\n", "base/all.yaml": faulty };
    expect((await linted(files, ["."])).problems).toEqual([]);
  });
});

describe("releases in kustomizations are rendered as they are written", () => {
  const release = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: db, namespace: prod}
spec:
  interval: 5m
  chart: {spec: {chart: ./charts/db, sourceRef: {kind: GitRepository, name: flux-system, namespace: flux-system}}}
`;
  const chart = {
    "charts/db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.0.0\n",
    "charts/db/templates/all.yaml": `{{- if true }}\n${faulty}{{ end }}`,
  };
  const apps = {
    "apps/release.yaml": release,
    "apps/kustomization.yaml": "resources: [release.yaml]\npatches: [{path: patch.yaml}]\n",
    "apps/patch.yaml": `${release.split("spec:")[0]}spec: {interval: 1h}\n`,
  };
  const rendered = async (files: Readonly<Record<string, string>>, name: string) => {
    const args = ["chart", name, "--no-helm", "--no-config", "--format", "json"];
    const { stdout, stderr, status } = await call({ cwd: folder(files), args });
    return { stdout, stderr, status };
  };

  it.each(["apps", "."])("of %s, though a patch changes them", async (name) => {
    const { stdout, status } = await rendered({ ".git/HEAD": "", ...chart, ...apps }, name);
    const { findings, problems } = JSON.parse(stdout) as { findings: { rule: string }[]; problems: { kind: string }[] };
    expect(findings.map((one) => one.rule)).toContain(rule);
    expect(problems.map(({ kind }) => kind)).toEqual(name === "." ? ["ignored-text"] : []);
    expect(status).toBe(1);
  });

  it("but a folder with charts alone names none", async () => {
    const { stderr, status } = await rendered({ ".git/HEAD": "", ...chart }, ".");
    expect(stderr).toContain("no HelmRelease");
    expect(status).toBe(2);
  });
});

describe("manifests beside a kustomization are judged", () => {
  test.each([
    ["which it takes as they are", "resources: [all.yaml]\n"],
    ["which it names and labels alone", "resources: [all.yaml]\nnamespace: a\nlabels: [{pairs: {team: a}}]\n"],
    ["which it does not name", "resources: [else.yaml]\n"],
    ["which another changes, and one of its own takes as they are", "resources: [all.yaml]\n"],
  ])("%s", async (_, fields) => {
    const files = { "base/kustomization.yaml": fields, "base/all.yaml": faulty };
    const more = { "kustomization.yaml": "resources: [base/all.yaml]\npatches: [{patch: '[]'}]\n" };
    const { found, problems } = await linted(fields === "resources: [all.yaml]\n" ? { ...files, ...more } : files, [
      "base",
    ]);
    expect(found).toEqual([`${rule} base/all.yaml`]);
    expect(problems).toEqual([]);
  });

  test.each([
    [
      "Flux' object of that kind",
      "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nspec: {patches: [{path: all.yaml}]}\npatches: [{path: all.yaml}]\n",
    ],
    ["what cannot be read", "patches: [{path: all.yaml}\n"],
    ["two documents", "patches: [{path: all.yaml}]\n---\npatches: []\n"],
  ])("where it is none: %s", async (_, text) => {
    const { found } = await linted({ "kustomization.yaml": text, "all.yaml": faulty }, ["."]);
    expect(found).toEqual([`${rule} all.yaml`]);
  });
});

it("a chart below a folder is told of once, and not read", async () => {
  const { status, problems, found } = await linted(
    {
      "charts/db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.0.0\n",
      "charts/db/values.yaml": "kind: StatefulSet\n",
      "charts/db/templates/a.yaml": "{{ .Values.a }}\n",
      "charts/db/templates/b.yaml": "a: {{ .Values.b }}: c\n",
      "all.yaml": faulty,
    },
    ["."],
  );
  expect(found).toEqual([`${rule} all.yaml`]);
  expect(problems).toEqual([
    expect.objectContaining({ file: "charts/db", message: expect.stringContaining("`sts-lint chart FOLDER`") }),
  ]);
  expect(status).toBe(2);
});
