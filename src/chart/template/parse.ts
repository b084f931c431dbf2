import { parsePipe } from "./pipe.ts";
import type { BranchNode, Define, Node, ParsedTemplate, Pipe, SyntaxProblem } from "./syntax.ts";
import { type Token, tokenize } from "./token.ts";

/** Blocks nested deeper than this are refused: no chart nests so deep, and what walks the tree recurses. */
const deepestNesting = 100;

interface OpenBlock {
  readonly kind: BranchNode["kind"] | "define" | "block";
  readonly start: number;
  readonly pipe?: Pipe;
  readonly name?: string;
  readonly body: Node[];
  readonly otherwise: Node[];
  /** What receives the block's nodes now: its body, or what follows `else`. */
  target: Node[];
  /** What receives the finished block. */
  readonly into: Node[];
  elseSeen: boolean;
  /** Opened by `else if` or `else with`: closed by the `end` of the block around it. */
  readonly chained: boolean;
}

/**
 * Reads a template file into its tree. An error is a value with its place, and the tree then holds what came before.
 * Mirrors text/template/parse: what Go refuses is refused, except that functions and variables are not checked.
 */
export function parseTemplate(source: string): ParsedTemplate {
  const { tokens, problem } = tokenize(source);
  const body: Node[] = [];
  const defines: Define[] = [];
  const open: OpenBlock[] = [];
  let found: SyntaxProblem | undefined;
  let at = 0;
  while (found === undefined && at < tokens.length) {
    const token = tokens[at];
    if (token === undefined || token.kind === "end") break;
    const target = open.at(-1)?.target ?? body;
    if (token.kind === "text") {
      target.push({ kind: "text", start: token.start, end: token.end, text: token.text });
      at++;
      continue;
    }
    let close = at + 1;
    while (close < tokens.length && tokens[close]?.kind !== "close") close++;
    const last = tokens[close];
    if (last === undefined) break;
    const inside = tokens.slice(at + 1, close).filter((one) => one.kind !== "comma");
    found = readAction({ inside, start: token.start, end: last.end, target, open, defines });
    at = close + 1;
  }
  found ??= problem;
  const left = open[0];
  if (found === undefined && left !== undefined) {
    found = { offset: left.start, message: `the ${left.kind} that begins here has no end` };
  }
  return found === undefined ? { body, defines } : { body, defines, problem: found };
}

interface Action {
  readonly inside: readonly Token[];
  readonly start: number;
  readonly end: number;
  readonly target: Node[];
  readonly open: OpenBlock[];
  readonly defines: Define[];
}

function readAction(action: Action): SyntaxProblem | undefined {
  const { start, end, target, open } = action;
  const words = action.inside.filter((one) => one.kind !== "space");
  const first = words[0];
  const keyword = first?.kind === "word" ? first.text : "";
  switch (keyword) {
    case "if":
    case "with":
    case "range": {
      const pipe = parsePipe(action.inside, first?.end ?? start);
      if ("message" in pipe) return pipe;
      return push(open, block(keyword, start, target, { pipe }));
    }
    case "else":
      return readElse(action, words);
    case "end":
      if (words.length > 1) return { offset: start, message: "end takes nothing behind it" };
      return closeBlock(action);
    case "define":
    case "block":
      return readDefine(action, words, keyword);
    case "template":
      return readTemplate(action, words);
    case "break":
    case "continue":
      if (words.length === 1) {
        target.push({ kind: keyword, start, end });
        return undefined;
      }
  }
  const pipe = parsePipe(action.inside, start);
  if ("message" in pipe) return pipe;
  target.push({ kind: "action", start, end, pipe });
  return undefined;
}

function block(
  kind: OpenBlock["kind"],
  start: number,
  into: Node[],
  more: { pipe?: Pipe; name?: string; chained?: boolean },
): OpenBlock {
  const body: Node[] = [];
  return { kind, start, body, otherwise: [], target: body, into, elseSeen: false, chained: false, ...more };
}

function push(open: OpenBlock[], one: OpenBlock): SyntaxProblem | undefined {
  if (open.length >= deepestNesting) return { offset: one.start, message: "the blocks are nested too deep" };
  open.push(one);
  return undefined;
}

function readElse({ inside, start, open }: Action, words: readonly Token[]): SyntaxProblem | undefined {
  const current = open.at(-1);
  if (current === undefined || current.kind === "define" || current.kind === "block" || current.elseSeen) {
    return { offset: start, message: "this else belongs to no if, with or range" };
  }
  current.elseSeen = true;
  current.target = current.otherwise;
  const chained = words[1];
  if (chained === undefined) return undefined;
  if (chained.text !== "if" && chained.text !== "with") return { offset: start, message: "else takes only if or with" };
  const pipe = parsePipe(inside, chained.end);
  if ("message" in pipe) return pipe;
  return push(open, block(chained.text, start, current.otherwise, { pipe, chained: true }));
}

function closeBlock({ start, end, open, defines }: Action): SyntaxProblem | undefined {
  for (;;) {
    const current = open.pop();
    if (current === undefined) return { offset: start, message: "this end closes nothing" };
    const outer = open.at(-1);
    if (current.name !== undefined && (current.kind === "define" || current.kind === "block")) {
      defines.push({ name: current.name, start: current.start, end, body: current.body });
    } else if (current.pipe !== undefined && current.kind !== "define" && current.kind !== "block") {
      const { kind, pipe, body, otherwise } = current;
      current.into.push({ kind, start: current.start, end, pipe, body, otherwise });
    }
    if (!current.chained || outer === undefined) return undefined;
  }
}

function readDefine(action: Action, words: readonly Token[], keyword: "define" | "block"): SyntaxProblem | undefined {
  const { start, end, target, open, inside } = action;
  const name = words[1];
  if (typeof name?.value !== "string") return { offset: start, message: `${keyword} takes a quoted name` };
  if (keyword === "define") {
    if (words.length > 2) return { offset: start, message: "define takes a name and nothing else" };
    if (open.length > 0) return { offset: start, message: "a define may not stand inside another block" };
    return push(open, block("define", start, target, { name: name.value }));
  }
  const pipe = parsePipe(inside, name.end);
  if ("message" in pipe) return pipe;
  target.push({ kind: "template", start, end, name: name.value, pipe });
  return push(open, block("block", start, target, { name: name.value }));
}

function readTemplate({ inside, start, end, target }: Action, words: readonly Token[]): SyntaxProblem | undefined {
  const name = words[1];
  if (typeof name?.value !== "string") return { offset: start, message: "template takes a quoted name" };
  if (words.length === 2) {
    target.push({ kind: "template", start, end, name: name.value });
    return undefined;
  }
  const pipe = parsePipe(inside, name.end);
  if ("message" in pipe) return pipe;
  target.push({ kind: "template", start, end, name: name.value, pipe });
  return undefined;
}
