import { describe, expect, test } from "vitest";
import { parseQuantity, Quantity, readQuantity } from "../../src/model/quantity.ts";
import fc from "../properties.ts";

describe("quantities", () => {
  test.each([
    ["1500m", "1500m"],
    ["1.5", "1500m"],
    ["0.5Gi", "512Mi"],
    ["1024Mi", "1Gi"],
    ["01Gi", "01Gi"],
    ["1e3", "1e3"],
    ["1000", "1k"],
    ["0", "0"],
    ["000", "0"],
    [" 2 ", "2"],
    ["1.", "1."],
    ["-3", "-3"],
    ["+3", "+3"],
    ["1E", "1E"],
    ["100000000n", "100m"],
  ])("%s is written %s", (text, written) => {
    expect(String(parseQuantity(text))).toBe(written);
  });

  test.each(["", "1 Gi", "abc", "1.2.3", "1Gi Mi"])("%j is no quantity", (text) => {
    expect(readQuantity(text)).toEqual({
      error: "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    });
  });

  test.each(["--1", "1Ki1", "1Kk", "1e", "1KI"])("%j has no known suffix", (text) => {
    expect(readQuantity(text)).toHaveProperty("error");
  });

  test("what is written is read as the same amount", () => {
    const suffixes = ["", "n", "u", "m", "k", "M", "G", "T", "Ki", "Mi", "Gi", "Ti", "e3", "E-2"];
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000, max: 1_000_000 }),
        fc.option(fc.nat(999), { nil: undefined }),
        fc.constantFrom(...suffixes),
        (whole, fraction, suffix) => {
          const quantity = parseQuantity(`${whole}${fraction === undefined ? "" : `.${fraction}`}${suffix}`);
          expect(quantity).toBeInstanceOf(Quantity);
          if (quantity === undefined) return;
          const again = parseQuantity(quantity.toString());
          expect(again?.compare(quantity)).toBe(0);
          // What was written once is written the same way for good.
          expect(parseQuantity(again?.toString())?.toString()).toBe(again?.toString());
        },
      ),
    );
  });

  test("amounts are ordered as numbers", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (a, b) => {
        const order = parseQuantity(String(a))?.compare(parseQuantity(String(b)) ?? new Quantity(0n));
        expect(Math.sign(order ?? Number.NaN)).toBe(Math.sign(a - b));
      }),
    );
  });

  test("any text is answered in bounded time", () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void readQuantity(text)));
    for (const text of [
      "1e999999999",
      "1e-999999999",
      "9".repeat(5000),
      `0.${"0".repeat(5000)}1`,
      "1E99999999999999999999",
    ])
      expect(readQuantity(text)).toBeDefined();
  });

  test("a fraction of a thousandth is rounded up", () => {
    expect(String(parseQuantity("1.0001")?.roundedToMilli())).toBe("1001m");
    expect(String(parseQuantity("-1.0001")?.roundedToMilli())).toBe("-1001m");
    expect(parseQuantity("1.1")?.units).toBe(2n);
  });
});
