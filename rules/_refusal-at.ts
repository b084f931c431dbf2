import type { Refusal, RuleContext } from "../src/lint/context.ts";
import type { AdmissionRefusal, Place } from "../src/lint/rule.ts";
import { formatPath } from "../src/read/path.ts";

const indices = new WeakMap<readonly Refusal[], ReadonlyMap<string, Refusal>>();

/** The API server's refusal at exactly this place, in the shape that a violation takes over; nothing where there is none. */
export function refusalAt(context: RuleContext, { manifest, path }: Place): { readonly admission?: AdmissionRefusal } {
  const refusal = byPath(context.refusals(manifest)).get(formatPath(path));
  if (refusal === undefined) return {};
  const { type, field, detail } = refusal;
  return { admission: { type, field, detail } };
}

/** The refusals of one manifest by where they stand, the first of several at one place; made once. */
function byPath(refusals: readonly Refusal[]): ReadonlyMap<string, Refusal> {
  let index = indices.get(refusals);
  if (index === undefined) {
    index = new Map(refusals.map((refusal) => [formatPath(refusal.path), refusal] as const).reverse());
    indices.set(refusals, index);
  }
  return index;
}
