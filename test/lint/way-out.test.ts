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

test.each([
  [`\${APP}-db`, "the output of `envsubst`"],
  ["$APP", "the output of `envsubst`"],
  ["{{ .Release.Name }}", "pass what `helm template` prints"],
  ["pre$5", "use lower-case letters"],
])("a refused name that is not filled in yet says what to lint instead: %s", (name, help) => {
  const metadata = JSON.stringify({ name });
  const text = `apiVersion: v1\nkind: Service\nmetadata: ${metadata}\nspec: {clusterIP: None, ports: [{port: 1}]}\n`;
  expect(lint([{ name: "db.yaml", text }]).findings.find(({ rule }) => rule === "api-refused")?.help).toContain(help);
});
