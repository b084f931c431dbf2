import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { boundedExpressions, boundedFamilies, madeExpressions } from "../scripts/growth/bounded.ts";
import { expressionsIn } from "../scripts/growth/expressions.ts";
import { allFamilies } from "../scripts/growth/families/all.ts";
import { pumpsOf, repeats } from "../scripts/growth/pumps.ts";

const { literals, made } = expressionsIn(fileURLToPath(new URL("..", import.meta.url)));

describe("npm run growth feeds every expression of the source", () => {
  test("literals that repeat get texts that grow", () => {
    const repeating = literals.filter(({ pattern, flags }) => repeats(pattern, flags));
    expect(repeating.length).toBeGreaterThan(200);
    expect(repeating.filter(({ pattern, flags }) => pumpsOf(pattern, flags).length === 0)).toEqual([]);
  });

  test("those that are made while it runs have a bound that somebody wrote down", () => {
    expect(made.filter(({ file }) => madeExpressions[file] === undefined)).toEqual([]);
  });

  test("what is said to be bounded is still there", () => {
    const texts = new Set(literals.map(({ text }) => text));
    expect(Object.keys(boundedExpressions).filter((text) => !texts.has(text))).toEqual([]);
    const files = new Set(made.map(({ file }) => file));
    expect(Object.keys(madeExpressions).filter((file) => !files.has(file))).toEqual([]);
    const families = new Set(allFamilies.map(({ name }) => name));
    expect(Object.keys(boundedFamilies).filter((name) => !families.has(name))).toEqual([]);
  });
});

describe("the texts for an expression", () => {
  const has = (pattern: string, pump: string, after: RegExp) =>
    pumpsOf(pattern, "").some((one) => one.pump === pump && after.test(one.after));

  test("repeat what it takes and end with what it does not", () => {
    expect(has("0+$", "0", /^\0$/)).toBe(true);
    expect(has("(?:;|\\n)\\s*do", "\n", /^\0$/)).toBe(true);
    expect(has("[:/].*$", "/", /^\n$/)).toBe(true);
  });

  test("repeat what leads to a part that takes the rest, because a search starts anew at each", () => {
    expect(pumpsOf("# Source: [^/]+/", "").some(({ pump }) => pump.startsWith("# Source: "))).toBe(true);
  });

  test("repeat each alternative of a group", () => {
    const pumps = new Set(pumpsOf("(?:ab|cd)+x", "").map(({ pump }) => pump));
    expect([...pumps]).toEqual(expect.arrayContaining(["ab", "cd"]));
  });
});
