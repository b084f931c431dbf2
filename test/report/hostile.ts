import { type DefaultTreeAdapterTypes, parse } from "parse5";
import fc from "../properties.ts";

const attacks = [
  "<script>alert(1)</script>",
  "[click](https://evil.example)",
  "https://evil.example www.evil.example me@evil.example",
  "@everyone #1 owner/repo#2 0123456789abcdef0123456789abcdef01234567",
  "![](https://evil.example/x.png)",
  "```\n# title\n```",
  "` `` ``` <b>",
  "</pre></code></details><h1>x",
  "]]>&amp;&#64;\"'",
  "| a | b |\n|---|---|",
  "<!-- -->",
  "=cmd()",
  "::error::x",
];
/** Text that would be markup, a link, a command or a formula somewhere, and any other text. */
export const hostile = fc.oneof(
  fc.constantFrom(...attacks),
  fc.string({ unit: "binary" }),
  fc
    .array(fc.constantFrom(...attacks, "`", "*", "_", "\\", "\n", " ", "<", "~~"), { maxLength: 6 })
    .map((all) => all.join("")),
);

type Node = DefaultTreeAdapterTypes.Node;

/** How often each element and attribute stands in a page, as a browser reads it. */
export function elements(html: string): Map<string, number> {
  const found = new Map<string, number>();
  const walk = (node: Node): void => {
    if ("tagName" in node) found.set(node.tagName, (found.get(node.tagName) ?? 0) + 1);
    if ("attrs" in node) for (const { name } of node.attrs) found.set(`@${name}`, (found.get(`@${name}`) ?? 0) + 1);
    if ("childNodes" in node) for (const child of node.childNodes) walk(child);
  };
  walk(parse(html));
  return found;
}
