import { expect, test } from "vitest";
import { lint } from "../../src/index.ts";

const made = (kind: string, name: string, labels: object = {}) => ({
  apiVersion: "v1",
  kind,
  metadata: { name, namespace: "lab", creationTimestamp: "2026-01-02T03:04:05Z", labels },
});

function cluster(strategy: object, status: object, objects: readonly object[]) {
  const set = {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "db", namespace: "lab", uid: "1" },
    spec: {
      replicas: 1,
      serviceName: "db",
      selector: { matchLabels: { app: "db" } },
      updateStrategy: strategy,
      template: {
        metadata: { labels: { app: "db" } },
        spec: { containers: [{ name: "db", image: "example.com/db:2" }] },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: "data" },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "2Gi" } } },
        },
      ],
    },
    status,
  };
  const text = [set, ...objects].map((each) => JSON.stringify(each)).join("\n---\n");
  return lint([{ name: "live.yaml", text }], { live: true, today: "2026-02-01" }).findings;
}

test("Findings of a cluster name the namespace and since when it is so", () => {
  const claim = (name: string) => ({
    ...made("PersistentVolumeClaim", name),
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    status: { phase: "Bound", capacity: { storage: "1Gi" } },
  });
  const pod = {
    ...made("Pod", "db-0", { app: "db", "controller-revision-hash": "db-1" }),
    spec: { containers: [{ name: "db", image: "example.com/db:1" }] },
    status: {
      conditions: [{ type: "Ready", status: "False" }],
      containerStatuses: [{ name: "db", state: { waiting: { reason: "ImagePullBackOff" } } }],
    },
  };
  const status = { currentRevision: "db-1", updateRevision: "db-2", replicas: 1 };
  const rolling = cluster({}, status, [pod, claim("data-db-0"), claim("data-db-4")]);
  const held = cluster({ type: "OnDelete" }, status, [pod]);
  const said = (id: string) => [...rolling, ...held].find(({ rule }) => rule === id)?.message;
  const seen = "in lab (made 2026-01-02T03:04:05Z)";
  expect(said("claim-orphaned")).toContain(`claim \`data-db-4\` ${seen} is left`);
  expect(said("claim-too-small")).toContain(`claim \`data-db-0\` ${seen} has 1Gi`);
  expect(said("rollout-stuck")).toContain(`pod \`db-0\` ${seen} of an earlier revision`);
  expect(said("revision-behind")).toContain("`db-0` (made 2026-01-02T03:04:05Z) of StatefulSet `db` in lab");
});
