/** How many items of a list hold, where those that hold stand before all others: found by halving. */
export function countHolding<Item>(list: readonly Item[], holds: (item: Item) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(list[middle] as Item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
