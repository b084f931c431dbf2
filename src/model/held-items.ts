/** Some of a long list, in its order: thousands of sets may each hold thousands. */
export interface HeldItems<Item> {
  items(): readonly Item[];
}

/** Fewer are held as they are: more than objects beside a set have in charts. */
const mostListed = 64;
/** So many can be told apart by two bytes. */
const mostShort = 1 << 16;

/** Holds the items at these places of a list that does not change: of many the places alone, in two or four bytes each. */
export function heldItems<Item>(list: readonly Item[], places: readonly number[]): HeldItems<Item> {
  if (places.length <= mostListed) {
    const items = itemsAt(list, places);
    return { items: () => items };
  }
  const held = list.length <= mostShort ? Uint16Array.from(places) : Uint32Array.from(places);
  return { items: () => itemsAt(list, held) };
}

function itemsAt<Item>(list: readonly Item[], places: ArrayLike<number>): readonly Item[] {
  const items: Item[] = [];
  for (let index = 0; index < places.length; index++) items.push(list[places[index] ?? 0] as Item);
  return items;
}
