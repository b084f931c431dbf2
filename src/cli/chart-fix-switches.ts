import type { Given, Table } from "../chart/render/inputs/given.ts";
import { entriesOnce, givenAt } from "../chart/render/inputs/values-tree.ts";
import type { Finding } from "../lint/contract/finding.ts";
import type { Path } from "../read/path.ts";
import { type Combination, isChartsFault } from "./chart-fix-combination.ts";

/** A chart with one switch of its values turned. */
export interface Turned {
  /** As a user writes it: `metrics.enabled=true`. */
  readonly name: string;
  /** Values that win over all others. */
  readonly last: object;
  /** What it prints so. */
  readonly text: string;
  /** What is found in that. */
  readonly findings: () => readonly Finding[];
}

/** Words that Kubernetes has two of: who writes one as a value means it to be changed. */
const opposites: ReadonlyMap<unknown, boolean | string> = new Map<unknown, boolean | string>([
  [true, false],
  [false, true],
  ["OnDelete", "RollingUpdate"],
  ["RollingUpdate", "OnDelete"],
  ["OrderedReady", "Parallel"],
  ["Parallel", "OrderedReady"],
]);

const mostSwitches = 60;
/** Those that change nothing are rendered as well. */
const mostTried = 200;
/** Characters that all of them may print together. */
const mostPrinted = 2_000_000;

/**
 * A chart's switches, each turned by itself, where it renders so and prints something else: what a template prints only
 * under another value is a use of the chart as well.
 */
export function turnedSwitches(
  { render, printed, text }: Combination,
  templates: ReadonlyMap<string, string>,
  print: (output: string) => string,
  lint: (text: string) => readonly Finding[],
): readonly Turned[] {
  const turned: Turned[] = [];
  let left = mostPrinted;
  for (const { path, value } of switchesOf(printed.from.values, unlistedIn(templates)).slice(0, mostTried)) {
    if (turned.length >= mostSwitches || left <= 0) break;
    const last = nested(path, value);
    try {
      const other = print(render({ last }).output);
      left -= other.length;
      if (other === text) continue;
      let findings: readonly Finding[] | undefined;
      turned.push({
        name: `${path.join(".")}=${value}`,
        last,
        text: other,
        findings: () => {
          findings ??= lint(other);
          return findings;
        },
      });
    } catch (error) {
      // What does not render so is no use of the chart.
      if (!isChartsFault(error)) throw error;
    }
  }
  return turned;
}

interface Switch {
  readonly path: readonly string[];
  readonly value: boolean | string;
}

/** What templates of the chart's own ask in an `if`, be it listed in values.yaml or not. */
function unlistedIn(templates: ReadonlyMap<string, string>): readonly (readonly string[])[] {
  const asked = new Set<string>();
  for (const [file, text] of templates) {
    if (!file.startsWith("templates/")) continue;
    for (const [condition] of text.matchAll(/\{\{-?[ \t]{0,9}(?:else[ \t]{1,9})?if\b[^{}]{0,300}/g))
      for (const [, path = ""] of condition.matchAll(/\.Values\.([\w.]{1,100})/g)) asked.add(path);
  }
  return [...asked].map((path) => path.split("."));
}

/** Those that are off first: what they turn on is not printed yet. */
function switchesOf(root: Table, asked: readonly (readonly string[])[]): readonly Switch[] {
  const found: Switch[] = asked.flatMap((path) => (givenAt(root, path) === undefined ? [{ path, value: true }] : []));
  const walk = (given: Given, path: readonly string[]): void => {
    if (given.kind === "table") for (const [key, child] of entriesOnce(given)) walk(child, [...path, key]);
    const other = given.kind === "scalar" ? opposites.get(given.value) : undefined;
    if (other !== undefined) found.push({ path, value: other });
  };
  walk(root, []);
  return found.sort((one, other) => Number(other.value === true) - Number(one.value === true));
}

/** An object that holds nothing but one value. */
function nested(path: Path, value: boolean | string): object {
  return path.reduceRight<unknown>(
    (inner, key) => Object.assign(Object.create(null) as object, { [key]: inner }),
    value,
  ) as object;
}
