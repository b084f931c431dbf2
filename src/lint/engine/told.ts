import type { Manifest } from "../../read/document.ts";
import type { Finding } from "../contract/finding.ts";
import type { AnyRule } from "../contract/rule.ts";
import type { Found, Rest } from "./found.ts";
import { Explained, givesWay } from "./taken-over.ts";

/** A finding of which it is not known yet whether something suppresses it. */
export interface Told {
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
  /** What is told, each finding with what it is about, and beside it what hardly any has: there may be very many. */
  readonly #findings: Finding[] = [];
  readonly #manifests: Manifest[] = [];
  readonly #more = new Map<Finding, Pick<Told, "assumesWhole" | "rest">>();
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
    const { violation, rest } = found;
    const { assumesWhole = false, at } = violation;
    this.#findings.push(finding);
    this.#manifests.push(at.manifest);
    if (assumesWhole || rest !== undefined) this.#more.set(finding, { assumesWhole, rest });
  }

  /** What is told, one after another, but for what rules said that failed. */
  *told(failed: ReadonlySet<AnyRule>): Generator<Told, void> {
    const ids = new Set([...failed].map(({ id }) => id));
    for (const [index, finding] of this.#findings.entries()) {
      const manifest = this.#manifests[index];
      if (manifest === undefined || ids.has(finding.rule)) continue;
      const { assumesWhole = false, rest } = this.#more.get(finding) ?? {};
      yield { manifest, assumesWhole, finding, rest };
    }
  }

  /** The rest, in the same way. */
  left(failed: ReadonlySet<AnyRule>): {
    readonly open: readonly Found[];
    readonly yielding: readonly Found[];
  } {
    const all = { open: this.#open, yielding: this.explained.left(this.#yielding) };
    if (failed.size === 0) return all;
    const held = ({ rule }: { readonly rule: AnyRule }): boolean => !failed.has(rule);
    return { open: all.open.filter(held), yielding: all.yielding.filter(held) };
  }
}
