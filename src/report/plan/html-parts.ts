import { printableXml as escaped } from "../printable.ts";

/** Rows below a head, in a box that scrolls by itself where it is wider than the page. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "<p>none</p>";
  const cells = (tag: string, row: readonly string[]) =>
    row.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("");
  return `<div class="scroll" tabindex="0"><table><thead><tr>${cells("th", head)}</tr></thead><tbody>${rows
    .map((row) => `<tr>${cells("td", row)}</tr>`)
    .join("")}</tbody></table></div>`;
}

/**
 * Command lines: each wraps where the page is narrow, and one click selects the whole of it, without the breaks, to be
 * copied. That takes no script, so the page may forbid them all.
 */
export function commands(lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return `<div class="commands">${lines.map((line) => `<code>${escaped(line)}</code>`).join("\n")}</div>`;
}

export function list(className: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  return `<ul class="${className}">${items(lines)}</ul>`;
}

export function items(lines: readonly string[]): string {
  return lines.map((line) => `<li>${escaped(line)}</li>`).join("");
}

/** A heading and what stands below it; nothing where there is nothing. */
export function part(title: string, content: string): string {
  return content === "" ? "" : `<h3>${escaped(title)}</h3>\n${content}`;
}
