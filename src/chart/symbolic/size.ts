import type { Text, Value } from "./value.ts";

/** So many characters of known text weigh as much as one node. */
const charactersPerNode = 64;

/**
 * How many nodes a value or a text has once everything that it holds more than once is counted each time: what walking
 * it costs. Counts up to `limit` and stops there. Without recursion, because what is measured may be nested in any depth.
 */
export function sizeUpTo(limit: number, root: Value | Text): number {
  const open: (Value | Text)[] = [root];
  let size = 0;
  for (let one = open.pop(); one !== undefined && size < limit; one = open.pop()) {
    size++;
    switch (one.kind) {
      case "constant":
        if (typeof one.value === "string") size += one.value.length / charactersPerNode;
        break;
      case "literal":
        size += one.text.length / charactersPerNode;
        break;
      case "values":
        size += one.path.length;
        for (const read of one.reads ?? []) open.push(read.value);
        break;
      case "text":
      case "call":
        if ("text" in one) open.push(one.text);
        else for (const operand of one.operands) open.push(operand);
        break;
      case "hole":
        open.push(one.value);
        break;
      case "sequence":
        for (const part of one.parts) open.push(part);
        break;
      case "alternatives":
        for (const option of one.options) {
          size += option.guards.length;
          open.push(option.text);
        }
        break;
      case "choice":
        for (const option of one.options) {
          size += option.guards.length;
          open.push(option.value);
        }
        break;
      case "map":
      case "list":
        for (const part of one.parts) {
          size += part.guards.length;
          if (part.kind === "entry") open.push(part.key);
          open.push(part.value);
        }
        break;
      case "merged":
        for (const layer of one.layers) open.push(layer);
        break;
      case "picked":
      case "omitted":
        size += one.keys.length;
        open.push(one.base);
        break;
      case "context":
        for (const { key, value } of one.added) open.push(key, value);
    }
  }
  return size;
}

/** What reading all templates of one chart may cost, in nodes walked. The largest public charts tried take 1,500,000. */
const mostWork = 4_000_000;

/** Counts the work of a whole chart, however many of its templates are read. */
export class Work {
  #left = mostWork;

  get isUsedUp(): boolean {
    return this.#left <= 0;
  }

  spend(nodes: number): void {
    this.#left -= nodes;
  }
}
