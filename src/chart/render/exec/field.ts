import { absentOrigin } from "../container-origins.ts";
import type { Operand } from "../parse/syntax.ts";
import { elementType, goTypeName, isInterfaceType } from "../print/type-name.ts";
import { type GoMap, nil, type Value } from "../value.ts";
import { callSpec } from "./call.ts";
import type { Evaluation } from "./evaluation.ts";
import { asElement, zeroOf } from "./types.ts";

/** What a chain's last field is called with, should it be a method. */
export interface Arguments {
  readonly at: number;
  readonly args: readonly Operand[];
  readonly dot: Value;
  readonly piped: Value | undefined;
}

/** Where the value comes from whose field is asked for. */
interface From {
  readonly holder?: Value | undefined;
  /** Of a `range` over values of any type. */
  readonly isElement?: boolean;
}

/** `.a.b.c` of a value; the last may take arguments. */
export function evaluateChain(
  execution: Evaluation,
  receiver: Value,
  fields: readonly string[],
  last: Arguments,
  isElement = false,
): Value {
  let value = receiver;
  const end = fields.length - 1;
  const bare = end > 0 ? { ...last, args: [], piped: undefined } : last;
  let holder: Value | undefined;
  for (let index = 0; index <= end; index++) {
    const from = value;
    value = evaluateField(execution, from, fields[index] ?? "", index === end ? last : bare, {
      holder,
      isElement: isElement && index === 0,
    });
    holder = from;
  }
  return value;
}

function evaluateField(execution: Evaluation, receiver: Value, name: string, call: Arguments, from: From): Value {
  const hasArguments = call.args.length > 0 || call.piped !== undefined;
  switch (receiver.kind) {
    case "nil":
      if (receiver.isInterface === true) {
        throw execution.fail(call.at, `nil pointer evaluating interface {}.${name}`);
      }
      return nil;
    case "map":
      if (receiver.methods !== undefined && Object.hasOwn(receiver.methods, name)) {
        const method = receiver.methods[name];
        if (method !== undefined) return callSpec(execution, method, { ...call, name, nameAt: call.at });
      }
      if (hasArguments) throw execution.fail(call.at, `${name} is not a method but has arguments`);
      return entryOf(receiver, name);
    case "object": {
      const { methods } = receiver;
      const method = methods !== undefined && Object.hasOwn(methods, name) ? methods[name] : undefined;
      if (method !== undefined) return callSpec(execution, method, { ...call, name, nameAt: call.at });
      const value = receiver.field(name);
      if (value !== undefined) {
        if (hasArguments) {
          throw execution.fail(call.at, `${name} has arguments but cannot be invoked as function`);
        }
        return value;
      }
      if (receiver.underlying?.kind === "map") return evaluateField(execution, receiver.underlying, name, call, {});
    }
  }
  throw execution.fail(call.at, `can't evaluate field ${name} in type ${typeNameIn(from, receiver)}`);
}

/** A value's type as Go's error names it: of what a map or a list of any values holds, the type of its elements. */
function typeNameIn({ holder, isElement }: From, value: Value): string {
  const isOfMap = holder?.kind === "map" && isInterfaceType(elementType(holder.goType));
  return isOfMap || isElement === true ? "interface {}" : goTypeName(value);
}

/** A map's entry, or the zero of its elements' type (missingkey=zero). */
export function entryOf(map: GoMap, name: string): Value {
  const entry = map.entries.get(name);
  if (entry !== undefined) return asElement(entry.value);
  const zero = zeroOf(elementType(map.goType));
  const origin = zero.kind === "nil" ? absentOrigin(map, name) : undefined;
  return zero.kind === "nil" && origin !== undefined ? { ...zero, origin } : zero;
}
