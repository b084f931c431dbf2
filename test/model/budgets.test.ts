import { expect, test } from "vitest";
import { lint } from "../../src/index.ts";

const set = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: etcd}
spec:
  serviceName: etcd
  replicas: 3
  selector: {matchLabels: {app: etcd}}
  template:
    metadata: {labels: {app: etcd}}
    spec: {containers: [{name: etcd, image: "quay.io/coreos/etcd:v3.5.16"}]}
`;
const budget = (name: string, operator: string) => `---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: ${name}}
spec: {maxUnavailable: 1, selector: {matchExpressions: [{key: app, operator: ${operator}, values: [etcd]}]}}
`;
const others = (count: number) => Array.from({ length: count }, (_, at) => budget(`b${at}`, "NotIn")).join("");
const rulesOf = (text: string) =>
  lint([{ name: "a.yaml", text: set + text }], { preset: "all" }).findings.map(({ rule }) => rule);

test("that no budget selects a set is said where all budgets are known, and not where more may", () => {
  expect(rulesOf(others(200))).toContain("pdb-missing");
  expect(rulesOf(others(201))).not.toContain("pdb-missing");
});

test("a budget that asks for a value is known behind however many that do not", () => {
  expect(rulesOf(others(300) + budget("own", "In") + budget("again", "In"))).toContain("pdb-overlap");
});
