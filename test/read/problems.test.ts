import { describe, expect, test } from "vitest";
import { readManifests, readText, YamlError } from "../../src/read/index.ts";

function read(text: string | Uint8Array) {
  return readManifests([{ name: "in.yaml", text: typeof text === "string" ? text : [text] }]);
}

describe("what is wrong with an input", () => {
  test.each(["", "\n\n", "# only a comment\n", "---\n---\n# nothing\n---\n", "   \n", "\ufeff"])(
    "%j is empty",
    (text) => {
      expect(read(text).problems.map(({ kind, line }) => [kind, line])).toEqual([["empty", 1]]);
    },
  );

  test("one bad document hides none of the others, and its place is exact", () => {
    const { documents, problems } = read("a: 1\n---\nb: 2\nc: d: e\n---\nf: 3\n");
    expect(documents.map((document) => document.value)).toEqual([{ a: 1 }, null, { f: 3 }]);
    expect(problems).toMatchObject([{ kind: "unreadable", file: "in.yaml", line: 4, column: 5 }]);
    expect(problems[0]?.message).toContain("mapping values are not allowed");
  });

  test("a tab where indentation is asked for is shown at its own line", () => {
    const { problems } = read("a: 1\nb:\n  c: 1\n\td: 2\n");
    expect(problems).toMatchObject([{ kind: "unreadable", line: 4, column: 1 }]);
    expect(problems[0]?.message).toContain("found a tab character that violates indentation");
  });

  test.each([
    ["a: !!bool nine\nb: [", "did not find expected node content"],
    ["? [a]\n: b\nc: }", "did not find expected node content"],
    ["a: &a [*a]\n  b: 1", "did not find expected"],
    ["<<: 1\nb: 'c", "is not closed"],
    ["a: !!bool nine\n? [a]\n: b\n", "no value for the tag !!bool"],
    ["? {a: 1}\n: !!bool nine\n", "cannot be a key"],
    ["a: &a [*a]\n", "contains itself"],
  ])("%j is no YAML before it cannot be decoded", (text, why) => {
    expect(() => readText(text)).toThrow(why);
  });

  test("text on the line of `---` is refused there, as Kubernetes' reader does", () => {
    const { documents, problems } = read("a: 1\n---\nb: 2\n--- c: 3\nd: 4\n---\ne: 5\n");
    expect(documents.map((document) => document.value)).toEqual([{ a: 1 }, null, { e: 5 }]);
    expect(problems).toMatchObject([{ kind: "unreadable", line: 4, column: 1 }]);
  });

  test("text behind `...` is dropped, and said to be", () => {
    const { documents, problems } = read("a: 1\n...\n# fine\n  b: 2\n---\nc: 3\n...\n# fine\n");
    expect(documents.map((document) => document.value)).toEqual([{ a: 1 }, { c: 3 }]);
    expect(problems).toMatchObject([{ kind: "ignored-text", line: 4, column: 3 }]);
  });

  test("text behind a root in flow style is dropped, and said to be", () => {
    const { documents, problems } = read("[a]\n]\nb: 2\n");
    expect(documents[0]?.value).toEqual(["a"]);
    expect(problems).toMatchObject([{ kind: "ignored-text", line: 2, column: 1 }]);
  });

  test.each(["spec:\n  replicas: {{ .Values.replicas }}\n", "{{- if .Values.x }}\nkind: Pod\n{{- end }}\n"])(
    "a template that was not rendered: %j",
    (text) => {
      const { problems } = read(text);
      expect(problems).toMatchObject([{ kind: "not-rendered" }]);
      expect(problems[0]?.message).toContain("helm template");
      expect(text.split("\n")[(problems[0]?.line ?? 0) - 1]?.slice((problems[0]?.column ?? 0) - 1)).toMatch(/^\{\{/);
    },
  );

  test("braces in a string are no template", () => {
    expect(read('a: "{{ $labels.pod }}"\nb: |\n  {{ if }}\nc: pod {{ x }}\n').problems).toEqual([]);
  });

  test("a NUL byte, other control characters and bytes that are no UTF-8 are refused where they stand", () => {
    expect(read("a: 1\nb: \0\n").problems).toMatchObject([{ kind: "unreadable", line: 2, column: 4 }]);
    expect(read("a: 1\nb: \x07\n").problems).toMatchObject([{ kind: "unreadable", line: 2, column: 4 }]);
    expect(read(Uint8Array.of(0x61, 0x3a, 0x20, 0xc3, 0xa9, 0xff, 0x0a)).problems).toMatchObject([
      { kind: "unreadable", line: 1, column: 5 },
    ]);
  });

  test("a byte-order mark is skipped and takes no column", () => {
    const { documents, problems } = read("\ufeffa: 1\n");
    expect(problems).toEqual([]);
    expect(documents[0]?.value).toEqual({ a: 1 });
    expect(documents[0]?.locate(["a"], "key")).toMatchObject({ line: 1, column: 1 });
  });

  test("UTF-16 with little end first is refused with advice; Kubernetes' reader breaks it at the line feeds", () => {
    const bytes = Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x3a, 0, 0x20, 0, 0x31, 0, 0x0a, 0);
    expect(read(bytes).problems[0]?.message).toContain("UTF-8");
  });

  test("UTF-16 with big end first is read", () => {
    const bytes = Uint8Array.of(0xfe, 0xff, 0, 0x61, 0, 0x3a, 0, 0x20, 0, 0x31, 0, 0x0a);
    expect(read(bytes).documents[0]?.value).toEqual({ a: 1 });
  });

  test("a configuration file's error has a line and a column", () => {
    expect(readText("a: [1, 2]\n")).toEqual({ a: [1, 2] });
    try {
      readText("a: 1\nb: 'c\n");
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(YamlError);
      expect(error).toMatchObject({ line: 2, column: 4 });
    }
  });
});
