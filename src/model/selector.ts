import { type Fields, has, isMapping, labels, list, mapping, text, texts } from "./fields.ts";

/** One demand of a selector on a label. */
export interface Requirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values: readonly string[];
}

/** A selector, read: all requirements must hold. Without requirements it selects nothing or everything, by its owner's rules. */
export interface Selector {
  readonly requirements: readonly Requirement[];
}

export type Labels = ReadonlyMap<string, string>;

/** A Service's selector: a plain label map. */
export function mapSelector(value: unknown): Selector {
  return { requirements: [...labels(value)].map(([key, item]) => ({ key, operator: "In", values: [item] })) };
}

/** A LabelSelector: matchLabels and matchExpressions (apimachinery LabelSelectorAsSelector). */
export function labelSelector(value: unknown): Selector {
  const requirements = [...mapSelector(mapping(value).matchLabels).requirements];
  for (const item of list(mapping(value).matchExpressions)) {
    const key = text(mapping(item).key);
    const operator = text(mapping(item).operator);
    if (key === undefined || !isOperator(operator)) continue;
    requirements.push({ key, operator, values: texts(mapping(item).values) });
  }
  return { requirements };
}

function isOperator(value: string | undefined): value is Requirement["operator"] {
  return value === "In" || value === "NotIn" || value === "Exists" || value === "DoesNotExist";
}

/** Whether a requirement asks for one value of a label, as those of `matchLabels` do. */
export function asksForOneValue({ operator, values }: Requirement): boolean {
  return operator === "In" && values.length === 1;
}

export function meets(requirement: Requirement, on: Labels): boolean {
  const value = on.get(requirement.key);
  switch (requirement.operator) {
    case "In":
      return value !== undefined && requirement.values.includes(value);
    case "NotIn":
      return value === undefined || !requirement.values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
  }
}

/** Whether every requirement holds on these labels. An empty selector matches everything here; owners differ. */
export function matches(selector: Selector, on: Labels): boolean {
  return selector.requirements.every((requirement) => meets(requirement, on));
}

/** Whether the mapping at `key` is written and demands something. */
export function hasSelector(spec: Fields, key = "selector"): boolean {
  return has(spec, key) && isMapping(spec[key]) && Object.keys(spec[key]).length > 0;
}
