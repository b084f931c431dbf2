import type { Command, Node, Operand, Pipe } from "./syntax.ts";

/** Anything that a template's tree is made of. */
type Part = Node | Pipe | Command | Operand;

/** All parts of a template, in no order. Without recursion: templates may nest in any depth. */
export function* partsOf(nodes: readonly Node[]): Generator<Part> {
  const open: Part[] = [...nodes];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    yield one;
    if ("commands" in one) for (const command of one.commands) open.push(command);
    if ("rest" in one) open.push(one.first, ...one.rest);
    if ("operand" in one) open.push(one.operand);
    if ("pipe" in one && one.pipe !== undefined) open.push(one.pipe);
    if ("body" in one) {
      for (const node of one.body) open.push(node);
      for (const node of one.otherwise ?? []) open.push(node);
    }
  }
}

/** Every operand of a template, those in parentheses among them. */
export function* operandsOf(nodes: readonly Node[]): Generator<Operand> {
  for (const one of partsOf(nodes)) if ("source" in one) yield one;
}

/** The names of the templates that a template includes, as far as they are written out. */
export function* includedIn(nodes: readonly Node[]): Generator<string> {
  for (const one of partsOf(nodes)) {
    if (!("kind" in one)) continue;
    if (one.kind === "template") yield one.name;
    // The name is a literal wherever one is included by its own name; which texts are names is for the caller to see.
    if (one.kind === "text" && "value" in one) yield one.value;
  }
}
