import { describe, expect, it } from "vitest";
import { Framed, jsonPieces, Listed, listed } from "../../src/report/json-pieces.ts";
import { printableJson } from "../../src/report/printable.ts";

describe("JSON in pieces", () => {
  const item = { a: "line\nfeed ##[x]", b: [1, { c: [] }], d: {}, e: undefined };

  it.each([
    [new Framed({}), {}],
    [new Listed([]), []],
    [new Listed([item, 2, "x\u202ey", null]), [item, 2, "x\u202ey", null]],
    [
      new Framed({ none: undefined, name: "x", empty: listed([], String), items: listed([1, 2], (one) => ({ one })) }),
      { name: "x", empty: [], items: [{ one: 1 }, { one: 2 }] },
    ],
    [new Listed([new Framed({ runs: new Listed([item]) }), [item]]), [{ runs: [item] }, [item]]],
    [item, item],
  ])("is the text of the whole value (%#)", (pieces, whole) => {
    expect([...jsonPieces(pieces)].join("")).toBe(`${printableJson(whole)}\n`);
  });

  it("ends each piece with a line feed", () => {
    const pieces = [...jsonPieces(new Framed({ a: 1, list: listed([1, 2, 3], (n) => ({ n })), b: "x" }))];
    expect(pieces.length).toBeGreaterThan(3);
    for (const piece of pieces) expect(piece.endsWith("\n")).toBe(true);
  });
});
