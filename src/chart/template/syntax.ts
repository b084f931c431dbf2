/**
 * The syntax tree of one template file as Go's text/template reads it. Offsets count UTF-16 units from the start of
 * the file's text; `end` is exclusive.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Literal text between actions, already shortened by trim markers; `start` is where the remaining text begins. */
export interface TextNode extends Span {
  readonly kind: "text";
  readonly text: string;
}

/** `{{ pipeline }}`: prints the result, or only declares or assigns a variable. */
export interface ActionNode extends Span {
  readonly kind: "action";
  readonly pipe: Pipe;
}

/** `if`, `with` or `range`; an `else if` or `else with` stands alone in `otherwise`. */
export interface BranchNode extends Span {
  readonly kind: "if" | "with" | "range";
  readonly pipe: Pipe;
  readonly body: readonly Node[];
  readonly otherwise: readonly Node[];
}

/** `{{ template "name" pipeline }}`, also what a `block` leaves in its place. */
export interface TemplateNode extends Span {
  readonly kind: "template";
  readonly name: string;
  readonly pipe?: Pipe;
}

/** `{{ break }}` or `{{ continue }}`. */
export interface JumpNode extends Span {
  readonly kind: "break" | "continue";
}

export type Node = TextNode | ActionNode | BranchNode | TemplateNode | JumpNode;

/** Commands joined by `|`, with the variables they declare (`:=`) or assign (`=`). */
export interface Pipe extends Span {
  readonly variables: readonly string[];
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

/** One command: an operand alone, or a function or method followed by its arguments. */
export interface Command extends Span {
  readonly operands: readonly Operand[];
}

export type Operand =
  | (Span & { readonly kind: "dot" | "nil" })
  | (Span & { readonly kind: "literal"; readonly value: string | number | boolean })
  | (Span & { readonly kind: "variable"; readonly name: string; readonly fields: readonly string[] })
  | (Span & { readonly kind: "field"; readonly fields: readonly string[] })
  | (Span & { readonly kind: "function"; readonly name: string })
  | (Span & { readonly kind: "pipe"; readonly pipe: Pipe; readonly fields: readonly string[] });

/** A `define` (or `block`): a named template. */
export interface Define extends Span {
  readonly name: string;
  readonly body: readonly Node[];
}

/** Why a template cannot be read, at the offset where reading stopped. */
export interface SyntaxProblem {
  readonly offset: number;
  readonly message: string;
}

/** What {@link parseTemplate} made of a file. With a problem, the tree holds what came before it. */
export interface ParsedTemplate {
  readonly body: readonly Node[];
  readonly defines: readonly Define[];
  readonly problem?: SyntaxProblem;
}
