import type { RuleContext } from "../../src/lint/contract/context.ts";
import type { AdmissionRefusal, Place, Violation } from "../../src/lint/contract/rule.ts";
import { versionRange } from "../../src/model/kubernetes-version.ts";

/** The API server's refusal at exactly this place, in the shape that a violation takes over; nothing where there is none. */
export function refusalAt(context: RuleContext, place: Place): { readonly admission?: AdmissionRefusal } {
  const refusal = context.refusalAt(place.manifest, place.path);
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
  refusal = context.refusalAt(violation.at.manifest, violation.at.path),
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
