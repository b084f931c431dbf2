import { describe, expect, it } from "vitest";
import { lint, plan } from "../../src/index.ts";
import { planText } from "../../src/report/plan/text.ts";
import { type SetOptions, statefulSet } from "./sets.ts";

const input = (...objects: readonly object[]) => [
  { name: "x.yaml", text: objects.map((one) => `${JSON.stringify(one)}\n`).join("---\n") },
];

interface PodOptions {
  readonly labels?: object;
  readonly claim?: string;
  readonly owners?: readonly object[];
  readonly deletionTimestamp?: string;
}

/** A pod as `kubectl get -o yaml` lists it once its set was deleted with --cascade=orphan. */
const pod = (name: string, { labels = { app: "db" }, claim = `data-${name}`, ...metadata }: PodOptions = {}) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name,
    uid: `of-${name}`,
    labels: { ...labels, "controller-revision-hash": "db-6d4f9", "statefulset.kubernetes.io/pod-name": name },
    ...(metadata.owners === undefined ? {} : { ownerReferences: metadata.owners }),
    ...(metadata.deletionTimestamp === undefined ? {} : { deletionTimestamp: metadata.deletionTimestamp }),
  },
  spec: {
    containers: [{ name: "c", image: "app:1" }],
    volumes: [{ name: "data", persistentVolumeClaim: { claimName: claim } }],
  },
});

const claim = (name: string, storage = "8Gi", metadata: object = { uid: `of-${name}` }) => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name, ...metadata },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage } } },
});

const three = ["db-0", "db-1", "db-2"];
const pods = three.map((name) => pod(name));
const claims = three.map((name) => claim(`data-${name}`));

function planned(next: SetOptions, cluster: readonly object[]) {
  const made = plan(input(statefulSet({ claims: [{ name: "data", size: "8Gi" }], ...next })), {
    against: input(...cluster),
  });
  const [set] = made.statefulSets;
  if (set === undefined) throw new Error("no set was planned");
  return { set, notes: made.notes, text: planText(made) };
}

describe("A set that is made anew where its pods run, as in the middle of a way through", () => {
  it("adopts them, and no pod or claim is created", () => {
    const { set, notes, text } = planned({}, [...pods, ...claims]);
    expect(set.adopts).toEqual(three);
    expect(set.steps).toEqual([]);
    expect(set.claims.map(({ becomes }) => becomes)).toEqual(["kept", "kept", "kept"]);
    expect(notes.join()).toContain("pods without their StatefulSet");
    expect(text).toContain("made anew, and adopts 3 of the pods that run; 3 pods at the end");
    expect(text).toContain("Those of another template than this one are then replaced, the highest ordinal first");
    expect(text).not.toContain("first install");
  });

  it("leaves the claims at the size that they have", () => {
    const { set, text } = planned({ claims: [{ name: "data", size: "20Gi" }] }, [...pods, ...claims]);
    expect(set.claims.map(({ size }) => size)).toEqual(["8Gi", "8Gi", "8Gi"]);
    expect(text).toContain("`data-db-0` keeps its 8Gi, though the template asks for 20Gi: nobody compares the two");
  });

  it("creates those that are not there", () => {
    const { set } = planned({}, [pod("db-0"), pod("db-2"), claim("data-db-0")]);
    expect(set.adopts).toEqual(["db-0", "db-2"]);
    expect(set.steps.flatMap(({ actions }) => actions)).toMatchObject([{ do: "create", pod: "db-1" }]);
  });

  it("deletes those that it has no replica for, the highest first", () => {
    const { set, text } = planned({ replicas: 1 }, [...pods, ...claims]);
    expect(set.steps.flatMap(({ actions }) => actions)).toMatchObject([
      { do: "delete", pod: "db-2", because: "scale-down" },
      { do: "delete", pod: "db-1", because: "scale-down" },
    ]);
    expect(text).toContain("adopts 3 of the pods that run, then 2 steps");
    expect(planned({ replicas: 1, podManagementPolicy: "Parallel" }, pods).set.steps).toHaveLength(1);
  });

  it("cannot adopt, nor make again, what its selector does not fit: they are deleted by hand", () => {
    const { set, text } = planned({ labels: { app: "other" } }, [...pods, ...claims]);
    expect(set.adopts).toEqual([]);
    expect(set.consequences.filter(({ kind }) => kind === "stuck")).toHaveLength(3);
    expect(text).toContain("adopts none of the pods that run");
    expect(text).toContain("kubectl delete pod/db-0");
  });

  it("tells of the data on claims that it has no template for any more", () => {
    const { set, text } = planned({ claims: [{ name: "store" }] }, [...pods, ...claims]);
    expect(set.claims.filter(({ becomes }) => becomes === "stranded").map(({ name }) => name)).toEqual(
      three.map((name) => `data-${name}`),
    );
    expect(text).toContain("`data-db-0` and 2 more, which its pods mount now, is no claim of this set any more");
  });

  it("is told by the lint, too, as no first install", () => {
    const { findings } = lint(input(statefulSet()), { against: input(...pods) });
    const [one] = findings.filter(({ rule }) => rule === "against-unlike");
    expect(one).toMatchObject({
      severity: "info",
      message: expect.stringContaining("has the pods of StatefulSet `db`"),
    });
  });

  it.each([
    ["somebody owns", pod("db-0", { owners: [{ kind: "StatefulSet", name: "db", controller: true }] })],
    ["are about to go", pod("db-0", { deletionTimestamp: "2026-12-01T00:00:00Z" })],
    ["are of another name", pod("dbx-0")],
    [
      "somebody applies",
      { apiVersion: "v1", kind: "Pod", metadata: { name: "db-0", labels: { app: "db" } }, spec: {} },
    ],
  ])("adopts no pods that %s", (_, other) => {
    expect(planned({}, [other]).set.adopts).toBeUndefined();
  });
});

describe("Claims that are there before a set makes them", () => {
  it("are kept with their data at a first install, as after an uninstall", () => {
    const { set, text } = planned({}, claims);
    expect(set.outcome).toBe("install");
    expect(set.claims.map(({ becomes }) => becomes)).toEqual(["kept", "kept", "kept"]);
    expect(text).toContain("`data-db-0`, `data-db-1`, `data-db-2` are there and are mounted with the data");
  });

  it("are kept where a set grows back onto them", () => {
    const { set } = planned({ replicas: 3 }, [
      statefulSet({ replicas: 1, claims: [{ name: "data", size: "8Gi" }] }),
      ...claims,
    ]);
    expect(set.claims.map(({ becomes }) => becomes)).toEqual(["kept", "kept", "kept"]);
  });

  it("are no claims of the release, where somebody took what the cluster set from them", () => {
    const neat = claim("data-db-0", "8Gi", { annotations: { "pv.kubernetes.io/bind-completed": "yes" } });
    const set = statefulSet({ claims: [{ name: "data", size: "8Gi" }] });
    const { findings } = lint(input(set), { against: input(set, neat) });
    expect(findings.filter(({ rule }) => rule === "claim-vanished")).toEqual([]);
  });
});
