import { describe } from "./describe.ts";
import { type Choice, call, type Guard, type Guards, nothing, type Value } from "./value.ts";

/** The guards under which a condition holds, or does not: `and`, `or` and `not` are taken apart where that is exact. */
export function guardsOf(condition: Value, holds: boolean): Guards {
  if (condition.kind === "call" && (condition.name === "not" || condition.name === "empty")) {
    const [operand] = condition.operands;
    if (operand !== undefined) return guardsOf(operand, !holds);
  }
  if (
    condition.kind === "choice" &&
    (condition.name === (holds ? "and" : "or") || (!holds && condition.name === "coalesce"))
  ) {
    return condition.options.flatMap((one) => guardsOf(one.value, holds));
  }
  return [{ id: describe(condition), holds, condition }];
}

/** The cases in which not all of the guards hold, each as a list of guards; together they are exactly the rest. */
export function casesWithout(guards: Guards): Guards[] {
  return guards.map((guard, index) => [...guards.slice(0, index), { ...guard, holds: !guard.holds }]);
}

/** What is known where some guards hold: kept with their list, as each condition of a template asks the same list. */
class Known {
  static readonly #all = new WeakMap<Guards, Known>();
  readonly #true = new Set<string>();
  readonly #false = new Set<string>();
  /** What is left of choices that were asked about; values share their parts, which are walked once. */
  readonly narrowed = new Map<Choice, Value>();

  private constructor(guards: Guards) {
    for (const { id, holds } of guards) (holds ? this.#true : this.#false).add(id);
  }

  static of(guards: Guards): Known {
    let known = Known.#all.get(guards);
    if (known === undefined) {
      known = new Known(guards);
      Known.#all.set(guards, known);
    }
    return known;
  }

  holds({ id, holds }: Guard): boolean {
    return (holds ? this.#true : this.#false).has(id);
  }

  contradicts({ id, holds }: Guard): boolean {
    return (holds ? this.#false : this.#true).has(id);
  }
}

/** Whether the two lists of guards can not hold at once. */
export function contradict(some: Guards, others: Guards): boolean {
  if (some.length === 0 || others.length === 0) return false;
  const known = Known.of(others);
  return some.some((one) => known.contradicts(one));
}

/** Whether `guard` is among the ones that are known to hold. */
export function implied(guard: Guard, known: Guards): boolean {
  return known.length > 0 && Known.of(known).holds(guard);
}

/** What is left of a choice where `known` holds: a single value if only one option can be. */
export function narrow(value: Value, known: Guards): Value {
  return value.kind !== "choice" || known.length === 0 ? value : narrowed(value, Known.of(known));
}

function narrowed(choice: Choice, known: Known): Value {
  const before = known.narrowed.get(choice);
  if (before !== undefined) return before;
  const options = choice.options
    .filter(({ guards }) => !guards.some((one) => known.contradicts(one)))
    .map(({ guards, value }) => ({
      guards: guards.filter((guard) => !known.holds(guard)),
      value: value.kind === "choice" ? narrowed(value, known) : value,
    }));
  const isSame =
    options.length === choice.options.length &&
    options.every((one, index) => one.guards.length === choice.options[index]?.guards.length);
  const left = isSame ? choice : choose(choice.name, options);
  known.narrowed.set(choice, left);
  return left;
}

/** A choice among options, or the one value there is. */
export function choose(name: string, options: Choice["options"]): Value {
  const first = options[0];
  if (first === undefined) return nothing;
  if (options.length === 1 || options.every((one) => one.value === first.value)) return first.value;
  return { kind: "choice", name, options };
}

/** `whenTrue` where the condition holds, `whenFalse` where not; the one of them where the condition is known. */
export function either(name: string, condition: Value, whenTrue: Value, whenFalse: Value): Value {
  const truth = truthOf(condition);
  if (truth !== undefined) return truth ? whenTrue : whenFalse;
  const holding = guardsOf(condition, true);
  return choose(name, [
    { guards: holding, value: whenTrue },
    ...casesWithout(holding).map((guards) => ({ guards, value: whenFalse })),
  ]);
}

/** What the template language takes a value for in a condition; undefined where it depends on something. */
export function truthOf(value: Value): boolean | undefined {
  switch (value.kind) {
    case "constant":
      return value.value !== null && value.value !== "" && value.value !== 0 && value.value !== false;
    case "map":
    case "list":
      if (value.parts.length === 0) return false;
      return value.parts.some((one) => one.kind !== "spread" && one.guards.length === 0) ? true : undefined;
    case "context":
      return true;
    case "merged": {
      const truths = value.layers.map(truthOf);
      return truths.includes(true) ? true : truths.every((one) => one === false) ? false : undefined;
    }
    case "choice": {
      const truths = value.options.map((one) => truthOf(one.value));
      const first = truths[0];
      return truths.every((one) => one === first) ? first : undefined;
    }
    case "text":
      return value.text.kind === "sequence" && value.text.parts.some((one) => one.kind === "literal" && one.text !== "")
        ? true
        : value.text.kind === "literal"
          ? value.text.text !== ""
          : undefined;
    case "call": {
      const operand = value.operands[0];
      if (operand === undefined || (value.name !== "not" && value.name !== "empty")) return undefined;
      const truth = truthOf(operand);
      return truth === undefined ? undefined : !truth;
    }
    default:
      return undefined;
  }
}

/** The condition's opposite. */
export function negated(condition: Value): Value {
  const truth = truthOf(condition);
  return truth === undefined ? call("not", condition) : { kind: "constant", value: !truth };
}
