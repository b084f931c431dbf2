/*
 * A StatefulSet.
 * Source: pkg/apis/apps/validation/validation.go, pkg/registry/apps/statefulset/strategy.go.
 */
import { integerValue, percentComplaints, percentOf } from "../model/int-or-string.ts";
import { dnsLabelComplaints } from "../model/names.ts";
import { checkClaimSpec } from "./claim.ts";
import { dropDisabledPodFields } from "./disabled-fields.ts";
import type { FieldReview } from "./field-review.ts";
import type {
  PodTemplateSpec,
  RollingUpdateStatefulSetStrategy,
  StatefulSet,
  StatefulSetSpec,
  Volume,
} from "./kubernetes.generated.ts";
import { checkAnnotations, checkLabelSelector, checkLabels, isSelectorParsable, selectorMatches } from "./labels.ts";
import { checkMetadata } from "./metadata.ts";
import { checkPodAnnotations } from "./pod-annotations.ts";
import { checkPodTemplate } from "./pod-spec.ts";

/** From here on the server looks at the pod template and the claim templates of a StatefulSet. */
export const templatesCheckedSince = 34;

/** What an update lets pass. */
export interface StatefulSetLeniency {
  /** The old pod template had errors already. */
  readonly skipsPodTemplate?: boolean;
  /** Fields that cannot change are not checked again: the name of the Service, the claim templates. */
  readonly isUpdate?: boolean;
  /** The old object uses the strategy Recreate. */
  readonly allowsRecreate?: boolean;
}

/** ValidateStatefulSet, of an object with its defaults. */
export function checkStatefulSet(review: FieldReview, set: StatefulSet): void {
  checkMetadata(review, set.metadata ?? {}, dnsLabelComplaints);
  checkStatefulSetSpec(review, set.spec ?? {}, {});
}

/** PrepareForCreate and PrepareForUpdate: drops what the server ignores while a feature gate is off. Changes the given object. */
export function prepareStatefulSet(review: FieldReview, set: StatefulSet, old?: StatefulSet): void {
  delete set.status;
  // Claim templates have no kind of their own in the server's memory.
  for (const claim of set.spec?.volumeClaimTemplates ?? []) {
    delete claim.apiVersion;
    delete claim.kind;
  }
  const rolling = set.spec?.updateStrategy?.rollingUpdate;
  const isInUse = old?.spec?.updateStrategy?.rollingUpdate?.maxUnavailable !== undefined;
  if (rolling !== undefined && !isInUse && !review.isOn("MaxUnavailableStatefulSet")) delete rolling.maxUnavailable;
  if (set.spec?.template?.spec !== undefined)
    dropDisabledPodFields(review, set.spec.template.spec, old?.spec?.template?.spec);
}

/** ValidateStatefulSetSpec. */
export function checkStatefulSetSpec(review: FieldReview, spec: StatefulSetSpec, leniency: StatefulSetLeniency): void {
  const { podManagementPolicy = "", serviceName = "", selector, template = {} } = spec;
  if (podManagementPolicy === "") review.required("spec.podManagementPolicy");
  else if (podManagementPolicy !== "OrderedReady" && podManagementPolicy !== "Parallel")
    review.invalid("spec.podManagementPolicy", podManagementPolicy, "must be 'OrderedReady' or 'Parallel'");
  checkUpdateStrategy(review, spec, leniency);
  for (const when of ["whenDeleted", "whenScaled"] as const) {
    const policy = spec.persistentVolumeClaimRetentionPolicy?.[when];
    if (policy !== undefined && policy !== "Retain" && policy !== "Delete")
      review.notSupported(`spec.persistentVolumeClaimRetentionPolicy.${when}`, policy, ["Retain", "Delete"]);
  }
  if (review.minor >= templatesCheckedSince && leniency.isUpdate !== true)
    spec.volumeClaimTemplates?.forEach((claim, i) => {
      checkClaimSpec(review, `spec.volumeClaimTemplates[${i}].spec`, claim.spec ?? {});
    });
  review.notNegative("spec.replicas", spec.replicas);
  review.notNegative("spec.minReadySeconds", spec.minReadySeconds);
  review.notNegative("spec.ordinals.start", spec.ordinals?.start);
  if (review.minor >= 33 && leniency.isUpdate !== true && serviceName !== "")
    review.complain("spec.serviceName", serviceName, dnsLabelComplaints(serviceName));
  if (selector === undefined) review.required("spec.selector");
  else {
    checkLabelSelector(review, "spec.selector", selector);
    if (Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length === 0)
      review.invalid("spec.selector", selector, "empty selector is invalid for statefulset");
  }
  if (isSelectorParsable(selector)) checkTemplate(review, spec, leniency);
  else review.invalid("spec.selector", selector, "");
  const { restartPolicy = "", activeDeadlineSeconds } = template.spec ?? {};
  if (restartPolicy !== "Always") review.notSupported("spec.template.spec.restartPolicy", restartPolicy, ["Always"]);
  if (activeDeadlineSeconds !== undefined)
    review.forbidden(
      "spec.template.spec.activeDeadlineSeconds",
      "activeDeadlineSeconds in StatefulSet is not Supported",
    );
}

