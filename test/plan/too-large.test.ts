import { expect, test } from "vitest";
import { plan } from "../../src/index.ts";

const set = (name: string, image: string, values = 0) =>
  `---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: ${name}}\nspec:\n  serviceName: ${name}\n  selector: {matchLabels: {app: ${name}}}\n  template:\n    metadata: {labels: {app: ${name}}}\n    spec:\n      containers:\n        - name: main\n          image: ${image}\n          args: [${"a, ".repeat(values)}a]\n`;
const side = (image: string, values: number) => [
  { name: "a.yaml", text: set("large", image, values) + set("small", image) },
];

test("a set of more values than are followed is said not to be planned, and nothing is said to be untouched", () => {
  for (const [before, after] of [
    [100_000, 100_000],
    [100_000, 0],
  ] as const) {
    const { statefulSets, notes } = plan(side("a:2", after), { against: side("a:1", before) });
    expect(statefulSets.map(({ name, outcome }) => [name, outcome])).toEqual([["small", "update"]]);
    expect(notes).toEqual([
      "StatefulSet/large is not planned, whatever changes in it: this StatefulSet has more than 100000 values",
    ]);
  }
});

test("sets of more pods than a plan names are said not to be planned, those that go alike", () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      set(`s${index}`, "a:1").replace("serviceName", "replicas: 4000\n  serviceName"),
    ).join("");
  const inputs = [{ name: "a.yaml", text: many(20) }];
  const { statefulSets, notes } = plan(inputs);
  expect(statefulSets.length).toBeGreaterThan(10);
  expect(statefulSets.length + notes.length).toBe(20);
  expect(notes.at(-1)).toBe(
    "StatefulSet/s9 is not planned, whatever changes in it: with it there are more pods and claims than a plan names; plan it with fewer `replicas`",
  );
  const gone = plan([{ name: "b.yaml", text: set("other", "a:1") }], { against: inputs });
  expect(gone.vanished.length).toBeGreaterThan(10);
  expect(gone.notes.at(-1)).toMatch(
    /^StatefulSet\/s\d+ is not in the input any more, and what becomes of it is not planned: /,
  );
});
