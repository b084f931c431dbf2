import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { findProgram } from "../../src/chart/node/helm-process.ts";
import type { Report } from "../../src/lint/contract/finding.ts";
import { call, folder } from "./fake-host.ts";
import { type Answers, json, serve } from "./local-server.ts";

const program = (name: string) => findProgram(name, process.env.PATH);
const helms = [program("helm3"), program("helm4") ?? program("helm")].filter((one) => one !== undefined);

const set = (serviceName: string) => `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: ${serviceName}
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      containers: [{ name: db, image: "registry.example.com/db:1" }]
`;
const chart = (version: string, template = set("{{ .Values.service }}")) => ({
  "db/Chart.yaml": `apiVersion: v2\nname: db\nversion: ${version}\n`,
  "db/values.yaml": "service: db\n",
  "db/templates/set.yaml": template,
});

/** A release as helm keeps it in a Secret: JSON, packed, in base64, and in base64 once more as data of a Secret. */
function release(name: string, version: number, manifest: string, config: object) {
  const stored = {
    name,
    version,
    namespace: "data",
    info: { status: "deployed", first_deployed: "2026-01-01T00:00:00Z", last_deployed: "2026-01-01T00:00:00Z" },
    chart: { metadata: { apiVersion: "v2", name, version: "1.0.0" }, templates: [], values: { service: "db" } },
    config,
    manifest,
  };
  const packed = gzipSync(JSON.stringify(stored)).toString("base64");
  return {
    apiVersion: "v1",
    kind: "Secret",
    type: "helm.sh/release.v1",
    metadata: {
      name: `sh.helm.release.v1.${name}.v${version}`,
      namespace: "data",
      labels: { name, owner: "helm", status: "deployed", version: String(version) },
    },
    data: { release: Buffer.from(packed).toString("base64") },
  };
}

/** A cluster with two revisions of one release. */
function cluster(): Answers {
  const revisions = [release("db", 1, set("first"), {}), release("db", 2, set("second"), { service: "second" })];
  const secrets = "/api/v1/namespaces/data/secrets";
  return {
    "/version": json({ major: "1", minor: "36", gitVersion: "v1.36.0" }),
    [`${secrets}?labelSelector=name%3Ddb%2Cowner%3Dhelm`]: json({
      apiVersion: "v1",
      kind: "SecretList",
      items: revisions,
    }),
    ...Object.fromEntries(revisions.map((one) => [`${secrets}/${one.metadata.name}`, json(one)])),
  };
}

const env = { PATH: process.env.PATH ?? "" };

async function found(args: readonly string[], cwd: string): Promise<string[]> {
  const { stdout, stderr } = await call({ args: [...args, "--format=json"], cwd, env });
  expect(stderr).toBe("");
  const { findings } = JSON.parse(stdout) as Report;
  return findings.filter(({ rule }) => rule === "immutable-field-changed").map(({ message }) => message);
}

