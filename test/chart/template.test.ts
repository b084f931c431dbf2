import { describe, expect, test } from "vitest";
import type { Node } from "../../src/chart/render/parse/syntax.ts";
import { readTemplate } from "../../src/chart/template.ts";
import fc from "../properties.ts";

const texts = (source: string) =>
  readTemplate(source).body.map((one) => (one.kind === "text" ? source.slice(one.start, one.end) : `<${one.kind}>`));

describe("a template of a chart", () => {
  test("loses the space that trim markers take, on their side only", () => {
    expect(texts("a  {{- .x }} \n b")).toEqual(["a", "<action>", " \n b"]);
    expect(texts("a  {{ .x -}} \n b")).toEqual(["a  ", "<action>", "b"]);
    expect(texts("a\r\n  {{- .x -}}\r\nb")).toEqual(["a", "<action>", "b"]);
    expect(texts("a {{- /* {{ not this }} */ -}} b")).toEqual(["a", "b"]);
  });

  test("may call functions that nobody knows", () => {
    expect(texts("a {{ myOwn .x }}")).toEqual(["a ", "<action>"]);
  });

  test("defines templates apart from its text, and a block in its place as well", () => {
    const { defines, body } = readTemplate('{{ define "a" }}x{{ end }}{{ block "b" .c }}y{{ end }}');
    expect(defines.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(body).toMatchObject([{ kind: "template", name: "b" }]);
  });

  test("that helm cannot read is unreadable, and says nothing", () => {
    const wrong = [
      "a {{ .x }} b {{ (f }}",
      "{{ .x",
      "{{ }}",
      "{{ end }}",
      "ab{{ if .x }}",
      "{{/* open",
      "{{ if .a }}".repeat(5000),
      `{{ ${"(".repeat(5000)}a${")".repeat(5000)} }}`,
    ];
    for (const text of wrong) expect(readTemplate(text)).toEqual({ body: [], defines: [], text, isUnreadable: true });
  });
});

describe("any text", () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "{{",
      "}}",
      "{{- ",
      " -}}",
      "/*",
      "*/",
      '"',
      "`",
      "'",
      "(",
      ")",
      "|",
      ":=",
      "$x",
      ".a",
      "if ",
      "else",
      "end",
      "range",
      "define",
      "\r\n",
      "\\",
    ),
  );
  test("is read without throwing, and every place lies in it", () => {
    const within = (nodes: readonly Node[], length: number): boolean =>
      nodes.every(
        (one) =>
          one.start >= 0 &&
          one.start <= one.end &&
          one.end <= length &&
          (!("body" in one) || (within(one.body, length) && within(one.otherwise ?? [], length))),
      );
    fc.assert(
      fc.property(
        fc.array(piece).map((all) => all.join("")),
        (source) => {
          const parsed = readTemplate(source);
          expect(within(parsed.body, source.length)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
