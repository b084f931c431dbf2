import type { Manifest } from "../../read/document.ts";
import type { AdmissionRefusal } from "../contract/rule.ts";
import type { Found } from "./inquiry.ts";

/** Whether a rule that explains it better may take over what is found. */
export function givesWay({ rule, violation }: Found): boolean {
  return rule.givesWay === true && violation.admission !== undefined;
}

/** The refusals that rules explain: a refusal is reported once, and a rule that gives way keeps silent about it. */
export class Explained {
  readonly #of = new Map<Manifest, Set<string>>();

  note({ rule, violation: { admission, at } }: Found): void {
    if (rule.givesWay === true || admission === undefined) return;
    const keys = this.#of.get(at.manifest);
    if (keys === undefined) this.#of.set(at.manifest, new Set([keyOf(admission)]));
    else keys.add(keyOf(admission));
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
