import { quoteText } from "../print/quote.ts";
import { Text } from "../text.ts";
import { Lexer } from "./lexer.ts";
import { readCharacter, unquote } from "./literal.ts";
import { readComplex, readNumber } from "./number.ts";
import {
  type Command,
  type Define,
  type Node,
  type Operand,
  type ParsedTemplate,
  ParseError,
  type Pipe,
} from "./syntax.ts";
import { isKeyword, type Token, type TokenKind } from "./token.ts";

/** Blocks and parentheses nested deeper than this are refused: reading and running them recurses. Go's own limit is 10,000. */
const deepestNesting = 500;

/** What ends a list of nodes. */
type Ending = "{{end}}" | "{{else}}";

/** What belongs to one template, the file's own or a `define`'s, while it is read. */
interface Scope {
  variables: string[];
  ranges: number;
  /** The line of the action that is read; 0 between actions. */
  actionLine: number;
}

/**
 * Reads a template as Go's text/template/parse does. `isFunction` says which functions there are.
 * Throws {@link ParseError} with Go's message.
 */
export function parseTemplate(source: string, isFunction: (name: string) => boolean): ParsedTemplate {
  return new Parser(source, isFunction).run();
}

/** Whether a template holds nothing but blank space (parse IsEmptyTree): such a one does not replace another. */
export function isEmptyBody(source: string, body: readonly Node[]): boolean {
  return body.every((node) => node.kind === "text" && /^[\s\u0085]*$/.test(source.slice(node.start, node.end)));
}

class Parser {
  readonly #source: string;
  readonly #lexer: Lexer;
  readonly #isFunction: (name: string) => boolean;
  readonly #defines = new Map<string, Define>();
  /** Tokens that were read and given back, the next one last. */
  readonly #ahead: Token[] = [];
  #last: Token = { kind: "eof", start: 0, end: 0, text: "", line: 1 };
  /** The line of the token that was read from the text last, which may be ahead of what was used. */
  #line = 0;
  #scope: Scope = { variables: ["$"], ranges: 0, actionLine: 0 };
  #depth = 0;
  /** Where the action that is read begins. */
  #open = 0;

  constructor(source: string, isFunction: (name: string) => boolean) {
    this.#source = source;
    this.#lexer = new Lexer(source);
    this.#isFunction = isFunction;
  }

  run(): ParsedTemplate {
    const body: Node[] = [];
    while (this.#peek().kind !== "eof") {
      if (this.#peek().kind === "open") {
        const open = this.#next();
        if (this.#nextNonSpace().kind === "define") {
          this.#define();
          continue;
        }
        this.#ahead.push(this.#last);
        this.#ahead.push(open);
      }
      const node = this.#textOrAction();
      if (typeof node === "string") throw this.#fail(`unexpected ${node}`);
      body.push(node);
    }
    return { body, defines: [...this.#defines.values()] };
  }

  #peek(): Token {
    const token = this.#ahead.at(-1) ?? this.#read();
    if (this.#ahead.length === 0) this.#ahead.push(token);
    return token;
  }

  #next(): Token {
    const token = this.#ahead.pop() ?? this.#read();
    this.#last = token;
    return token;
  }

  #read(): Token {
    const token = this.#lexer.next();
    this.#line = token.line;
    return token;
  }

