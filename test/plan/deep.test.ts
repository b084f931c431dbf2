import { expect, test } from "vitest";
import { helm3Patch } from "../../src/admission/helm3-patch.ts";
import { plan } from "../../src/index.ts";

/** The reader takes YAML that is nested 10,000 deep, as go-yaml does; the machine's stack ends before. */
const depth = 9_900;

const chart = (storage: string, storageClassName: string) => `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  replicas: 1
  selector: {matchLabels: {app: db}}
  unknown: ${"{a: ".repeat(depth)}1${"}".repeat(depth)}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers: [{name: a, image: "a:1", volumeMounts: [{name: d, mountPath: /d}]}]
      volumes: [{name: d, persistentVolumeClaim: {claimName: c}}]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: c}
spec: {accessModes: [ReadWriteOnce], storageClassName: ${storageClassName}, resources: {requests: {storage: ${storage}}}}
`;
const input = (text: string) => [{ name: "input", text }];

test("an update of manifests that are nested as deep as they may be is planned", () => {
  const { refusedClaims } = plan(input(chart("2Gi", "fast")), { against: input(chart("1Gi", "slow")) });
  expect(refusedClaims.map(({ name }) => name)).toEqual(["c"]);
});

test("a patch of a value that is nested as deep as it may be leaves the rest as it was", () => {
  const set = (image: string) => {
    let unknown: object = { $patch: "delete" };
    for (let level = 0; level < depth; level++) unknown = { a: unknown };
    const template = { spec: { containers: [{ name: "a", image }] } };
    return { apiVersion: "apps/v1", kind: "StatefulSet", metadata: { name: "db" }, spec: { unknown, template } };
  };
  expect(helm3Patch(set("a:1"), set("a:2"), set("a:1")).sends).toEqual({
    spec: {
      template: {
        spec: { "$setElementOrder/containers": [{ name: "a" }], containers: [{ name: "a", image: "a:2" }] },
      },
    },
  });
});
