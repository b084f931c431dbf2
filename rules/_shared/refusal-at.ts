import type { Refusal, RuleContext } from "../../src/lint/contract/context.ts";
import type { AdmissionRefusal, Place, Violation } from "../../src/lint/contract/rule.ts";
import { formatPath } from "../../src/read/path.ts";
import { versionRange } from "./refusals.ts";

const indices = new WeakMap<readonly Refusal[], ReadonlyMap<string, Refusal>>();

/** The API server's refusal at exactly this place, in the shape that a violation takes over; nothing where there is none. */
export function refusalAt(context: RuleContext, { manifest, path }: Place): { readonly admission?: AdmissionRefusal } {
  const refusal = byPath(context.refusals(manifest)).get(formatPath(path));
  if (refusal === undefined) return {};
  const { type, field, detail } = refusal;
  return { admission: { type, field, detail } };
}

/**
 * A fault for which Kubernetes 1.34 and later refuse the StatefulSet, while earlier ones take it and fail later. Where
 * both kinds of version are asked for it is told for each, and only for those that refuse it as the API server's answer.
 * `failing` is what the earlier ones do (`cannot create its pods`); the message's `{outcome}` says it. `refusal` is the
 * server's answer: what stands at the violation's place, unless given.
 */
export function* whereRefused<V extends Violation>(
  context: RuleContext,
  violation: V,
  failing: string,
  refusal = byPath(context.refusals(violation.at.manifest)).get(formatPath(violation.at.path)),
): Generator<V> {
  const told = (outcome: string): V => ({ ...violation, data: { ...violation.data, outcome } });
  const always = `Kubernetes 1.34 and later refuse the StatefulSet, earlier ones ${failing}`;
  if (refusal === undefined) {
    yield told(always);
    return;
  }
  const { type, field, detail, versions } = refusal;
  const admission = { type, field, detail };
  const others = context.kubernetesVersions.filter((version) => !versions.includes(version));
  if (others.length === 0) {
    yield { ...told(always), admission };
    return;
  }
  yield { ...told(`Kubernetes ${versionRange(others)} takes it and ${failing}`), versions: others };
  yield { ...told(`Kubernetes ${versionRange(versions)} refuses the StatefulSet`), admission, versions };
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
