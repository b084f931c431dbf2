import { expect, test } from "vitest";
import { type Labels, matches, type Selector } from "../../src/model/selector.ts";
import { LabelIndex, SelectorIndex } from "../../src/model/selector-index.ts";
import fc from "../properties.ts";

const key = fc.constantFrom("app", "tier", "role", "added");
const value = fc.constantFrom("a", "b", "c");
const labels: fc.Arbitrary<Labels> = fc.array(fc.tuple(key, value), { maxLength: 4 }).map((pairs) => new Map(pairs));
const selector: fc.Arbitrary<Selector> = fc
  .array(
    fc.record({
      key,
      operator: fc.constantFrom("In" as const, "NotIn" as const, "Exists" as const, "DoesNotExist" as const),
      values: fc.array(value, { maxLength: 2 }),
    }),
    { maxLength: 3 },
  )
  .map((requirements) => ({ requirements }));

const isWritten = (name: string) => name !== "added";

/** Pods carry any value of the label that a controller adds. */
const fits = (one: Selector, on: Labels) =>
  matches({ requirements: one.requirements.filter(({ key: name }) => isWritten(name)) }, on);

test("what selects a pod is found among many selectors, in their order, as if each were tried", () => {
  fc.assert(
    fc.property(fc.array(fc.option(selector, { nil: undefined }), { maxLength: 12 }), labels, (selectors, on) => {
      const items = selectors.map((one, index) => ({ selector: one, index }));
      const index = new SelectorIndex(items, (item) => item.selector, isWritten);
      const tried = items.filter((item) => item.selector !== undefined && fits(item.selector, on));
      const found = index.mayFit(on).filter((item) => item.selector !== undefined && fits(item.selector, on));
      expect(found).toEqual(tried);
    }),
  );
});

test("what a selector fits is found among many pods, in their order, as if each were tried", () => {
  fc.assert(
    fc.property(fc.array(labels, { maxLength: 12 }), selector, (pods, one) => {
      const index = new LabelIndex(pods, (pod) => pod, isWritten);
      expect(index.mayHave(one).filter((pod) => fits(one, pod))).toEqual(pods.filter((pod) => fits(one, pod)));
    }),
  );
});

test("selectors of other pods are not tried", () => {
  const items = Array.from({ length: 1000 }, (_, index) => ({
    requirements: [
      { key: "tier", operator: "In" as const, values: ["db"] },
      { key: "app", operator: "In" as const, values: [`app${index}`] },
    ],
  }));
  const index = new SelectorIndex(items, (item) => item, isWritten);
  expect(
    index.mayFit(
      new Map([
        ["tier", "db"],
        ["app", "app7"],
      ]),
    ),
  ).toEqual([items[7]]);
});
