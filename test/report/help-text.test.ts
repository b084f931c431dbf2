import { describe, expect, it } from "vitest";
import { helpLine, helpParts } from "../../src/report/help-text.ts";

const help =
  "print it from a value:\nin place of what stands at a.yaml:3:\n      probe: {{ x }}\nand add to values.yaml:\n    probe:\n      port: 1";

describe("a help with lines to paste", () => {
  it("keeps the lines as they are to be pasted, indentation and all", () => {
    expect(helpParts(help)).toEqual([
      { words: "print it from a value:" },
      { words: "in place of what stands at a.yaml:3:" },
      { paste: ["  probe: {{ x }}"] },
      { words: "and add to values.yaml:" },
      { paste: ["probe:", "  port: 1"] },
    ]);
  });

  it("is its first words where a format has one line", () => {
    expect(helpLine(help)).toBe("print it from a value");
    expect(helpLine("do this\nor that")).toBe("do this; or that");
  });
});
