/*
 * Security contexts of pods and containers.
 * Source: pkg/apis/core/validation/validation.go (ValidateSecurityContext, validatePodSpecSecurityContext …).
 */
import { byteLength } from "../model/names.ts";
import type { FieldReview } from "./field-review.ts";
import { checkDescendingPath } from "./file-path.ts";
import type {
  AppArmorProfile,
  PodSecurityContext,
  PodSpec,
  SeccompProfile,
  SecurityContext,
} from "./kubernetes.generated.ts";
import { checkId } from "./user-id.ts";
import { checkWindowsOptions } from "./windows.ts";

const profileTypes = ["Localhost", "RuntimeDefault", "Unconfined"];

/** validateSeccompProfileField. */
function checkSeccomp(review: FieldReview, at: string, profile: SeccompProfile | undefined): void {
  if (profile === undefined) return;
  const { type = "", localhostProfile } = profile;
  if (type === "") review.required(`${at}.type`, "type is required when seccompProfile is set");
  else if (!profileTypes.includes(type)) review.notSupported(`${at}.type`, type, profileTypes);
  if (type === "Localhost") {
    if (localhostProfile === undefined)
      review.required(`${at}.localhostProfile`, "must be set when seccomp type is Localhost");
    else checkDescendingPath(review, `${at}.localhostProfile`, localhostProfile);
  } else if (localhostProfile !== undefined)
    review.invalid(`${at}.localhostProfile`, profile, "can only be set when seccomp type is Localhost");
}

/** ValidateAppArmorProfileField. */
function checkAppArmor(review: FieldReview, at: string, profile: AppArmorProfile | undefined): void {
  if (profile === undefined) return;
  const { type = "", localhostProfile } = profile;
  const field = `${at}.localhostProfile`;
  if (type === "Localhost") {
    if (localhostProfile === undefined) {
      review.required(field, "must be set when AppArmor type is Localhost");
      return;
    }
    if (localhostProfile.trim() !== localhostProfile)
      review.invalid(field, localhostProfile, "must not be padded with whitespace");
    else if (localhostProfile === "") review.required(field, "must be set when AppArmor type is Localhost");
    if (byteLength(localhostProfile) > 4095) review.tooLong(field, 4095);
  } else if (type === "RuntimeDefault" || type === "Unconfined") {
    if (localhostProfile !== undefined)
      review.invalid(field, localhostProfile, "can only be set when AppArmor type is Localhost");
  } else if (type === "") review.required(`${at}.type`, "type is required when appArmorProfile is set");
  else review.notSupported(`${at}.type`, type, profileTypes);
}

/** ValidateSecurityContext. Privileged containers are taken to be allowed, as the server does unless told otherwise. */
export function checkSecurityContext(
  review: FieldReview,
  at: string,
  context: SecurityContext | undefined,
  hostUsers: boolean,
): void {
  if (context === undefined) return;
  checkId(review, `${at}.runAsUser`, context.runAsUser);
  checkId(review, `${at}.runAsGroup`, context.runAsGroup);
  const { procMount, allowPrivilegeEscalation, capabilities } = context;
  if (procMount !== undefined) {
    if (procMount !== "Default" && procMount !== "Unmasked")
      review.notSupported(`${at}.procMount`, procMount, ["Default", "Unmasked"]);
    if (hostUsers && procMount === "Unmasked")
      review.invalid(`${at}.procMount`, procMount, "`hostUsers` must be false to use `Unmasked`");
  }
  checkSeccomp(review, `${at}.seccompProfile`, context.seccompProfile);
  if (allowPrivilegeEscalation === false) {
    if (context.privileged === true)
      review.invalid(at, context, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
    for (const capability of capabilities?.add ?? [])
      if (capability === "CAP_SYS_ADMIN")
        review.invalid(
          at,
          context,
          "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN",
        );
  }
  checkWindowsOptions(review, `${at}.windowsOptions`, context.windowsOptions);
  checkAppArmor(review, `${at}.appArmorProfile`, context.appArmorProfile);
}

/** validatePodSpecSecurityContext. */
export function checkPodSecurityContext(
  review: FieldReview,
  at: string,
  context: PodSecurityContext | undefined,
  spec: PodSpec,
): void {
  if (context === undefined) return;
  checkId(review, `${at}.fsGroup`, context.fsGroup);
  checkId(review, `${at}.runAsUser`, context.runAsUser);
  checkId(review, `${at}.runAsGroup`, context.runAsGroup);
  context.supplementalGroups?.forEach((group, i) => {
    checkId(review, `${at}.supplementalGroups[${i}]`, group);
  });
  checkSysctls(review, `${at}.sysctls`, context, spec);
  checkChoice(review, `${at}.fsGroupChangePolicy`, context.fsGroupChangePolicy, ["Always", "OnRootMismatch"]);
  checkSeccomp(review, `${at}.seccompProfile`, context.seccompProfile);
  checkWindowsOptions(review, `${at}.windowsOptions`, context.windowsOptions);
  checkAppArmor(review, `${at}.appArmorProfile`, context.appArmorProfile);
  checkChoice(review, `${at}.supplementalGroupsPolicy`, context.supplementalGroupsPolicy, ["Merge", "Strict"]);
  checkChoice(
    review,
    `${at}.seLinuxChangePolicy`,
    context.seLinuxChangePolicy,
    review.isOn("SELinuxMount") ? ["MountOption", "Recursive"] : ["Recursive"],
  );
}

function checkChoice(review: FieldReview, at: string, value: string | undefined, supported: readonly string[]): void {
  if (value !== undefined && !supported.includes(value)) review.notSupported(at, value, supported);
}

const sysctlPattern = "([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?";

function isSysctlName(name: string): boolean {
  if (name.length > 253) return false;
  return name.split(/[./]/).every((part) => /^[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/.test(part));
}

/** validateSysctls and ValidateHostSysctl. */
function checkSysctls(review: FieldReview, at: string, context: PodSecurityContext, spec: PodSpec): void {
  const seen = new Set<string>();
  context.sysctls?.forEach(({ name = "" }, i) => {
    const field = `${at}[${i}].name`;
    if (name === "") review.required(field);
    else if (!isSysctlName(name))
      review.invalid(field, name, `must have at most 253 characters and match regex ^${sysctlPattern}$`);
    else if (seen.has(name)) review.duplicate(field, name);
    if (spec.hostNetwork === true && isInNetworkNamespace(name))
      review.invalid(field, name, "may not be specified when 'hostNetwork' is true");
    else if (spec.hostIPC === true && isInIpcNamespace(name))
      review.invalid(field, name, "may not be specified when 'hostIPC' is true");
    seen.add(name);
  });
}

/** GetNamespace of pkg/apis/core/../util/sysctl: slashes count as dots. */
function isInNetworkNamespace(name: string): boolean {
  return name.replaceAll("/", ".").startsWith("net.");
}

function isInIpcNamespace(name: string): boolean {
  const dotted = name.replaceAll("/", ".");
  return /^(?:kernel\.shm|kernel\.msg|fs\.mqueue\.)/.test(dotted) || dotted === "kernel.sem";
}
