import { describe, expect, test } from "vitest";
import { partition } from "../../src/lint/engine/partition.ts";
import fc from "../properties.ts";

const release = (name: string, size: number, file = `${name}.yaml`) => ({
  name: file,
  text: `---
# Source: ${name}/templates/a.yaml
apiVersion: v1
kind: Service
metadata: { name: ${name} }
---
# Source: ${name}/templates/b.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: ${name} }
data: { text: "${"x".repeat(size)}" }
`,
});

/** The part of each release, by name. */
function partsOf(all: readonly { name: string; text: string }[], count: number): Record<string, number | undefined> {
  const { releases } = partition(all, count);
  return Object.fromEntries(all.map(({ name }, at) => [name, releases[at]?.owner]));
}

const sizes = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 40 });
const counts = fc.integer({ min: 1, max: 8 });

describe("parting an input", () => {
  test("gives a release to one part, whatever order the releases come in", () => {
    fc.assert(
      fc.property(sizes, counts, fc.nat(), (all, count, turn) => {
        const inputs = all.map((size, index) => release(`r${index}`, size));
        const at = turn % inputs.length;
        const turned = [...inputs.slice(at), ...inputs.slice(0, at)];
        expect(partsOf(turned, count)).toEqual(partsOf(inputs, count));
        expect(partition(turned, count).input).toBe(partition(inputs, count).input);
        expect(partition(inputs, count).releases.every(({ owner }) => owner >= 1 && owner <= count)).toBe(true);
      }),
    );
  });

  test("keeps the parts of about one size, as far as the largest release allows", () => {
    fc.assert(
      fc.property(sizes, counts, (all, count) => {
        const { releases } = partition(
          all.map((size, index) => release(`r${index}`, size)),
          count,
        );
        const total = releases.reduce((sum, { size }) => sum + size, 0);
        const largest = Math.max(...releases.map(({ size }) => size));
        for (let part = 1; part <= count; part++) {
          const load = releases.reduce((sum, { size, owner }) => (owner === part ? sum + size : sum), 0);
          expect(load).toBeLessThanOrEqual((total / count) * 1.05 + largest);
        }
      }),
    );
  });

  test("leaves nearly all releases where they were when one is added, and knows them by what they hold", () => {
    const many = Array.from({ length: 200 }, (_, index) => release(`r${index}`, (index * 7919) % 4000));
    const before = partsOf(many, 4);
    const after = partsOf([release("new", 1500), ...many], 4);
    expect(many.filter(({ name }) => before[name] !== after[name]).length).toBeLessThan(20);
    const renamed = many.map((one) => ({ ...one, name: `elsewhere/${one.name}` }));
    expect(Object.values(partsOf(renamed, 4))).toEqual(Object.values(before));
  });

  test("never splits the files of one split render", () => {
    const files = [0, 1, 2, 3].map((index) => ({
      name: `out/db/templates/${index}.yaml`,
      text: `---\n# Source: db/templates/${index}.yaml\napiVersion: v1\nkind: Service\nmetadata: { name: s${index} }\n`,
    }));
    expect(partition(files, 3).releases).toHaveLength(1);
  });

  test("tells inputs apart that differ in a character", () => {
    const sum = (text: string) => partition([{ name: "a", text }], 2).input;
    const { text } = release("db", 100);
    expect(sum(text)).not.toBe(sum(text.replace("xxx", "xyx")));
  });
});
