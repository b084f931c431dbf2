import { compareBytes } from "../../../src/chart/render/functions/bytes.ts";
import { RenderError } from "../../../src/chart/render/render-error.ts";
import { type Command, renderSets, renderValues } from "./command.ts";
import type { Node } from "./nodes.ts";
import { proveEach } from "./prove.ts";
import { areAsExpected, type Named, NamedPlaces, withTokens } from "./rename.ts";

/** What became of the nodes of one command. */
export interface Outcome {
  nodes: number;
  moved: number;
  /** Nodes that did not move as they should, each in a line. */
  readonly failures: string[];
  /** Nodes that an action printed with their keys, which no token can be put before: they are tested by emptying the action. */
  readonly printed: Node[];
}

export function label({ path, trace }: Node): string {
  const place =
    trace === undefined ? "no trace" : `${trace.template.file}:${trace.template.line}:${trace.template.column}`;
  return `${path.join(".")} at ${place}${trace?.exactness === "none" ? " (none)" : ""}`;
}

/**
 * Puts a token before each node's key, all at once: where that gives what each alone should, it is proved for all of
 * them, and where it does not, halves are tried until single places are left.
 */
export function renameAll(command: Command): Outcome {
  const sets = renderSets(command);
  const places = new NamedPlaces(sets, command.files);
  const nodes = sets.flatMap((set) => set.nodes);
  const outcome: Outcome = { nodes: 0, moved: 0, failures: [], printed: [] };
  for (const node of nodes) {
    if (node.form === "printed" && node.trace !== undefined && node.trace.exactness !== "none") {
      outcome.printed.push(node);
      continue;
    }
    outcome.nodes++;
    if (places.at(node) === undefined) outcome.failures.push(`${label(node)}: no place`);
  }
  const works = (active: readonly Named[]): string | undefined => {
    try {
      const found = renderValues(command, withTokens(command, active));
      return areAsExpected(sets, places, new Set(active), found) ? undefined : "something else moved, or it did not";
    } catch (error) {
      if (error instanceof RenderError) return `${error.kind}: ${error.message.slice(0, 100)}`;
      throw error;
    }
  };
  proveEach(
    [...places.all].sort((one, other) => compareBytes(one.file, other.file) || one.offset - other.offset),
    works,
    ({ nodes: moved }) => {
      outcome.moved += moved.length;
    },
    ({ nodes: unmoved }, why) => {
      for (const node of unmoved) outcome.failures.push(`${label(node)} [${node.form}]: ${why}`);
    },
  );
  return outcome;
}
