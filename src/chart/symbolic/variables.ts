import { casesWithout, choose, implied, narrow } from "./guard.ts";
import { type Guards, nothing, type Value } from "./value.ts";

interface Variable {
  value: Value;
  /** The guards in force where it was declared. */
  readonly guards: Guards;
}

/** The variables of a template, in nested blocks. An assignment under a condition leaves both values possible. */
export class Variables {
  readonly #outer: Variables | undefined;
  readonly #own = new Map<string, Variable>();

  constructor(outer?: Variables) {
    this.#outer = outer;
  }

  declare(name: string, value: Value, guards: Guards): void {
    this.#own.set(name, { value, guards });
  }

  /** `bounded` gives a value that has become too large as what it is: unknown. */
  assign(name: string, value: Value, guards: Guards, bounded: (value: Value) => Value): void {
    const variable = this.#find(name);
    if (variable === undefined) return;
    const conditions = guards.filter((one) => !implied(one, variable.guards));
    if (conditions.length === 0) {
      variable.value = value;
      return;
    }
    const before = variable.value;
    variable.value = bounded(
      choose("assigned", [
        { guards: conditions, value },
        ...casesWithout(conditions).map((one) => ({ guards: one, value: before })),
      ]),
    );
  }

  read(name: string, guards: Guards): Value {
    return narrow(this.#find(name)?.value ?? nothing, guards);
  }

  #find(name: string): Variable | undefined {
    for (let at: Variables | undefined = this; at !== undefined; at = at.#outer) {
      const variable = at.#own.get(name);
      if (variable !== undefined) return variable;
    }
    return undefined;
  }
}
