import { describe, expect, it } from "vitest";
import { plan } from "../../src/plan/plan.ts";

const labelled = (labels: string, replicas = 2) => `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: prod }
spec:
  replicas: ${replicas}
  serviceName: db
  selector: { matchLabels: ${labels} }
  template:
    metadata: { labels: ${labels} }
    spec: { containers: [{ name: db, image: example.com/db:1 }] }
`;

const service = (labels: string) => `---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: prod }
spec: { clusterIP: None, selector: ${labels}, ports: [{ port: 5432 }] }
`;

function warningsByWay(before: string, after: string): Record<string, string[]> {
  const made = plan([{ name: "new.yaml", text: after }], { against: [{ name: "old.yaml", text: before }] });
  const ways = made.statefulSets[0]?.refused?.waysThrough ?? [];
  return Object.fromEntries(
    ways.map(({ kind, warnings }) => [kind, warnings.filter((one) => one.startsWith("from the upgrade on"))]),
  );
}

const [was, is] = ["{ app: db }", "{ app: db, part: store }"];

describe("a way through a changed selector", () => {
  it("says which Service reaches no pod until one is replaced", () => {
    expect(warningsByWay(labelled(was) + service(was), labelled(is) + service(is))).toEqual({
      "one-by-one": [
        "from the upgrade on, Service `db` selects `part: store`, which the pods that run do not carry: it reaches none until one of them is replaced, and then only those that are",
      ],
      "all-at-once": [],
    });
  });

  it("says so of a Service that the new pods do not fit either", () => {
    const { "one-by-one": said } = warningsByWay(labelled(was) + service(was), labelled(is) + service("{ app: d-b }"));
    expect(said).toEqual([
      "from the upgrade on, Service `db` selects `app: d-b`, which the pods that run do not carry: it reaches none of them any more, and none of the new ones",
    ]);
  });

  it.each([
    ["a Service that still fits the pods that run", labelled(was) + service(was), labelled(is) + service(was)],
    ["a set without pods", labelled(was, 0) + service(was), labelled(is, 0) + service(is)],
    ["a Service that is not in the input", labelled(was) + service(was), labelled(is)],
  ])("says nothing of %s", (_, before, after) => {
    expect(Object.values(warningsByWay(before, after)).flat()).toEqual([]);
  });
});
