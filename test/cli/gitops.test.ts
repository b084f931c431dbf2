import { execFileSync, spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findProgram } from "../../src/chart/node/helm-process.ts";
import type { Report } from "../../src/lint/contract/finding.ts";
import { call, folder } from "./fake-host.ts";
import { chart, found, repository, zero } from "./gitops-files.ts";

const helmRelease = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: db
  namespace: data
spec:
  interval: 5m
  chart:
    spec:
      chart: charts/db
      sourceRef: { kind: GitRepository, name: fleet }
  valuesFrom:
    - kind: ConfigMap
      name: db-values
  values:
    policy: Parallel
`;
const configMap = `apiVersion: v1
kind: ConfigMap
metadata:
  name: db-values
  namespace: data
data:
  values.yaml: |
    # less than nothing
    grace: 0
    policy: OrderedReady
`;
const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: db
  namespace: argocd
spec:
  destination: { namespace: data }
  sources:
    - repoURL: https://git.example.com/fleet.git
      path: charts/db
      helm:
        valueFiles: [$fleet/envs/prod.yaml]
        valuesObject:
          policy: Parallel
        parameters:
          - { name: grace, value: "0" }
    - repoURL: https://git.example.com/fleet.git
      ref: fleet
`;
const helmfile = `environments:
  default: {}
---
releases:
  - name: db
    namespace: data
    chart: ./charts/db
    values:
      - envs/prod.yaml
      - policy: Parallel
    set:
      - name: grace
        value: 0
`;
const prod = { "envs/prod.yaml": "policy: OrderedReady\ngrace: 10\n" };
const env = { PATH: process.env.PATH ?? "" };

