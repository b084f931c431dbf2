import { describe, expect, test } from "vitest";
import { readManifests } from "../../src/read/index.ts";
import fc from "../properties.ts";

function read(text: string) {
  return readManifests([{ name: "in.json", text }]);
}

describe("a text that begins with a brace", () => {
  test("is a stream of JSON objects, one behind the other, each with exact places", () => {
    const { documents, problems } = read('{"kind":"Pod"}{"kind": "Service",\n "a": [1, "b"]}\n\n  {"kind": "Secret"}');
    expect(problems).toEqual([]);
    expect(documents.map((document) => document.header.kind)).toEqual(["Pod", "Service", "Secret"]);
    expect(documents[1]?.locate(["kind"])).toMatchObject({ line: 1, column: 24, endColumn: 33 });
    expect(documents[1]?.locate(["a", 1])).toMatchObject({ line: 2, column: 11, endLine: 2, endColumn: 14 });
    expect(documents[2]?.locate(["kind"], "key")).toMatchObject({ line: 4, column: 4, endColumn: 10 });
  });

  test("keeps what only JSON allows", () => {
    expect(read('{"a": "\\/\\ud83d\\ude00", "b": -0, "c": 1e2}').documents[0]?.value).toEqual({
      a: "/😀",
      b: 0,
      c: 100,
    });
  });

  test("a key that stands twice is reported", () => {
    const [document] = read('{"x": {"a": 1, "a": 2}}').documents;
    expect(document?.value).toEqual({ x: { a: 2 } });
    expect(document?.duplicateKeys).toMatchObject([{ path: ["x", "a"], first: { column: 8 }, again: { column: 16 } }]);
  });

  test("goes on as YAML behind one object", () => {
    const { documents, problems } = read('{"a": 1}\n---\nb: 2\n');
    expect(problems).toEqual([]);
    expect(documents.map((document) => document.value)).toEqual([{ a: 1 }, { b: 2 }]);
    expect(documents[1]?.locate(["b"])).toMatchObject({ line: 3, column: 4 });
  });

  test("is YAML where it is no JSON", () => {
    expect(read("{a: b, c: [d]}\n---\ne: f\n").documents.map((document) => document.value)).toEqual([
      { a: "b", c: ["d"] },
      { e: "f" },
    ]);
  });

  test("JSON that ends too early is refused where it ends", () => {
    expect(read('{"a": 1,\n "b": [').problems).toMatchObject([{ kind: "unreadable", line: 2, column: 8 }]);
  });

  test("other text behind two objects is refused", () => {
    const { documents, problems } = read('{"a": 1}\n{"b": 2}\nc: 3\n');
    expect(documents.slice(0, 2).map((document) => document.value)).toEqual([{ a: 1 }, { b: 2 }]);
    expect(problems).toMatchObject([{ kind: "unreadable", line: 3, column: 1 }]);
  });

  test("any JSON object is read as JSON.parse reads it", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(3), (object, space) => {
        const text = JSON.stringify(object, null, space);
        const expected = JSON.parse(text);
        expect(JSON.stringify(read(text).documents[0]?.value)).toBe(JSON.stringify(expected));
      }),
    );
  });
});
