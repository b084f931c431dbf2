/** What has a key in common, in order of appearance. */
export function grouped<Key, Item>(pairs: readonly (readonly [Key, Item])[]): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const [key, item] of pairs) addTo(groups, key, item);
  return groups;
}

/** As {@link grouped}, each item having one key. */
export function groupedBy<Key, Item>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, readonly Item[]> {
  return grouped(items.map((item) => [keyOf(item), item] as const));
}

/** Adds an item to those of its key. */
export function addTo<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const same = map.get(key);
  if (same === undefined) map.set(key, [item]);
  else same.push(item);
}

/** Lists by key of which most hold one item: of thousands, that one stands for its list. */
export class MostlySingle<Key, Item> {
  readonly #lists = new Map<Key, Item | Many<Item>>();

  add(key: Key, item: Item): void {
    const same = this.#lists.get(key);
    if (same instanceof Many) same.items.push(item);
    else this.#lists.set(key, same === undefined ? item : new Many([same, item]));
  }

  under(key: Key): readonly Item[] {
    const same = this.#lists.get(key);
    if (same instanceof Many) return same.items;
    return same === undefined ? [] : [same];
  }
}

class Many<Item> {
  readonly items: Item[];

  constructor(items: Item[]) {
    this.items = items;
  }
}
