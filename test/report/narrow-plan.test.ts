import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { plan } from "../../src/index.ts";
import { planText } from "../../src/report/plan/text.ts";
import { textWidth } from "../../src/report/text-width.ts";

const file = (name: string) => {
  const path = new URL(`../../examples/upgrade/${name}`, import.meta.url);
  return [{ name, text: readFileSync(path, "utf8") }];
};
const refused = plan(file("next.yaml"), { against: file("now.yaml") });
const commands = refused.statefulSets.flatMap(
  ({ refused }) =>
    refused?.waysThrough.flatMap(({ steps }) => steps.flatMap((step) => [...step.commands, ...step.verify])) ?? [],
);

test.each([40, 60, 80])("a plan in a terminal of %d columns keeps within them, and its commands whole", (width) => {
  const lines = planText(refused, width).split("\n");
  expect(commands.length).toBeGreaterThan(3);
  for (const command of commands) expect(lines.filter((line) => line.endsWith(command))).not.toEqual([]);
  const prose = lines.filter((line) => !commands.some((command) => line.endsWith(command)));
  // A word is never broken: one that is longer than the line has a line of its own.
  expect(prose.filter((line) => textWidth(line) > width && line.trim().includes(" "))).toEqual([]);
});

test("no word is lost or added by the width", () => {
  const words = (text: string) => text.split(/\s+/).join(" ");
  expect(words(planText(refused, 50))).toBe(words(planText(refused)));
});
