import { mostTold } from "./field-review.ts";

/** Adds what is told to a list, up to one more than is told of one object: that one says that there are more. */
export function append(list: string[], more: readonly string[]): void {
  // Item by item: a call takes no hundred thousand arguments.
  for (const one of more) {
    if (list.length > mostTold) return;
    list.push(one);
  }
}
