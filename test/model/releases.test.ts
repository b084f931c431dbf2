import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { releaseDocuments } from "../../src/model/releases.ts";
import { readInput } from "../../src/read/index.ts";

/** The releases as lists of `kind/name`, from files given as [name, text]. */
function releases(...files: [string, string][]): string[][] {
  const documents = files.flatMap(([name, text]) => [...readInput({ name, text }, () => {})]);
  return [...releaseDocuments(documents)].map((release) =>
    release.map(({ header }) => `${header.kind}/${header.name}`),
  );
}

const document = (kind: string, name: string, source?: string) =>
  `---\n${source === undefined ? "" : `# Source: ${source}\n`}apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;

describe("one stream", () => {
  test("is cut where the chart changes", () => {
    const text =
      document("Service", "a", "one/templates/svc.yaml") + document("Service", "b", "two/templates/svc.yaml");
    expect(releases(["stdin", text])).toEqual([["Service/a"], ["Service/b"]]);
  });

  test("keeps a chart and its subcharts together", () => {
    const text =
      document("Service", "a", "one/templates/svc.yaml") +
      document("StatefulSet", "b", "one/charts/db/templates/sts.yaml");
    expect(releases(["stdin", text])).toEqual([["Service/a", "StatefulSet/b"]]);
  });

  test("is cut where Helm's order of kinds starts over: another render of the same chart", () => {
    const one = (name: string) =>
      document("Service", name, "db/templates/svc.yaml") + document("StatefulSet", name, "db/templates/sts.yaml");
    expect(releases(["stdin", one("a") + one("b")])).toEqual([
      ["Service/a", "StatefulSet/a"],
      ["Service/b", "StatefulSet/b"],
    ]);
  });

  test("keeps a document that somebody appended, though Helm would have printed it earlier", () => {
    const text =
      document("Service", "db", "db/templates/svc.yaml") +
      document("StatefulSet", "db", "db/templates/sts.yaml") +
      document("PodDisruptionBudget", "db", "db/templates/svc.yaml");
    expect(releases(["stdin", text])).toEqual([["Service/db", "StatefulSet/db", "PodDisruptionBudget/db"]]);
  });

  test("gives another render all of its documents, those too that only it has", () => {
    const text =
      document("Service", "db", "db/templates/svc.yaml") +
      document("StatefulSet", "db", "db/templates/sts.yaml") +
      document("PodDisruptionBudget", "db", "db/templates/pdb.yaml") +
      document("Service", "db-headless", "db/templates/svc.yaml") +
      document("StatefulSet", "db", "db/templates/sts.yaml");
    expect(releases(["stdin", text])).toEqual([
      ["Service/db", "StatefulSet/db"],
      ["PodDisruptionBudget/db", "Service/db-headless", "StatefulSet/db"],
    ]);
  });

  test("is not cut by a hook, which Helm prints after everything else", () => {
    const hook = `${document("ConfigMap", "seed", "db/templates/seed.yaml")}  annotations: { helm.sh/hook: post-install }\n`;
    const text = document("StatefulSet", "db", "db/templates/sts.yaml") + hook;
    expect(releases(["stdin", text])).toEqual([["StatefulSet/db", "ConfigMap/seed"]]);
  });

  const nothing = (template: string) => `---\n# Source: db/templates/${template}.yaml\n# nothing\n`;

  /** The documents of each release, by their numbers in the stream: with all of them, and without those that were let go. */
  function cuts(text: string) {
    const documents = [...readInput({ name: "stdin", text }, () => {})];
    const numbers = new Map(documents.map((one, index) => [one, index]));
    const gone = new Set<number | undefined>();
    const numbered = (releases: Iterable<readonly (typeof documents)[number][]>) =>
      [...releases].map((release) => release.map((one) => numbers.get(one)).filter((one) => !gone.has(one)));
    const without = numbered(releaseDocuments(documents, (one) => gone.add(numbers.get(one)) !== undefined));
    return { without, all: numbered(releaseDocuments(documents)), gone: gone.size };
  }

  test("is cut at the same places where documents that say nothing are let go but for the first of each template", () => {
    const made = fc.oneof(
      fc.constantFrom("pvc", "pdb", "svc", "sts").map(nothing),
      fc
        .tuple(
          fc.constantFrom("Service", "StatefulSet", "ConfigMap"),
          fc.constantFrom("a", "b"),
          fc.constantFrom("svc", "sts"),
        )
        .map(([kind, name, template]) => document(kind, name, `db/templates/${template}.yaml`)),
    );
    fc.assert(
      fc.property(fc.array(made, { maxLength: 30 }), (texts) => {
        const { without, all } = cuts(texts.join(""));
        expect(without).toEqual(all);
      }),
      { numRuns: 500 },
    );
    const one = (name: string) => document("Service", name, "db/templates/svc.yaml") + nothing("pvc").repeat(3);
    expect(cuts(one("a") + one("b")).gone).toBe(5);
  });

  test("is cut at the same places where thousands of templates make nothing", () => {
    const one = (name: string) =>
      document("Service", name, "db/templates/svc.yaml") +
      document("StatefulSet", name, "db/templates/sts.yaml") +
      Array.from({ length: 1200 }, (_, index) => nothing(`empty-${index}`)).join("");
    const { without, all, gone } = cuts(one("a") + one("b") + one("c"));
    expect(without).toEqual(all);
    expect(without).toHaveLength(3);
    expect(gone).toBeGreaterThan(500);
  });

  test("above its first object holds of documents of comments the first, and those that somebody needs", () => {
    const text = `${"---\n# nothing\n".repeat(5)}---\n# for us\n${document("Service", "a")}`;
    const documents = [...readInput({ name: "stdin", text }, () => {})];
    const cut = [...releaseDocuments(documents, (one) => !one.text.includes("for us"))];
    expect(cut.map((release) => release.map(({ text }) => text))).toEqual([
      ["---\n# nothing\n", "# for us\n", expect.stringContaining("Service")],
    ]);
  });

  test("without `# Source:` is cut where its first resource comes round again, whatever the order of kinds", () => {
    const one = document("StatefulSet", "db") + document("Service", "db");
    expect(releases(["stdin", one + one])).toEqual([
      ["StatefulSet/db", "Service/db"],
      ["StatefulSet/db", "Service/db"],
    ]);
  });
});

describe("several files", () => {
  test("of `helm template --output-dir` are one release", () => {
    expect(
      releases(
        ["out/db/templates/sts.yaml", document("StatefulSet", "db", "db/templates/sts.yaml")],
        ["out/db/templates/svc.yaml", document("Service", "db", "db/templates/svc.yaml")],
        ["out/web/templates/svc.yaml", document("Service", "web", "web/templates/svc.yaml")],
      ),
    ).toEqual([["StatefulSet/db", "Service/db"], ["Service/web"]]);
  });

  test("of one folder without `# Source:` are one release, unless they name a resource twice", () => {
    const [set, service] = [document("StatefulSet", "db"), document("Service", "db")];
    expect(releases(["k/sts.yaml", set], ["k/svc.yaml", service])).toEqual([["StatefulSet/db", "Service/db"]]);
    expect(releases(["k/one.yaml", set + service], ["k/two.yaml", set])).toEqual([
      ["StatefulSet/db", "Service/db"],
      ["StatefulSet/db"],
    ]);
  });

  test("that each hold a whole render stay apart", () => {
    const text =
      document("Service", "a", "one/templates/svc.yaml") + document("StatefulSet", "a", "one/templates/sts.yaml");
    expect(releases(["a.yaml", text], ["b.yaml", text])).toHaveLength(2);
  });
});
