import { describe, expect, test } from "vitest";
import { lint } from "../../src/index.ts";
import { readManifests } from "../../src/read/index.ts";

/** More than is kept of what was read for a header. */
const long = 8 << 20;

function streamOf(document: (index: number) => string): string {
  const documents: string[] = [];
  for (let length = 0; length < long; length += documents.at(-1)?.length ?? 0)
    documents.push(document(documents.length));
  return documents.join("");
}

const flow = (index: number, more = "") =>
  `---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c${index}}\ndata: {a: "${"x".repeat(1000)}"}\n${more}`;
const json = (index: number, more = "") =>
  `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c${index}"},"data":{"a":"${"x".repeat(1000)}"}${more}}\n`;

describe("of a long stream every document is what it is by itself", () => {
  for (const [name, one] of Object.entries({ flow, json })) {
    test(name, () => {
      const { documents, problems } = readManifests([{ name: "input", text: streamOf((index) => one(index)) }]);
      expect(problems).toEqual([]);
      expect(documents.every(({ header }, index) => header.name === `c${index}`)).toBe(true);
      expect(documents.every(({ manifests }) => manifests.length === 1 && manifests[0]?.value.data !== undefined)).toBe(
        true,
      );
      expect(documents.every(({ faults }) => faults.length === 0)).toBe(true);
    });
  }

  test("what is told of a document is told once", () => {
    const { documents, problems } = readManifests([
      { name: "input", text: streamOf((index) => flow(index, index === 3 ? "...\nlost\n" : "")) },
    ]);
    for (const { header, manifests } of documents) expect([header.kind, manifests.length]).toEqual(["ConfigMap", 1]);
    expect(problems.map(({ kind }) => kind)).toEqual(["ignored-text"]);
  });

  test("keys that stand twice are found in a document read long ago", () => {
    const { documents } = readManifests([
      { name: "input", text: streamOf((index) => json(index, index === 3 ? ',"kind":"ConfigMap"' : "")) },
    ]);
    for (const { header } of documents) expect(header.kind).toBe("ConfigMap");
    expect(documents.filter(({ duplicateKeys }) => duplicateKeys.length > 0).map(({ header }) => header.name)).toEqual([
      "c3",
    ]);
  });

  test("what is found in many sets stands at their own lines", () => {
    const set = (index: number) =>
      `---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: s${index}}\nspec:\n  selector: {matchLabels: {app: s${index}}}\n  template:\n    metadata: {labels: {app: other}}\n    spec: {containers: [{name: a, image: "a:1"}]}\n`;
    const text = Array.from({ length: 3_000 }, (_, index) => set(index)).join("");
    const { findings } = lint([{ name: "input", text }]);
    const lines = text.split("\n");
    expect(findings.length).toBeGreaterThan(3_000);
    for (const { location } of findings) expect(lines[location.line - 1]).toBeDefined();
    expect(new Set(findings.map(({ location }) => Math.floor((location.line - 1) / 9))).size).toBe(3_000);
  });

  test("a long document that findings point into in turn with another is read for its places a few times", () => {
    const set =
      "---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec:\n  serviceName: db\n  replicas: 3\n" +
      "  selector: {matchLabels: {app: db}}\n  template:\n    metadata: {labels: {app: db}}\n    spec:\n" +
      '      containers: [{name: a, image: "a:1", volumeMounts: [{name: c, mountPath: /etc/c}]}]\n' +
      "      volumes: [{name: c, configMap: {name: c}}]\n";
    const files = Array.from(
      { length: 11_000 },
      (_, file) => `  f${file}.conf: |\n    server.${file}=db-${file}.db:2888\n`,
    );
    const text = `${set}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n${files.join("")}`;
    let parsed = 0;
    const { findings } = lint([{ name: "input", text }], {
      observer: {
        during: (phase, run) => {
          if (phase === "parse") parsed++;
          return run();
        },
      },
    });
    expect(findings.length).toBeGreaterThan(500);
    expect(parsed).toBeLessThan(20);
  });
});
