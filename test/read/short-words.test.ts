import { describe, expect, it } from "vitest";
import { heldOnce } from "../../src/read/yaml/short-words.ts";
import fc from "../properties.ts";

describe("short texts that are held once", () => {
  it("are what they were, whatever was held before them", () => {
    const text = fc.oneof(
      fc.string({ maxLength: 16 }),
      fc.string({ unit: fc.constantFrom("a", "b", "é", "汉"), maxLength: 13 }),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 50 }), (texts) => {
        expect(texts.map(heldOnce)).toEqual(texts);
      }),
      { numRuns: 500 },
    );
  });
});
