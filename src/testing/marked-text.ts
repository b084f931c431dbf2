/** A range in a text, by offsets; the end is exclusive. */
export interface MarkedRange {
  readonly start: number;
  readonly end: number;
}

export interface MarkedText {
  /** The text without its marks. */
  readonly text: string;
  /** What stood between « and », by start. */
  readonly primary: readonly MarkedRange[];
  /** What stood between ‹ and ›, by start. */
  readonly related: readonly MarkedRange[];
}

/** Takes the marks out of a text and says where they stood. Throws for a mark that is not closed or not opened. */
export function readMarks(marked: string): MarkedText {
  let text = "";
  const primary: MarkedRange[] = [];
  const related: MarkedRange[] = [];
  const open: { close: string; start: number; into: MarkedRange[] }[] = [];
  for (const character of marked) {
    if (character === "«") open.push({ close: "»", start: text.length, into: primary });
    else if (character === "‹") open.push({ close: "›", start: text.length, into: related });
    else if (character === "»" || character === "›") {
      const mark = open.pop();
      if (mark?.close !== character)
        throw new Error(`${character} closes nothing near ${JSON.stringify(text.slice(-30))}`);
      mark.into.push({ start: mark.start, end: text.length });
    } else text += character;
  }
  if (open.length > 0) throw new Error("a mark is not closed");
  const byStart = (one: MarkedRange, other: MarkedRange) => one.start - other.start || one.end - other.end;
  return { text, primary: primary.sort(byStart), related: related.sort(byStart) };
}

/** `line:column-line:column` of a range, both from 1, as locations count. */
export function formatRange(text: string, range: MarkedRange): string {
  return `${formatOffset(text, range.start)}-${formatOffset(text, range.end)}`;
}

function formatOffset(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return `${line}:${offset - before.lastIndexOf("\n")}`;
}
