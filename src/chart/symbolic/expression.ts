import type { Command, Operand, Pipe } from "../render/parse/syntax.ts";
import { field } from "./access.ts";
import type { Frame, TemplateReader } from "./application.ts";
import { applyFunction } from "./functions.ts";
import { narrow } from "./guard.ts";
import { call, constant, nothing, opaque, type Place, stringOf, type Value } from "./value.ts";

/** Nobody nests values deeper, and each step of a path copies the steps before it. */
const longestPath = 200;

const digests = new Set(["sha256sum", "sha1sum", "sha512sum", "adler32sum"]);

/** What a pipeline gives; each command's result is the last argument of the next. */
export function evaluatePipe(interpreter: TemplateReader, pipe: Pipe, frame: Frame, place: Place): Value {
  const last = pipe.commands.at(-1)?.first;
  // A checksum tells nothing of what went into it, which may be whole other templates: they are not read for it.
  if (last?.kind === "function" && digests.has(last.name)) return { kind: "given", name: last.name };
  let result: Value | undefined;
  for (const command of pipe.commands) result = evaluateCommand(interpreter, command, frame, place, result);
  return narrow(result ?? nothing, frame.guards);
}

function evaluateCommand(
  interpreter: TemplateReader,
  command: Command,
  frame: Frame,
  place: Place,
  piped: Value | undefined,
): Value {
  const { first, rest } = command;
  if (first.kind === "function") {
    const operands = rest.map((one) => evaluateOperand(interpreter, one, frame, place));
    if (piped !== undefined) operands.push(piped);
    if (interpreter.isUsedUp) return opaque("nothing more is read");
    return interpreter.bounded(applyFunction({ interpreter, frame, place, name: first.name, operands }));
  }
  const value = evaluateOperand(interpreter, first, frame, place);
  if (rest.length === 0 && piped === undefined) return value;
  const operands = rest.map((one) => evaluateOperand(interpreter, one, frame, place));
  if (piped !== undefined) operands.push(piped);
  return method(interpreter, value, operands);
}

/** A method call, such as `.Files.Get "name"` or `.Capabilities.APIVersions.Has "v1"`. */
function method(interpreter: TemplateReader, value: Value, operands: readonly Value[]): Value {
  if (value.kind !== "given") return call("method", value, ...operands);
  const [, scope, name] = /^Files:(\d+)\.(\w+)$/.exec(value.name) ?? [];
  const path = stringOf(operands[0]);
  if (name === "Get" && path !== undefined) {
    const folder = interpreter.chart.scopes[Number(scope)]?.folder ?? "";
    return constant(interpreter.chart.files.get(folder === "" ? path : `${folder}/${path}`)?.text ?? "");
  }
  return { kind: "given", name: `${value.name}()` };
}

function evaluateOperand(interpreter: TemplateReader, operand: Operand, frame: Frame, place: Place): Value {
  switch (operand.kind) {
    case "dot":
      return frame.dot;
    case "nil":
      return nothing;
    case "bool":
    case "text":
      return constant(operand.value);
    case "number":
      return constant(Number(operand.value.float ?? operand.value.text));
    case "function":
      return applyFunction({ interpreter, frame, place, name: operand.name, operands: [] });
    case "field":
      return fields(interpreter, frame.dot, operand.fields, frame);
    case "variable":
      return fields(interpreter, frame.variables.read(operand.name, frame.guards), operand.fields, frame);
    case "pipe":
      return narrow(evaluatePipe(interpreter, operand.pipe, frame, place), frame.guards);
    case "chain":
      return fields(interpreter, evaluateOperand(interpreter, operand.operand, frame, place), operand.fields, frame);
  }
}

function fields(interpreter: TemplateReader, from: Value, names: readonly string[], frame: Frame): Value {
  if (names.length > longestPath) return opaque("the path is too long");
  let value = narrow(from, frame.guards);
  for (const name of names) value = narrow(field(interpreter.chart, value, name), frame.guards);
  return value;
}
