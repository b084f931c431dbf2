/** A text that Kubernetes' YAML or JSON reader refuses. */
export class YamlError extends Error {
  override readonly name = "YamlError";
  /** Where in the text it was refused, in UTF-16 units from 0. */
  readonly offset: number;
  /** How far the scanner had come then, which go-yaml's messages count lines by. */
  readonly mark: number;
  /** Counts from 1; set by whoever knows the lines of the text. */
  line = 1;
  /** Counts from 1, in UTF-16 units. */
  column = 1;

  constructor(message: string, offset: number, mark = offset) {
    // It is always caught, and never a fault of ours: a stack would take most of the time that refusing a text does.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
    this.offset = offset;
    this.mark = mark;
  }
}
