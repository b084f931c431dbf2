/**
 * A range in an input. Lines and columns count from 1, the end is exclusive, columns count UTF-16 units.
 */
export interface Location {
  /** The input's name as given: a path, or `stdin`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The template that Helm's `# Source:` comment names for the document, where there is one. */
  readonly source?: string;
  /** The node asked for is not in the text: this is the key of its nearest parent that is. */
  readonly approximate?: true;
}

/** Which part of a mapping's entry is meant: its key, or its value. */
export type Aim = "key" | "value";
