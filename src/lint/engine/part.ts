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
 * A part of an input that is parted while it is read: each release goes to the part that has the least so far, so that
 * all who read the same bytes part them alike.
 */
export function partOnTheWay(index: number, count: number): Part {
  const loads = new Array<number>(count).fill(0);
  let sizes = "";
  return {
    index,
    count,
    knowsPlugins: true,
    owns: (documents) => {
      const size = lengthOf(documents);
      let least = 0;
      for (const [at, load] of loads.entries()) if (load < (loads[least] ?? 0)) least = at;
      loads[least] = (loads[least] ?? 0) + size;
      sizes = hash(`${sizes} ${size}`);
      return least + 1 === index;
    },
    inputSum: () => sizes,
  };
}
