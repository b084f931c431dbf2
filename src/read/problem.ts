/**
 * Something about the input itself, not about what it describes.
 *
 * - `unreadable`: Kubernetes' reader refuses this document, or the input cannot be decoded;
 * - `ignored-text`: text that Kubernetes' reader drops, such as what follows `...`; the exit status is unchanged;
 * - `empty`: the input holds no document;
 * - `not-rendered`: a template that Helm never rendered;
 * - `chart`: a chart that could not be read or rendered.
 */
export type ProblemKind = "unreadable" | "ignored-text" | "empty" | "not-rendered" | "chart";

export interface Problem {
  readonly kind: ProblemKind;
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  /** Counts from 1, in UTF-16 units. */
  readonly column: number;
  /** What is wrong and what to do about it, as one sentence without control characters. */
  readonly message: string;
  /** `message` in the lines in which helm or the chart said it, where those are several: for terminals, no report file has them. */
  readonly lines?: readonly string[];
  /** How many further ones of its kind it stands for, of an input with very many: they are counted and not listed. */
  readonly more?: number;
}
