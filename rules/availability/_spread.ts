import { isMapping, labels, list, mapping, text, texts } from "../../src/model/fields.ts";
import type { Requirement } from "../../src/model/selector.ts";
import type { Workload } from "../../src/model/workload.ts";
import { writtenNamespaces } from "../../src/model/written-namespaces.ts";
import type { Path } from "../../src/read/path.ts";

/** A demand of a selector, and where its value stands. */
export interface PlacedRequirement {
  readonly requirement: Requirement;
  readonly path: Path;
}

/** A term that keeps pods apart: of podAntiAffinity, or a topology spread constraint. */
export interface SpreadTerm {
  readonly kind: "podAntiAffinity" | "topologySpreadConstraints";
  /** Of its labelSelector; a term without one selects nothing and is left out. */
  readonly path: Path;
  readonly requirements: readonly PlacedRequirement[];
  /** It looks at the pods of other namespaces too, which the input may not hold. */
  readonly looksElsewhere: boolean;
}

/** Every term of a set that keeps pods apart and has a selector with demands. */
export function spreadTerms(set: Workload): readonly SpreadTerm[] {
  const affinity = mapping(mapping(set.pod.spec.affinity).podAntiAffinity);
  const inPod: Path = [...set.pod.path, "spec"];
  const inAffinity: Path = [...inPod, "affinity", "podAntiAffinity"];
  const required = "requiredDuringSchedulingIgnoredDuringExecution";
  const preferred = "preferredDuringSchedulingIgnoredDuringExecution";
  const terms: SpreadTerm[] = [];
  const add = (kind: SpreadTerm["kind"], term: unknown, path: Path) => {
    const { labelSelector, namespaces, namespaceSelector } = mapping(term);
    const at: Path = [...path, "labelSelector"];
    const requirements = placedRequirements(labelSelector, at);
    if (requirements.length === 0) return;
    const looksElsewhere =
      isMapping(namespaceSelector) || texts(namespaces).some((namespace) => !isReleased(set, namespace));
    terms.push({ kind, path: at, requirements, looksElsewhere });
  };
  for (const [index, term] of list(affinity[required]).entries()) {
    add("podAntiAffinity", term, [...inAffinity, required, index]);
  }
  for (const [index, term] of list(affinity[preferred]).entries()) {
    add("podAntiAffinity", mapping(term).podAffinityTerm, [...inAffinity, preferred, index, "podAffinityTerm"]);
  }
  for (const [index, term] of list(set.pod.spec.topologySpreadConstraints).entries()) {
    add("topologySpreadConstraints", term, [...inPod, "topologySpreadConstraints", index]);
  }
  return terms;
}

/** Charts often write their own namespace out: a term that names it looks no further. */
function isReleased(set: Workload, namespace: string): boolean {
  return set.release.once(writtenNamespaces).counts.has(namespace);
}

function placedRequirements(selector: unknown, path: Path): readonly PlacedRequirement[] {
  const placed: PlacedRequirement[] = [];
  for (const [key, value] of labels(mapping(selector).matchLabels)) {
    placed.push({ requirement: { key, operator: "In", values: [value] }, path: [...path, "matchLabels", key] });
  }
  list(mapping(selector).matchExpressions).forEach((item, index) => {
    const key = text(mapping(item).key);
    const operator = text(mapping(item).operator);
    if (key === undefined) return;
    if (operator !== "In" && operator !== "NotIn" && operator !== "Exists" && operator !== "DoesNotExist") return;
    const values = texts(mapping(item).values);
    const at: Path = [...path, "matchExpressions", index];
    const scalar: Path =
      values.length === 1 ? [...at, "values", 0] : values.length > 1 ? [...at, "values"] : [...at, "key"];
    placed.push({ requirement: { key, operator, values }, path: scalar });
  });
  return placed;
}
