import { compareBytes } from "../../../src/chart/render/functions/bytes.ts";
import { RenderError } from "../../../src/chart/render/render-error.ts";
import { type Command, renderSets, renderValues } from "./command.ts";
import type { Node } from "./nodes.ts";
import { proveEach } from "./prove.ts";
import { areAsExpected, type Named, NamedPlaces, NoAction, withTokens } from "./rename.ts";

/** How many nodes there are of a kind, and how many moved as they should. */
interface Count {
  nodes: number;
  moved: number;
}

/** What became of the nodes of one command: those that are literal text, and those that an action printed whole. */
export interface Outcome {
  readonly written: Count;
  readonly printed: Count;
  /** How many nodes each set has. */
  readonly sets: readonly number[];
  /** Nodes that did not move as they should, each in a line. */
  readonly failures: string[];
}

export function label({ path, trace }: Node): string {
  const place =
    trace === undefined ? "no trace" : `${trace.template.file}:${trace.template.line}:${trace.template.column}`;
  return `${path.join(".")} at ${place}${trace?.exactness === "none" ? " (none)" : ""}`;
}

/**
 * Puts a token before each node's key, or has the action that is named for it print one there, all at once: where that
 * gives what each alone should, it is proved for all of them, and where it does not, halves are tried until single
 * places are left. A node without a place has failed.
 */
export function renameAll(command: Command): Outcome {
  const sets = renderSets(command);
  const places = new NamedPlaces(sets, command.files);
  const outcome: Outcome = {
    written: { nodes: 0, moved: 0 },
    printed: { nodes: 0, moved: 0 },
    sets: sets.map(({ nodes }) => nodes.length),
    failures: [],
  };
  const countOf = ({ isPrinted }: { isPrinted: boolean }) => (isPrinted ? outcome.printed : outcome.written);
  for (const node of sets.flatMap((set) => set.nodes)) {
    countOf(node).nodes++;
    if (places.at(node) === undefined) outcome.failures.push(`${label(node)}: no place`);
  }
  const works = (active: readonly Named[]): string | undefined => {
    try {
      const found = renderValues(command, withTokens(command, active));
      return areAsExpected(sets, places, new Set(active), found) ? undefined : "something else moved, or it did not";
    } catch (error) {
      if (error instanceof RenderError) return `${error.kind}: ${error.message.slice(0, 100)}`;
      if (error instanceof NoAction) return "the place is no action";
      throw error;
    }
  };
  proveEach(
    [...places.all].sort((one, other) => compareBytes(one.file, other.file) || one.offset - other.offset),
    works,
    (named) => {
      countOf(named).moved += named.nodes.length;
    },
    (named, why) => {
      for (const node of named.nodes)
        outcome.failures.push(`${label(node)} [${named.isPrinted ? "printed " : ""}${named.form}]: ${why}`);
    },
  );
  return outcome;
}
