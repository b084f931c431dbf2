import type { Manifest } from "../../read/document.ts";
import type { AdmissionRefusal } from "../contract/rule.ts";
import type { Found } from "./found.ts";

/** Whether a rule that explains it better may take over what is found. */
export function givesWay({ rule, violation }: Found): boolean {
  return rule.givesWay === true && violation.admission !== undefined;
}

/** The refusals that rules explain: a refusal is reported once, and a rule that gives way keeps silent about it. */
export class Explained {
  readonly #of = new Map<Manifest, Set<string>>();

  note({ rule, violation: { admission, at }, rest }: Found): void {
    if (rule.givesWay === true || admission === undefined) return;
    let keys = this.#of.get(at.manifest);
    if (keys === undefined) {
      keys = new Set();
      this.#of.set(at.manifest, keys);
    }
    keys.add(keyOf(admission));
    for (const other of rest?.explained ?? []) keys.add(keyOf(other));
  }

  /** Those that no other rule explains. */
  left(yielding: readonly Found[]): readonly Found[] {
    if (this.#of.size === 0) return yielding;
    return yielding.filter(({ violation: { admission, at } }) => {
      return admission === undefined || this.#of.get(at.manifest)?.has(keyOf(admission)) !== true;
    });
  }
}

function keyOf({ type, field }: AdmissionRefusal): string {
  return `${type} ${field}`;
}
