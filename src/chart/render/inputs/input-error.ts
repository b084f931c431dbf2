/** What helm refuses ahead of rendering: a chart's files, its values, the arguments. */
export class InputError extends Error {
  override readonly name = "InputError";
  /** Relative to the chart's folder, or as given with `-f`; undefined where no file is to blame. */
  readonly file: string | undefined;
  /** Counts from 1. */
  readonly line: number | undefined;

  constructor(message: string, file?: string, line?: number) {
    super(message);
    this.file = file;
    this.line = line;
  }
}

/** What is refused here though helm may take it: more than any chart needs. */
export class TooMuchError extends InputError {}
