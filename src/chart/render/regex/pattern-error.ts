/** What Go says of a pattern that it does not compile, word for word. */
export class PatternError extends Error {
  override readonly name = "PatternError";

  constructor(reason: string, part: string) {
    super(`error parsing regexp: ${reason}: \`${part}\``);
  }
}
