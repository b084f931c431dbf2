import { describe, expect, it } from "vitest";
import { foretold, plan } from "../../src/index.ts";
import { call, folder } from "./fake-host.ts";

interface Set {
  readonly image?: string;
  readonly replicas?: number;
  readonly size?: string;
  readonly pod?: object;
  readonly container?: object;
  readonly annotations?: object;
}

function set({ image = "postgres:15.4", replicas = 2, size = "1Gi", pod, container, annotations }: Set = {}): object {
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "db", namespace: "shop", annotations },
    spec: {
      serviceName: "db",
      replicas,
      selector: { matchLabels: { app: "db" } },
      template: {
        metadata: { labels: { app: "db" } },
        spec: {
          ...pod,
          containers: [
            {
              name: "db",
              image,
              env: [{ name: "PGDATA", value: "/data/pg" }],
              volumeMounts: [{ name: "data", mountPath: "/data" }],
              ...container,
            },
          ],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: "data" },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: size } } },
        },
      ],
    },
  };
}

function service(spec: object): object {
  return { apiVersion: "v1", kind: "Service", metadata: { name: "db", namespace: "shop" }, spec };
}

const headless = service({ clusterIP: "None", selector: { app: "db" }, ports: [{ port: 5432 }] });

const stream = (...objects: readonly object[]) => objects.map((one) => `${JSON.stringify(one)}\n`).join("---\n");

/** What `plan` prints of an update, or of a first install. */
async function planned(next: readonly object[], old?: readonly object[], args: readonly string[] = []) {
  const root = folder({ "new.yaml": stream(...next), ...(old === undefined ? {} : { "old.yaml": stream(...old) }) });
  return call({
    args: ["plan", "new.yaml", ...(old === undefined ? [] : ["--against", "old.yaml"]), ...args],
    cwd: root,
  });
}

