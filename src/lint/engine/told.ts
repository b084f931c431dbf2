import type { Manifest } from "../../read/document.ts";
import type { Finding } from "../contract/finding.ts";
import type { AnyRule } from "../contract/rule.ts";
import type { Found, Rest } from "./found.ts";
import { Explained, givesWay } from "./taken-over.ts";

/** A finding of which it is not known yet whether something suppresses it. */
export interface Told {
  readonly rule: AnyRule;
  readonly manifest: Manifest;
  readonly assumesWhole: boolean;
  readonly finding: Finding;
  readonly rest?: Rest | undefined;
}

/**
 * What rules found in one release, or in one upgrade: most of it is located at once, so that of thousands of sets only the
 * findings are held. What only the whole input decides stays as it is, and so does what another rule may explain better.
 */
export class FoundTogether {
  readonly explained = new Explained();
  readonly #told: Told[] = [];
  readonly #open: Found[] = [];
  readonly #yielding: Found[] = [];
  readonly #locate: (found: Found) => Finding | undefined;

  constructor(locate: (found: Found) => Finding | undefined) {
    this.#locate = locate;
  }

  add(found: Found): void {
    this.explained.note(found);
    if (found.violation.question !== undefined) this.#open.push(found);
    else if (givesWay(found)) this.#yielding.push(found);
    else this.#tell(found);
  }

  #tell(found: Found): void {
    const finding = this.#locate(found);
    if (finding === undefined) return;
    const { rule, violation, rest } = found;
    const { assumesWhole = false, at } = violation;
    this.#told.push({ rule, manifest: at.manifest, assumesWhole, finding, rest });
  }

  /** Of a rule that failed, nothing is told. */
  without(failed: ReadonlySet<AnyRule>): {
    readonly told: readonly Told[];
    readonly open: readonly Found[];
    readonly yielding: readonly Found[];
  } {
    const all = { told: this.#told, open: this.#open, yielding: this.explained.left(this.#yielding) };
    if (failed.size === 0) return all;
    const held = ({ rule }: { readonly rule: AnyRule }): boolean => !failed.has(rule);
    return { told: all.told.filter(held), open: all.open.filter(held), yielding: all.yielding.filter(held) };
  }
}
