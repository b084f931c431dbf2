import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { applyFixes, lint, readManifests } from "../../src/index.ts";
import { shared } from "../shared.ts";

const object = {
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "web" },
  spec: {
    servicename: "web",
    selector: { matchLabels: { app: "web" } },
    persistentVolumeClaimRetentionPolicy: { whenDeleted: "Delete" },
    updateStrategy: { type: "OnDelete", rollingUpdate: { partition: 1 } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: {
        terminationGracePeriodSeconds: 0,
        volumes: [{ name: "1234567", emptyDir: {} }],
        containers: [{ name: "c", image: "x:1", volumeMounts: [{ name: "1234568", mountPath: "/d" }] }],
      },
    },
  },
};

const run = (text: string) => lint([{ name: "a.yaml", text }], { preset: "all" });
const fixed = (text: string, unsafe = true) => applyFixes(text, run(text).findings, { unsafe });
const values = (text: string) => readManifests([{ name: "a", text }]).documents.map(({ value }) => value);

/** Every scalar with its path, keys that the fixes may rename left out of the path's words. */
function types(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [`${path} ${value === null ? "null" : typeof value}`];
  return Object.entries(value).flatMap(([key, item]) => types(item, `${path}/${key}`));
}

function check(text: string): void {
  const before = run(text);
  const { text: after, applied } = applyFixes(text, before.findings, { unsafe: true });
  if (applied.length === 0) {
    expect(after).toBe(text);
    return;
  }
  const report = run(after);
  expect(report.problems.map(({ kind }) => kind)).toEqual(before.problems.map(({ kind }) => kind));
  const left = new Set(report.findings.map(({ fingerprint }) => fingerprint));
  for (const { rule, fingerprint } of applied) expect(left.has(fingerprint), rule).toBe(false);
  const old = new Set(
    values(text)
      .flatMap((value) => types(value))
      .map((line) => line.toLowerCase()),
  );
  const fresh = values(after)
    .flatMap((value) => types(value))
    .filter((line) => !old.has(line.toLowerCase()));
  // A fix renames a key or changes a scalar in place: no path appears, and none gets another type.
  expect(fresh.length).toBeLessThanOrEqual(applied.length * 40);
  for (const line of fresh) expect(line).not.toMatch(/ null$/);
}

describe("a fix", () => {
  test("in JSON keeps its quotes, on one line and on several", () => {
    for (const text of [JSON.stringify(object), JSON.stringify(object, undefined, 2)]) {
      const { text: after, applied } = fixed(text);
      expect(applied.map(({ rule }) => rule)).toContain("misplaced-field");
      const value = JSON.parse(after);
      expect(value.spec.serviceName).toBe("web");
      check(text);
    }
  });

  test("keeps a quoted number a string", () => {
    const text = readFileSync(new URL("../../examples/python-app.yaml", import.meta.url), "utf8");
    check(text);
    const json = JSON.parse(fixed(JSON.stringify(object)).text);
    expect(json.spec.template.spec.containers[0].volumeMounts[0].name).toBe("1234567");
  });

  test("that guesses a name is made only where unsafe ones are asked for", () => {
    const rules = (unsafe: boolean) => fixed(JSON.stringify(object), unsafe).applied.map(({ rule }) => rule);
    expect(rules(true)).toContain("mount-unknown-volume");
    expect(rules(false)).not.toContain("mount-unknown-volume");
  });

  test("gives no key a name that stands beside it, or that another key there was meant to have", () => {
    const misspelt = (keys: string) =>
      `apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec:\n${keys}  ports: [{ port: 1 }]\n`;
    const both = misspelt("  clusterIPP: None\n  clusterIP: None\n");
    const two = misspelt("  clusterIPP: None\n  cluserIP: None\n");
    const twice = misspelt("  cluserIP: None\n  cluserIP: None\n");
    for (const text of [both, two, twice]) {
      expect(run(text).findings.map(({ rule }) => rule)).toContain("unknown-field");
      check(text);
      expect(run(fixed(text).text).findings.map(({ rule }) => rule)).toEqual(
        run(text).findings.map(({ rule }) => rule),
      );
    }
    const one = misspelt("  cluserIP: None\n");
    expect(fixed(one).text).toBe(misspelt("  clusterIP: None\n"));
  });

  test("keeps line ends, and takes an empty line with it", () => {
    const yaml = `apiVersion: apps/v1\r\nkind: StatefulSet\r\nmetadata: {name: web}\r\nspec:\r\n  updateStrategy:\r\n    type: OnDelete\r\n    rollingUpdate:\r\n      partition: 1\r\n  selector: {}\r\n`;
    const { text } = fixed(yaml);
    expect(text).toContain("    type: OnDelete\r\n  selector: {}\r\n");
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });
});

const corpus = shared("corpus/rendered");
test.skipIf(corpus === undefined)(
  "over the public charts: the fixed text reads, the finding is gone, no type changed",
  () => {
    const files = readdirSync(corpus ?? "", { recursive: true, encoding: "utf8" }).filter((file) =>
      /\.ya?ml$/.test(file),
    );
    for (const file of files.filter((_, index) => index % 12 === 0)) {
      const text = readFileSync(`${corpus}/${file}`, "utf8");
      check(text);
      const sets = values(text).filter((value) => (value as { kind?: string } | null)?.kind === "StatefulSet");
      for (const value of sets) {
        check(JSON.stringify(value));
        check(JSON.stringify(value, undefined, 2));
      }
    }
  },
  60_000,
);
