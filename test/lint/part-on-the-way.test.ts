import { describe, expect, it } from "vitest";
import { partOnTheWay } from "../../src/lint/engine/part.ts";
import { releaseDocuments } from "../../src/model/releases.ts";
import { readManifests } from "../../src/read/index.ts";

/** A release of a chart in a namespace, with so much text. */
const release = (chart: string, namespace: string, size = 1_000): string =>
  `---\n# Source: ${chart}/templates/c.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${chart}, namespace: ${namespace}}\ndata: {a: "${"x".repeat(size)}"}\n`;

/** For each release the part that takes it, by what each of the parts says by itself. */
function ownersOf(text: string, count: number): number[] {
  const parts = Array.from({ length: count }, (_, index) => partOnTheWay(index + 1, count));
  const { documents } = readManifests([{ name: "all.yaml", text }]);
  return [...releaseDocuments(documents)].map((documents) => {
    const owners = parts.filter((part) => part.owns(documents));
    expect(owners).toHaveLength(1);
    return owners[0]?.index ?? 0;
  });
}

describe("an input that threads part while they read it", () => {
  const charts = ["a", "b", "c", "d", "e"];

  it("gives each release to one of them, and the releases of one chart to the same", () => {
    const namespaces = ["one", "two", "three"];
    const owners = ownersOf(namespaces.map((name) => charts.map((chart) => release(chart, name)).join("")).join(""), 2);
    expect(owners).toHaveLength(15);
    expect(new Set(owners)).toEqual(new Set([1, 2]));
    expect(owners.slice(5, 10)).toEqual(owners.slice(0, 5));
    expect(owners.slice(10)).toEqual(owners.slice(0, 5));
  });

  it("goes on elsewhere where one has much more than the others", () => {
    const size = 100_000;
    const text = Array.from({ length: 40 }, (_, i) => `${release("large", `n${i}`, size)}${release("small", `n${i}`)}`);
    const owners = ownersOf(text.join(""), 2).filter((_, index) => index % 2 === 0);
    const ofFirst = owners.filter((owner) => owner === 1).length;
    expect(owners.slice(0, 3)).toEqual([1, 1, 1]);
    expect(Math.abs(ofFirst - (owners.length - ofFirst))).toBeLessThanOrEqual(8);
  });
});
