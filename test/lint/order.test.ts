import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { lint, plan } from "../../src/index.ts";
import type { Report } from "../../src/lint/contract/finding.ts";
import { readManifests } from "../../src/read/index.ts";
import { chartFiles } from "../corpus/charts.ts";
import fc from "../properties.ts";
import { shared } from "../shared.ts";

/** What a report says, but for where in the input it stands. */
function said({ findings }: Report): readonly string[] {
  return findings
    .map(({ rule, severity, message, resource, path, related }) =>
      JSON.stringify([
        rule,
        severity,
        // A few messages name a line of the input.
        message.replace(/\bline \d+/g, "line N"),
        resource,
        path,
        related.map((place) => [place.message, place.resource, place.path]),
      ]),
    )
    .sort();
}

const folder = shared("corpus");
const textOf = (name: string) => readFileSync(`${folder}/rendered/${name}`, "utf8");
const charts = folder === undefined ? [] : chartFiles(folder);
// A text without `# Source:` is taken for a part of what stands before it.
const rendered = charts.filter((name) => /^(?:---\n)?# Source: /.test(textOf(name)));

const workload = (kind: string, name: string, more = "", claims = "", chart = name) => `---
# Source: ${chart}/templates/${kind}.yaml
apiVersion: apps/v1
kind: ${kind}
metadata:
  name: ${name}
${more}spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: main
          image: own/image:1
${claims}`;
const claims = (name: string) => `  serviceName: ${name}
  volumeClaimTemplates:
    - metadata: { name: ${name} }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`;
const spaced = "  namespace: data\n";

describe("what only the whole input can show", () => {
  const rulesOf = (...texts: string[]) =>
    lint([{ name: "stdin", text: texts.join("") }]).findings.map(({ rule, message }) => [rule, message] as const);
  const between = Array.from({ length: 40 }, (_, index) =>
    workload("StatefulSet", `other${index}`, "", claims("data")),
  );

  test("a claim template with the name of another release's workload, however far away", () => {
    const set = workload("StatefulSet", "python", "", claims("golang-app-files"));
    const other = workload("Deployment", "golang-app");
    for (const texts of [
      [set, ...between, other],
      [other, ...between, set],
      [...between, other, set],
    ]) {
      const named = rulesOf(...texts).filter(([rule]) => rule === "vct-names-other-workload");
      expect(named.map(([, message]) => message)).toEqual([expect.stringContaining("Deployment `golang-app`")]);
    }
    expect(rulesOf(set, ...between).filter(([rule]) => rule === "vct-names-other-workload")).toEqual([]);
  });

  test("claims of two releases that meet in one namespace, told at the same set whatever comes first", () => {
    const long = workload("StatefulSet", "a-b", spaced, claims("data"));
    const short = workload("StatefulSet", "b", spaced, claims("data-a"));
    const expected = [expect.stringContaining("`data-a` of this set and `data` of StatefulSet `a-b`")];
    for (const texts of [
      [long, ...between, short],
      [short, ...between, long],
    ]) {
      const collisions = rulesOf(...texts).filter(([rule]) => rule === "claim-name-collision");
      expect(collisions.map(([, message]) => message)).toEqual(expected);
    }
    const elsewhere = workload("StatefulSet", "b", "  namespace: other\n", claims("data-a"));
    expect(rulesOf(long, elsewhere).filter(([rule]) => rule === "claim-name-collision")).toEqual([]);
  });

  test("in a stream too long to be kept", () => {
    const filler = `# ${"x".repeat(100_000)}\n`;
    const set = (index: number) => workload("StatefulSet", `python${index}`, "", claims("golang-app-files")) + filler;
    const text = function* () {
      for (let index = 0; index < 120; index++) yield set(index);
      yield workload("Deployment", "golang-app");
    };
    const { findings } = lint([{ name: "stdin", text: text() }]);
    const named = findings.filter(({ rule }) => rule === "vct-names-other-workload");
    expect(named).toHaveLength(120);
    expect(new Set(named.map(({ location }) => location.line)).size).toBe(120);
  });
});

const asDocuments = (name: string, text: string) =>
  readManifests([{ name, text }]).documents.map(
    ({ text, source }) => `---\n${source === undefined ? "" : `# Source: ${source}\n`}${text.replace(/\n?$/, "\n")}`,
  );

function shuffled(documents: readonly string[], numbers: Iterator<number, undefined>): readonly string[] {
  return documents
    .map((document) => ({ document, key: numbers.next().value ?? 0 }))
    .sort((one, other) => one.key - other.key)
    .map(({ document }) => document);
}

describe.skipIf(folder === undefined)("the order of the input (skipped without the folder corpus)", () => {
  const anyOf = (names: readonly string[]) =>
    fc.constantFrom(...(names.length === 0 ? [""] : names)).map((name) => ({ name, text: textOf(name) }));
  test("of the documents of a release changes no finding", () => {
    fc.assert(
      fc.property(anyOf(charts), fc.infiniteStream(fc.nat()), ({ name, text }, numbers) => {
        const documents = asDocuments(name, text);
        expect(said(lint([{ name, text: shuffled(documents, numbers).join("") }]))).toEqual(
          said(lint([{ name, text: documents.join("") }])),
        );
      }),
      { numRuns: 60 },
    );
  });

  test("of releases, and whether they come as one text or as files, changes no finding", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyOf(rendered), {
          minLength: 2,
          maxLength: 5,
          selector: ({ text }) => /# Source: ([^/]+)/.exec(text)?.[1] ?? "",
        }),
        (some) => {
          const inputs = some.map(({ name, text }) => ({ name, text: `---\n${text.replace(/\n?$/, "\n")}` }));
          const expected = said(lint(inputs));
          expect(said(lint([...inputs].reverse()))).toEqual(expected);
          expect(said(lint([{ name: "stdin", text: inputs.map(({ text }) => text).join("") }]))).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });
});

const upgrades = shared("corpus/upgrades");

describe.skipIf(upgrades === undefined)(
  "the order of both sides of an upgrade (skipped without the folder corpus)",
  () => {
    const pairs = upgrades === undefined ? [] : readdirSync(upgrades).filter((pair) => pair.includes("__"));

    test("whether as one text or a file a document changes no finding and no plan", () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...(pairs.length === 0 ? [""] : pairs)),
          fc.infiniteStream(fc.nat()),
          fc.boolean(),
          (pair, numbers, isSplit) => {
            const [old, next] = ["old", "new"].map((side) =>
              asDocuments(`${side}.yaml`, readFileSync(`${upgrades}/${pair}/${side}.yaml`, "utf8")),
            );
            const input = (name: string, documents: readonly string[] = []) =>
              isSplit
                ? documents.map((text, index) => ({ name: `${name}/${index}.yaml`, text }))
                : [{ name, text: documents.join("") }];
            const told = (before: readonly string[] = [], after: readonly string[] = []) => {
              const against = input("old", before);
              const { statefulSets, vanished, notes } = plan(input("new", after), { against });
              const sets = [...statefulSets, ...vanished].map((set) => JSON.stringify(set)).sort();
              return { findings: said(lint(input("new", after), { against })), sets, notes };
            };
            expect(told(shuffled(old ?? [], numbers), shuffled(next ?? [], numbers))).toEqual(told(old, next));
          },
        ),
        { numRuns: 60 },
      );
    });
  },
);
