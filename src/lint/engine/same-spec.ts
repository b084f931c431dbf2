import { dnsLabelComplaints } from "../../model/names.ts";
import type { Manifest } from "../../read/document.ts";

/**
 * Answers about objects that are created, kept for those that differ in nothing but their namespace: a fleet holds the
 * same chart in many. What the API server says of one it says of the other, as long as both namespaces have legal names.
 * Only objects whose spec was read once for both are compared, see `Blocks`; of each spec the last object is kept.
 */
export class SameSpec<Answer> {
  readonly #known = new WeakMap<object, { readonly value: Manifest["value"]; readonly answer: Answer }>();

  /** The answer for `value`: the one about an object like it, or what `ask` gives. */
  of(value: Manifest["value"], ask: () => Answer): Answer {
    const { spec } = value;
    if (typeof spec !== "object" || spec === null || !hasLegalNamespace(value)) return ask();
    const known = this.#known.get(spec);
    if (known !== undefined && isAlike(known.value, value)) return known.answer;
    const answer = ask();
    this.#known.set(spec, { value, answer });
    return answer;
  }
}

function hasLegalNamespace({ metadata }: Manifest["value"]): boolean {
  const { namespace } = (metadata ?? {}) as { readonly namespace?: unknown };
  return typeof namespace === "string" && dnsLabelComplaints(namespace).length === 0;
}

function isAlike(one: Manifest["value"], other: Manifest["value"]): boolean {
  return withoutNamespace(one) === withoutNamespace(other);
}

/** All but the spec, which is the same, and the namespace. */
function withoutNamespace({ spec: _spec, metadata, ...rest }: Manifest["value"]): string {
  const { namespace: _namespace, ...named } = metadata as Readonly<Record<string, unknown>>;
  return JSON.stringify([rest, named]);
}
