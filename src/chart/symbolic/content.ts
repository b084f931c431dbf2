import type { Text, Value, ValuePath } from "./value.ts";

/** Functions whose result says something about their arguments but holds nothing of them. */
const predicates = new Set([
  "eq",
  "ne",
  "lt",
  "le",
  "gt",
  "ge",
  "not",
  "empty",
  "hasKey",
  "has",
  "contains",
  "hasPrefix",
  "hasSuffix",
  "kindIs",
  "kindOf",
  "typeIs",
  "typeOf",
  "typeIsLike",
  "regexMatch",
  "mustRegexMatch",
  "semverCompare",
  "any",
  "all",
  "len",
  "deepEqual",
]);

/** What a value is made of. */
export interface Content {
  /** Paths of the values whose content is in it, each once, in order of appearance. */
  readonly paths: readonly ValuePath[];
  /** Something in it is not understood. */
  readonly opaque: boolean;
}

/** Values visited at most; beyond them the content counts as not understood. */
const mostVisits = 20000;

/**
 * The values whose content is in a value. With `deciding`, also those that only decide about it: conditions and the
 * arguments of predicates.
 */
export function contentOf(value: Value, deciding = false): Content {
  const paths = new Map<string, ValuePath>();
  const seen = new Set<Value | Text>();
  let opaque = false;
  const visitText = (text: Text): void => {
    if (seen.has(text) || stop()) return;
    seen.add(text);
    if (text.kind === "hole") visit(text.value);
    else if (text.kind === "sequence") text.parts.forEach(visitText);
    else if (text.kind === "call") visitText(text.text);
    else if (text.kind === "alternatives") {
      for (const option of text.options) {
        if (deciding) for (const guard of option.guards) visit(guard.condition);
        visitText(option.text);
      }
    }
  };
  const stop = () => {
    if (seen.size > mostVisits) opaque = true;
    return opaque && seen.size > mostVisits;
  };
  const visit = (one: Value): void => {
    if (one.kind === "constant" || seen.has(one) || stop()) return;
    seen.add(one);
    switch (one.kind) {
      case "values":
        paths.set(JSON.stringify(one.path), one.path);
        for (const read of one.reads ?? []) visit(read.value);
        break;
      case "text":
        visitText(one.text);
        break;
      case "map":
      case "list":
        for (const part of one.parts) {
          if (deciding) for (const guard of part.guards) visit(guard.condition);
          if (part.kind === "entry") visit(part.key);
          visit(part.value);
        }
        break;
      case "choice":
        for (const option of one.options) {
          if (deciding) for (const guard of option.guards) visit(guard.condition);
          visit(option.value);
        }
        break;
      case "merged":
        one.layers.forEach(visit);
        break;
      case "picked":
        for (const key of one.keys) visitPicked(one.base, key);
        break;
      case "omitted":
        visit(one.base);
        break;
      case "call":
        if (deciding && one.name === "hasKey") visitKey(one.operands);
        else if (deciding || !predicates.has(one.name)) one.operands.forEach(visit);
        break;
      case "opaque":
        opaque = true;
    }
  };
  const visitPicked = (base: Value, key: string): void => {
    if (base.kind === "values") visit({ ...base, path: [...base.path, key] });
    else if (base.kind === "choice") for (const option of base.options) visitPicked(option.value, key);
    else if (base.kind === "merged") for (const layer of base.layers) visitPicked(layer, key);
    else visit(base);
  };
  const visitKey = ([base, key]: readonly Value[]): void => {
    if (base?.kind === "values" && key?.kind === "constant") {
      const path = [...base.path, String(key.value)];
      paths.set(JSON.stringify(path), path);
    } else if (base !== undefined) visit(base);
  };
  visit(value);
  return { paths: [...paths.values()], opaque };
}
