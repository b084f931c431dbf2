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
