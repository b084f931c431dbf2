import type { NumberLiteral } from "./number.ts";

/**
 * The syntax tree of one template as Go's text/template reads it. Offsets count UTF-16 units from the start of the
 * text; `end` is exclusive.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Literal text between actions, already shortened by trim markers. */
export interface TextNode extends Span {
  readonly kind: "text";
}

/** `{{ pipeline }}`: prints the result, or only declares or assigns a variable. */
export interface ActionNode extends Span {
  readonly kind: "action";
  readonly pipe: Pipe;
}

/** `if`, `with` or `range`; `end` is that of its opening action. An `else if` or `else with` stands alone in `otherwise`. */
export interface BranchNode extends Span {
  readonly kind: "if" | "with" | "range";
  readonly pipe: Pipe;
  readonly body: readonly Node[];
  readonly otherwise: readonly Node[] | undefined;
}

/** `{{ template "name" pipeline }}`, also what a `block` leaves in its place. */
export interface TemplateNode extends Span {
  readonly kind: "template";
  /** Where an error of it is placed. */
  readonly at: number;
  readonly name: string;
  readonly pipe: Pipe | undefined;
}

export interface JumpNode extends Span {
  readonly kind: "break" | "continue";
}

export type Node = TextNode | ActionNode | BranchNode | TemplateNode | JumpNode;

/** Commands joined by `|`, with the variables they declare (`:=`) or assign (`=`). */
export interface Pipe {
  readonly at: number;
  readonly variables: readonly string[];
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

/** One command: an operand alone, or a function or method followed by its arguments; `at` is where an error is placed. */
export interface Command {
  readonly at: number;
  readonly first: Operand;
  readonly rest: readonly Operand[];
}

/** `at` is where Go places an error in it: for a chain of fields, its second. */
export type Operand =
  | { readonly kind: "dot" | "nil"; readonly at: number; readonly source: string }
  | { readonly kind: "bool"; readonly at: number; readonly source: string; readonly value: boolean }
  | { readonly kind: "text"; readonly at: number; readonly source: string; readonly value: string }
  | { readonly kind: "number"; readonly at: number; readonly source: string; readonly value: NumberLiteral }
  | { readonly kind: "field"; readonly at: number; readonly source: string; readonly fields: readonly string[] }
  | {
      readonly kind: "variable";
      readonly at: number;
      readonly source: string;
      readonly name: string;
      readonly fields: readonly string[];
    }
  | { readonly kind: "function"; readonly at: number; readonly source: string; readonly name: string }
  | { readonly kind: "pipe"; readonly at: number; readonly source: string; readonly pipe: Pipe }
  /** `(pipeline).field` or `function.field`. */
  | {
      readonly kind: "chain";
      readonly at: number;
      readonly source: string;
      readonly operand: Operand;
      readonly fields: readonly string[];
    };

/** A `define` or `block`: a named template. */
export interface Define {
  readonly name: string;
  readonly body: readonly Node[];
}

/** A file's own template and those it defines, each name once. */
export interface ParsedTemplate {
  readonly body: readonly Node[];
  readonly defines: readonly Define[];
}

/** A template that cannot be read: Go's message and line (from 1). */
export class ParseError extends Error {
  override readonly name = "ParseError";
  readonly line: number;
  readonly #said: string;
  /** Of an action over several lines, the first; the message ends with it. */
  readonly #startedAt: number | undefined;

  constructor(said: string, line: number, startedAt?: number) {
    super(startedAt === undefined ? said : `${said} line ${startedAt}`);
    this.line = line;
    this.#said = said;
    this.#startedAt = startedAt;
  }

  /** The message as Go has it of a template of that name. */
  saidOf(name: string): string {
    return this.#startedAt === undefined ? this.#said : `${this.#said} ${name}:${this.#startedAt}`;
  }
}
