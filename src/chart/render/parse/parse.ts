import { PipelineParser } from "./pipeline.ts";
import type { Define, Node, ParsedTemplate, Pipe } from "./syntax.ts";
import type { Token } from "./token.ts";
import { newScope, quoted, type Scope, TokenReader } from "./token-reader.ts";

/** What ends a list of nodes. */
type Ending = "{{end}}" | "{{else}}";

/**
 * Reads a template as Go's text/template/parse does. `isFunction` says which functions there are.
 *
 * @throws {ParseError} with Go's message
 */
export function parseTemplate(source: string, isFunction: (name: string) => boolean): ParsedTemplate {
  return new Parser(source, isFunction).run();
}

/** Whether a template holds nothing but blank space (parse IsEmptyTree): such a one does not replace another. */
export function isEmptyBody(source: string, body: readonly Node[]): boolean {
  return body.every((node) => node.kind === "text" && /^[\s\u0085]*$/.test(source.slice(node.start, node.end)));
}

class Parser {
  readonly #tokens: TokenReader;
  readonly #pipelines: PipelineParser;
  readonly #defines = new Map<string, Define>();
  /** Where the action that is read begins. */
  #open = 0;

  constructor(source: string, isFunction: (name: string) => boolean) {
    this.#tokens = new TokenReader(source);
    this.#pipelines = new PipelineParser(this.#tokens, isFunction);
  }

  run(): ParsedTemplate {
    const body: Node[] = [];
    while (this.#tokens.peek().kind !== "eof") {
      if (this.#tokens.peek().kind === "open") {
        const open = this.#tokens.next();
        if (this.#tokens.nextNonSpace().kind === "define") {
          this.#define();
          continue;
        }
        this.#tokens.giveBack(this.#tokens.last);
        this.#tokens.giveBack(open);
      }
      const node = this.#textOrAction();
      if (typeof node === "string") throw this.#tokens.fail(`unexpected ${node}`);
      body.push(node);
    }
    return { body, defines: [...this.#defines.values()] };
  }

  #textOrAction(): Node | Ending {
    const token = this.#tokens.nextNonSpace();
    if (token.kind === "text") return { kind: "text", start: token.start, end: token.end };
    if (token.kind !== "open") throw this.#tokens.unexpected(token, "input");
    this.#tokens.scope.actionLine = token.line;
    this.#open = token.start;
    const node = this.#action(token.start);
    this.#tokens.scope.actionLine = 0;
    return node;
  }

  #action(start: number): Node | Ending {
    const token = this.#tokens.nextNonSpace();
    switch (token.kind) {
      case "block":
        return this.#block(start);
      case "break":
      case "continue": {
        const close = this.#tokens.nextNonSpace();
        if (close.kind !== "close") throw this.#tokens.unexpected(close, `{{${token.kind}}}`);
        if (this.#tokens.scope.ranges === 0) throw this.#tokens.fail(`{{${token.kind}}} outside {{range}}`);
        return { kind: token.kind, start, end: close.end };
      }
      case "else": {
        const next = this.#tokens.peekNonSpace();
        if (next.kind !== "if" && next.kind !== "with") this.#tokens.expect("close", "else");
        return "{{else}}";
      }
      case "end":
        this.#tokens.expect("close", "end");
        return "{{end}}";
      case "if":
      case "range":
      case "with":
        return this.#control(token.kind, start);
      case "template":
        return this.#template(start);
    }
    this.#tokens.giveBack(token);
    const pipe = this.#pipelines.read("command", "close");
    return { kind: "action", start, end: this.#tokens.last.end, pipe };
  }

  #list(): { nodes: Node[]; ending: Ending } {
    return this.#tokens.deeper(() => {
      const nodes: Node[] = [];
      while (this.#tokens.peekNonSpace().kind !== "eof") {
        const node = this.#textOrAction();
        if (typeof node === "string") return { nodes, ending: node };
        nodes.push(node);
      }
      throw this.#tokens.fail("unexpected EOF");
    });
  }

  #control(kind: "if" | "range" | "with", start: number): Node {
    const scope = this.#tokens.scope;
    const declared = scope.variables.length;
    const pipe = this.#pipelines.read(kind, "close");
    const { end } = this.#tokens.last;
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
    const next = this.#tokens.peek();
    if ((kind === "if" || kind === "with") && next.kind === kind) {
      this.#tokens.next();
      return this.#tokens.deeper(() => [this.#control(kind, start)]);
    }
    const { nodes, ending } = this.#list();
    if (ending !== "{{end}}") throw this.#tokens.fail(`expected end; found ${ending}`);
    return nodes;
  }

  #define(): void {
    const context = "define clause";
    const outer = this.#enter();
    const name = this.#name(this.#tokens.nextNonSpace(), context);
    this.#tokens.expect("close", context);
    this.#body(name, context, outer);
  }

  #block(start: number): Node {
    const context = "block clause";
    const token = this.#tokens.nextNonSpace();
    const name = this.#name(token, context);
    const pipe = this.#pipelines.read(context, "close");
    const { end } = this.#tokens.last;
    this.#body(name, context, this.#enter());
    return { kind: "template", start, end, at: token.start, name, pipe };
  }

  #template(start: number): Node {
    const context = "template clause";
    const token = this.#tokens.nextNonSpace();
    const name = this.#name(token, context);
    const next = this.#tokens.nextNonSpace();
    let pipe: Pipe | undefined;
    if (next.kind !== "close") {
      this.#tokens.giveBack(next);
      pipe = this.#pipelines.read(context, "close");
    }
    return { kind: "template", start, end: this.#tokens.last.end, at: token.start, name, pipe };
  }

  #enter(): Scope {
    const outer = this.#tokens.scope;
    this.#tokens.scope = newScope();
    return outer;
  }

  /** The nodes of a named template up to its `end`. */
  #body(name: string, context: string, outer: Scope): void {
    const { nodes, ending } = this.#list();
    if (ending !== "{{end}}") throw this.#tokens.fail(`unexpected ${ending} in ${context}`);
    const other = this.#defines.get(name);
    const isEmpty = isEmptyBody(this.#tokens.source, nodes);
    if (other === undefined || isEmptyBody(this.#tokens.source, other.body))
      this.#defines.set(name, { name, body: nodes });
    else if (!isEmpty) throw this.#tokens.fail(`template: multiple definition of template ${quoted(name)}`);
    this.#tokens.scope = outer;
  }

  #name(token: Token, context: string): string {
    if (token.kind !== "string" && token.kind !== "raw") throw this.#tokens.unexpected(token, context);
    return this.#tokens.unquoted(token);
  }
}