  #nextNonSpace(): Token {
    for (;;) {
      const token = this.#next();
      if (token.kind !== "space") return token;
    }
  }

  #peekNonSpace(): Token {
    const token = this.#nextNonSpace();
    this.#ahead.push(token);
    return token;
  }

  #fail(message: string): ParseError {
    return new ParseError(message, this.#line);
  }

  #unexpected(token: Token, context: string): ParseError {
    if (token.kind !== "error") return this.#fail(`unexpected ${shown(token)} in ${context}`);
    const { actionLine } = this.#scope;
    if (actionLine === 0 || actionLine === token.line) return this.#fail(token.text);
    const where = token.text.endsWith(" action") ? " started at" : " in action started at";
    return this.#fail(`${token.text}${where} ${actionLine}`);
  }

  #expect(kind: TokenKind, context: string): Token {
    const token = this.#nextNonSpace();
    if (token.kind !== kind) throw this.#unexpected(token, context);
    return token;
  }

  #deeper<Result>(read: () => Result): Result {
    if (++this.#depth > deepestNesting) throw this.#fail("max expression depth exceeded");
    const result = read();
    this.#depth--;
    return result;
  }

  #textOrAction(): Node | Ending {
    const token = this.#nextNonSpace();
    if (token.kind === "text") return { kind: "text", start: token.start, end: token.end };
    if (token.kind !== "open") throw this.#unexpected(token, "input");
    this.#scope.actionLine = token.line;
    this.#open = token.start;
    const node = this.#action(token.start);
    this.#scope.actionLine = 0;
    return node;
  }

  #action(start: number): Node | Ending {
    const token = this.#nextNonSpace();
    switch (token.kind) {
      case "block":
        return this.#block(start);
      case "break":
      case "continue": {
        const close = this.#nextNonSpace();
        if (close.kind !== "close") throw this.#unexpected(close, `{{${token.kind}}}`);
        if (this.#scope.ranges === 0) throw this.#fail(`{{${token.kind}}} outside {{range}}`);
        return { kind: token.kind, start, end: close.end };
      }
      case "else": {
        const next = this.#peekNonSpace();
        if (next.kind !== "if" && next.kind !== "with") this.#expect("close", "else");
        return "{{else}}";
      }
      case "end":
        this.#expect("close", "end");
        return "{{end}}";
      case "if":
      case "range":
      case "with":
        return this.#control(token.kind, start);
      case "template":
        return this.#template(start);
    }
    this.#ahead.push(token);
    const pipe = this.#pipeline("command", "close");
    return { kind: "action", start, end: this.#last.end, pipe };
  }

  #list(): { nodes: Node[]; ending: Ending } {
    return this.#deeper(() => {
      const nodes: Node[] = [];
      while (this.#peekNonSpace().kind !== "eof") {
        const node = this.#textOrAction();
        if (typeof node === "string") return { nodes, ending: node };
        nodes.push(node);
      }
      throw this.#fail("unexpected EOF");
    });
  }

  #control(kind: "if" | "range" | "with", start: number): Node {
    const scope = this.#scope;
    const declared = scope.variables.length;
    const pipe = this.#pipeline(kind, "close");
    const { end } = this.#last;
    if (kind === "range") scope.ranges++;
    const { nodes: body, ending } = this.#list();
    if (kind === "range") scope.ranges--;
    let otherwise: Node[] | undefined;
    if (ending === "{{else}}") otherwise = this.#otherwise(kind);
    scope.variables.length = declared;
    return { kind, start, end, pipe, body, otherwise };
  }

  #otherwise(kind: "if" | "range" | "with"): Node[] {
    const start = this.#open;
    const next = this.#peek();
    if ((kind === "if" || kind === "with") && next.kind === kind) {
      this.#next();
      return this.#deeper(() => [this.#control(kind, start)]);
    }
    const { nodes, ending } = this.#list();
    if (ending !== "{{end}}") throw this.#fail(`expected end; found ${ending}`);
    return nodes;
  }

  #define(): void {
    const context = "define clause";
    const outer = this.#enter();
    const name = this.#name(this.#nextNonSpace(), context);
    this.#expect("close", context);
    this.#body(name, context, outer);
  }

  #block(start: number): Node {
    const context = "block clause";
    const token = this.#nextNonSpace();
    const name = this.#name(token, context);
    const pipe = this.#pipeline(context, "close");
    const { end } = this.#last;
    this.#body(name, context, this.#enter());
    return { kind: "template", start, end, at: token.start, name, pipe };
  }

  #template(start: number): Node {
    const context = "template clause";
    const token = this.#nextNonSpace();
    const name = this.#name(token, context);
    const next = this.#nextNonSpace();
    let pipe: Pipe | undefined;
    if (next.kind !== "close") {
      this.#ahead.push(next);
      pipe = this.#pipeline(context, "close");
    }
    return { kind: "template", start, end: this.#last.end, at: token.start, name, pipe };
  }

  #enter(): Scope {
    const outer = this.#scope;
    this.#scope = { variables: ["$"], ranges: 0, actionLine: 0 };
    return outer;
  }

  /** The nodes of a named template up to its `end`. */
  #body(name: string, context: string, outer: Scope): void {
    const { nodes, ending } = this.#list();
    if (ending !== "{{end}}") throw this.#fail(`unexpected ${ending} in ${context}`);
    const other = this.#defines.get(name);
    const isEmpty = isEmptyBody(this.#source, nodes);
    if (other === undefined || isEmptyBody(this.#source, other.body)) this.#defines.set(name, { name, body: nodes });
    else if (!isEmpty) throw this.#fail(`template: multiple definition of template ${quoted(name)}`);
    this.#scope = outer;
  }

  #name(token: Token, context: string): string {
    if (token.kind !== "string" && token.kind !== "raw") throw this.#unexpected(token, context);
    return this.#unquoted(token);
  }

  #unquoted(token: Token): string {
    const value = unquote(token.text);
    if (value === undefined) throw this.#fail("invalid syntax");
    return value;
  }

  #pipeline(context: string, end: "close" | ")"): Pipe {
    const at = this.#peekNonSpace().start;
    const { variables, assigns } = this.#declarations(context);
    const commands: Command[] = [];
    for (;;) {
      const token = this.#nextNonSpace();
      if (token.kind === end) break;
      if (!operandStarts.has(token.kind)) throw this.#unexpected(token, context);
      this.#ahead.push(token);
      commands.push(this.#command());
    }
    if (commands.length === 0) throw this.#fail(`missing value for ${context}`);
    for (let index = 1; index < commands.length; index++) {
      const first = commands[index]?.first;
      if (first !== undefined && literalKinds.has(first.kind))
        throw this.#fail(`non executable command in pipeline stage ${index + 1}`);
    }
    return { at, variables, assigns, commands };
  }

  /** `$x :=`, `$x =`, and in `range` `$i, $x :=`. */
  #declarations(context: string): { variables: string[]; assigns: boolean } {
    const variables: string[] = [];
    while (this.#peekNonSpace().kind === "variable") {
      const variable = this.#nextNonSpace();
      const after = this.#peek();
      const next = this.#peekNonSpace();
      if (next.kind === "assign" || next.kind === "declare") {
        this.#nextNonSpace();
        variables.push(variable.text);
        this.#scope.variables.push(variable.text);
        return { variables, assigns: next.kind === "assign" };
      }
      if (next.kind !== "other" || next.text !== ",") {
        if (after.kind === "space") this.#ahead.push(after);
        this.#ahead.push(variable);
        return { variables, assigns: false };
      }
      this.#nextNonSpace();
      variables.push(variable.text);
      this.#scope.variables.push(variable.text);
      if (context !== "range" || variables.length > 1) throw this.#fail(`too many declarations in ${context}`);
      const { kind } = this.#peekNonSpace();
      if (kind !== "variable" && kind !== "close" && kind !== ")")
        throw this.#fail("range can only initialize variables");
    }
    return { variables, assigns: false };
  }

  #command(): Command {
    const at = this.#peekNonSpace().start;
    const operands: Operand[] = [];
    for (;;) {
      this.#peekNonSpace();
      const operand = this.#operand();
      if (operand !== undefined) operands.push(operand);
      const token = this.#next();
      if (token.kind === "space") continue;
      if (token.kind === "close" || token.kind === ")") this.#ahead.push(token);
      else if (token.kind !== "pipe") throw this.#unexpected(token, "operand");
      break;
    }
    const [first, ...rest] = operands;
    if (first === undefined) throw this.#fail("empty command");
    return { at, first, rest };
  }

  #operand(): Operand | undefined {
    const start = this.#peekNonSpace().start;
    const term = this.#term();
    if (term === undefined || this.#peek().kind !== "field") return term;
    const at = this.#peek().start;
    const fields: string[] = [];
    while (this.#peek().kind === "field") fields.push(this.#next().text.slice(1));
    const source = this.#source.slice(start, this.#last.end);
    switch (term.kind) {
      case "field":
      case "variable":
        return { ...term, at, source, fields: [...term.fields, ...fields] };
      case "bool":
      case "text":
      case "number":
      case "nil":
      case "dot":
        throw this.#fail(`unexpected . after term ${quoted(term.source)}`);
      default:
        return { kind: "chain", at, source, operand: term, fields };
    }
  }

  #term(): Operand | undefined {
    const token = this.#nextNonSpace();
    const { start: at, text: source } = token;
    switch (token.kind) {
      case "identifier":
        if (!this.#isFunction(source)) throw this.#fail(`function ${quoted(source)} not defined`);
        return { kind: "function", at, source, name: source };
      case "dot":
      case "nil":
        return { kind: token.kind, at, source };
      case "variable":
        if (!this.#scope.variables.includes(source)) throw this.#fail(`undefined variable ${quoted(source)}`);
        return { kind: "variable", at, source, name: source, fields: [] };
      case "field":
        return { kind: "field", at, source, fields: [source.slice(1)] };
      case "bool":
        return { kind: "bool", at, source, value: source === "true" };
      case "char": {
        const point = readCharacter(source);
        if (typeof point === "string") throw this.#fail(point);
        const whole = BigInt(point);
        return { kind: "number", at, source, value: { text: source, int: whole, uint: whole, float: point } };
      }
      case "complex":
      case "number": {
        const value = token.kind === "complex" ? readComplex(source) : readNumber(source);
        if (typeof value === "string") throw this.#fail(value);
        return { kind: "number", at, source, value };
      }
      case "(": {
        const pipe = this.#deeper(() => this.#pipeline("parenthesized pipeline", ")"));
        return { kind: "pipe", at: pipe.at, source: this.#source.slice(at, this.#last.end), pipe };
      }
      case "string":
      case "raw":
        return { kind: "text", at, source, value: this.#unquoted(token) };
    }
    this.#ahead.push(token);
    return undefined;
  }
}

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

/** A token as Go names it in an error. */
function shown(token: Token): string {
  if (token.kind === "eof") return "EOF";
  if (token.kind === "dot" || token.kind === "nil" || isKeyword(token.kind)) return `<${token.text}>`;
  return [...token.text].length > 10 ? `${quoted([...token.text].slice(0, 10).join(""))}...` : quoted(token.text);
}

function quoted(text: string): string {
  return quoteText(new Text(text)).value;
}
