import type { Command, Operand, Pipe } from "../parse/syntax.ts";
import { Text } from "../text.ts";
import { nil, type Value } from "../value.ts";
import { callFunction } from "./call.ts";
import { idealConstant } from "./constant.ts";
import type { Evaluation } from "./evaluation.ts";
import { evaluateChain } from "./field.ts";
import { withoutInterface } from "./types.ts";

/** The value of a pipeline; variables that it declares are declared. Nothing at all is {@link nil}. */
export function evaluatePipe(execution: Evaluation, pipe: Pipe, dot: Value): Value {
  let value: Value | undefined;
  for (const command of pipe.commands) value = withoutInterface(evaluateCommand(execution, command, dot, value));
  const result = value ?? nil;
  for (const name of pipe.variables) {
    if (pipe.assigns) execution.assign(name, result, pipe.at);
    else execution.variables.declare(name, result);
  }
  return result;
}

/** One command; `piped` is what the command before gave. */
function evaluateCommand(execution: Evaluation, command: Command, dot: Value, piped: Value | undefined): Value {
  const { first, rest } = command;
  switch (first.kind) {
    case "function":
      return callFunction(execution, { name: first.name, nameAt: first.at, at: command.at, args: rest, dot, piped });
    case "field":
      return evaluateChain(
        execution,
        dot,
        first.fields,
        { at: first.at, args: rest, dot, piped },
        execution.isElementDot,
      );
    case "chain":
      return evaluateChain(execution, evaluateOperand(execution, first.operand, dot), first.fields, {
        at: first.at,
        args: rest,
        dot,
        piped,
      });
    case "variable":
      if (first.fields.length > 0) {
        const call = { at: first.at, args: rest, dot, piped };
        const isElement = execution.variables.isElement(first.name);
        return evaluateChain(execution, variable(execution, first), first.fields, call, isElement);
      }
  }
  if (rest.length > 0 || piped !== undefined) {
    throw execution.fail(first.at, `can't give argument to non-function ${withoutParentheses(first)}`);
  }
  if (first.kind === "nil") throw execution.fail(first.at, "nil is not a command");
  return evaluateOperand(execution, first, dot);
}

/** An operand where any type will do. */
export function evaluateOperand(execution: Evaluation, operand: Operand, dot: Value): Value {
  switch (operand.kind) {
    case "dot":
      return dot;
    case "nil":
      return nil;
    case "bool":
      return { kind: "bool", value: operand.value };
    case "text":
      return new Text(operand.value);
    case "number": {
      const constant = idealConstant(operand.value);
      if (typeof constant === "string") throw execution.fail(operand.at, constant);
      return constant;
    }
    case "field":
      return evaluateChain(
        execution,
        dot,
        operand.fields,
        { at: operand.at, args: [], dot, piped: undefined },
        execution.isElementDot,
      );
    case "variable": {
      const value = variable(execution, operand);
      if (operand.fields.length === 0) return value;
      const call = { at: operand.at, args: [], dot, piped: undefined };
      return evaluateChain(execution, value, operand.fields, call, execution.variables.isElement(operand.name));
    }
    case "function":
      return callFunction(execution, {
        name: operand.name,
        nameAt: operand.at,
        at: operand.at,
        args: [],
        dot,
        piped: undefined,
      });
    case "pipe":
      return evaluatePipe(execution, operand.pipe, dot);
    case "chain":
      return evaluateChain(execution, evaluateOperand(execution, operand.operand, dot), operand.fields, {
        at: operand.at,
        args: [],
        dot,
        piped: undefined,
      });
  }
}

function variable(execution: Evaluation, operand: Operand & { kind: "variable" }): Value {
  const value = execution.variables.get(operand.name);
  if (value === undefined) throw execution.fail(operand.at, `undefined variable: ${operand.name}`);
  return value;
}

/** As Go writes an operand by itself. */
function withoutParentheses({ kind, source }: Operand): string {
  return kind === "pipe" ? source.slice(1, -1).trim() : source;
}
