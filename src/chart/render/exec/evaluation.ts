import type { FunctionTable } from "../functions/registry.ts";
import type { Operand } from "../parse/syntax.ts";
import type { RenderError } from "../render-error.ts";
import type { Text } from "../text.ts";
import type { Call, Value } from "../value.ts";
import type { Template } from "./template-set.ts";
import type { Variables } from "./variables.ts";

/** What expressions need of the template that they stand in: its variables, the functions, and where an error is. */
export interface Evaluation extends Call {
  readonly template: Template;
  /** Whether the dot is an element of a `range` over values of any type: to Go an `interface {}` still. */
  readonly isElementDot: boolean;
  readonly variables: Variables;
  readonly functions: FunctionTable;
  /** Throws `BudgetError` where a text that a function gave is longer than one of the chart may be. */
  checkText(text: Text): void;
  /** An operand's value, where any type will do. */
  operand(operand: Operand, dot: Value): Value;
  assign(name: string, value: Value, at: number): void;
  /** The error to throw, placed at an offset of the template. */
  fail(at: number, message: string): RenderError;
}
