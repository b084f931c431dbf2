import type { Manifest } from "../../read/document.ts";
import type { Finding } from "../contract/finding.ts";
import type { AnyRule, Violation } from "../contract/rule.ts";
import type { Found, Rest } from "./found.ts";
import { givesWay } from "./taken-over.ts";

/** So much of what one rule says about one resource is listed, more than anybody reads; the rest is counted. */
export const mostOfOne = 1_000;

/** Which suppression covers the line of what is found, told by whoever knows them: what it covers is counted apart. */
export type CoverOfLine = (found: Found) => object | undefined;

/**
 * Keeps what is listed of all that rules find. Of one rule and resource the first things found are; of the rest one of
 * each kind, which stands for the others of its kind: they are neither located nor held. What only the whole input
 * decides is listed in any case, and so is, until that is known, what another rule may explain better.
 */
export class Listing {
  readonly #coverOf: CoverOfLine;
  #rule: AnyRule | undefined;
  #manifest: Manifest | undefined;
  #count = 0;
  /** By what covers their lines, and by kind. */
  #rests = new Map<object | undefined, Map<string, Rest>>();

  constructor(coverOf: CoverOfLine) {
    this.#coverOf = coverOf;
  }

  /** What is found, as it is listed; undefined where another stands for it. What is said of one resource comes together. */
  take(found: Found): Found | undefined {
    if (found.violation.question !== undefined || givesWay(found)) return found;
    return this.#listed(found);
  }

  /** The same of what no other rule explains. */
  unexplained(yielding: readonly Found[]): readonly Found[] {
    return yielding.length <= mostOfOne ? yielding : yielding.flatMap((found) => this.#listed(found) ?? []);
  }

  #listed(found: Found): Found | undefined {
    const { rule, violation } = found;
    const { manifest } = violation.at;
    if (manifest !== this.#manifest || rule !== this.#rule) {
      this.#manifest = manifest;
      this.#rule = rule;
      this.#count = 0;
      if (this.#rests.size > 0) this.#rests = new Map();
    }
    if (this.#count++ < mostOfOne) return found;
    const cover = this.#coverOf(found);
    let kinds = this.#rests.get(cover);
    if (kinds === undefined) {
      kinds = new Map();
      this.#rests.set(cover, kinds);
    }
    const kind = kindOf(violation);
    const rest = kinds.get(kind);
    if (rest === undefined) {
      const first: Rest = { more: 0, explained: [] };
      kinds.set(kind, first);
      return { ...found, rest: first };
    }
    rest.more++;
    if (violation.admission !== undefined) rest.explained.push(violation.admission);
    return undefined;
  }
}

/** All by which a reader, or an exit status, tells findings of one rule and resource apart, their places and words aside. */
function kindOf({ message, severity, confidence, assumesWhole, versions }: Violation): string {
  return [message, severity, confidence, assumesWhole, versions?.join()].join(" ");
}

/** The finding that stands for so many more. */
export function standingFor(finding: Finding, more: number): Finding {
  const which = more === 1 ? "one more such finding" : `${more} more such findings`;
  const message = `${finding.message} (and ${which} about this resource, counted and not listed)`;
  return { ...finding, message, more };
}
