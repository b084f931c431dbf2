import { describe, expect, test } from "vitest";
import { readInput, readManifests, readText } from "../../src/read/index.ts";

function problem(text: string | Iterable<string>): string {
  return readManifests([{ name: "in", text }])
    .problems.map(({ kind, message }) => `${kind}: ${message}`)
    .join("\n");
}

describe("hostile input ends in a message, in bounded time and memory", () => {
  test("keys that mean something to JavaScript are keys like all others", () => {
    const value = readText("__proto__: {polluted: 1}\nconstructor: 2\ntoString: 3\nhasOwnProperty: 4\n") as Record<
      string,
      unknown
    >;
    expect(Object.keys(value)).toEqual(["__proto__", "constructor", "toString", "hasOwnProperty"]);
    expect(Object.getPrototypeOf(value)).toBe(null);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    const merged = readText("a: &a {__proto__: 1}\nb: {<<: *a}\n") as { b: object };
    expect(Object.keys(merged.b)).toEqual(["__proto__"]);
    const [json] = readManifests([{ name: "in", text: '{"__proto__": {"x": 1}}' }]).documents;
    expect(Object.keys(json?.value as object)).toEqual(["__proto__"]);
    expect(json?.locate(["__proto__", "x"])).toMatchObject({ column: 21, endColumn: 22 });
  });

  test("what is read is frozen", () => {
    const value = readText("a: [{b: 1}]\n") as { a: { b: number }[] };
    for (const part of [value, value.a, value.a[0]]) expect(Object.isFrozen(part)).toBe(true);
  });

  test("10,000 levels are read, one more is not", () => {
    for (const [open, close] of [
      ["[", "]"],
      ["{a: ", "}"],
    ] as const) {
      const nested = (depth: number) => `x: ${open.repeat(depth)}${close.repeat(depth)}\n`;
      expect(problem(nested(9_999))).toBe("");
      expect(problem(nested(10_001))).toContain("deeper than 10000");
    }
    expect(problem("- ".repeat(9_999))).toBe("");
    expect(problem("- ".repeat(10_002))).toContain("deeper than 10000");
    expect(problem(`{"a":${"[".repeat(9_000)}${"]".repeat(9_000)}}`)).toBe("");
    expect(problem(`{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`)).not.toBe("");
    expect(problem(`{"a":${"[".repeat(100_000)}`)).not.toBe("");
  });

  test("places inside 10,000 levels are found", () => {
    const [document] = readManifests([
      { name: "in", text: `x: ${"[".repeat(9_000)}1${"]".repeat(9_000)}\n` },
    ]).documents;
    const path = ["x", ...Array.from({ length: 9_000 }, () => 0)];
    expect(document?.locate(path)).toMatchObject({ line: 1, column: 9_004, endColumn: 9_005 });
  });

  test("an alias bomb is refused; aliases in moderation are not", () => {
    let bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
    for (let i = 1; i < 30; i++)
      bomb += `a${i}: &a${i} [${Array.from({ length: 9 }, () => `*a${i - 1}`).join(", ")}]\n`;
    expect(problem(bomb)).toContain("excessive aliasing");
    expect(problem(`a: &a {b: c}\nd:\n${"- *a\n".repeat(500)}`)).toBe("");
    expect(problem("a: &a [*a]\n")).toContain("contains itself");
  });

  test("a line of 20 MB and 50,000 empty documents are read", () => {
    expect(problem(`a: ${"x".repeat(20e6)}\n`)).toBe("");
    expect(problem(`a: 1\n${"---\n".repeat(1e5)}`)).toBe("");
  });

  test("a quote that is never closed is refused over 100 MB without holding them", () => {
    const chunk = `${"x".repeat(99)}\n`.repeat(10_000);
    const endless = (function* () {
      yield "a: '";
      for (let i = 0; i < 100; i++) yield chunk;
      yield "---\nb: 2\n";
    })();
    const documents = [...readInput({ name: "in", text: endless }, () => {})];
    expect(documents[0]?.problem?.message).toContain("longer than 64 MB");
    expect(documents[0]?.text.length).toBe(0);
    expect(documents.at(-1)?.value).toEqual({ b: 2 });
    expect(documents.at(-1)?.line).toBe(1_000_002);
  });

  test("long runs of one character are read in time that grows with their length", () => {
    for (const run of [
      " ",
      "\t",
      "-",
      "? ",
      "a: ",
      "[",
      "{",
      "'",
      '"',
      "#",
      "&a ",
      "!",
      "%",
      "0",
      "1_",
      ".",
      "\\",
      "\r",
      "|",
      ":",
      "- ",
      "<<: ",
      "\n\n",
    ]) {
      const text = run.repeat(50_000);
      problem(text);
      problem(`k: ${text}`);
      problem(`apiVersion: ${text}\nkind: ${text}`);
      problem(`{"k": ${text}`);
    }
  });
});
