import { chartOf } from "../../model/namespace.ts";
import type { Document } from "../../read/document.ts";
import { OptionError } from "../contract/options.ts";
import { hash } from "./hash.ts";
import { lengthOf, type Partition } from "./partition.ts";

/** One part of an input, seen by one that reads all of it and lints what is its own. */
export interface Part {
  /** From 1. */
  readonly index: number;
  readonly count: number;
  /** Whether whoever joins the parts has the rules of plugins, too. */
  readonly knowsPlugins: boolean;
  /** Whether a release is this part's; called once for each, in the order of the input. */
  owns(release: readonly Document[]): boolean;
  /** What tells this input from others, once all of it was read. */
  inputSum(): string;
}

const hasChanged = "the input changed while it was read: run again";

/** A part of an input that was read and parted before. Throws {@link OptionError} where it is no longer the same. */
export function partOf({ count, input, releases }: Partition, index: number): Part {
  let at = 0;
  return {
    index,
    count,
    knowsPlugins: false,
    owns: (documents) => {
      const known = releases[at++];
      if (known?.size !== lengthOf(documents)) throw new OptionError(hasChanged);
      return known.owner === index;
    },
    inputSum: () => {
      if (at !== releases.length) throw new OptionError(hasChanged);
      return input;
    },
  };
}

/**
 * A part of an input that is parted while it is read, so that all who read the same bytes part them alike. Releases of one
 * chart go to one part, where what they have in common is parsed and admitted once, as long as it has not much more
 * than the others; else each goes to the part that has the least so far.
 */
export function partOnTheWay(index: number, count: number): Part {
  const loads = new Array<number>(count).fill(0);
  const homes = new Map<string, number>();
  let total = 0;
  let sizes = "";
  return {
    index,
    count,
    knowsPlugins: true,
    owns: (documents) => {
      const size = lengthOf(documents);
      const least = loads.indexOf(Math.min(...loads));
      const chart = likenessOf(documents);
      const home = homes.get(chart) ?? least;
      const isFull = (loads[home] ?? 0) > (loads[least] ?? 0) + mostAhead + total / partAhead;
      const owner = isFull ? least : home;
      homes.set(chart, owner);
      loads[owner] = (loads[owner] ?? 0) + size;
      total += size;
      sizes = hash(`${sizes} ${size}`);
      return owner + 1 === index;
    },
    inputSum: () => sizes,
  };
}

/** How much more text than the least a part may have and still get more, in UTF-16 units, and in parts of all. */
const mostAhead = 1 << 18;
const partAhead = 32;

/** What releases of one chart have in common: where the first document comes from, and what it is called. */
function likenessOf([first]: readonly Document[]): string {
  const { kind = "", name = "" } = first?.header ?? {};
  return `${chartOf(first?.source) ?? ""}/${kind}/${name}`;
}