describe("a file that names a chart", () => {
  it("is rendered with the values of a HelmRelease, each said where it is written", async () => {
    const cwd = folder({ ...chart, "apps/db.yaml": helmRelease, "apps/values.yaml": configMap });
    const report = await found(cwd, ["apps"]);
    expect(zero(report)?.resource).toMatchObject({ kind: "StatefulSet", name: "db", namespace: "data" });
    expect(zero(report)?.values).toEqual([
      { file: "apps/values.yaml", line: 9, path: ["grace"], over: [{ file: "charts/db/values.yaml", line: 1 }] },
    ]);
    expect(zero(report)?.template?.file).toBe("charts/db/templates/set.yaml");
    expect(report.unchecked).toEqual([]);
  });

  it("says what a HelmRelease needs that the input lacks, and what Flux adds", async () => {
    const more = "  postRenderers: [{ kustomize: {} }]\n";
    const cwd = folder({ ...chart, "db.yaml": helmRelease + more });
    const whys = (await found(cwd, ["db.yaml"])).unchecked.map(({ why }) => why);
    expect(whys).toEqual([
      expect.stringContaining("rendered without ConfigMap/db-values of its valuesFrom"),
      expect.stringContaining("rendered without its postRenderers"),
    ]);
  });

  it("is rendered with the values of an Application in Argo CD's order", async () => {
    const cwd = folder({ ...chart, ...prod, "apps/db.yaml": application });
    const report = await found(cwd, ["apps/db.yaml"]);
    expect(zero(report)?.values).toMatchObject([
      { file: "apps/db.yaml", line: 16, over: [{ file: "envs/prod.yaml", line: 2 }, {}] },
    ]);
    expect(zero(report)?.resource.namespace).toBe("data");
  });

  it("is rendered with the values of a helmfile, whose environments are said to be left out", async () => {
    const cwd = folder({ ...chart, ...prod, "helmfile.yaml": helmfile });
    const report = await found(cwd, ["helmfile.yaml"]);
    expect(zero(report)?.values).toMatchObject([{ file: "helmfile.yaml", line: 13 }]);
    expect(report.unchecked.map(({ why }) => why)).toEqual([expect.stringContaining("`environments`")]);
  });

  it("has values that flags give where the file says them, and a flag of the command line as that", async () => {
    const files = "fileParameters: [{ name: grace, path: $fleet/envs/grace }]";
    const text = application.replace('parameters:\n          - { name: grace, value: "0" }', files);
    const cwd = folder({ ...chart, ...prod, "envs/grace": "0", "db.yaml": text, "app.yaml": application });
    const { findings } = await found(cwd, ["db.yaml"]);
    const values = findings.flatMap(({ values = [] }) => values);
    expect(values).toContainEqual(expect.objectContaining({ path: ["grace"], file: "envs/grace", line: 1 }));
    const { values: given } = zero(await found(cwd, ["app.yaml", "--set", "grace=00"])) ?? {};
    expect(given).toMatchObject([{ flag: "--set grace=00", over: [{ file: "app.yaml", line: 16 }, {}, {}] }]);
  });

  it("is compared with itself at another revision, chart, files and values", async () => {
    for (const [name, text] of [
      ["db.yaml", `${helmRelease}---\n${configMap}`],
      ["db.yaml", application],
      ["helmfile.yaml", helmfile],
    ] as const) {
      const cwd = repository({ ...chart, ...prod, [name]: text });
      writeFileSync(join(cwd, name), text.replace("policy: Parallel", "policy: OrderedReady"));
      const refused = async (args: readonly string[]) =>
        (await found(cwd, args)).findings.filter(({ rule }) => rule === "immutable-field-changed");
      const [finding] = await refused([name, "--against", "git:main"]);
      expect(finding?.message, text).toContain("podManagementPolicy: Parallel → OrderedReady");
      expect(await refused([name])).toEqual([]);
    }
  });

  it("has its own namespace in commands where its manifests name none, whatever the command line says", async () => {
    const nowhere = {
      ...chart,
      "charts/db/templates/set.yaml": chart["charts/db/templates/set.yaml"].replace(/^ {2}namespace: .*\n/m, ""),
    };
    const cwd = repository({ ...nowhere, "db.yaml": helmRelease });
    writeFileSync(join(cwd, "db.yaml"), helmRelease.replace("policy: Parallel", "policy: OrderedReady"));
    for (const more of [[], ["-n", "prod"]]) {
      const { findings } = await found(cwd, ["db.yaml", "--against", "git:main", ...more]);
      const { help } = findings.find(({ rule }) => rule === "immutable-field-changed") ?? {};
      expect(help).toContain("kubectl -n data delete");
      expect(help).not.toContain("-n prod");
    }
  });

  it("says which releases a revision had that are gone", async () => {
    const cwd = repository({ ...chart, ...prod, "db.yaml": application });
    writeFileSync(join(cwd, "db.yaml"), application.replace("name: db", "name: other"));
    const { unchecked } = await found(cwd, ["db.yaml", "--against", "git:main"]);
    expect(unchecked).toMatchObject([{ resource: { name: "db" }, why: expect.stringContaining("is gone") }]);
  });

  it("says so where the whole file is gone from a folder, or its folder is, and the rest is judged", async () => {
    const another = application.replace("name: db", "name: kept").replace("{ namespace: data }", "{ namespace: kept }");
    for (const name of ["apps/db.yaml", "apps/db/app.yaml"]) {
      const cwd = repository({ ...chart, ...prod, [name]: application, "apps/kept/app.yaml": another });
      rmSync(join(cwd, name));
      const { unchecked } = await found(cwd, ["apps", "--against", "git:main"]);
      expect(unchecked, name).toMatchObject([
        { resource: { name: "db" }, location: { file: name }, why: expect.stringContaining("is gone") },
      ]);
    }
  });

  it("goes on where a helmfile with Go templates is gone, whose releases nobody here knows", async () => {
    const templated = "releases:\n  - name: {{ .Values.name }}\n    chart: x/y\n";
    const cwd = repository({ ...chart, ...prod, "apps/db.yaml": application, "apps/helmfile.yaml": templated });
    rmSync(join(cwd, "apps/helmfile.yaml"));
    const { problems, unchecked } = await found(cwd, ["apps", "--against", "git:main"]);
    expect({ problems, unchecked }).toEqual({ problems: [], unchecked: [] });
  });

  it("says that a release in another namespace begins with empty claims", async () => {
    const cwd = repository({ ...chart, ...prod, "db.yaml": application });
    writeFileSync(join(cwd, "db.yaml"), application.replace("{ namespace: data }", "{ namespace: stage }"));
    const { unchecked } = await found(cwd, ["db.yaml", "--against", "git:main"]);
    expect(unchecked).toMatchObject([{ why: expect.stringContaining("goes from `data` to `stage`") }]);
  });

  it("is read from stdin, too", async () => {
    const cwd = folder({ ...chart, ...prod });
    expect(zero(await found(cwd, ["-"], application))).toBeDefined();
  });

  it("never looks clean where nothing could be rendered", async () => {
    const set = "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: all }\n";
    const cwd = folder({
      "set.yaml": set,
      "map.yaml": configMap,
      "go.yaml": "releases:\n  - name: {{ .Values.name }}\n    chart: x/y\n",
    });
    const run = async (name: string) => {
      const { status, stdout, stderr } = await call({ args: ["chart", "--no-helm", name], cwd, env });
      return { status, text: stdout + stderr };
    };
    expect(await run("set.yaml")).toMatchObject({ status: 2, text: expect.stringContaining("argocd appset generate") });
    expect(await run("map.yaml")).toMatchObject({ status: 2, text: expect.stringContaining("no HelmRelease") });
    expect(await run("go.yaml")).toMatchObject({ status: 2, text: expect.stringContaining("helmfile template") });
  });

  it("gives helm no flags, no other files and no other program by what it holds", async () => {
    const cwd = folder(chart);
    const secret = join(folder({ "secret.yaml": "grace: 0\n" }), "secret.yaml");
    const base = helmRelease.replace("values:\n    policy: Parallel\n", "");
    const tries = [
      base.replace("  interval: 5m", "  releaseName: --post-renderer=x"),
      base.replace("chart: charts/db", "chart: ../../../etc"),
      application.replace("$fleet/envs/prod.yaml", `../../../../../../../../../..${secret}`),
      `${application}\n`.replace(
        /\n( *)helm:\n/,
        (line, space) => `${line}${space}  fileParameters: [{ name: "x=${secret},y", path: envs/prod.yaml }]\n`,
      ),
      `releases:\n  - { name: db, chart: -x/y }\n`,
      `releases:\n  - { name: db, chart: ./charts/db, values: ["${secret}"] }\n`,
    ];
    for (const [index, text] of tries.entries()) {
      writeFileSync(join(cwd, `t${index}.yaml`), text);
      const { status, stdout } = await call({ args: ["chart", "--no-helm", `t${index}.yaml`], cwd, env });
      expect(status, text).toBe(2);
      expect(stdout).toContain("not rendered:");
    }
  });
});

