import { expect, it } from "vitest";
import { lint } from "../../src/index.ts";

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
