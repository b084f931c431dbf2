import { expect, test } from "vitest";
import { canonicalText, differences, isSameValue } from "../../src/model/same-value.ts";
import fc from "../properties.ts";

const key = fc.constantFrom("a", "b", "creationTimestamp", "constructor", "toString");
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(null, undefined, true, 0, -0, 1, "", "1", "a", "null"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 3 }),
  ),
}));

test("values are the same exactly where their canonical texts are", () => {
  fc.assert(
    fc.property(value, value, (one, other) => {
      expect(isSameValue(one, other)).toBe(canonicalText(one) === canonicalText(other));
      expect(isSameValue(one, structuredClone(one))).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test("a key that every object inherits differs like any other", () => {
  expect(differences({}, { toString: "a" })).toEqual([{ path: ["toString"], from: undefined, to: "a" }]);
});

test("the order of keys, a key without a value and an empty time make no difference", () => {
  expect(isSameValue({ a: 1, b: [2] }, { b: [2], a: 1, c: undefined, creationTimestamp: null })).toBe(true);
  expect(isSameValue({ creationTimestamp: null }, { creationTimestamp: "now" })).toBe(false);
});
