import type { Command, Operand, Pipe, SyntaxProblem } from "./syntax.ts";
import type { Token } from "./token.ts";

/** Parentheses nested deeper than this are refused. */
const deepestParentheses = 60;

/** Reads the pipeline that an action's tokens hold behind the offset `after`. */
export function parsePipe(tokens: readonly Token[], after: number): Pipe | SyntaxProblem {
  const reader = new PipeReader(tokens.filter((one) => one.start >= after));
  const pipe = reader.pipe(0);
  if ("message" in pipe) return pipe;
  const rest = reader.peek();
  if (rest !== undefined) return { offset: rest.start, message: "this does not belong to the pipeline" };
  return pipe;
}

class PipeReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #skipSpace(): void {
    while (this.peek()?.kind === "space") this.#at++;
  }

  pipe(depth: number): Pipe | SyntaxProblem {
    this.#skipSpace();
    const start = this.peek()?.start ?? this.#tokens[0]?.start ?? 0;
    const { variables, assigns } = this.#declarations();
    const commands: Command[] = [];
    for (;;) {
      const command = this.#command(depth);
      if ("message" in command) return command;
      commands.push(command);
      this.#skipSpace();
      if (this.peek()?.kind !== "pipe") break;
      this.#at++;
    }
    return { start, end: commands.at(-1)?.end ?? start, variables, assigns, commands };
  }

  /** `$x :=`, `$x =`, `$i, $x :=`; commas were dropped before. */
  #declarations(): { variables: string[]; assigns: boolean } {
    const begin = this.#at;
    const variables: string[] = [];
    while (this.peek()?.kind === "variable" && variables.length < 2) {
      variables.push(this.peek()?.text ?? "");
      this.#at++;
      this.#skipSpace();
    }
    const kind = this.peek()?.kind;
    if (variables.length > 0 && (kind === "declare" || kind === "assign")) {
      this.#at++;
      return { variables, assigns: kind === "assign" };
    }
    this.#at = begin;
    return { variables: [], assigns: false };
  }

  #command(depth: number): Command | SyntaxProblem {
    const operands: Operand[] = [];
    for (;;) {
      this.#skipSpace();
      const token = this.peek();
      if (token === undefined || token.kind === "pipe" || token.kind === ")") {
        const first = operands[0];
        const last = operands.at(-1);
        if (first !== undefined && last !== undefined) return { start: first.start, end: last.end, operands };
        const place = token ?? this.#tokens.at(-1);
        return { offset: place?.start ?? 0, message: "a command is missing here" };
      }
      const operand = this.#operand(token, depth);
      if ("message" in operand) return operand;
      operands.push(operand);
    }
  }

  #operand(token: Token, depth: number): Operand | SyntaxProblem {
    this.#at++;
    const { start, end } = token;
    switch (token.kind) {
      case "dot":
        return { kind: "dot", start, end };
      case "literal":
        return { kind: "literal", start, end, value: token.value ?? "" };
      case "word":
        if (token.text === "true" || token.text === "false") {
          return { kind: "literal", start, end, value: token.text === "true" };
        }
        return token.text === "nil" ? { kind: "nil", start, end } : { kind: "function", start, end, name: token.text };
      case "field": {
        const fields = [token.text, ...this.#fields(end)];
        return { kind: "field", start, end: this.#endOf(end), fields };
      }
      case "variable": {
        const fields = this.#fields(end);
        return { kind: "variable", start, end: this.#endOf(end), name: token.text, fields };
      }
      case "(": {
        if (depth >= deepestParentheses) return { offset: start, message: "the parentheses are nested too deep" };
        const pipe = this.pipe(depth + 1);
        if ("message" in pipe) return pipe;
        const close = this.peek();
        if (close?.kind !== ")") return { offset: start, message: "the parenthesis is not closed" };
        this.#at++;
        const fields = this.#fields(close.end);
        return { kind: "pipe", start, end: this.#endOf(close.end), pipe, fields };
      }
      default:
        return { offset: start, message: "an operand was expected here" };
    }
  }

  /** Field names that follow without a space. */
  #fields(from: number): string[] {
    const fields: string[] = [];
    let end = from;
    for (let next = this.peek(); next?.kind === "field" && next.start === end; next = this.peek()) {
      fields.push(next.text);
      end = next.end;
      this.#at++;
    }
    return fields;
  }

  #endOf(fallback: number): number {
    return Math.max(this.#tokens[this.#at - 1]?.end ?? fallback, fallback);
  }
}
