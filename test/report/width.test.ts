import { describe, expect, it } from "vitest";
import { rules } from "../../rules/index.generated.ts";
import { explainRule } from "../../src/cli/explain-rule.ts";
import { lint } from "../../src/index.ts";
import { format } from "../../src/report/format.ts";
import { textWidth } from "../../src/report/text-width.ts";
import { wrap } from "../../src/report/wrap.ts";
import { faulty } from "../cli/fake-host.ts";
import fc from "../properties.ts";

/** Lines over the width that could have been broken at a space: what stands left of the text apart. */
function tooLong(text: string, width: number): string[] {
  return text.split("\n").filter((line) => {
    const words = line.replace(/^[ \d]*(\||=|-->|:::|\.\.\.)? */, "").trim();
    return textWidth(line) > width && words.includes(" ");
  });
}

const manifests = [
  faulty,
  faulty.replaceAll("name: app", "name: a-very-long-name-that-somebody-gave-to-a-database-of-theirs"),
  faulty
    .replace("type: NodePort", "type: NodePort # 終わりのない長い説明 がここに あります")
    .replace("app: app", "アプリ: アプリ"),
  faulty.replace("replicas: 2", "replicas: two\n  nonsense: 1"),
  "a: [\n",
  "",
  "apiVersion: apps/v1\nkind: Statefulset\nmetadata:\n  name: x\n---\nkind: ConfigMap\napiVersion: v1\nmetadata: {name: y}\n",
];

describe("text for people", () => {
  it("never runs over the width, from 40 to 120 columns, with wide characters too", () => {
    for (const text of manifests) {
      const report = lint([{ name: "rendered/release-name/statefulset.yaml", text }], { preset: "all" });
      for (let width = 40; width <= 120; width++) {
        expect(tooLong(format("pretty", report, { width }), width), `width ${width}`).toEqual([]);
      }
    }
  });

  it("never breaks a word, and loses none", () => {
    const word = fc.oneof(fc.stringMatching(/^[a-z`{}.:-]{1,30}$/), fc.stringMatching(/^[あ-ん漢字]{1,20}$/));
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 20, max: 120 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 0, max: 8 }),
        (words, width, first, rest) => {
          const lines = wrap(words.join(" "), width, first, rest);
          expect(lines.filter((line) => line !== "").join(" ")).toBe(words.join(" "));
          for (const [index, line] of lines.entries()) {
            const used = (index === 0 ? first : rest) + textWidth(line);
            expect(used <= width || !line.includes(" ")).toBe(true);
          }
        },
      ),
    );
  });
});

describe("`sts-lint rules ID`", () => {
  it("always says what to do, and keeps its prose within the width", async () => {
    for (const rule of rules) {
      for (const width of [60, 100]) {
        const text = await explainRule(rule, { width, color: false });
        const all = text.split(/^(?=\S)/m);
        const fix = all.find((one) => one.startsWith("Fix\n"))?.slice(4) ?? "";
        expect(fix.trim().length, rule.id).toBeGreaterThan(20);
        expect(fix).not.toMatch(/\{\w+\}/);
        const sections = all.filter((one) => !/^(Bad|Good): /.test(one));
        const prose = sections.join("").replace(/^ {4,}.*$/gm, "");
        expect(tooLong(prose, width), `${rule.id} at ${width}`).toEqual([]);
      }
    }
  });
});
