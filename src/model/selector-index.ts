import { MostlySingle } from "./grouped.ts";
import { type HeldItems, heldItems } from "./held-items.ts";
import { type Asked, askedFor, wordOf } from "./pod-words.ts";
import type { Selector } from "./selector.ts";
import type { Tries } from "./tries.ts";
import type { Workload } from "./workload.ts";

/** Selectors of more objects than this are read again for each try: to hold them all takes room. */
const mostKept = 10_000;

/**
 * Objects with a selector, found by the pods that they select, without a try of each: every selector is kept under what
 * the fewest others ask for of all that it asks for.
 */
export class SelectorIndex<Item> {
  readonly #items: readonly Item[];
  readonly #selectorOf: (item: Item) => Selector | undefined;
  readonly #kept: readonly (Selector | undefined)[] | undefined;
  readonly #byLabel = new MostlySingle<string, number>();
  readonly #bySet = new MostlySingle<string, number>();
  /** Those that can be looked up by nothing they ask for. */
  readonly #others: number[] = [];
  readonly #tries: Tries;

  constructor(items: readonly Item[], selectorOf: (item: Item) => Selector | undefined, tries: Tries) {
    this.#items = items;
    this.#tries = tries;
    this.#selectorOf = selectorOf;
    if (items.length <= mostKept) this.#kept = items.map(selectorOf);
    const askers = new Map<string, number>();
    for (const index of items.keys())
      for (const { label } of this.#askedBy(index) ?? []) askers.set(label, (askers.get(label) ?? 0) + 1);
    for (const index of items.keys()) this.#place(index, ({ label }) => askers.get(label) ?? 0);
  }

  #place(index: number, askersOf: (asked: Asked) => number): void {
    const asked = this.#askedBy(index);
    if (asked === undefined) return;
    const [first, ...rest] = asked;
    if (first === undefined) {
      this.#others.push(index);
      return;
    }
    const { label, set } = rest.reduce((one, other) => (askersOf(other) < askersOf(one) ? other : one), first);
    this.#byLabel.add(label, index);
    if (set !== undefined) this.#bySet.add(set, index);
  }

  #askedBy(index: number): readonly Asked[] | undefined {
    return this.#selectorAt(index)?.requirements.flatMap((one) => askedFor(one) ?? []);
  }

  #selectorAt(index: number): Selector | undefined {
    return this.#kept === undefined ? this.#selectorOf(this.#items[index] as Item) : this.#kept[index];
  }

  /** In their own order, those whose selector fits pods of a workload, in whichever namespace they are. */
  *selecting(workload: Workload): Generator<Item, void, undefined> {
    for (const index of this.#placesSelecting(workload)) yield this.#items[index] as Item;
  }

  /** Those of them that pass, for whoever asks again. */
  held(workload: Workload, passes: (item: Item) => boolean): HeldItems<Item> {
    const places: number[] = [];
    for (const index of this.#placesSelecting(workload)) if (passes(this.#items[index] as Item)) places.push(index);
    return heldItems(this.#items, places);
  }

  *#placesSelecting(workload: Workload): Generator<number, void, undefined> {
    const lists: (readonly number[])[] = [this.#others];
    for (const [key, value] of workload.pod.labels) lists.push(this.#byLabel.under(wordOf(key, value)));
    if (workload.kind === "StatefulSet") lists.push(this.#bySet.under(workload.name));
    for (const index of ascending(lists.filter(({ length }) => length > 0))) {
      const selector = this.#selectorAt(index);
      this.#tries.spend(Math.max(1, selector?.requirements.length ?? 0));
      if (selector !== undefined && workload.isSelectedBy(selector)) yield index;
    }
  }
}

/** The numbers of lists that ascend, each once: whoever needs the first ones does not pay for all. */
function* ascending(lists: readonly (readonly number[])[]): Generator<number, void, undefined> {
  const places = lists.map(() => 0);
  for (;;) {
    let least = Number.POSITIVE_INFINITY;
    for (const [at, place] of places.entries()) least = Math.min(least, lists[at]?.[place] ?? least);
    if (least === Number.POSITIVE_INFINITY) return;
    for (const [at, place] of places.entries()) if (lists[at]?.[place] === least) places[at] = place + 1;
    yield least;
  }
}

/** What makes pods, found by a selector that may fit them, without a try of each. */
export class PodIndex<Item extends Workload> {
  readonly #items: readonly Item[];
  readonly #byLabel = new MostlySingle<string, Item>();
  #sets: MostlySingle<string, Item> | undefined;
  #places: ReadonlyMap<Item, number> | undefined;

  constructor(items: readonly Item[]) {
    this.#items = items;
    for (const item of items) for (const [key, value] of item.pod.labels) this.#byLabel.add(wordOf(key, value), item);
  }

  /** In their own order, those that the selector may fit; whether it does is for the caller to ask. */
  mayHave({ requirements }: Selector): readonly Item[] {
    let fewest = this.#items;
    for (const requirement of requirements) {
      const asked = askedFor(requirement);
      if (asked === undefined) continue;
      const having = this.#having(asked);
      if (having.length < fewest.length) fewest = having;
    }
    return fewest;
  }

  #having({ label, set }: Asked): readonly Item[] {
    const labelled = this.#byLabel.under(label);
    if (set === undefined) return labelled;
    const named = this.#setsNamed(set);
    if (labelled.length === 0) return named;
    this.#places ??= new Map(this.#items.map((item, place) => [item, place]));
    const places = this.#places;
    const placeOf = (item: Item): number => places.get(item) ?? 0;
    return [...new Set([...labelled, ...named])].sort((one, other) => placeOf(one) - placeOf(other));
  }

  #setsNamed(name: string): readonly Item[] {
    if (this.#sets === undefined) {
      this.#sets = new MostlySingle();
      for (const item of this.#items) if (item.kind === "StatefulSet") this.#sets.add(item.name, item);
    }
    return this.#sets.under(name);
  }
}
