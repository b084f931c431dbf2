/** The text of one document, cut out of the input. Streams hold many: all have one shape, and hold what few have apart. */
export class Slice {
  readonly text: string;
  /** Where the text begins, from 1. */
  readonly line: number;
  readonly column: number;
  /** Whether there is anything but comments and separators. */
  readonly hasContent: boolean;
  /** Whether Helm's `# Source:` comments from before are no longer in force. */
  readonly newSection: boolean;
  readonly special: SpecialSlice | undefined;

  constructor(text: string, { line, column, hasContent, newSection }: SlicePlace, special?: SpecialSlice) {
    this.text = text;
    this.line = line;
    this.column = column;
    this.hasContent = hasContent;
    this.newSection = newSection;
    this.special = special;
  }
}

export type SlicePlace = Pick<Slice, "line" | "column" | "hasContent" | "newSection">;

/** A comment behind `---`: its text from the `#` on, and where that stands. */
export interface SeparatorComment {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** What a slice is told apart by from plain YAML. */
export interface SpecialSlice {
  /** Why the text cannot be a document, whatever it says; `offset` counts in the text. */
  readonly refused?: { readonly message: string; readonly offset: number };
  /** The value, where the text was read as JSON already; undefined where it was let go. */
  readonly json?: { readonly value: unknown; readonly hasDuplicates: boolean };
  /** Why the text is no JSON, where it looked like it; `offset` counts in the text. */
  readonly notJson?: { readonly message: string; readonly offset: number };
  /** A comment for us on the `---` above, which belongs to no document; `column` is where its `#` stands. */
  readonly ahead?: SeparatorComment;
  /** Where text stands that Kubernetes' reader drops: behind `...`. */
  readonly ignored?: { readonly line: number; readonly column: number };
}
