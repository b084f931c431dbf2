import type { Location } from "../read/location.ts";
import { type LineWindow, lineWindow } from "./line-window.ts";
import { textWidth } from "./text-width.ts";
import { wrap } from "./wrap.ts";

/** A range of an input with a word on what is there. */
export interface Span {
  readonly location: Location;
  readonly label: string;
  readonly primary: boolean;
}

/** A row of a picture: what stands left of the bar, and what right of it. */
export interface Row {
  /** A line's number; `...` where lines were left out; empty beside marks. */
  readonly gutter: string;
  readonly text: string;
  /** Which span the row's marks belong to; absent for the input's own text. */
  readonly marks?: Span;
}

/** A span's last line and the column after its last character: a range that ends before column 1 ends a line earlier. */
function endOf(span: Span, lineText: (line: number) => string | undefined): { line: number; column: number } {
  const { line, endLine, endColumn } = span.location;
  if (endLine > line && endColumn <= 1) {
    const text = lineText(endLine - 1);
    return { line: endLine - 1, column: (text?.length ?? 0) + 1 };
  }
  return { line: endLine, column: endColumn };
}

function marked(indent: number, mark: string, span: Span, width: number): Row[] {
  const beside = textWidth(span.label);
  const start = " ".repeat(indent);
  if (indent + mark.length + 1 + beside <= width || beside === 0) {
    return [{ gutter: "", text: `${start}${mark}${beside === 0 ? "" : ` ${span.label}`}`, marks: span }];
  }
  const under = Math.min(indent, Math.max(0, width - Math.max(40, Math.min(beside, width))));
  return [
    { gutter: "", text: start + mark, marks: span },
    ...wrap(span.label, width - under).map((text) => ({ gutter: "", text: " ".repeat(under) + text, marks: span })),
  ];
}

/**
 * Draws the lines of one input that spans point at, in order, each span underlined with its label; lines between are
 * left out. A span over several lines gets a rail at the left. `width` is in columns, without the gutter.
 */
export function snippet(
  spans: readonly Span[],
  lineText: (line: number) => string | undefined,
  width: number,
): readonly Row[] {
  const ends = new Map(spans.map((span) => [span, endOf(span, lineText)]));
  const lastLine = (span: Span): number => ends.get(span)?.line ?? span.location.line;
  // One rail at most: a second one would need a column more and explain less.
  const railed = spans.find((span) => lastLine(span) > span.location.line);
  const lines = new Map<number, Span[]>();
  const add = (line: number, span: Span): void => {
    const on = lines.get(line);
    if (on === undefined) lines.set(line, [span]);
    else on.push(span);
  };
  for (const span of spans) {
    add(span.location.line, span);
    if (span === railed) add(lastLine(span), span);
  }
  const rows: Row[] = [];
  let before: number | undefined;
  const room = width - (railed === undefined ? 0 : 2);
  const rail = (line: number): string => {
    if (railed === undefined) return "";
    if (line === railed.location.line) return "/ ";
    return line > railed.location.line && line <= lastLine(railed) ? "| " : "  ";
  };
  const show = (line: number, text: string, on: readonly Span[]): void => {
    const first = on[0]?.location;
    const from = first === undefined || first.line !== line ? 0 : first.column - 1;
    const to = on.reduce(
      (end, span) => Math.max(end, lastLine(span) === line ? (ends.get(span)?.column ?? 1) - 1 : from),
      from,
    );
    const window = lineWindow(text, from, to, room);
    rows.push({ gutter: String(line), text: (rail(line) + window.text).trimEnd() });
    for (const span of on) rows.push(...marksUnder(span, line, text, window));
  };
  const marksUnder = (span: Span, line: number, text: string, window: LineWindow): Row[] => {
    const sign = span.primary ? "^" : "-";
    const end = ends.get(span);
    if (span === railed) {
      if (line !== end?.line) return [];
      const column = Math.max(0, window.columnOf(end.column - 1) - 1);
      return marked(0, `|_${"_".repeat(column)}${sign}`, span, width);
    }
    const start = window.columnOf(span.location.column - 1);
    const stop = window.columnOf(end?.line === line ? end.column - 1 : text.length);
    const inside = rail(line) === "/ " || rail(line) === "| " ? "| " : rail(line);
    const drawn = marked(start, sign.repeat(Math.max(1, stop - start)), span, room);
    return drawn.map((row) => ({ ...row, text: inside + row.text }));
  };
  for (const [line, unsorted] of [...lines].sort(([a], [b]) => a - b)) {
    const on = unsorted.sort((a, b) => a.location.line - b.location.line || a.location.column - b.location.column);
    const text = lineText(line);
    if (text === undefined) {
      for (const span of on) {
        if (span.label === "") continue;
        for (const shown of wrap(span.label, width)) rows.push({ gutter: "", text: shown, marks: span });
      }
      continue;
    }
    if (before !== undefined && line > before + 1) {
      const between = line === before + 2 ? lineText(before + 1) : undefined;
      if (between === undefined) rows.push({ gutter: "...", text: rail(before + 1).trimEnd() });
      else show(before + 1, between, []);
    }
    show(line, text, on);
    before = line;
  }
  return rows;
}
