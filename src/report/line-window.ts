import { type Cell, cellsOf } from "./text-width.ts";

/** A line as it is shown: cut to a width around what matters, with a way from its UTF-16 units to columns. */
export interface LineWindow {
  readonly text: string;
  /** The column, from 0, at which a UTF-16 unit of the line is shown; the nearest edge where it was cut off. */
  columnOf(unit: number): number;
}

/** How much of a line is looked at at all: a line may be 50 MB long. */
const reach = 4;

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.columns, 0);
}

/**
 * Shows `width` columns of a line so that the range `[start, end)`, in UTF-16 units, is in sight: all of it where it
 * fits, its beginning otherwise. What is left out is shown as `…`.
 */
export function lineWindow(line: string, start: number, end: number, width: number): LineWindow {
  const from = line.length <= reach * width ? 0 : Math.max(0, start - width);
  const to = Math.min(line.length, from + reach * width);
  const cells = cellsOf(line.slice(from, to));
  let first = 0;
  let last = cells.length;
  if (from > 0 || to < line.length || widthOf(cells) > width) {
    const room = Math.max(1, width - 2);
    const startCell = cells.findIndex((cell) => from + cell.unit >= start);
    const endCell = cells.findIndex((cell) => from + cell.unit >= end);
    first = startCell < 0 ? Math.max(0, cells.length - 1) : startCell;
    last = first;
    let used = 0;
    const grow = (limit: number): void => {
      for (let next = cells[last]; last < limit && next !== undefined; next = cells[++last]) {
        if (used + next.columns > room) break;
        used += next.columns;
      }
    };
    grow(endCell < 0 ? cells.length : Math.max(endCell, first + 1));
    // What stands before explains more than what follows: it gets the larger part of what is left.
    let before = Math.floor((room - used) * 0.6);
    if (from === 0 && widthOf(cells.slice(0, first)) <= room - used) before = room - used;
    for (
      let next = cells[first - 1];
      first > 0 && next !== undefined && next.columns <= before;
      next = cells[first - 1]
    ) {
      before -= next.columns;
      used += next.columns;
      first--;
    }
    grow(cells.length);
  }
  const shown = cells.slice(first, last);
  const cutLeft = first > 0 || from > 0;
  const cutRight = last < cells.length || to < line.length;
  const text = `${cutLeft ? "…" : ""}${shown.map((cell) => cell.text).join("")}${cutRight ? "…" : ""}`;
  return {
    text,
    columnOf(unit) {
      let column = cutLeft ? 1 : 0;
      for (const cell of shown) {
        if (from + cell.unit >= unit) return column;
        column += cell.columns;
      }
      return column;
    },
  };
}
