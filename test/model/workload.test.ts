import { describe, expect, test } from "vitest";
import { Release } from "../../src/model/release.ts";
import { reaches } from "../../src/model/service.ts";
import { StatefulSetView } from "../../src/model/statefulset.ts";
import { readInput } from "../../src/read/index.ts";

function releaseOf(...objects: object[]): Release {
  const text = objects.map((object) => `${JSON.stringify(object)}\n`).join("---\n");
  return new Release([...readInput({ name: "stdin", text }, () => {})]);
}

const template = (labels: object, container: object = {}, spec: object = {}) => ({
  metadata: { labels },
  spec: { containers: [{ name: "main", image: "own/image:1", ...container }], ...spec },
});
const object = (apiVersion: string, kind: string, name: string, spec: object) => ({
  apiVersion,
  kind,
  metadata: { name },
  spec,
});
const set = (spec: object = {}) =>
  object("apps/v1", "StatefulSet", "db", { replicas: 2, template: template({ app: "db" }), ...spec });
const budget = (matchLabels: object) =>
  object("policy/v1", "PodDisruptionBudget", "db", { maxUnavailable: 1, selector: { matchLabels } });

test("a StatefulSet is one of the release's workloads: the same view", () => {
  const release = releaseOf(set(), object("apps/v1", "Deployment", "web", { template: template({ app: "web" }) }));
  expect(release.workloads.map(({ kind }) => kind).sort()).toEqual(["Deployment", "StatefulSet"]);
  expect(release.workloads.filter((one) => one instanceof StatefulSetView)).toEqual(release.statefulSets);
});

describe("labels that controllers add", () => {
  const budgetsOf = (matchLabels: object) => releaseOf(set(), budget(matchLabels)).statefulSets[0]?.budgets.length;

  test("are seen by budgets as they are by Services", () => {
    expect(budgetsOf({ "statefulset.kubernetes.io/pod-name": "db-1" })).toBe(1);
    expect(budgetsOf({ "statefulset.kubernetes.io/pod-name": "db-2" })).toBe(0);
    expect(budgetsOf({ app: "db", "apps.kubernetes.io/pod-index": "0" })).toBe(1);
    expect(budgetsOf({ app: "other" })).toBe(0);
  });

  test("name pods one by one", () => {
    const release = releaseOf(set(), budget({ "statefulset.kubernetes.io/pod-name": "db-1" }));
    const [selector] = release.budgets.map((one) => one.selector);
    expect(selector && release.statefulSets[0]?.ordinalsNamedBy(selector)).toEqual(new Set([1]));
    const all = releaseOf(set(), budget({ app: "db" }));
    const [wide] = all.budgets.map((one) => one.selector);
    expect(wide && all.statefulSets[0]?.ordinalsNamedBy(wide)).toBeUndefined();
  });

  test("of Jobs and Deployments have values that nobody knows ahead", () => {
    const release = releaseOf(
      object("batch/v1", "Job", "load", { template: template({ app: "load" }) }),
      object("v1", "Service", "load", { selector: { "job-name": "load" } }),
    );
    expect(release.workloads[0]?.services.map(({ name }) => name)).toEqual(["load"]);
  });
});

describe("where things stand", () => {
  test("a pod template is found where its kind keeps it", () => {
    const jobTemplate = { spec: { template: template({ app: "cron" }) } };
    const [cron] = releaseOf(object("batch/v1", "CronJob", "cron", { jobTemplate })).workloads;
    expect(cron?.labelsPath).toEqual(["spec", "jobTemplate", "spec", "template", "metadata", "labels"]);
    expect(cron?.pod.labels.get("app")).toBe("cron");
  });

  test("replicas are only where they are written", () => {
    expect(releaseOf(set()).statefulSets[0]?.replicasPath).toEqual(["spec", "replicas"]);
    expect(releaseOf(set({ replicas: undefined })).statefulSets[0]?.replicasPath).toBeUndefined();
  });

  test("data is in what claim templates and named claims mount, unless read-only", () => {
    const mounts = ["data", "extra", "shared", "tmp"].map((name) => ({ name, mountPath: `/${name}` }));
    const volumes = [
      { name: "extra", persistentVolumeClaim: { claimName: "extra" } },
      { name: "shared", persistentVolumeClaim: { claimName: "shared", readOnly: true } },
      { name: "tmp", emptyDir: {} },
    ];
    const [view] = releaseOf(
      set({
        template: template({ app: "db" }, { volumeMounts: mounts }, { volumes }),
        volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"] } }],
      }),
    ).statefulSets;
    expect(view?.dataMounts.map(({ mount, accessModes }) => [mount.name, accessModes])).toEqual([
      ["data", ["ReadWriteOnce"]],
      ["extra", []],
    ]);
  });
});

test("a Service's port reaches the container port of its name and protocol, in containers that run", () => {
  const ports = [
    { name: "sql", containerPort: 5432 },
    { name: "gossip", containerPort: 7000, protocol: "UDP" },
  ];
  const release = releaseOf(
    set({ template: template({ app: "db" }, { ports }) }),
    object("v1", "Service", "db", {
      selector: { app: "db" },
      ports: [
        { port: 80, targetPort: "sql" },
        { port: 5432 },
        { port: 81, targetPort: "gossip" },
        { port: 7000, protocol: "UDP" },
      ],
    }),
  );
  const [view] = release.statefulSets;
  const reached = release.services[0]?.ports.map((port) =>
    view === undefined ? [] : reaches(port, view.pod).map(({ port }) => port.name),
  );
  expect(reached).toEqual([["sql"], ["sql"], [], ["gossip"]]);
});
