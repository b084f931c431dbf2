import { describe, expect, test } from "vitest";
import { parseTemplate } from "../../src/chart/template/parse.ts";
import type { Node } from "../../src/chart/template/syntax.ts";
import fc from "../properties.ts";

const texts = (source: string) =>
  parseTemplate(source).body.map((one) => (one.kind === "text" ? one.text : `<${one.kind}>`));
const problem = (source: string) => parseTemplate(source).problem?.message;

describe("a template's text", () => {
  test("loses the space that trim markers take, on their side only", () => {
    expect(texts("a  {{- .x }} \n b")).toEqual(["a", "<action>", " \n b"]);
    expect(texts("a  {{ .x -}} \n b")).toEqual(["a  ", "<action>", "b"]);
    expect(texts("a\r\n  {{- .x -}}\r\nb")).toEqual(["a", "<action>", "b"]);
  });

  test("keeps a minus that belongs to a number", () => {
    const [node] = parseTemplate("{{-3}}").body;
    expect(node?.kind === "action" && node.pipe.commands[0]?.operands[0]).toMatchObject({ kind: "literal", value: -3 });
  });

  test("knows where each piece begins after trimming", () => {
    const [, , text] = parseTemplate("a {{ .x -}}\n  b").body;
    expect(text).toMatchObject({ kind: "text", text: "b", start: 14 });
  });

  test("leaves comments out, with braces in them", () => {
    expect(texts("a {{- /* {{ not this }} */ -}} b")).toEqual(["a", "b"]);
    expect(problem("{{/* open")).toBe("the comment is not closed by */");
    expect(problem("{{/* a */ b }}")).toBe("the comment does not end right before the closing }}");
  });
});

describe("an action", () => {
  const operands = (source: string) => {
    const [node] = parseTemplate(source).body;
    return node?.kind === "action" ? node.pipe.commands.map((one) => one.operands) : [];
  };

  test("holds quoted and raw strings with what looks like the end of the action", () => {
    expect(operands('{{ "}}\\n\\u00fc" }}')).toMatchObject([[{ value: "}}\n\u00fc" }]]);
    expect(operands("{{ `}} \\n` }}")).toMatchObject([[{ value: "}} \\n" }]]);
    expect(operands("{{ 'a' }}")).toMatchObject([[{ value: 97 }]]);
  });

  test("tells field chains from separate operands", () => {
    expect(operands("{{ .a.b .c }}")).toMatchObject([[{ fields: ["a", "b"] }, { fields: ["c"] }]]);
    expect(operands("{{ $x.y | f (g .z).w 0x1F }}")).toMatchObject([
      [{ kind: "variable", name: "$x", fields: ["y"] }],
      [{ kind: "function", name: "f" }, { kind: "pipe", fields: ["w"] }, { value: 31 }],
    ]);
  });

  test("may go over several lines", () => {
    expect(operands('{{ dict\n  "a" 1\r\n  "b" (list 2) }}')[0]).toHaveLength(5);
  });

  test("that is wrong is a problem with its place, and what stands before it is there", () => {
    const parsed = parseTemplate("a {{ .x }} b {{ (f }}");
    expect(parsed.problem).toEqual({ offset: 19, message: "a parenthesis is not closed in this action" });
    expect(parsed.body).toHaveLength(3);
    expect(problem("{{ .x")).toBe("the action is not closed by }}");
    expect(problem('{{ "x }}')).toBe("the quoted string is not closed");
    expect(problem("{{ }}")).toBe("a command is missing here");
    expect(problem("{{ a | }}")).toBe("a command is missing here");
    expect(problem("{{ ) }}")).toBe("there is no parenthesis to close here");
  });
});

describe("blocks", () => {
  test("nest, and else if stands in the else of its if", () => {
    const [node] = parseTemplate("{{ if .a }}1{{ else if .b }}2{{ else }}3{{ end }}4").body;
    expect(node).toMatchObject({
      kind: "if",
      body: [{ text: "1" }],
      otherwise: [{ kind: "if", body: [{ text: "2" }], otherwise: [{ text: "3" }] }],
    });
  });

  test("declare variables", () => {
    const [node] = parseTemplate("{{ range $i, $v := .list }}{{ end }}").body;
    expect(node?.kind === "range" && node.pipe.variables).toEqual(["$i", "$v"]);
  });

  test("define a template apart from the text, and block in its place as well", () => {
    const parsed = parseTemplate('{{ define "a" }}x{{ end }}{{ block "b" .c }}y{{ end }}');
    expect(parsed.defines.map((one) => one.name)).toEqual(["a", "b"]);
    expect(parsed.body).toMatchObject([{ kind: "template", name: "b" }]);
  });

  test("that do not close, or close too often, are a problem at their place", () => {
    expect(parseTemplate("ab{{ if .x }}").problem).toEqual({
      offset: 2,
      message: "the if that begins here has no end",
    });
    expect(problem("{{ end }}")).toBe("this end closes nothing");
    expect(problem("{{ else }}")).toBe("this else belongs to no if, with or range");
    expect(problem("{{ if .a }}".repeat(5000))).toBe("the blocks are nested too deep");
    expect(problem(`{{ ${"(".repeat(5000)}a${")".repeat(5000)} }}`)).toBe("the parentheses are nested too deep");
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
          (!("body" in one) || (within(one.body, length) && within(one.otherwise, length))),
      );
    fc.assert(
      fc.property(
        fc.array(piece).map((all) => all.join("")),
        (source) => {
          const parsed = parseTemplate(source);
          expect(within(parsed.body, source.length)).toBe(true);
          for (const one of parsed.body)
            if (one.kind === "text") expect(source.slice(one.start, one.end)).toBe(one.text);
        },
      ),
      { numRuns: 300 },
    );
  });
});
