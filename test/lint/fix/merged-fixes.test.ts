import fc from "fast-check";
import { expect, test } from "vitest";
import type { Finding } from "../../../src/lint/contract/finding.ts";
import { mergedFixes } from "../../../src/lint/fix.ts";

type Edit = NonNullable<Finding["fix"]>["edits"][number];

const edits = fc
  .record({
    file: fc.constantFrom("a", "b"),
    line: fc.integer({ min: 1, max: 3 }),
    column: fc.integer({ min: 1, max: 12 }),
    lines: fc.constantFrom(0, 0, 0, 1, 2),
    width: fc.integer({ min: 0, max: 4 }),
    text: fc.constantFrom("", "x"),
  })
  .map(({ file, line, column, lines, width, text }): Edit => {
    const endColumn = lines === 0 ? column + width : 1 + width;
    return { location: { file, line, column, endLine: line + lines, endColumn }, text };
  });

const findings = fc
  .array(fc.array(edits, { minLength: 1, maxLength: 4 }), { maxLength: 12 })
  .map((all) => all.map((own) => ({ fix: { description: "", safe: true, edits: own } }) as unknown as Finding));

const startsBefore = ({ location: a }: Edit, { location: b }: Edit): boolean =>
  a.line < b.line || (a.line === b.line && a.column <= b.column);

/** Whether the later of two begins within the earlier one, or where it begins. */
function overlap(one: Edit, other: Edit): boolean {
  const [{ location: first }, { location: second }] = startsBefore(one, other) ? [one, other] : [other, one];
  if (first.file !== second.file) return false;
  if (first.line === second.line && first.column === second.column) return true;
  return first.endLine > second.line || (first.endLine === second.line && first.endColumn > second.column);
}

test("a fix is kept where none of its edits lies over another of its own or over one that was kept", () => {
  fc.assert(
    fc.property(findings, (all) => {
      const kept: Edit[] = [];
      const expected = all.filter(({ fix }) => {
        const isKnown = (edit: Edit) => kept.some((other) => JSON.stringify(other) === JSON.stringify(edit));
        const fresh = (fix?.edits ?? []).filter((edit) => !isKnown(edit));
        const clashes = fresh.some((edit, index) =>
          [...kept, ...fresh.slice(index + 1)].some((other) => overlap(edit, other)),
        );
        if (!clashes) kept.push(...fresh);
        return !clashes;
      });
      expect(mergedFixes(all).applied).toEqual(expected);
    }),
    { numRuns: 2_000 },
  );
});
