import { describe, expect, test } from "vitest";
import type { Finding } from "../../src/index.ts";
import { shared } from "../shared.ts";
import { lintCharts, resourceOf } from "./charts.ts";
import { readRows, refusing, saidToRefuse, type Verdict } from "./verdicts.ts";

const folder = shared("corpus");

/** One object that some version refuses; rows about a whole file have no verdicts. */
interface Row {
  readonly file: string;
  readonly kind?: string;
  readonly name?: string;
  readonly verdicts?: readonly Verdict[];
}

describe.skipIf(folder === undefined)("the API server's answers (skipped without the folder corpus)", () => {
  test("an object has a finding of admission for exactly the versions that refuse it", () => {
    const wanted = new Map<string, string>();
    for (const { file, kind, name, verdicts } of readRows<Row>(`${folder}/verdicts.jsonl`)) {
      if (verdicts === undefined) continue;
      const versions = refusing(verdicts);
      if (versions !== "none") wanted.set(`${file.replace("rendered/", "")} ${kind}/${name}`, versions);
    }
    const said = new Map<string, Finding[]>();
    for (const { file, findings } of lintCharts(folder ?? "", "1.30..1.37")) {
      if (/dry-run|debug|2and1/.test(file)) continue;
      for (const finding of findings) {
        if (finding.admission === undefined) continue;
        const key = `${file} ${resourceOf(finding)}`;
        said.set(key, [...(said.get(key) ?? []), finding]);
      }
    }
    const objects = [...new Set([...wanted.keys(), ...said.keys()])].sort();
    const different = objects
      .map((key) => ({ key, ours: saidToRefuse(said.get(key) ?? []), theirs: wanted.get(key) ?? "none" }))
      .filter(({ ours, theirs }) => ours !== theirs);
    expect(different).toEqual([]);
    expect(objects.length).toBeGreaterThan(40);
  });
});
