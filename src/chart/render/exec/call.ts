import { costOfArgument, costOfGiven, costOfStep } from "../budget.ts";
import type { Operand } from "../parse/syntax.ts";
import { sprint } from "../print/format.ts";
import { isTrue } from "../print/truth.ts";
import { goTypeName } from "../print/type-name.ts";
import { RenderError } from "../render-error.ts";
import { Text } from "../text.ts";
import { FunctionError, type FunctionSpec, nil, type ParamType, type Value } from "../value.ts";
import type { Evaluation } from "./evaluation.ts";
import { errorPlace } from "./template-set.ts";
import { assigned, canBeNil, isAssignable, paramTypeName } from "./types.ts";

/** A function or method with what it is called with. */
export interface Calling {
  readonly name: string;
  /** Where the name stands, and where an error of the call is placed. */
  readonly nameAt: number;
  readonly at: number;
  readonly args: readonly Operand[];
  readonly dot: Value;
  readonly piped: Value | undefined;
}

/** Calls a function by its name. */
export function callFunction(execution: Evaluation, calling: Calling): Value {
  const { functions } = execution;
  const spec = Object.hasOwn(functions, calling.name) ? functions[calling.name] : undefined;
  if (spec === undefined) {
    throw execution.fail(calling.nameAt, `${JSON.stringify(calling.name)} is not a defined function`);
  }
  return callSpec(execution, spec, calling);
}

/** Checks and evaluates the arguments, and calls (exec evalCall). */
export function callSpec(execution: Evaluation, spec: FunctionSpec, calling: Calling): Value {
  const { name, args, piped } = calling;
  execution.spend(costOfStep + args.length * costOfArgument);
  const given = args.length + (piped === undefined ? 0 : 1);
  const fixed = spec.params.length;
  if (spec.variadic !== undefined ? given < fixed : given !== fixed) {
    const want = spec.variadic === undefined ? `${fixed} got ${given}` : `at least ${fixed} got ${args.length}`;
    throw execution.fail(calling.nameAt, `wrong number of args for ${name}: want ${want}`);
  }
  if (name === "and" || name === "or") return shortCircuit(execution, calling, name === "or");
  const values: Value[] = [];
  let index = 0;
  for (const operand of args) values.push(evaluateArgument(execution, typeAt(spec, index++), operand, calling.dot));
  if (piped !== undefined) values.push(checked(execution, piped, typeAt(spec, args.length), calling.nameAt));
  try {
    if (name === "call") checkCallee(values[0] ?? nil, args[0]?.source);
    let characters = 0;
    for (const value of values) if (value.kind === "string") characters += value.value.length;
    execution.spend(characters * costOfGiven);
    const result = spec.run(values, execution);
    if (result.kind === "string") execution.checkText(result);
    return result;
  } catch (error) {
    throw translated(execution, error, calling);
  }
}

/** `call` names what it was given, as it stands in the template. */
function checkCallee(callee: Value, source: string | undefined): void {
  if (callee.kind === "nil") throw new FunctionError("call of nil");
  if (callee.kind === "func") return;
  throw new FunctionError(`non-function ${source ?? sprint([callee]).value} of type ${goTypeName(callee)}`);
}

function translated(execution: Evaluation, error: unknown, { name, at }: Calling): unknown {
  const place = () => errorPlace(execution.template.unit, at);
  if (error instanceof FunctionError) {
    return error.raised
      ? new RenderError("raised", error.message, place())
      : new RenderError("exec", `error calling ${name}: ${error.message}`, place());
  }
  // helm places what fail and required raise at the outermost call.
  if (error instanceof RenderError && error.kind === "raised") return new RenderError("raised", error.message, place());
  return error;
}

function typeAt({ params, variadic }: FunctionSpec, index: number): ParamType {
  return params[index] ?? variadic ?? "any";
}

/** `and` and `or` evaluate no further than they must. */
function shortCircuit(execution: Evaluation, { args, dot, piped }: Calling, until: boolean): Value {
  let value: Value = nil;
  for (const operand of args) {
    value = evaluateArgument(execution, "reflect", operand, dot);
    if (isTrue(value) === until) return value;
  }
  return piped ?? value;
}

function evaluateArgument(execution: Evaluation, type: ParamType, operand: Operand, dot: Value): Value {
  switch (operand.kind) {
    case "nil":
      if (canBeNil(type)) return nil;
      throw execution.fail(operand.at, `cannot assign nil to ${paramTypeName(type)}`);
    case "bool":
    case "text":
    case "number":
      return type === "any" || type === "reflect"
        ? execution.operand(operand, dot)
        : typedLiteral(execution, paramTypeName(type), operand);
    default:
      return checked(execution, execution.operand(operand, dot), type, operand.at);
  }
}

/** A literal for a parameter of a certain type: a number fits where its value does. */
function typedLiteral(execution: Evaluation, type: string, operand: Operand): Value {
  const wrong = (expected: string) => execution.fail(operand.at, `expected ${expected}; found ${operand.source}`);
  const number = operand.kind === "number" ? operand.value : undefined;
  switch (type) {
    case "bool":
      if (operand.kind === "bool") return { kind: "bool", value: operand.value };
      throw wrong("bool");
    case "string":
      if (operand.kind === "text") return new Text(operand.value);
      throw wrong("string");
    case "int":
    case "int64":
    case "int32":
      if (number?.int !== undefined) return { kind: "int", value: number.int, goType: type };
      throw wrong("integer");
    case "uint8":
    case "uint32":
    case "uint64":
    case "uintptr":
      if (number?.uint !== undefined) return { kind: "int", value: number.uint, goType: type };
      throw wrong("unsigned integer");
    case "float64":
    case "float32":
      if (number?.float !== undefined) return { kind: "float", value: number.float, goType: type };
      throw wrong("float");
    default:
      throw execution.fail(operand.at, `can't handle ${operand.source} for arg of type ${type}`);
  }
}

/** The value if Go lets it go where the type is asked for (exec validateType). */
function checked(execution: Evaluation, value: Value, type: ParamType, at: number): Value {
  if (value.kind === "nil") {
    if (type === "any" || type === "reflect") return value;
    if (value.isInterface === true) {
      throw execution.fail(at, `wrong type for value; expected ${paramTypeName(type)}; got interface {}`);
    }
    if (canBeNil(type)) return value;
    throw execution.fail(at, `invalid value; expected ${paramTypeName(type)}`);
  }
  if (isAssignable(value, type)) return assigned(value, type);
  const under = value.kind === "object" ? value.underlying : undefined;
  if (under !== undefined && isAssignable(under, type)) return under;
  throw execution.fail(at, `wrong type for value; expected ${paramTypeName(type)}; got ${goTypeName(value)}`);
}
