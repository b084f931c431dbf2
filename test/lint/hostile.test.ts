import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lint, plan, readManifests } from "../../src/index.ts";
import fc from "../properties.ts";
import { shared } from "../shared.ts";

const root = new URL("../../", import.meta.url).pathname;

/** Manifests of every kind that rules read: our example, and the rich objects of the admission table where it is at hand. */
function objects(): unknown[] {
  const text = readFileSync(`${root}examples/python-app.yaml`, "utf8");
  const own = readManifests([{ name: "example", text }]).documents.map(({ value }) => value);
  const bases = shared("conformance/admission/bases.json");
  const rich = bases === undefined ? [] : Object.values(JSON.parse(readFileSync(bases, "utf8")) as object);
  return [...own, ...rich] as unknown[];
}

const odd = [null, [], {}, 0, -1, 1e300, 0.5, "", "x", "-1", "50%", true, [null], [[]], { "": null }, "a".repeat(300)];

/** Replaces the node that `steps` lead to, each step taken modulo what there is. */
function planted(value: unknown, steps: readonly number[], replacement: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== "object" || value === null) return replacement;
  const entries = Object.entries(value);
  if (entries.length === 0) return replacement;
  const [key] = entries[step % entries.length] ?? [""];
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...(value as unknown[])] : { ...value };
  (copy as Record<string, unknown>)[key] = planted((value as Record<string, unknown>)[key], rest, replacement);
  return copy;
}

test("no manifest makes a rule, a plan or a report fail: nodes replaced by anything", () => {
  const all = objects();
  const steps = fc.array(fc.nat(40), { minLength: 1, maxLength: 9 });
  const changes = fc.array(fc.tuple(fc.nat(all.length - 1), steps, fc.constantFrom(...odd)), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(changes, (planned) => {
      const changed = [...all];
      for (const [index, way, value] of planned) changed[index] = planted(changed[index], way, value);
      const inputs = (values: readonly unknown[]) => [
        { name: "stdin", text: values.map((value) => JSON.stringify(value)).join("\n") },
      ];
      for (const against of [undefined, inputs(all)]) {
        const report = lint(inputs(changed), {
          preset: "all",
          kubernetesVersion: "1.30,1.37",
          ...(against === undefined ? { live: true } : { against }),
        });
        expect(report.version).toBe(1);
      }
      plan(inputs(changed), { against: inputs(all) });
    }),
    { numRuns: 150 },
  );
});

test("keys that mean something to JavaScript mean nothing here", () => {
  const text =
    '{"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"a","labels":{"__proto__":"x","constructor":"y"}},"spec":{"__proto__":{"replicas":3},"toString":1}}';
  const report = lint([{ name: "stdin", text }], { preset: "all" });
  expect(report.summary.statefulSets).toBe(1);
  expect(({} as Record<string, unknown>).replicas).toBeUndefined();
});

test("a mapping where a list's elements have their names is no text, and nothing falls over it", () => {
  const set = (name: unknown, port: unknown) =>
    JSON.stringify({
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name: "db" },
      spec: {
        serviceName: "db",
        selector: { matchLabels: { app: "db" } },
        template: {
          metadata: { labels: { app: "db" } },
          spec: {
            containers: [
              { name: "db", image: "x:1", env: [{ name, value: "1" }], ports: [{ containerPort: port }] },
              { name: "other", image: "x:1", ports: [{ containerPort: port }, { containerPort: port }] },
            ],
          },
        },
      },
    });
  const input = (text: string) => [{ name: "a.json", text }];
  for (const odd of [{ "": null }, [{ a: 1 }], {}]) {
    for (const [before, after] of [
      [set("A", 1), set(odd, odd)],
      [set(odd, odd), set(odd, odd)],
      [set(odd, odd), set("A", 1)],
    ] as const) {
      expect(lint(input(after), { preset: "all", against: input(before) }).version).toBe(1);
      expect(plan(input(after), { against: input(before) }).statefulSets).toHaveLength(1);
    }
  }
});

test("any number of keys that stand twice is one finding, and nothing falls over it", () => {
  const twice = "  a: b\n".repeat(160_000);
  const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n${twice}`;
  const report = lint([{ name: "stdin", text }], { preset: "all" });
  expect(report.findings.map(({ rule, severity }) => `${severity} ${rule}`)).toContain("info duplicate-key");
});

test("a schema of any number of parts is read as far as it can be, and nothing falls over it", () => {
  const set = (replicas: string) =>
    `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: db }\nspec: { replicas: ${replicas} }\n`;
  const parts = "{},".repeat(150_000);
  const report = lint([{ name: "stdin", text: `# Source: db/templates/set.yaml\n${set("1")}` }], {
    preset: "all",
    chart: [
      { path: "Chart.yaml", text: "{ apiVersion: v2, name: db, version: 0.1.0 }" },
      { path: "values.yaml", text: "replicas: 1\n" },
      { path: "values.schema.json", text: `{ "properties": { "replicas": {} }, "allOf": [${parts} {}] }` },
      { path: "templates/set.yaml", text: set("{{ .Values.replicas }}") },
    ],
  });
  expect(report.rules).toContain("schema-allows-refused");
});
