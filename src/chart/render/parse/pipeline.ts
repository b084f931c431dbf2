import { readCharacter } from "./literal.ts";
import { readComplex, readNumber } from "./number.ts";
import type { Command, Operand, Pipe } from "./syntax.ts";
import type { TokenKind } from "./token.ts";
import { quoted, type TokenReader } from "./token-reader.ts";

/** What stands for itself and cannot be called. */
const literalKinds: ReadonlySet<Operand["kind"]> = new Set(["bool", "dot", "nil", "number", "text"]);

const operandStarts: ReadonlySet<TokenKind> = new Set<TokenKind>([
  "bool",
  "char",
  "complex",
  "dot",
  "field",
  "identifier",
  "number",
  "nil",
  "raw",
  "string",
  "variable",
  "(",
]);

/** Reads pipelines: what stands in an action, behind a keyword, or in parentheses. */
export class PipelineParser {
  readonly #tokens: TokenReader;
  readonly #isFunction: (name: string) => boolean;

  constructor(tokens: TokenReader, isFunction: (name: string) => boolean) {
    this.#tokens = tokens;
    this.#isFunction = isFunction;
  }

  /** A pipeline up to its end, which is taken too. `context` is Go's name for what it stands in. */
  read(context: string, end: "close" | ")"): Pipe {
    const at = this.#tokens.peekNonSpace().start;
    const { variables, assigns } = this.#declarations(context);
    const commands: Command[] = [];
    for (;;) {
      const token = this.#tokens.nextNonSpace();
      if (token.kind === end) break;
      if (!operandStarts.has(token.kind)) throw this.#tokens.unexpected(token, context);
      this.#tokens.giveBack(token);
      commands.push(this.#command());
    }
    if (commands.length === 0) throw this.#tokens.fail(`missing value for ${context}`);
    for (let index = 1; index < commands.length; index++) {
      const first = commands[index]?.first;
      if (first !== undefined && literalKinds.has(first.kind))
        throw this.#tokens.fail(`non executable command in pipeline stage ${index + 1}`);
    }
    return { at, variables, assigns, commands };
  }

  /** `$x :=`, `$x =`, and in `range` `$i, $x :=`. */
  #declarations(context: string): { variables: string[]; assigns: boolean } {
    const variables: string[] = [];
    while (this.#tokens.peekNonSpace().kind === "variable") {
      const variable = this.#tokens.nextNonSpace();
      const after = this.#tokens.peek();
      const next = this.#tokens.peekNonSpace();
      if (next.kind === "assign" || next.kind === "declare") {
        this.#tokens.nextNonSpace();
        variables.push(variable.text);
        this.#tokens.scope.variables.push(variable.text);
        return { variables, assigns: next.kind === "assign" };
      }
      if (next.kind !== "other" || next.text !== ",") {
        if (after.kind === "space") this.#tokens.giveBack(after);
        this.#tokens.giveBack(variable);
        return { variables, assigns: false };
      }
      this.#tokens.nextNonSpace();
      variables.push(variable.text);
      this.#tokens.scope.variables.push(variable.text);
      if (context !== "range" || variables.length > 1) throw this.#tokens.fail(`too many declarations in ${context}`);
      const { kind } = this.#tokens.peekNonSpace();
      if (kind !== "variable" && kind !== "close" && kind !== ")")
        throw this.#tokens.fail("range can only initialize variables");
    }
    return { variables, assigns: false };
  }

  #command(): Command {
    const at = this.#tokens.peekNonSpace().start;
    const operands: Operand[] = [];
    for (;;) {
      this.#tokens.peekNonSpace();
      const operand = this.#operand();
      if (operand !== undefined) operands.push(operand);
      const token = this.#tokens.next();
      if (token.kind === "space") continue;
      if (token.kind === "close" || token.kind === ")") this.#tokens.giveBack(token);
      else if (token.kind !== "pipe") throw this.#tokens.unexpected(token, "operand");
      break;
    }
    const [first, ...rest] = operands;
    if (first === undefined) throw this.#tokens.fail("empty command");
    return { at, first, rest };
  }

  #operand(): Operand | undefined {
    const start = this.#tokens.peekNonSpace().start;
    const term = this.#term();
    if (term === undefined || this.#tokens.peek().kind !== "field") return term;
    const at = this.#tokens.peek().start;
    const fields: string[] = [];
    while (this.#tokens.peek().kind === "field") fields.push(this.#tokens.next().text.slice(1));
    const source = this.#tokens.source.slice(start, this.#tokens.last.end);
    switch (term.kind) {
      case "field":
      case "variable":
        return { ...term, at, source, fields: [...term.fields, ...fields] };
      case "bool":
      case "text":
      case "number":
      case "nil":
      case "dot":
        throw this.#tokens.fail(`unexpected . after term ${quoted(term.source)}`);
      default:
        return { kind: "chain", at, source, operand: term, fields };
    }
  }

  #term(): Operand | undefined {
    const token = this.#tokens.nextNonSpace();
    const { start: at, text: source } = token;
    switch (token.kind) {
      case "identifier":
        if (!this.#isFunction(source)) throw this.#tokens.fail(`function ${quoted(source)} not defined`);
        return { kind: "function", at, source, name: source };
      case "dot":
      case "nil":
        return { kind: token.kind, at, source };
      case "variable":
        if (!this.#tokens.scope.variables.includes(source))
          throw this.#tokens.fail(`undefined variable ${quoted(source)}`);
        return { kind: "variable", at, source, name: source, fields: [] };
      case "field":
        return { kind: "field", at, source, fields: [source.slice(1)] };
      case "bool":
        return { kind: "bool", at, source, value: source === "true" };
      case "char": {
        const point = readCharacter(source);
        if (typeof point === "string") throw this.#tokens.fail(point);
        const whole = BigInt(point);
        return { kind: "number", at, source, value: { text: source, int: whole, uint: whole, float: point } };
      }
      case "complex":
      case "number": {
        const value = token.kind === "complex" ? readComplex(source) : readNumber(source);
        if (typeof value === "string") throw this.#tokens.fail(value);
        return { kind: "number", at, source, value };
      }
      case "(": {
        const pipe = this.#tokens.deeper(() => this.read("parenthesized pipeline", ")"));
        return { kind: "pipe", at: pipe.at, source: this.#tokens.source.slice(at, this.#tokens.last.end), pipe };
      }
      case "string":
      case "raw":
        return { kind: "text", at, source, value: this.#tokens.unquoted(token) };
    }
    this.#tokens.giveBack(token);
    return undefined;
  }
}
