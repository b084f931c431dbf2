import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { lint, type Report } from "../../src/index.ts";
import { shared } from "../shared.ts";
import { readRows, refusing, saidToRefuse, type Verdict } from "./verdicts.ts";

const folder = shared("corpus/upgrades");

interface Row {
  readonly pair: string;
  /** By `namespace/name`, an absent namespace being the release's, `apps`. */
  readonly sets: Readonly<Record<string, readonly Verdict[]>>;
  readonly vanished: readonly string[];
}

describe.skipIf(folder === undefined)("upgrades of public charts (skipped without the folder corpus)", () => {
  const rows = folder === undefined ? [] : readRows<Row>(`${folder}/verdicts.jsonl`);
  const compared = rows.map((row) => ({ row, report: compare(row.pair) }));

  test("a set is refused for exactly the versions that refuse its update", () => {
    const different: string[] = [];
    let sets = 0;
    for (const { row, report } of compared) {
      for (const [key, verdicts] of Object.entries(row.sets)) {
        sets++;
        const [namespace, name] = key.split("/");
        const ours = saidToRefuse(
          report.findings.filter(
            ({ resource, location }) =>
              resource.kind === "StatefulSet" &&
              resource.name === name &&
              (resource.namespace ?? "apps") === namespace &&
              location.file === "new.yaml",
          ),
        );
        const theirs = refusing(verdicts);
        if (ours !== theirs) different.push(`${row.pair} ${key}: said ${ours}, is ${theirs}`);
      }
    }
    expect(different).toEqual([]);
    expect(sets).toBeGreaterThan(200);
  });

  test("every set that vanishes is named", () => {
    const silent = compared.flatMap(({ row, report }) =>
      row.vanished
        .filter((key) => {
          const name = key.split("/")[1];
          return !report.findings.some(
            ({ rule, resource, message }) =>
              (rule === "set-vanished" && resource.name === name) ||
              (rule === "pvc-identity-changed" && message.includes(`\`${name}\``)),
          );
        })
        .map((key) => `${row.pair} ${key}`),
    );
    expect(silent).toEqual([]);
    expect(compared.filter(({ row }) => row.vanished.length > 0).length).toBeGreaterThan(5);
  });
});

function compare(pair: string): Report {
  const side = (name: "old" | "new") => ({
    name: `${name}.yaml`,
    text: readFileSync(`${folder}/${pair}/${name}.yaml`, "utf8"),
  });
  return lint([side("new")], { against: [side("old")], kubernetesVersion: "1.30..1.37", today: "2026-01-01" });
}
