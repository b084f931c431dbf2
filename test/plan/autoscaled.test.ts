import { describe, expect, it } from "vitest";
import { plan } from "../../src/index.ts";
import { statefulSet } from "./sets.ts";

const input = (...objects: readonly object[]) => [
  { name: "x.yaml", text: objects.map((one) => `${JSON.stringify(one)}\n`).join("---\n") },
];

const autoscaler = (minReplicas: number) => ({
  apiVersion: "autoscaling/v2",
  kind: "HorizontalPodAutoscaler",
  metadata: { name: "db" },
  spec: { minReplicas, maxReplicas: 9, scaleTargetRef: { apiVersion: "apps/v1", kind: "StatefulSet", name: "db" } },
});

/** As a chart writes it whose autoscaling is on. */
function unwritten(options: Parameters<typeof statefulSet>[0] = {}, metadata: object = {}) {
  const set = statefulSet(options);
  const { replicas, ...spec } = set.spec;
  return { ...set, metadata: { ...set.metadata, ...metadata }, spec };
}

const parallel = { podManagementPolicy: "Parallel" };

describe("A refused update of a set whose number an autoscaler keeps", () => {
  const old = unwritten();
  const way = (next: object, before: readonly object[], ...others: readonly object[]) =>
    plan(input(next, ...others), { against: input(...before, ...others) }).statefulSets[0];

  it("counts the pods that it keeps at least", () => {
    const set = way(unwritten(parallel), [old], autoscaler(3));
    expect(set?.pods.map(({ name }) => name)).toEqual(["db-0", "db-1", "db-2"]);
    expect(set?.claims).toHaveLength(3);
    expect(way(unwritten(), [old], autoscaler(3))?.outcome).toBe("unchanged");
  });

  it("is made anew with that number, before an upgrade that writes none can make it with one", () => {
    const [first] = way(unwritten(parallel), [old], autoscaler(3))?.refused?.waysThrough ?? [];
    expect(first?.steps.flatMap(({ commands }) => commands)).toEqual([
      "kubectl delete statefulset/db --cascade=orphan",
      "kubectl create -f set.yaml",
      "kubectl apply -f new.yaml",
    ]);
    expect(first?.steps[1]).toMatchObject({
      do: expect.stringContaining("with `replicas: 3` written in its spec"),
      ifSkipped: expect.stringContaining("it adopts all pods and deletes `db-2` to `db-1` at once"),
    });
    expect(first?.proved).toBe(true);
    expect(first?.restarts.stay).toEqual(["db-0", "db-1", "db-2"]);
  });

  it("takes the number of a cluster that tells it", () => {
    const live = { ...statefulSet({ replicas: 5 }), metadata: { name: "db", uid: "1" }, status: { replicas: 5 } };
    const [first] = way(unwritten(parallel), [live], autoscaler(3))?.refused?.waysThrough ?? [];
    expect(first?.steps[1]?.do).toContain("`replicas: 5`");
    expect(first?.result.pods).toHaveLength(5);
  });

  it.each([
    ["the manifest writes it", statefulSet(parallel), statefulSet()],
    ["one pod runs", unwritten(parallel), old],
  ])("needs no such step where %s", (_, next, before) => {
    const [first] = way(next, [before])?.refused?.waysThrough ?? [];
    expect(first?.steps.flatMap(({ commands }) => commands).join()).not.toContain("create -f");
  });
});

describe("A way that gives a set another Service, of which the old one goes", () => {
  const service = (name: string) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: "prod", labels: { "app.kubernetes.io/managed-by": "Helm" } },
    spec: { clusterIP: "None", selector: { app: "db" }, ports: [{ port: 1 }] },
  });
  const set = (serviceName: string) => statefulSet({ serviceName, namespace: "prod" });
  const warnings = (...next: readonly object[]) =>
    plan(input(set("new"), ...next), { against: input(set("old"), service("old")), deployer: "helm" })
      .statefulSets[0]?.refused?.waysThrough.flatMap((way) => way.warnings)
      .filter((text) => text.includes("DNS names"));

  it("says that the names of the pods that run go with it, and how to keep it until the end", () => {
    expect(warnings(service("new"))).toEqual([
      expect.stringMatching(
        /^Service `old` is not in the new manifests \(`helm upgrade` deletes it\), .* `kubectl -n prod annotate service\/old helm\.sh\/resource-policy=keep` before the first one$/,
      ),
    ]);
  });

  it("says nothing where it stays", () => {
    expect(warnings(service("new"), service("old"))).toEqual([]);
  });
});