const helm = findProgram("helm", process.env.PATH);

describe.skipIf(helm === undefined)("a chart that helm fetches", () => {
  it("comes from the HelmRepository beside the HelmRelease, in the version that is named", async () => {
    const cwd = folder(chart);
    execFileSync(helm ?? "", ["package", "charts/db", "-d", "repo"], { cwd, stdio: "ignore" });
    execFileSync(helm ?? "", ["repo", "index", "repo"], { cwd, stdio: "ignore" });
    // This process waits while helm runs: the repository is served by another one.
    const server = spawn(process.execPath, ["-e", serve, join(cwd, "repo")], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      const port = await new Promise<string>((done) => server.stdout.once("data", (data) => done(String(data).trim())));
      const repository = `apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: { name: own, namespace: data }\nspec: { url: "http://127.0.0.1:${port}" }\n`;
      const release = helmRelease
        .replace("charts/db", "db\n      version: 1.x")
        .replace("kind: GitRepository, name: fleet", "kind: HelmRepository, name: own");
      const read = async (text: string): Promise<Report> => {
        writeFileSync(join(cwd, "all.yaml"), [text, configMap, repository].join("---\n"));
        const { stdout, stderr } = await call({
          args: ["chart", "--format", "json", "all.yaml"],
          cwd,
          env: { ...env, HELM_CACHE_HOME: join(cwd, "cache") },
        });
        expect(stdout, stderr).not.toBe("");
        return JSON.parse(stdout) as Report;
      };
      const report = await read(release);
      expect(zero(report)?.values).toMatchObject([{ file: "all.yaml", line: 27 }]);
      expect(report.unchecked).toEqual([]);
      const tried = await read(release.replace("policy: Parallel", `policy: $\{POLICY}`));
      expect(tried.problems).toEqual([]);
      expect(tried.findings.map(({ rule }) => rule)).toEqual(report.findings.map(({ rule }) => rule));
    } finally {
      server.kill();
    }
  });
});

const serve = `
const { readFileSync } = require("node:fs");
const { basename } = require("node:path");
const server = require("node:http").createServer((request, response) => {
  try { response.end(readFileSync(process.argv[1] + "/" + basename(request.url))); }
  catch { response.statusCode = 404; response.end(); }
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
`;
