import { operandsOf } from "../render/parse/operands.ts";
import type { Node } from "../render/parse/syntax.ts";

/** A value that an action names in full: `.Values.a.b` is `a`, `b`. */
export interface WrittenRead {
  readonly path: readonly string[];
  /** As it is written. */
  readonly source: string;
  /** An offset inside of it or at its end. */
  readonly at: number;
}

export function* writtenReads(nodes: readonly Node[]): Generator<WrittenRead> {
  for (const operand of operandsOf(nodes)) {
    if (!("fields" in operand)) continue;
    const from = operand.fields.lastIndexOf("Values") + 1;
    if (from === 0 || from === operand.fields.length) continue;
    yield { path: operand.fields.slice(from), source: operand.source, at: operand.at };
  }
}
