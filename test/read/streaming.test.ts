import { describe, expect, test } from "vitest";
import type { Document, Problem } from "../../src/read/index.ts";
import { readInput } from "../../src/read/index.ts";
import fc from "../properties.ts";

function summary(text: string | Iterable<string | Uint8Array>) {
  const problems: Problem[] = [];
  const documents = [...readInput({ name: "in", text }, (problem) => problems.push(problem))];
  const shown = documents.map(({ line, source, text, value, problem, header }: Document) => ({
    line,
    source,
    text,
    value,
    problem,
    header,
  }));
  return { documents: shown, problems };
}

const STREAMS = [
  "---\r\n# Source: c/templates/a.yaml\r\na: é😀\r\n--- # next\r\nb: [1, 2]\r\n...\r\nlost\r\n---\r\n",
  'level=WARN msg="x"\nNAME: r\nLAST DEPLOYED: now\nHOOKS:\nMANIFEST:\n---\n# Source: c/t/a.yaml\nkind: Pod\nNOTES:\n---\nx: y\n',
  '{"kind": "Pod", "a": "\\"}é"}\n {"kind": "Service"}{"kind":"x"}\nrest',
  '{"kind": "Pod"}\n---\n{"kind": "Service"}\n---\na: 1\n',
  "{a: b}\n---\nc: '\n---\nd: \ud83d\ude00",
  "a: 1\n----\nb: 2\n---\n\nc: 3",
  "\ufeff---\na: 1\n---\n\ufeffb: 2\n",
];

describe("chunks", () => {
  test("may split the input anywhere, inside characters, too", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...STREAMS),
        fc.array(fc.nat(200), { maxLength: 12 }),
        fc.boolean(),
        (text, cuts, bytes) => {
          const whole = bytes ? new TextEncoder().encode(text) : text;
          const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)).sort((a, b) => a - b), whole.length];
          const chunks = places.slice(1).map((place, i) => whole.slice(places[i], place));
          expect(summary(chunks)).toEqual(summary(text));
        },
      ),
    );
  });

  test("may be the same buffer, filled again", () => {
    const text = "a: 1\n---\nb: two\n---\nc: 3\n";
    const all = new TextEncoder().encode(text);
    const refilled = (function* () {
      const buffer = new Uint8Array(5);
      for (let at = 0; at < all.length; at += 5) {
        const part = all.subarray(at, at + 5);
        buffer.set(part);
        yield buffer.subarray(0, part.length);
      }
    })();
    expect(summary(refilled)).toEqual(summary(text));
  });

  test("are asked for only as far as a document needs", () => {
    let asked = 0;
    const chunks = (function* () {
      for (;;) {
        asked++;
        yield `kind: Pod\nno: ${asked}\n---\n`;
      }
    })();
    const documents = readInput({ name: "endless", text: chunks }, () => {});
    for (let i = 1; i <= 5; i++) expect((documents.next().value as Document).value).toEqual({ kind: "Pod", false: i });
    expect(asked).toBeLessThan(8);
  });
});
