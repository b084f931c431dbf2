import { describe, expect, test } from "vitest";
import { rules } from "../../src/index.ts";
import { chartFiles } from "../corpus/charts.ts";
import { shared } from "../shared.ts";
import { ChartText } from "./chart.ts";
import { candidates, mutate } from "./mutate.ts";
import { operators } from "./operators.ts";

const folder = shared("corpus");

/** Plants an operator here; `npm run mutation` plants more. */
const most = 2;

describe.skipIf(folder === undefined)("planted faults (skipped without the folder corpus)", () => {
  // Every fourth file is enough to find a home for each operator.
  const files = folder === undefined ? [] : chartFiles(folder).filter((_, index) => index % 4 === 0);
  const from = folder === undefined ? [] : candidates(folder, files);

  test.each(operators.map((operator) => [operator.rule, operator.plants, operator] as const))(
    "%s finds %s, and no other error speaks up",
    (_rule, _plants, operator) => {
      const { planted, missed, elsewhere, otherErrors } = mutate(operator, from, most);
      expect({ missed, elsewhere, otherErrors }).toEqual({ missed: [], elsewhere: [], otherErrors: [] });
      expect(planted).toBeGreaterThan(0);
    },
  );
});

describe("operators", () => {
  /**
   * These speak of a chart's templates, which the rendered charts do not have; of who manages a live object's fields, of
   * which no chart knows; and of a set without any successor that stands in what runs now alone.
   */
  const without = [
    "apply-conflict",
    "default-unread",
    "lookup-decides",
    "name-may-grow-too-long",
    "probe-not-parameterized",
    "random-on-upgrade",
    "schema-allows-refused",
    "schema-unlike-templates",
    "set-vanished",
    "setting-not-parameterized",
    "value-unread",
    "volume-left-behind",
  ];

  test("plant for every rule that a rendered chart can break, and for no other", () => {
    const known = new Set(rules.map(({ id }) => id));
    const planting = new Set(operators.map(({ rule }) => rule));
    expect([...planting].filter((rule) => !known.has(rule))).toEqual([]);
    expect([...known].filter((rule) => !planting.has(rule)).sort()).toEqual(without);
  });

  test("what is not touched keeps its bytes, and what is planted is found where it stands", () => {
    const head = "# a note\n---\n# Source: one/templates/service.yaml\r\napiVersion: v1\r\nkind: Service\r\n";
    const chart = new ChartText(`${head}---\napiVersion: apps/v1\nkind: StatefulSet\nspec:\n  replicas: 1 # one\n`);
    const set = chart.objects.find(({ kind }) => kind === "StatefulSet");
    const place = set?.set(["spec", "replicas"], 3);
    expect(chart.print()).toBe(`${head}---\napiVersion: apps/v1\nkind: StatefulSet\nspec:\n  replicas: 3 # one\n`);
    expect(place && chart.locate(place)).toEqual({ line: 10, column: 13 });
  });
});
