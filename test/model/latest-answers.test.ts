import { expect, it } from "vitest";
import { LatestAnswers } from "../../src/model/latest-answers.ts";

it("keeps the answers about the latest objects, and never more than twice as many", () => {
  const answers = new LatestAnswers<object, number>(10);
  const asked = Array.from({ length: 100 }, (_, index) => ({ index }));
  for (const [index, key] of asked.entries()) answers.set(key, index);
  expect(asked.slice(-10).map((key) => answers.get(key))).toEqual([90, 91, 92, 93, 94, 95, 96, 97, 98, 99]);
  expect(asked.filter((key) => answers.get(key) !== undefined).length).toBeLessThanOrEqual(20);
});

it("gives the last answer about an object", () => {
  const answers = new LatestAnswers<object, string>(2);
  const key = {};
  for (const answer of ["a", "b", "c"]) answers.set(key, answer);
  answers.set({}, "x");
  expect(answers.get(key)).toBe("c");
});
