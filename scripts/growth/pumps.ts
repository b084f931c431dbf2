import { type AST, RegExpParser, visitRegExpAST } from "@eslint-community/regexpp";

/** A text that grows: `before`, then `pump` as often as asked, then `after`. */
export interface Pump {
  readonly before: string;
  readonly pump: string;
  readonly after: string;
}

/** Repeats that end sooner cannot make a search long. */
const fewestRepeats = 30;

/** What no expression expects at the end, so that every way to match is tried in vain. */
const ends = ["\0", "\n\0", "\n", "", "!x", "\t", ".:$"];

/** Characters that expressions about text are made of; those that a class takes are tried as its pump. */
const candidates = [..."0a. \t\r\x01é汉\u0301\n/:-_=,;$\"'#@&|<>(){}[]A%*\\+!~ex"];

/** Whether a part of an expression may repeat so often that a search can become long. */
export function repeats(pattern: string, flags: string): boolean {
  let found = false;
  visitRegExpAST(new RegExpParser().parsePattern(pattern, 0, pattern.length, { unicode: flags.includes("u") }), {
    onQuantifierEnter: ({ max }) => {
      found ||= max >= fewestRepeats;
    },
  });
  return found;
}

/**
 * The worst texts for an expression: for every part that may repeat, what leads to it, what it takes over and over,
 * and an end that fails. Also without what leads to it, and with both over and over: a search that is not anchored
 * starts again at each of them.
 */
export function pumpsOf(pattern: string, flags: string): readonly Pump[] {
  const parsed = new RegExpParser().parsePattern(pattern, 0, pattern.length, { unicode: flags.includes("u") });
  const found = new Map<string, Pump>();
  const add = (before: string, pump: string) => {
    if (pump === "") return;
    for (const after of ends) found.set(JSON.stringify([before, pump, after]), { before, pump, after });
  };
  visitRegExpAST(parsed, {
    onQuantifierEnter(quantifier) {
      if (quantifier.max < fewestRepeats) return;
      const before = leadTo(quantifier, flags);
      const behind = restAfter(quantifier, flags);
      for (const sample of samplesOf(quantifier.element, flags)) {
        add(before, sample);
        add("\0", sample);
        add("", before + sample);
        if (behind !== "") add(before + sample, behind);
      }
      add("", before);
    },
  });
  return [...found.values()];
}

/** A text that the parts before a node match. */
function leadTo(node: AST.Node, flags: string): string {
  const parent = node.parent;
  if (parent === null || parent === undefined) return "";
  let text = leadTo(parent, flags);
  if (parent.type === "Alternative") {
    for (const element of parent.elements) {
      if (element === node) break;
      text += sampleOf(element, flags);
    }
  }
  return text;
}

/** A text that the parts behind a node match, in its own sequence. */
function restAfter(node: AST.Element, flags: string): string {
  const { parent } = node;
  if (parent.type !== "Alternative") return "";
  return parent.elements
    .slice(parent.elements.indexOf(node) + 1)
    .map((one) => sampleOf(one, flags))
    .join("");
}

/** Texts that an element matches, each of another character or alternative. */
function samplesOf(node: AST.Element, flags: string): string[] {
  switch (node.type) {
    case "Group":
    case "CapturingGroup":
      return node.alternatives.flatMap((one) => samplesOfSequence(one.elements, flags));
    case "CharacterClass":
    case "CharacterSet":
    case "ExpressionCharacterClass":
      return candidates.filter((one) => takes(node, one, flags));
    default:
      return [sampleOf(node, flags)];
  }
}

/** Each sample of a part beside one sample of the others. */
function samplesOfSequence(elements: readonly AST.Element[], flags: string): string[] {
  const plain = elements.map((one) => sampleOf(one, flags));
  const texts = new Set([plain.join("")]);
  elements.forEach((element, at) => {
    const inner = element.type === "Quantifier" ? element.element : element;
    for (const sample of samplesOf(inner, flags).slice(0, 8)) {
      texts.add([...plain.slice(0, at), sample, ...plain.slice(at + 1)].join(""));
    }
  });
  return [...texts];
}

function sampleOf(node: AST.Element, flags: string): string {
  switch (node.type) {
    case "Character":
      return String.fromCodePoint(node.value);
    case "Quantifier":
      return sampleOf(node.element, flags).repeat(Math.max(node.min, node.max === 0 ? 0 : 1));
    case "Group":
    case "CapturingGroup":
      return (node.alternatives[0]?.elements ?? []).map((one) => sampleOf(one, flags)).join("");
    case "CharacterClass":
    case "CharacterSet":
    case "ExpressionCharacterClass":
      return candidates.find((one) => takes(node, one, flags)) ?? firstOf(node);
    default:
      return "";
  }
}

function firstOf(node: AST.Element): string {
  if (node.type !== "CharacterClass") return "";
  const [first] = node.elements;
  if (first?.type === "Character") return String.fromCodePoint(first.value);
  return first?.type === "CharacterClassRange" ? String.fromCodePoint(first.min.value) : "";
}

const takes = (node: AST.Element, character: string, flags: string): boolean =>
  new RegExp(`^(?:${node.raw})$`, flags.replace(/[^iu]/g, "")).test(character);
