import { expect, test } from "vitest";
import { type CommentStyle, withoutFileComments } from "../../src/model/file-comments.ts";

const texts: readonly (readonly [style: CommentStyle, text: string, without: string])[] = [
  ["properties", "# a=1\n  ! b=2\nc=3#4\n", "\n  \nc=3#4\n"],
  ["yaml", "# a\nb: c#d # e\nf: '# g'\nh: it's # i\n", "\nb: c#d \nf: '# g'\nh: it's \n"],
  ["hcl", 'a = "b#//" # c\nd = 1// e\n/* f\n "g */h = "\\"#"\n', 'a = "b#//" \nd = 1\nh = "\\"#"\n'],
  ["hcl", "a = 1 /* never closed", "a = 1 "],
  ["hcl", 'a = "never closed\n# b\nc', 'a = "never closed\n\nc'],
  ["nats", "a: nats://b // c\nd: e#f # g\nh:'# i'\n{# j\n}", "a: nats://b \nd: e#f \nh:'# i'\n{\n}"],
  ["xml", "<a><!-- <b>\n</b> -->c</a><!-- never closed", "<a>c</a>"],
];

test.each(texts)("%s without comments: %j", (style, text, without) => {
  expect(withoutFileComments(text, style)).toBe(without);
});

test("long files are read once", () => {
  for (const part of ["/*", '"', "#", "# \n", '"\\"', "/* */", "<!--", "<!-- -->", "' #"])
    for (const style of ["properties", "yaml", "hcl", "nats", "xml"] as const)
      expect(withoutFileComments(part.repeat(100_000), style).length).toBeLessThanOrEqual(part.length * 100_000);
});
