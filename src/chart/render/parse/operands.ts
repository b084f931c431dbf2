import type { Node, Operand, Pipe } from "./syntax.ts";

/** Every operand of a template, those in parentheses among them. Without recursion: templates may nest in any depth. */
export function* operandsOf(nodes: readonly Node[]): Generator<Operand> {
  const open: (Node | Pipe | Operand)[] = [...nodes];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if ("commands" in one) {
      for (const { first, rest } of one.commands) open.push(first, ...rest);
      continue;
    }
    if ("source" in one) {
      yield one;
      if (one.kind === "chain") open.push(one.operand);
    }
    if ("pipe" in one && one.pipe !== undefined) open.push(one.pipe);
    if ("body" in one) {
      for (const node of one.body) open.push(node);
      for (const node of one.otherwise ?? []) open.push(node);
    }
  }
}