describe.skipIf(helms.length === 0).each(helms)("with %s (skipped where no helm is on PATH)", (helm) => {
  const inCluster = async () => {
    const cwd = folder(chart("1.1.0"));
    const server = await serve(cluster());
    const clusters = [{ name: "local", cluster: { server } }];
    const contexts = [{ name: "local", context: { cluster: "local", user: "local" } }];
    const users = [{ name: "local", user: {} }];
    const kubeconfig = { apiVersion: "v1", kind: "Config", "current-context": "local", clusters, contexts, users };
    writeFileSync(join(cwd, "kubeconfig"), JSON.stringify(kubeconfig));
    return cwd;
  };
  const asked = ["--helm", helm, "--kubeconfig=kubeconfig", "--namespace=data"];

  test("a chart is compared with what a cluster runs, and with a revision of it", async () => {
    const cwd = await inCluster();
    const against = (reference: string) => found(["chart", "./db", "--against", reference, ...asked], cwd);
    expect((await against("helm:db")).join()).toMatch(/serviceName.*second.*db/);
    expect((await against("helm:db@1")).join()).toMatch(/serviceName.*first.*db/);
  });

  test("helm diff's line takes the values of the release where it says so", async () => {
    const cwd = await inCluster();
    const upgrade = async (...flags: string[]) =>
      (await found(["chart", "upgrade", "db", "./db", ...flags, ...asked], cwd)).join();
    // Without values of its own an upgrade keeps those of the release (helm, action/upgrade.go, reuseValues).
    for (const flag of ["--reuse-values", "--reset-then-reuse-values"]) expect(await upgrade(flag)).toBe("");
    expect(await upgrade()).toBe("");
    expect(await upgrade("--reset-values")).toMatch(/serviceName.*second.*db/);
    expect(await upgrade("--set", "service=third")).toMatch(/serviceName.*second.*third/);
  });

  test("a release that is not there is said in helm's words", async () => {
    const cwd = await inCluster();
    const other = await call({ args: ["chart", "./db", "--against", "helm:other", ...asked], cwd, env });
    expect(other.status).toBe(2);
    expect(other.stderr).toMatch(/--against helm:other: .*not found/);
  });

  test("a chart and the version before it are fetched from a repository", async () => {
    const cwd = folder({});
    const archives = ["1.0.0", "1.1.0"].map((version) => {
      const place = folder(chart(version, set(version === "1.0.0" ? "old" : "new")));
      const packed = spawnSync(helm, ["package", "db"], { cwd: place, encoding: "utf8" });
      expect(packed.stderr).toBe("");
      return { version, file: `db-${version}.tgz`, base64: readFileSync(join(place, `db-${version}.tgz`), "base64") };
    });
    const entries = archives.map(({ version, file }) => ({
      apiVersion: "v2",
      name: "db",
      version,
      urls: [file],
      created: "2026-01-01T00:00:00Z",
    }));
    const repository = await serve({
      "/index.yaml": json({ apiVersion: "v1", entries: { db: entries }, generated: "2026-01-01T00:00:00Z" }),
      ...Object.fromEntries(archives.map(({ file, base64 }) => [`/${file}`, { type: "application/gzip", base64 }])),
    });
    const from = [`--repo=${repository}`, "--helm", helm];
    expect((await found(["chart", "db", "--against", "chart:db@1.0.0", ...from], cwd)).join()).toMatch(
      /serviceName.*old.*new/,
    );
    const [old, now] = archives.map(({ file }) => `${repository}/${file}`);
    expect((await found(["chart", now ?? "", "--against", `chart:${old}`, "--helm", helm], cwd)).join()).toMatch(
      /serviceName.*old.*new/,
    );
    const revision = await call({ args: ["chart", "db", "--against", "git:HEAD", ...from], cwd, env });
    expect(revision.stderr).toContain("`--against chart:REF@VERSION`");
    const unknown = await call({ args: ["chart", "db", "--against", "chart:db@9.9.9", ...from], cwd, env });
    expect(unknown.status).toBe(2);
    expect(unknown.stderr).toMatch(/--against chart:db@9\.9\.9|helm pull db/);
  });

  test("a chart and the version before it are fetched from a registry, with helm's flags for that", async () => {
    const sha = (bytes: Buffer) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    const blob = (mediaType: string, bytes: Buffer) => ({ mediaType, digest: sha(bytes), size: bytes.length });
    const answers = ["1.0.0", "1.1.0"].map((version): Answers => {
      const place = folder(chart(version, set(version === "1.0.0" ? "old" : "new")));
      spawnSync(helm, ["package", "db"], { cwd: place });
      const archive = readFileSync(join(place, `db-${version}.tgz`));
      const config = Buffer.from(JSON.stringify({ apiVersion: "v2", name: "db", version }));
      const type = "application/vnd.oci.image.manifest.v1+json";
      const manifest = Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: type,
          config: blob("application/vnd.cncf.helm.config.v1+json", config),
          layers: [blob("application/vnd.cncf.helm.chart.content.v1.tar+gzip", archive)],
        }),
      );
      const served = { type, base64: manifest.toString("base64") };
      return {
        [`/v2/charts/db/manifests/${version}`]: served,
        [`/v2/charts/db/manifests/${sha(manifest)}`]: served,
        ...Object.fromEntries(
          [config, archive].map((bytes) => [
            `/v2/charts/db/blobs/${sha(bytes)}`,
            { type: "application/octet-stream", base64: bytes.toString("base64") },
          ]),
        ),
      };
    });
    const registry = await serve(Object.assign({ "/v2/": json({}) }, ...answers));
    const named = `oci://${registry.replace("http://127.0.0.1", "localhost")}/charts/db`;
    const from = ["--plain-http", "--helm", helm];
    const args = ["chart", named, "--version", "1.1.0", "--against", `chart:${named}@1.0.0`, ...from];
    expect((await found(args, folder({}))).join()).toMatch(/serviceName.*old.*new/);
  });
});
