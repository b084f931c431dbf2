import { expect, it } from "vitest";
import { defineRule, lint } from "../../src/index.ts";

function set(name: string, image: string, serviceName = name): string {
  return `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: ${name}}
spec:
  serviceName: ${serviceName}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: c, image: "${image}"}]}
`;
}

it("says of each of very many sets of an upgrade what it says of a few", () => {
  const names = Array.from({ length: 1_100 }, (_, index) => `s${index}`);
  const before = [...names.map((name) => set(name, "a/b:1")), set("gone", "a/b:1")].join("---\n");
  const after = names.map((name) => set(name, "a/b:2", name === "s700" ? "other" : name)).join("---\n");
  const { findings } = lint([{ name: "new", text: after }], { against: [{ name: "old", text: before }] });
  const of = (rule: string) => findings.filter((one) => one.rule === rule).map(({ resource }) => resource.name);
  expect(of("pods-restart")).toEqual(names.filter((name) => name !== "s700"));
  expect(of("immutable-field-changed")).toEqual(["s700"]);
  expect(of("set-vanished")).toEqual(["gone"]);
  const few = lint([{ name: "new", text: set("s9", "a/b:2") }], {
    against: [{ name: "old", text: set("s9", "a/b:1") }],
  });
  const words = (one: (typeof findings)[number] | undefined) => [one?.message, one?.help, one?.fingerprint];
  expect(words(findings.find(({ resource }) => resource.name === "s9"))).toEqual(words(few.findings[0]));
});

it("tells nothing of a rule that fails at one of very many sets, and all of the others", () => {
  const names = Array.from({ length: 2_100 }, (_, index) => `s${index}`);
  const service = "apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {clusterIP: None, selector: {a: b}}\n";
  const text = [service, ...names.map((name) => set(name, "a/b:1"))].join("---\n");
  const failing = defineRule({
    id: "mine/failing",
    category: "pod",
    subject: "StatefulSet",
    summary: "fails",
    rationale: "",
    severity: "info",
    preset: "recommended",
    since: "0.1.0",
    falseAlarms: "",
    references: [],
    messages: { found: { text: "found", help: "" } },
    *check({ name, manifest }) {
      if (name === "s999") throw new Error("no");
      yield { message: "found", at: { manifest, path: ["metadata", "name"] } };
    },
  });
  const faults: string[] = [];
  const { findings } = lint([{ name: "all", text }], {
    plugins: [failing],
    rules: { "mine/failing": "info" },
    onFault: ({ rule }) => faults.push(rule),
  });
  expect(faults).toEqual(["mine/failing"]);
  expect(findings.filter(({ rule }) => rule === "mine/failing")).toEqual([]);
  const missing = findings.filter(({ rule }) => rule === "governing-service-missing");
  expect(missing.map(({ resource }) => resource.name)).toEqual(names);
});
