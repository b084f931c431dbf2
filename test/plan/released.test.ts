import { describe, expect, it, test } from "vitest";
import { plan } from "../../src/plan/plan.ts";
import { planText } from "../../src/report/plan/text.ts";
import { statefulSet } from "./sets.ts";

const rolling = (partition: number) => ({ updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition } } });
const onDelete = { updateStrategy: { type: "OnDelete" } };
const side = (set: object) => [
  { name: "a.yaml", text: JSON.stringify({ apiVersion: "apps/v1", kind: "StatefulSet", ...set }) },
];
const planned = (next: object, old: object) => plan(side(next), { against: side(old) });

describe("Pods that were held back and are let go", () => {
  test.each([
    ["a partition is lowered", rolling(1), rolling(2), { by: "partition", pods: ["db-1"] }],
    ["a partition goes", {}, rolling(2), { by: "partition", pods: ["db-0", "db-1"] }],
    ["OnDelete goes", {}, onDelete, { by: "on-delete", pods: ["db-0", "db-1", "db-2"] }],
    ["OnDelete becomes a partition", rolling(1), onDelete, { by: "on-delete", pods: ["db-1", "db-2"] }],
  ] as const)("are told where %s", (_, next, old, released) => {
    const made = planned(statefulSet(next), statefulSet(old));
    expect(made.statefulSets).toMatchObject([{ outcome: "unchanged", released }]);
    const text = planText(made);
    expect(text).toContain("nothing is touched but pods that still run an older template; 3 pods");
    expect(text).toContain("lets ");
  });

  test.each([
    ["a partition is raised", rolling(2), rolling(1)],
    ["a partition stays", rolling(2), rolling(2)],
    ["OnDelete comes", onDelete, {}],
    ["the template changes too, which replaces them", { image: "app:2" }, rolling(2)],
  ])("are none where %s", (_, next, old) => {
    expect(planned(statefulSet(next), statefulSet(old)).statefulSets[0]).not.toHaveProperty("released");
  });

  it("are none where the cluster says that all pods run one revision", () => {
    const status = { currentRevision: "db-1", updateRevision: "db-1" };
    const made = planned(statefulSet(), { ...statefulSet(rolling(2)), status });
    expect(made.statefulSets[0]).not.toHaveProperty("released");
    expect(planText(made)).toContain("nothing is touched; 3 pods");
  });
});
