import { addTo } from "../../model/grouped.ts";
import { knownAround } from "./match.ts";
import type { Value } from "./value.ts";

/** What templates print, found by its name: a template may print thousands, each asked for by the name that it has in the render. */
export class ByName<Printed> {
  readonly #all: readonly Printed[];
  readonly #named = new Map<string, number[]>();
  /** Those of whose name the end is known, as of `{{ .Release.Name }}-db`, or else the start: by the length of that. */
  readonly #ending = new Map<number, Map<string, number[]>>();
  readonly #beginning = new Map<number, Map<string, number[]>>();
  /** Those whose name only a render knows. */
  readonly #others: number[] = [];

  /** `nameOf` is undefined for what any name may have. */
  constructor(all: readonly Printed[], nameOf: (one: Printed) => Value | undefined) {
    this.#all = all;
    for (const [index, one] of all.entries()) {
      const name = nameOf(one);
      const { start, end } = name === undefined ? { start: "", end: "" } : knownAround(name);
      if (name?.kind === "constant") addTo(this.#named, String(name.value ?? ""), index);
      else if (end !== "") addByLength(this.#ending, end, index);
      else if (start !== "") addByLength(this.#beginning, start, index);
      else this.#others.push(index);
    }
  }

  /** Those that may be called so, in their order. */
  called(name: string): readonly Printed[] {
    const groups = [this.#named.get(name), this.#others];
    for (const [length, ends] of this.#ending)
      if (length <= name.length) groups.push(ends.get(name.slice(name.length - length)));
    for (const [length, starts] of this.#beginning) groups.push(starts.get(name.slice(0, length)));
    const found = groups.flatMap((group) => group ?? []);
    return found.sort((one, other) => one - other).map((index) => this.#all[index] as Printed);
  }
}

function addByLength(all: Map<number, Map<string, number[]>>, part: string, index: number): void {
  const ofLength = all.get(part.length) ?? new Map<string, number[]>();
  all.set(part.length, ofLength);
  addTo(ofLength, part, index);
}