describe("A plan whose new pods are sure not to become ready", () => {
  const old = [headless, set()];
  const next = [headless, set({ image: "postgres:16.1" })];

  it("says so before its steps, with the place and what to do, and is an error", async () => {
    const { stdout, status } = await planned(next, old);
    expect(status).toBe(1);
    expect(stdout).toContain(
      "\n  mend this first\n    PostgreSQL goes from 15 to 16 in StatefulSet `db`, over the data of 15 on its claims",
    );
    expect(stdout).toMatch(/\(major-over-old-data, new\.yaml:\d+:\d+\)\n {6}help: dump with the old version/);
    expect(stdout.indexOf("mend this first")).toBeLessThan(stdout.indexOf("\n  steps\n"));
  });

  it("does not promise that helm sees the end", async () => {
    const { stdout } = await planned(next, old);
    expect(stdout).toContain("`helm upgrade --wait` waits until it gives up: the new pods do not become ready");
    expect(stdout).not.toContain("sees it end");
    expect((await planned([headless, set({ image: "postgres:15.5" })], old)).stdout).toContain("sees it end");
  });

  it("says it beside the way through a refused update, whose steps restart the pods", async () => {
    const { stdout, status } = await planned([headless, set({ image: "postgres:16.1", size: "2Gi" })], old);
    expect(status).toBe(1);
    expect(stdout).toMatch(/mend this first\n {4}PostgreSQL goes from 15 to 16[\s\S]*way through 1 \(recreate\)/);
  });

  it("is the same as JSON, as a page, and of several versions", async () => {
    const { stdout } = await planned(next, old, ["--format", "json", "--format", "html=page.html"]);
    const [made] = JSON.parse(stdout).statefulSets;
    expect(made.foretold).toEqual([
      expect.objectContaining({
        kind: "stuck",
        rule: "major-over-old-data",
        file: "new.yaml",
        line: expect.any(Number),
      }),
    ]);
    expect(made.consequences[0]).toEqual({ kind: "stuck", severity: "error", text: made.foretold[0].text });
    expect(made.deadline.verdict).toBe("misses");
    expect((await planned(next, old, ["--format", "html"])).stdout).toMatch(
      /Mend this first[\s\S]*major-over-old-data/,
    );
    const several = await planned(next, old, ["--kubernetes-version", "1.36,1.37"]);
    expect(several.stdout).toContain("mend this first");
    expect(several.status).toBe(1);
  });

  it("keeps silent where no new pod is made", async () => {
    const faulty = set({ container: { securityContext: { runAsUser: 0, runAsNonRoot: true } } });
    const smaller = set({ replicas: 1, container: { securityContext: { runAsUser: 0, runAsNonRoot: true } } });
    expect((await planned([headless, faulty])).stdout).toContain("(root-refused, ");
    for (const unmade of [faulty, smaller]) {
      const { stdout, status } = await planned([headless, unmade], [headless, faulty]);
      expect([status, stdout.includes("mend this first")]).toEqual([0, false]);
    }
  });

  it("keeps to what is suppressed, tuned or said of one version alone", async () => {
    const ignored = set({
      image: "postgres:16.1",
      annotations: { "sts-lint/ignore": "major-over-old-data: pg_upgrade runs in the entrypoint" },
    });
    expect(await planned([headless, ignored], old)).toMatchObject({ status: 0 });
    const root = folder({
      "new.yaml": stream(...next),
      "old.yaml": stream(...old),
      ".sts-lint.yaml": "rules: { major-over-old-data: warning }",
    });
    const { stdout, status } = await call({ args: ["plan", "new.yaml", "--against", "old.yaml"], cwd: root });
    expect([status, stdout.includes("mend this first")]).toEqual([0, false]);
    // Before 1.34 the set is accepted and every pod refused; later the set is.
    const twice = ["/data", "/data"].map((mountPath) => ({ name: "data", mountPath }));
    const refused = [headless, set({ container: { volumeMounts: twice } })];
    const versions = await planned(refused, undefined, ["--kubernetes-version", "1.33,1.37"]);
    expect(versions.stdout).toMatch(
      /Kubernetes 1\.33[\s\S]*\(pods-refused, [\s\S]*Kubernetes 1\.37[\s\S]*the API server refuses it/,
    );
    expect(versions.stdout.match(/pods-refused/g)).toHaveLength(1);
  });

  it("reads a pipe once", async () => {
    const root = folder({ "old.yaml": stream(...old) });
    const { stdout } = await call({ args: ["plan", "--against", "old.yaml"], stdin: stream(...next), cwd: root });
    expect(stdout).toMatch(/\(major-over-old-data, stdin:\d+:\d+\)[\s\S]*steps/);
  });
});

describe("A plan whose new pods do not find their data", () => {
  it("says so, and is an error", async () => {
    const moved = set({ container: { env: [{ name: "PGDATA", value: "/data/other" }] } });
    const { stdout, status } = await planned([headless, moved], [headless, set()]);
    expect([status, stdout]).toEqual([1, expect.stringMatching(/mend this first\n.*\(data-path-moved, /)]);
    // The pods do become ready: they are empty.
    expect(stdout).toContain("sees it end");
  });
});

describe("A plan beside whose sets an object is refused", () => {
  it("says so once, above all sets, and is an error", async () => {
    const other = service({ clusterIP: "10.0.0.7", selector: { app: "db" }, ports: [{ port: 5432 }] });
    const { stdout, status } = await planned([other, set()], [headless, set()]);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^mend this first\n[\s\S]*\(service-immutable, new\.yaml:\d+:\d+\)\n {4}help: [\s\S]*StatefulSet\/db/,
    );
    const { stdout: json } = await planned([other, set()], [headless, set()], ["--format", "json"]);
    expect(JSON.parse(json).foretold).toEqual([
      expect.objectContaining({ kind: "refused", rule: "service-immutable" }),
    ]);
  });

  it("leaves a refused set and claim to what the plan itself says of them", async () => {
    const { stdout } = await planned([headless, set({ size: "2Gi" })], [headless, set()]);
    expect(stdout).not.toContain("mend this first");
  });
});

describe("In the library", () => {
  it("a plan tells what it is given", () => {
    const [old, next] = [[set()], [set({ image: "postgres:16.1" })]].map((objects) => [
      { name: "x.yaml", text: stream(headless, ...objects) },
    ]);
    const inputs = next ?? [];
    const against = old ?? [];
    expect(plan(inputs, { against }).statefulSets[0]?.foretold).toBeUndefined();
    const made = plan(inputs, { against, foretold: foretold(inputs, { against }) });
    expect(made.statefulSets[0]?.foretold).toMatchObject([{ rule: "major-over-old-data", file: "x.yaml" }]);
  });
});
