import { readFileSync } from "node:fs";
import type { AnyRule } from "../../src/lint/contract/rule.ts";
import { lintWith } from "../../src/lint/engine/lint.ts";
import { format } from "../../src/report/format.ts";

const row = 18;
const column = 8.2;

/** Colours of the sequences that our reports use, on a dark ground. */
const colours: Readonly<Record<string, string>> = {
  "31": "#ff7b72",
  "33": "#e3b341",
  "34": "#79c0ff",
  "36": "#56d4dd",
  "32": "#7ee787",
};

/** The real output on a file as a picture (SVG), as a terminal shows it: for the README. */
export function picture(rules: readonly AnyRule[], root: string, file: string): string {
  const report = lintWith(rules, [{ name: file, text: readFileSync(root + file, "utf8") }]);
  const lines = [
    `$ sts-lint ${file}`,
    "",
    ...format("pretty", report, { width: 100, color: true }).trimEnd().split("\n"),
  ];
  const height = lines.length * row + 32;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${Math.round(106 * column)}" height="${height}" role="img" aria-label="What sts-lint prints for ${file}">`,
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    `<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,monospace" font-size="13.6" fill="#e6edf3">`,
    ...lines.map((line, index) => `<text x="16" y="${28 + index * row}">${spans(line)}</text>`),
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

/** A line with its colour sequences as tspans. */
function spans(line: string): string {
  let attributes = "";
  return line
    .split("\u001b[")
    .map((part, index) => {
      const end = index === 0 ? -1 : part.indexOf("m");
      if (end >= 0) attributes = attributesOf(part.slice(0, end));
      const text = escaped(part.slice(end + 1));
      return text === "" ? "" : attributes === "" ? text : `<tspan${attributes}>${text}</tspan>`;
    })
    .join("");
}

function attributesOf(codes: string): string {
  const parts = codes.split(";");
  const fill = parts.map((code) => colours[code]).find((colour) => colour !== undefined);
  return (parts.includes("1") ? ' font-weight="bold"' : "") + (fill === undefined ? "" : ` fill="${fill}"`);
}

/** Spaces that do not collapse: viewers differ in what they make of xml:space. */
function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/ /g, "\u00a0");
}
