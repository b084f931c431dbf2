import { addTo } from "../../model/grouped.ts";
import type { Value } from "./value.ts";

/** What templates print, found by its name: a template may print thousands, each asked for by the name that it has in the render. */
export class ByName<Printed> {
  readonly #all: readonly Printed[];
  readonly #named = new Map<string, number[]>();
  /** Those whose name only a render knows. */
  readonly #others: number[] = [];

  /** `nameOf` is undefined for what any name may have. */
  constructor(all: readonly Printed[], nameOf: (one: Printed) => Value | undefined) {
    this.#all = all;
    for (const [index, one] of all.entries()) {
      const name = nameOf(one);
      if (name?.kind === "constant") addTo(this.#named, String(name.value ?? ""), index);
      else this.#others.push(index);
    }
  }

  /** Those that may be called so, in their order. */
  called(name: string): readonly Printed[] {
    const own = this.#named.get(name) ?? [];
    const found = own.length === 0 ? this.#others : [...this.#others, ...own].sort((one, other) => one - other);
    return found.map((index) => this.#all[index] as Printed);
  }
}
