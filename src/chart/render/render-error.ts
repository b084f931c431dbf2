/**
 * What kind of failure ended a render: reading a template, `fail` or `required`, running one, its output, or anything
 * before; `too-much` is a chart that helm may render, with more files than are read here.
 */
export type RenderErrorKind = "parse" | "raised" | "exec" | "output" | "other" | "too-much";

/** Where a render failed. */
export interface RenderErrorPlace {
  /** The template's file, relative to the chart's folder; `gotpl` for a text that was given to tpl. Undefined where no file is at fault. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  /** In bytes from 0, as Go counts; parse errors have none. */
  readonly column?: number;
}

/** Why a chart does not render. `message` is the innermost one, without the places around it. */
export class RenderError extends Error {
  override readonly name = "RenderError";
  readonly kind: RenderErrorKind;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** Where the action stands that gave the text to tpl, for an error in such a text. */
  calledAt: RenderErrorPlace | undefined;

  constructor(kind: RenderErrorKind, message: string, place: RenderErrorPlace = {}) {
    super(message);
    this.kind = kind;
    this.file = place.file;
    this.line = place.line;
    this.column = place.column;
  }
}
