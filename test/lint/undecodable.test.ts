import { expect, test } from "vitest";
import { lint } from "../../src/index.ts";

const text = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: 5
  replicas: "3"
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      containers:
        - name: db
          image: db:1
          ports: [{ containerPort: "80" }]
        - name: sidecar
          image: db:1
          enviroment: []
          env: [{ name: A, value: 1 }, { name: B, value: true }]
`;

const refused = () => lint([{ name: "set.yaml", text }]).findings.filter(({ admission }) => admission !== undefined);

test("every value that the server cannot read is told in one run, of all containers, each at its place", () => {
  const paths = refused()
    .filter(({ admission }) => admission?.type === "DecodeError")
    .map(({ path, location }) => `${path.join(".")} ${location.line}`);
  expect(paths.sort()).toEqual([
    "spec.replicas 7",
    "spec.serviceName 6",
    "spec.template.spec.containers.0.ports.0.containerPort 17",
    "spec.template.spec.containers.1.env.0.value 21",
    "spec.template.spec.containers.1.env.1.value 21",
  ]);
});

test("a value that cannot be read does not hide a field that is unknown", () => {
  expect(refused().map(({ path }) => path.join("."))).toContain("spec.template.spec.containers.1.enviroment");
});