function checkUpdateStrategy(review: FieldReview, spec: StatefulSetSpec, leniency: StatefulSetLeniency): void {
  const { type = "", rollingUpdate } = spec.updateStrategy ?? {};
  const at = "spec.updateStrategy";
  const mayRecreate =
    review.minor >= 37 && (leniency.allowsRecreate === true || review.isOn("StatefulSetRecreateStrategy"));
  if (type === "") review.required(at);
  else if (type === "RollingUpdate") {
    if (rollingUpdate !== undefined) checkRollingUpdate(review, `${at}.rollingUpdate`, rollingUpdate);
  } else if (type === "OnDelete" || (type === "Recreate" && mayRecreate)) {
    if (rollingUpdate !== undefined)
      review.invalid(`${at}.rollingUpdate`, rollingUpdate, "only allowed for updateStrategy 'RollingUpdate'");
  } else
    review.invalid(
      at,
      spec.updateStrategy,
      mayRecreate ? "must be 'RollingUpdate', 'OnDelete', or 'Recreate'" : "must be 'RollingUpdate' or 'OnDelete'",
    );
}

/** validateRollingUpdateStatefulSet. */
function checkRollingUpdate(review: FieldReview, at: string, rolling: RollingUpdateStatefulSetStrategy): void {
  const { partition, maxUnavailable } = rolling;
  review.notNegative(`${at}.partition`, partition);
  if (maxUnavailable === undefined) return;
  const field = `${at}.maxUnavailable`;
  if (typeof maxUnavailable === "string")
    for (const complaint of percentComplaints(maxUnavailable))
      review.invalidIntOrString(field, maxUnavailable, complaint);
  else review.notNegative(field, maxUnavailable);
  const percent = percentOf(maxUnavailable);
  if ((percent ?? integerValue(maxUnavailable)) === 0) review.invalidIntOrString(field, maxUnavailable, "cannot be 0");
  if (percent !== undefined && percent > 100)
    review.invalidIntOrString(field, maxUnavailable, "must not be greater than 100%");
}

/** ValidatePodTemplateSpecForStatefulSet. */
function checkTemplate(review: FieldReview, spec: StatefulSetSpec, leniency: StatefulSetLeniency): void {
  const template = spec.template ?? {};
  const { labels, annotations } = template.metadata ?? {};
  // An absent selector matches nothing, and is told apart from one that is empty: that matches everything.
  if (!selectorMatches(spec.selector, labels))
    review.invalidLabels("spec.template.metadata.labels", labels, "`selector` does not match template `labels`");
  if (review.minor >= templatesCheckedSince && leniency.skipsPodTemplate !== true)
    checkPodTemplate(review, "spec.template", asTemplateOfPods(spec, template));
  checkLabels(review, "spec.template.labels", labels);
  checkAnnotations(review, "spec.template.annotations", annotations);
  checkPodAnnotations(review, "spec.template.annotations", annotations, template.spec ?? {});
}

/**
 * The template as the controller makes pods from it: with the claims as its first volumes, in place of volumes of the
 * same name, and with a hostname and a subdomain of its own.
 */
export function asTemplateOfPods(spec: StatefulSetSpec, template: PodTemplateSpec): PodTemplateSpec {
  const { hostname: _hostname, subdomain: _subdomain, ...rest } = template.spec ?? {};
  const claims = new Map<string, Volume>();
  for (const claim of spec.volumeClaimTemplates ?? []) {
    const name = claim.metadata?.name ?? "";
    claims.set(name, { name, persistentVolumeClaim: { claimName: name } });
  }
  if (claims.size === 0) return { ...template, spec: rest };
  const others = (rest.volumes ?? []).filter(({ name = "" }) => !claims.has(name));
  return { ...template, spec: { ...rest, volumes: [...claims.values(), ...others] } };
}
