/*
 * Annotations of a pod template that the server reads.
 * Source: pkg/apis/core/validation/validation.go (ValidatePodSpecificAnnotations, seccomp and AppArmor annotations).
 */
import { type FieldReview, quoted } from "./field-review.ts";
import { checkDescendingPath } from "./file-path.ts";
import type { PodSpec, PodTemplateSpec } from "./kubernetes.generated.ts";
import { visitContainers } from "./windows.ts";

const mirror = "kubernetes.io/config.mirror";
const deletionCost = "controller.kubernetes.io/pod-deletion-cost";
const seccompPod = "seccomp.security.alpha.kubernetes.io/pod";
const seccompContainer = "container.seccomp.security.alpha.kubernetes.io/";
const appArmor = "container.apparmor.security.beta.kubernetes.io/";

/** ValidatePodSpecificAnnotations. */
export function checkPodAnnotations(
  review: FieldReview,
  at: string,
  annotations: Record<string, string> | undefined,
  spec: PodSpec,
): void {
  if (annotations === undefined) return;
  for (const key of Object.keys(annotations)) {
    const value = annotations[key] ?? "";
    if (key === mirror) {
      if ((spec.nodeName ?? "") === "")
        review.invalid(`${at}[${key}]`, value, "must set spec.nodeName if mirror pod annotation is set");
    } else if (key === deletionCost) {
      if (!isDeletionCost(value)) review.invalid(`${at}[${key}]`, value, "must be a 32bit integer");
    } else if (key === seccompPod || key.startsWith(seccompContainer)) checkSeccomp(review, `${at}.${key}`, value);
    else if (key.startsWith(appArmor)) checkAppArmor(review, `${at}[${key}]`, key.slice(appArmor.length), value, spec);
  }
}

/** GetDeletionCostFromPodAnnotations: no plus sign, no leading zeros. */
function isDeletionCost(text: string): boolean {
  if (!/^(?:0|-?[1-9]\d{0,9})$/.test(text)) return false;
  const value = Number(text);
  return (value | 0) === value;
}

/** ValidateSeccompProfile. */
function checkSeccomp(review: FieldReview, at: string, profile: string): void {
  if (profile === "runtime/default" || profile === "docker/default" || profile === "unconfined") return;
  if (profile.startsWith("localhost/")) checkDescendingPath(review, at, profile.slice("localhost/".length));
  else review.invalid(at, profile, "must be a valid seccomp profile");
}

/** ValidateAppArmorPodAnnotations. */
function checkAppArmor(review: FieldReview, at: string, name: string, profile: string, spec: PodSpec): void {
  let isFound = false;
  visitContainers(spec, "", (container) => {
    if (container.name === name) isFound = true;
  });
  if (!isFound) review.invalid(at, name, "container not found");
  if (!/^(?:|runtime\/default|unconfined|localhost\/.*)$/s.test(profile))
    review.invalid(at, profile, `invalid AppArmor profile name: ${quoted(profile)}`);
}

/** What a profile must say in an annotation: exactly these, or `localhost/` and the profile's path. */
const annotationsFor: Readonly<Record<string, readonly string[]>> = {
  Unconfined: ["unconfined"],
  RuntimeDefault: ["runtime/default", "docker/default"],
};

interface Profile {
  readonly type?: string;
  readonly localhostProfile?: string;
}

/** validateSeccompAnnotationsAndFields and validateAppArmorAnnotationsAndFieldsMatchOnCreate. */
export function checkProfilesMatch(review: FieldReview, at: string, template: PodTemplateSpec): void {
  const annotations = template.metadata?.annotations;
  const { securityContext, ...spec } = template.spec ?? {};
  if (annotations === undefined) return;
  const compare = (field: string, what: "seccomp" | "apparmor", key: string, profile: Profile | undefined): void => {
    if (profile !== undefined && Object.hasOwn(annotations, key))
      checkMatch(review, field, what, annotations[key] ?? "", profile);
  };
  compare(`${at}.securityContext.seccompProfile`, "seccomp", seccompPod, securityContext?.seccompProfile);
  visitContainers(spec, at, ({ name = "", securityContext: own }, field) => {
    const context = `${field}.securityContext`;
    compare(`${context}.seccompProfile`, "seccomp", `${seccompContainer}${name}`, own?.seccompProfile);
    if (spec.os?.name === "windows") return;
    const profile = own?.appArmorProfile ?? securityContext?.appArmorProfile;
    compare(`${context}.appArmorProfile`, "apparmor", `${appArmor}${name}`, profile);
  });
}

function checkMatch(
  review: FieldReview,
  at: string,
  what: "seccomp" | "apparmor",
  annotation: string,
  { type = "", localhostProfile }: Profile,
): void {
  const wanted = annotationsFor[type];
  if (wanted !== undefined) {
    const isEqual = wanted.includes(annotation) && !(what === "apparmor" && annotation === "docker/default");
    if (!isEqual) review.forbidden(`${at}.type`, `${what} type in annotation and field must match`);
  } else if (type === "Localhost") {
    if (!annotation.startsWith("localhost/"))
      review.forbidden(`${at}.type`, `${what} type in annotation and field must match`);
    else if (annotation.slice("localhost/".length) !== localhostProfile)
      review.forbidden(`${at}.localhostProfile`, `${what} profile in annotation and field must match`);
  }
}
