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
