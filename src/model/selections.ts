import type { Manifest } from "../read/document.ts";
import { together } from "./namespace.ts";
import type { Selector } from "./selector.ts";
import type { PodIndex } from "./selector-index.ts";
import type { Tries } from "./tries.ts";
import type { Workload } from "./workload.ts";

/** So many are tried faster than an answer is looked up. */
const few = 16;
/** More answers that each name many are not held. */
const mostRemembered = 100;

/** What selectors fit among the workloads of one index: where many fit, those who ask mostly ask alike. */
export class Selections<Item extends Workload> {
  readonly #index: PodIndex<Item>;
  readonly #tries: Tries;
  readonly #answers = new Map<string, readonly Item[]>();

  constructor(index: PodIndex<Item>, tries: Tries) {
    this.#index = index;
    this.#tries = tries;
  }

  /** Those that a selector fits and that are, or may be, in the namespace of `asker`. */
  of(selector: Selector, asker: Manifest): readonly Item[] {
    const candidates = this.#index.mayHave(selector);
    const select = () => {
      this.#tries.spend(candidates.length * Math.max(1, selector.requirements.length));
      return candidates.filter((one) => together(one.manifest, asker) && one.isSelectedBy(selector));
    };
    if (candidates.length <= few) return select();
    const question = `${asker.namespace ?? ""}\n${JSON.stringify(selector.requirements)}`;
    const selected = this.#answers.get(question) ?? select();
    if (this.#answers.size > mostRemembered) this.#answers.clear();
    this.#answers.set(question, selected);
    return selected;
  }
}
