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
    super(message);
    this.offset = offset;
    this.mark = mark;
  }
}
