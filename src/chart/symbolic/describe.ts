import type { Text, Value } from "./value.ts";

/** For as long as a value lives; numbers only tell values apart, so that no answer depends on how many there were before. */
const known = new WeakMap<object, string>();
let counter = 0;
/** Beyond this many characters, or levels, a description is a number of its own: equal values may then differ. */
const longest = 400;
const deepest = 12;

/** A name for a value, equal for values that are equal in every render. */
export function describe(value: Value, depth = 0): string {
  if (value.kind === "constant") return JSON.stringify(value.value);
  const before = known.get(value);
  if (before !== undefined) return before;
  let text = depth > deepest ? "" : write(value, depth + 1);
  if (text === "" || text.length > longest) text = `#${++counter}`;
  known.set(value, text);
  return text;
}

function write(value: Value, depth: number): string {
  switch (value.kind) {
    case "constant":
      return JSON.stringify(value.value);
    case "values":
      return `.Values${value.path.map((step) => `[${JSON.stringify(step)}]`).join("")}`;
    case "text":
      return `text(${writeText(value.text, depth)})`;
    case "choice":
      return `${value.name}(${value.options
        .map(
          (one) =>
            `${one.guards.map((guard) => (guard.holds ? "" : "!") + guard.id).join("&")}?${describe(one.value, depth)}`,
        )
        .join(",")})`;
    case "merged":
      return `merged(${value.layers.map((one) => describe(one, depth)).join(",")})`;
    case "picked":
    case "omitted":
      return `${value.kind}(${describe(value.base, depth)},${value.keys.join(",")})`;
    case "call":
      return `${value.name}(${value.operands.map((one) => describe(one, depth)).join(",")})`;
    case "context":
      return `$${value.scope}`;
    case "given":
      return `.${value.name}`;
    case "map":
    case "list":
    case "opaque":
      return "";
  }
}

function writeText(text: Text, depth: number): string {
  if (depth > deepest) return `#${++counter}`;
  switch (text.kind) {
    case "literal":
      return JSON.stringify(text.text);
    case "hole":
      return describe(text.value, depth);
    case "sequence":
      return text.parts.map((one) => writeText(one, depth + 1)).join("+");
    case "call":
      return writeText(text.text, depth + 1);
    case "alternatives":
      return `(${text.options
        .map(
          (one) =>
            `${one.guards.map((guard) => (guard.holds ? "" : "!") + guard.id).join("&")}?${writeText(one.text, depth + 1)}`,
        )
        .join("|")})`;
  }
}
