import { describe, expect, test } from "vitest";
import { lint } from "../../src/index.ts";
import { plan } from "../../src/plan/plan.ts";

const set = (source: string, more = "", name = "db") => `---
# Source: ${source}/templates/set.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: ${name}
${more}spec:
  serviceName: db
  selector: { matchLabels: { app: ${source} } }
  template:
    metadata: { labels: { app: ${source} } }
    spec: { containers: [{ name: main, image: "own/${source}:1" }] }
`;
const service = (source: string, more = "") => `---
# Source: ${source}/templates/service.yaml
apiVersion: v1
kind: Service
metadata:
  name: db
${more}spec: { clusterIP: None, selector: { app: ${source} }, ports: [{ port: 80 }] }
`;
const one = (source: string, more = "") => service(source, more) + set(source, more);

describe("two charts that are piped together, a Service `db` in each", () => {
  const piped = [{ name: "stdin", text: one("a") + one("b") }];

  test("are two releases for lint and for plan: nothing is ambiguous", () => {
    expect(lint(piped).findings.map(({ rule }) => rule)).toEqual([]);
    const made = plan(piped);
    expect(made.statefulSets.map(({ notes }) => notes)).toEqual([[], []]);
    expect(made).toEqual({
      ...plan([{ name: "stdin", text: one("a") }]),
      statefulSets: ["a", "b"].flatMap((chart) => plan([{ name: "stdin", text: one(chart) }]).statefulSets),
    });
  });

  test("are each compared with what runs of it, whatever comes first", () => {
    const against = [{ name: "old", text: one("b") + one("a") }];
    expect(plan(piped, { against }).statefulSets.map(({ outcome }) => outcome)).toEqual(["unchanged", "unchanged"]);
    const rules = lint(piped, { against }).findings.map(({ rule }) => rule);
    expect(rules).toEqual([]);
  });
});

test("what a cluster holds stays apart by namespace", () => {
  const spaces = ["one", "two", "three"];
  const text = spaces.map((namespace) => one("a", `  namespace: ${namespace}\n`).replace(/# Source.*\n/g, "")).join("");
  const live = [{ name: "stdin", text }];
  expect(lint(live, { live: true }).findings).toEqual([]);
  expect(plan(live).statefulSets.map(({ namespace }) => namespace)).toEqual([...spaces].sort());
});
