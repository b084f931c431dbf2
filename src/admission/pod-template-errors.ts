/*
 * What an older server accepts in a StatefulSet and then refuses in each pod or claim that the controller makes of it.
 * Up to 1.33 the pod template and the claim templates are looked at only there (kubernetes/kubernetes#131790): the set
 * is stored, and its pods fail with FailedCreate.
 */
import { defaultStatefulSet } from "../model/defaults.ts";
import { versionOf } from "../model/kubernetes-version.ts";
import { dnsLabelComplaints } from "../model/names.ts";
import type { AdmitOptions } from "./admit.ts";
import { checkClaimSpec } from "./claim.ts";
import { type Decoded, decode } from "./decode.ts";
import { type FieldError, FieldReview } from "./field-review.ts";
import type { StatefulSet } from "./kubernetes.generated.ts";
import { checkPodTemplate } from "./pod-spec.ts";
import { asTemplateOfPods, prepareStatefulSet, templatesCheckedSince } from "./statefulset.ts";

/**
 * The errors that pods and claims of an accepted StatefulSet would get, named as fields of the StatefulSet. Empty for
 * a server that refuses the StatefulSet itself for them (1.34 on), and for one that cannot decode it.
 */
export function podTemplateErrors(
  manifest: object,
  options: Pick<AdmitOptions, "kubernetesVersion" | "featureGates"> = {},
): FieldError[] {
  const { minor, featureGates } = versionOf(options.kubernetesVersion, options.featureGates);
  const { apiVersion, kind } = manifest as Decoded;
  if (minor >= templatesCheckedSince || apiVersion !== "apps/v1" || kind !== "StatefulSet") return [];
  const outcome = decode(manifest, "StatefulSet", minor);
  if (outcome.error !== undefined) return [];
  const review = new FieldReview(minor, featureGates);
  const set: StatefulSet = outcome.object;
  defaultStatefulSet(outcome.object, review);
  prepareStatefulSet(review, set);
  const { spec = {} } = set;
  checkPodTemplate(review, "spec.template", asTemplateOfPods(spec, spec.template ?? {}));
  spec.volumeClaimTemplates?.forEach((claim, i) => {
    checkClaimSpec(review, `spec.volumeClaimTemplates[${i}].spec`, claim.spec ?? {});
  });
  const { serviceName = "" } = spec;
  // It becomes the pods' subdomain; from 1.33 on the server looks at it itself.
  if (minor < 33 && serviceName !== "")
    review.complain("spec.serviceName", serviceName, dnsLabelComplaints(serviceName));
  return review.errors;
}
