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
const candidates = [..."0a. \t\n/:-_=,;$\"'#@&|<>(){}[]A%*\\+!~ex"];

/**
 * The worst texts for an expression: for every part that may repeat, what leads to it, what it takes over and over,
 * and an end that fails. Also without what leads to it, and with both over and over: a search that is not anchored
 * starts again at each of them.
 */
export function pumpsOf(pattern: string, flags: string): readonly Pump[] {
  const parsed = new RegExpParser().parsePattern(pattern, 0, pattern.length, { unicode: flags.includes("u") });
  const fold = flags.includes("i");
  const found = new Map<string, Pump>();
  const add = (before: string, pump: string) => {
    if (pump === "") return;
    for (const after of ends) found.set(JSON.stringify([before, pump, after]), { before, pump, after });
  };
  visitRegExpAST(parsed, {
    onQuantifierEnter(quantifier) {
      if (quantifier.max < fewestRepeats) return;
      const before = leadTo(quantifier, fold);
      const behind = restAfter(quantifier, fold);
      for (const sample of samplesOf(quantifier.element, fold)) {
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
function leadTo(node: AST.Node, fold: boolean): string {
  const parent = node.parent;
  if (parent === null || parent === undefined) return "";
  let text = leadTo(parent, fold);
  if (parent.type === "Alternative") {
    for (const element of parent.elements) {
      if (element === node) break;
      text += sampleOf(element, fold);
    }
  }
  return text;
}

/** A text that the parts behind a node match, in its own sequence. */
function restAfter(node: AST.Element, fold: boolean): string {
  const { parent } = node;
  if (parent.type !== "Alternative") return "";
  return parent.elements
    .slice(parent.elements.indexOf(node) + 1)
    .map((one) => sampleOf(one, fold))
    .join("");
}

/** Texts that an element matches, each of another character or alternative. */
function samplesOf(node: AST.Element, fold: boolean): string[] {
  switch (node.type) {
    case "Group":
    case "CapturingGroup":
      return node.alternatives.flatMap((one) => samplesOfSequence(one.elements, fold));
    case "CharacterClass":
    case "CharacterSet":
    case "ExpressionCharacterClass":
      return candidates.filter((one) => takes(node, one, fold));
    default:
      return [sampleOf(node, fold)];
  }
}

/** Each sample of a part beside one sample of the others. */
function samplesOfSequence(elements: readonly AST.Element[], fold: boolean): string[] {
  const plain = elements.map((one) => sampleOf(one, fold));
  const texts = new Set([plain.join("")]);
  elements.forEach((element, at) => {
    const inner = element.type === "Quantifier" ? element.element : element;
    for (const sample of samplesOf(inner, fold).slice(0, 8)) {
      texts.add([...plain.slice(0, at), sample, ...plain.slice(at + 1)].join(""));
    }
  });
  return [...texts];
}

function sampleOf(node: AST.Element, fold: boolean): string {
  switch (node.type) {
    case "Character":
      return String.fromCodePoint(node.value);
    case "Quantifier":
      return sampleOf(node.element, fold).repeat(Math.max(node.min, node.max === 0 ? 0 : 1));
    case "Group":
    case "CapturingGroup":
      return (node.alternatives[0]?.elements ?? []).map((one) => sampleOf(one, fold)).join("");
    case "CharacterClass":
    case "CharacterSet":
    case "ExpressionCharacterClass":
      return candidates.find((one) => takes(node, one, fold)) ?? firstOf(node);
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

const takes = (node: AST.Element, character: string, fold: boolean): boolean =>
  new RegExp(`^(?:${node.raw})$`, fold ? "i" : "").test(character);
