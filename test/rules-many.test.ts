import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { rules } from "../rules/index.generated.ts";
import type { AnyRule } from "../src/lint/contract/rule.ts";
import { lintWith } from "../src/lint/engine/lint.ts";
import { readManifests } from "../src/read/index.ts";
import { type RuleCase, readCases } from "../src/testing/case-file.ts";
import { readMarks } from "../src/testing/marked-text.ts";

/*
 * Beside many sets, what surrounds one is looked up where beside a few it is tried: what is said must be the same.
 */

const root = new URL("..", import.meta.url);
/** More sets than are tried one by one anywhere. */
const copies = 18;

/** Cases that are about something else when they stand in several namespaces. */
const apart: ReadonlySet<string> = new Set([
  // It is about both sides as a whole.
  "against-unlike",
  // A node port is one in all namespaces.
  "nodeport-taken",
  // It is about a release that is one template.
  "pdb-missing: one template of the release, where the budget may be another",
]);

/** A text as it reads in a namespace of its own; undefined where it speaks of namespaces. */
function inNamespaces(marked: string): ((namespace: string) => string) | undefined {
  const { text } = readMarks(marked);
  if (/namespace/i.test(text)) return undefined;
  const { documents } = readManifests([{ name: "case", text: `---\n${text}\n` }]);
  const objects = documents.flatMap(({ manifests }) => manifests.map(({ value }) => value));
  return (namespace) =>
    objects
      .map((value) => `---\n${JSON.stringify({ ...value, metadata: { ...Object(value.metadata), namespace } })}\n`)
      .join("");
}

/** What the rule says of so many copies of a case, each in its namespace. */
function said(
  rule: AnyRule,
  { manifests, against, options, ruleOptions }: RuleCase,
  count: number,
): number | undefined {
  const [now, before] = [inNamespaces(manifests), against === undefined ? undefined : inNamespaces(against)];
  if (now === undefined || (against !== undefined && before === undefined)) return undefined;
  const all = (side: (namespace: string) => string) =>
    Array.from({ length: count }, (_, at) => side(`n${at}`)).join("");
  const { findings } = lintWith([rule], [{ name: "now", text: all(now) }], {
    ...options,
    preset: "all",
    ...(Object.keys(ruleOptions).length === 0 ? {} : { rules: { [rule.id]: [rule.severity, ruleOptions] } }),
    ...(before === undefined ? {} : { against: [{ name: "before", text: all(before) }] }),
  });
  return findings.length;
}

describe("a rule says of each of many what it says of one", () => {
  for (const rule of rules) {
    const table = readFileSync(new URL(`rules/${rule.category}/${rule.id}.cases.yaml`, root), "utf8");
    const cases = readCases(table).filter(
      ({ name, options }) => options.chart === undefined && !apart.has(rule.id) && !apart.has(`${rule.id}: ${name}`),
    );
    test(rule.id, () => {
      const differing = cases.flatMap((one) => {
        const [alone, together] = [said(rule, one, 1), said(rule, one, copies)];
        return together === (alone === undefined ? undefined : copies * alone)
          ? []
          : [`${one.name}: ${alone}, and ${together} of ${copies}`];
      });
      expect(differing).toEqual([]);
    });
  }
});
