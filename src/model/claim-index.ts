import { MostlySingle } from "./grouped.ts";
import { beforeOrdinal } from "./ordinal-names.ts";
import type { StatefulSetView } from "./statefulset.ts";

/** Things by the name of a claim that each has, found by the sets whose pods may mount it. */
export class ClaimIndex<Item> {
  readonly #items: readonly Item[];
  readonly #byName = new MostlySingle<string, number>();
  /** By what stands before the ordinal. */
  readonly #byStem = new MostlySingle<string, number>();

  constructor(items: readonly Item[], claimsOf: (item: Item) => readonly string[]) {
    this.#items = items;
    items.forEach((item, index) => {
      for (const claim of claimsOf(item)) {
        this.#byName.add(claim, index);
        this.#byStem.add(beforeOrdinal(claim), index);
      }
    });
  }

  /** In their own order, those with a claim that a set names, or that may be of one of its claim templates. */
  mountedBy(set: StatefulSetView): readonly Item[] {
    const found = new Set<number>();
    for (const { claimName } of set.namedClaims) for (const index of this.#byName.under(claimName)) found.add(index);
    for (const { name } of set.claimTemplates)
      for (const index of this.#byStem.under(`${name}-${set.name}`)) found.add(index);
    return [...found].sort((one, other) => one - other).map((index) => this.#items[index] as Item);
  }
}
