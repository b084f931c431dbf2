import fc from "fast-check";
import { expect, test } from "vitest";
import { TextLines } from "../../src/read/text-lines.ts";

/** Lines of nothing, of a word, and of more than anybody writes. */
const lines = fc.array(
  fc.oneof(fc.constant(""), fc.constant("a"), fc.constant("b\r"), fc.constant("long ".repeat(500))),
  {
    maxLength: 300,
  },
);

test("every line stands where its text does, short or long, with a line end behind the last or not", () => {
  fc.assert(
    fc.property(lines, fc.boolean(), (all, hasEnd) => {
      const text = all.join("\n") + (hasEnd ? "\n" : "");
      const written = text.split("\n");
      const places = new TextLines(text);
      let start = 0;
      written.forEach((line, index) => {
        expect(places.offset(index)).toBe(start);
        expect(places.position(start + line.length)).toEqual({ line: index, column: line.length });
        const isPastEnd = index > 0 && start === text.length;
        expect(places.line(index)).toBe(
          isPastEnd ? undefined : index < written.length - 1 ? line.replace(/\r$/, "") : line,
        );
        start += line.length + 1;
      });
      expect(places.line(written.length)).toBeUndefined();
      expect(places.offset(written.length)).toBe(text.length);
    }),
    { numRuns: 50 },
  );
});
