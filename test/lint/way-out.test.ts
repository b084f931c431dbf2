import { expect, test } from "vitest";
import { lint } from "../../src/index.ts";

const store = (mountPath: string) => `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  replicas: 3
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      containers:
        - name: db
          image: quay.io/coreos/etcd:v3.5.0
          volumeMounts: [{ name: data, mountPath: ${mountPath} }]
      volumes: [{ name: data, emptyDir: {} }]
`;

test.each(["/var/lib/etcd", "/srv/etcd-data"])("the claim is to be mounted where the emptyDir is: %s", (mountPath) => {
  const { findings } = lint([{ name: "db.yaml", text: store(mountPath) }]);
  expect(findings.find(({ rule }) => rule === "data-not-kept")?.help).toContain(`mount it at \`${mountPath}\``);
});
