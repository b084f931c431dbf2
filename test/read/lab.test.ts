import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readManifests } from "../../src/read/index.ts";
import { shared } from "../shared.ts";

const folder = shared("lab/outputs");

function read(file: string) {
  return readManifests([{ name: file, text: [readFileSync(`${folder}/${file}`)] }]);
}

describe.skipIf(folder === undefined)("what helm and kubectl printed in the lab (skipped without lab/outputs)", () => {
  test.each([
    "helm3-template.yaml",
    "helm4-template.yaml",
    "helm4-get-manifest.yaml",
    "helm4-get-all.txt",
    "helm3-install-dry-run-debug.txt",
    "helm4-install-dry-run-debug.txt",
    "helm4-upgrade-dry-run.txt",
  ])("%s holds an account, a Service and a StatefulSet", (file) => {
    const { documents, problems } = read(file);
    expect(problems).toEqual([]);
    expect(documents.flatMap((document) => document.manifests).map(({ kind }) => kind)).toEqual([
      "ServiceAccount",
      "Service",
      "StatefulSet",
    ]);
    expect(documents.map(({ source }) => source)).toEqual([
      "python-app/templates/serviceaccount.yaml",
      "python-app/templates/service.yaml",
      "python-app/templates/statefulset.yaml",
    ]);
  });

  test.each(["helm4-template.yaml", "helm4-upgrade-dry-run.txt", "helm4-get-all.txt"])(
    "%s: places count the lines of the whole output",
    (file) => {
      const lines = readFileSync(`${folder}/${file}`, "utf8").split("\n");
      const set = read(file).documents.at(-1);
      const place = set?.locate(["spec", "serviceName"], "key");
      expect(place?.line).toBe(lines.findIndex((line) => line.startsWith("  serviceName:")) + 1);
      expect(place).toMatchObject({ column: 3, endColumn: 14, source: "python-app/templates/statefulset.yaml" });
    },
  );

  test.each([
    ["kubectl-get.yaml", 12],
    ["kubectl-get.json", 9],
    ["kubectl-get-sts.yaml", 2],
  ])("%s is a list, every item of which has a place of its own", (file, count) => {
    const { documents, problems } = read(file);
    expect(problems).toEqual([]);
    const items = documents[0]?.items ?? [];
    expect(items.length).toBe(count);
    const text = readFileSync(`${folder}/${file}`, "utf8").split("\n");
    for (const item of items) {
      const place = item.locate(["metadata", "name"]);
      const shown = text[place.line - 1]?.slice(place.column - 1, place.endColumn - 1);
      expect(shown?.replaceAll('"', "")).toBe(item.name);
    }
  });

  test.each([
    ["kubectl-get.txt", "unreadable", "kubectl get … -o yaml"],
    ["helm4-upgrade-refused.txt", "unreadable", "error message of helm"],
    ["helm3-install-dry-run-debug.stderr.txt", "empty", "log lines of helm"],
    ["helm4-install-dry-run-debug.stderr.txt", "empty", "log lines of helm"],
  ])("%s is not taken for manifests, and the problem says what it looks like", (file, kind, words) => {
    const { documents, problems } = read(file);
    expect(documents.flatMap((document) => document.manifests)).toEqual([]);
    expect(problems.map((problem) => problem.kind)).toEqual([kind]);
    expect(problems[0]?.message).toContain(words);
  });
});
