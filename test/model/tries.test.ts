import { expect, test } from "vitest";
import { lint } from "../../src/index.ts";

const set = (name: string) => `---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: ${name}}
spec:
  serviceName: ${name}
  replicas: 3
  selector: {matchLabels: {app: ${name}, tier: db}}
  template:
    metadata: {labels: {app: ${name}, tier: db}}
    spec: {containers: [{name: etcd, image: "quay.io/coreos/etcd:v3.5.16"}]}
`;
const budget = (name: string, expressions: string) => `---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: ${name}}
spec: {maxUnavailable: 1, selector: {matchExpressions: [${expressions}]}}
`;
const isNot = (value: string) => `{key: app, operator: NotIn, values: [${value}]}`;
const times = (count: number, make: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => make(at)).join("");
const reportOf = (text: string) => lint([{ name: "a.yaml", text }], { preset: "all" });
const rulesOf = (text: string) => reportOf(text).findings.map(({ rule }) => rule);

test("a budget is found behind hundreds that ask for no value of a label", () => {
  const others = times(300, (at) => budget(`b${at}`, isNot("etcd")));
  expect(rulesOf(set("etcd") + others)).toContain("pdb-missing");
  expect(rulesOf(set("etcd") + others + budget("own", isNot("other")))).not.toContain("pdb-missing");
});

/** Each budget asks so much of each set: the product of the two is more than is tried. */
const many = 100;
const tooMany = (last: string) =>
  times(many, (at) => set(`db${at}`)) +
  times(40, (at) => budget(`b${at}`, times(1_500, (value) => `${isNot(`x${value}`)}, `) + isNot(last)));

test("where too many selectors may fit too many pods, what is unknown is not said, and the report tells so", () => {
  const { findings, unchecked } = reportOf(tooMany("x"));
  expect(findings.map(({ rule }) => rule)).not.toContain("pdb-missing");
  // What does not depend on who selects whom is judged of every set.
  expect(findings.filter(({ rule }) => rule === "no-anti-affinity")).toHaveLength(many);
  expect(unchecked.map(({ resource, why }) => [resource.name, why])).toEqual([
    ["db0", expect.stringContaining("not all were tried, and what depends on that was not judged to the end")],
  ]);
  expect(unchecked[0]?.why).toContain("pdb-missing");
});
