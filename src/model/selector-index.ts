import { asksForOneValue, type Labels, type Requirement, type Selector } from "./selector.ts";

/** Whether a key can be looked up in the labels as written: controllers add others. */
export type IsWritten = (key: string) => boolean;

/** A label as one word; no key holds a zero byte. */
const wordOf = (key: string, value: string | undefined): string => `${key}\0${value}`;

/** What an index goes by: the requirement of one value, of a label that is written. */
const isPlain = (requirement: Requirement, isWritten: IsWritten): boolean =>
  asksForOneValue(requirement) && isWritten(requirement.key);

/**
 * Objects with a selector, found by the labels that it may fit, without a try of each: every selector is kept under
 * the one of its labels that the fewest others ask for.
 */
export class SelectorIndex<Item> {
  readonly #items: readonly Item[];
  readonly #byLabel = new Map<string, number[]>();
  /** Those that ask for no label in particular. */
  readonly #others: number[] = [];

  constructor(items: readonly Item[], selectorOf: (item: Item) => Selector | undefined, isWritten: IsWritten) {
    this.#items = items;
    const wordsOf = (item: Item): string[] =>
      (selectorOf(item)?.requirements ?? [])
        .filter((one) => isPlain(one, isWritten))
        .map(({ key, values }) => wordOf(key, values[0]));
    const words = items.map(wordsOf);
    const asked = new Map<string, number>();
    for (const word of words.flat()) asked.set(word, (asked.get(word) ?? 0) + 1);
    words.forEach((own, index) => {
      if (selectorOf(items[index] as Item) === undefined) return;
      const [first, ...rest] = own;
      if (first === undefined) this.#others.push(index);
      else {
        const rarest = rest.reduce(
          (one, other) => ((asked.get(other) ?? 0) < (asked.get(one) ?? 0) ? other : one),
          first,
        );
        const same = this.#byLabel.get(rarest);
        if (same === undefined) this.#byLabel.set(rarest, [index]);
        else same.push(index);
      }
    });
  }

  /** In their own order, those whose selector may fit these labels; whether it does is for the caller to ask. */
  mayFit(labels: Labels): readonly Item[] {
    const found = [...this.#others];
    for (const [key, value] of labels)
      for (const index of this.#byLabel.get(wordOf(key, value)) ?? []) found.push(index);
    return found.sort((one, other) => one - other).map((index) => this.#items[index] as Item);
  }
}

/** Objects with labels, found by a selector that may fit them, without a try of each. */
export class LabelIndex<Item> {
  readonly #items: readonly Item[];
  readonly #isWritten: IsWritten;
  readonly #byLabel = new Map<string, Item[]>();

  constructor(items: readonly Item[], labelsOf: (item: Item) => Labels, isWritten: IsWritten) {
    this.#items = items;
    this.#isWritten = isWritten;
    for (const item of items) {
      for (const [key, value] of labelsOf(item)) {
        const word = wordOf(key, value);
        const same = this.#byLabel.get(word);
        if (same === undefined) this.#byLabel.set(word, [item]);
        else same.push(item);
      }
    }
  }

  /** In their own order, those that the selector may fit; whether it does is for the caller to ask. */
  mayHave({ requirements }: Selector): readonly Item[] {
    let fewest = this.#items;
    for (const requirement of requirements) {
      if (!isPlain(requirement, this.#isWritten)) continue;
      const having = this.#byLabel.get(wordOf(requirement.key, requirement.values[0])) ?? [];
      if (having.length < fewest.length) fewest = having;
    }
    return fewest;
  }
}
