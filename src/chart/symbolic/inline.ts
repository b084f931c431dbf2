import { constant, knownText, type Text, type Value } from "./value.ts";

/**
 * Alternatives that can only be part of a scalar, as one hole whose value is the choice among them; undefined where an
 * option may begin a line, a key or a collection.
 */
export function inlineChoice(text: Text & { kind: "alternatives" }): (Text & { kind: "hole" }) | undefined {
  const value = choiceOf(text);
  const place = placeOf(text);
  return value === undefined || place === undefined ? undefined : { kind: "hole", value, style: "plain", place };
}

/** Alternatives nested deeper than this are told apart line by line. */
const deepest = 8;

function choiceOf(text: Text, depth = 0): Value | undefined {
  if (depth > deepest) return undefined;
  const known = knownText(text);
  if (known !== undefined) return isPlain(known) ? constant(known) : undefined;
  switch (text.kind) {
    case "hole":
      return text.style === "plain" ? text.value : undefined;
    case "call":
      return choiceOf(text.text, depth + 1);
    case "sequence":
      return text.parts.every((one) => choiceOf(one, depth + 1) !== undefined) ? { kind: "text", text } : undefined;
    case "alternatives": {
      const options: { guards: (typeof text.options)[number]["guards"]; value: Value }[] = [];
      for (const option of text.options) {
        const value = choiceOf(option.text, depth + 1);
        if (value === undefined) return undefined;
        options.push({ guards: option.guards, value });
      }
      return { kind: "choice", name: "text", options };
    }
    default:
      return undefined;
  }
}

function isPlain(text: string): boolean {
  return !/[\n"'{}[\]]|:(?: |$)|^- |(?:^| )#/.test(text);
}

function placeOf(text: Text): (Text & { kind: "hole" })["place"] | undefined {
  switch (text.kind) {
    case "literal":
    case "hole":
    case "call":
      return text.place;
    case "sequence":
      for (const part of text.parts) {
        const place = placeOf(part);
        if (place !== undefined) return place;
      }
      return undefined;
    case "alternatives":
      for (const option of text.options) {
        const place = placeOf(option.text);
        if (place !== undefined) return place;
      }
      return undefined;
  }
}
