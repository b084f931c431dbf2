/*
 * What only Windows pods have, and what they must not have.
 * Source: pkg/apis/core/validation/validation.go (validateWindows…, validateLinux, validateOS).
 */
import { byteLength, dnsSubdomainComplaints } from "../model/names.ts";
import type { FieldReview } from "./field-review.ts";
import type { Container, PodSpec, WindowsSecurityContextOptions } from "./kubernetes.generated.ts";

/** Calls back with each container and its field: init, regular, ephemeral (VisitContainersWithPath). */
export function visitContainers(spec: PodSpec, at: string, visit: (container: Container, field: string) => void): void {
  for (const list of ["initContainers", "containers", "ephemeralContainers"] as const)
    spec[list]?.forEach((container, i) => {
      visit(container, `${at}.${list}[${i}]`);
    });
}

/** validateWindowsSecurityContextOptions. */
export function checkWindowsOptions(
  review: FieldReview,
  at: string,
  options: WindowsSecurityContextOptions | undefined,
): void {
  if (options === undefined) return;
  const { gmsaCredentialSpecName: specName, gmsaCredentialSpec: spec, runAsUserName: user } = options;
  if (specName !== undefined)
    review.complain(`${at}.gmsaCredentialSpecName`, specName, dnsSubdomainComplaints(specName));
  if (spec === "") review.invalid(`${at}.gmsaCredentialSpec`, spec, "gmsaCredentialSpec cannot be an empty string");
  else if (spec !== undefined && byteLength(spec) > 64 * 1024)
    review.invalid(`${at}.gmsaCredentialSpec`, spec, "gmsaCredentialSpec size must be under 64 KiB");
  if (user !== undefined)
    for (const complaint of userNameComplaints(user)) review.invalid(`${at}.runAsUserName`, user, complaint);
}

function userNameComplaints(name: string): string[] {
  if (name === "") return ["runAsUserName cannot be an empty string"];
  if (/\p{Cc}/u.test(name)) return ["runAsUserName cannot contain control characters"];
  const parts = name.split("\\");
  if (parts.length > 2) return ["runAsUserName cannot contain more than one backslash"];
  const domain = parts.length === 2 ? (parts[0] ?? "") : undefined;
  const user = parts.at(-1) ?? "";
  const complaints: string[] = [];
  if (domain !== undefined) {
    if (byteLength(domain) >= 256) complaints.push("runAsUserName's Domain length must be under 256 characters");
    const isNetBios = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/.test(domain);
    const isDns = domain
      .split(".")
      .every((label) => label.length <= 63 && /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/.test(label));
    if (!isNetBios && !isDns) complaints.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
  }
  if (user === "") complaints.push("runAsUserName's User cannot be empty");
  else if (byteLength(user) > 104)
    complaints.push("runAsUserName's User length must not be longer than 104 characters");
  if (/^[. ]+$/.test(user)) complaints.push("runAsUserName's User cannot contain only periods or spaces");
  if (/["/\\:;|=,+*?<>@[\]]/.test(user))
    complaints.push(`runAsUserName's User cannot contain the following characters: "/\\:;|=,+*?<>@[]`);
  return complaints;
}

/** validateWindowsHostProcessPod. */
export function checkHostProcess(review: FieldReview, at: string, spec: PodSpec): void {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  let containers = 0;
  let hostProcesses = 0;
  visitContainers(spec, at, (container, field) => {
    containers++;
    const own = container.securityContext?.windowsOptions?.hostProcess;
    if (ofPod !== undefined && own !== undefined && ofPod !== own)
      review.invalid(
        `${field}.securityContext.windowsOptions.hostProcess`,
        own,
        `pod hostProcess value must be identical if both are specified, was ${ofPod}`,
      );
    if (own ?? ofPod) hostProcesses++;
  });
  if (hostProcesses === 0) return;
  if (hostProcesses !== containers)
    review.invalid(
      at,
      "",
      "If pod contains any hostProcess containers then all containers must be HostProcess containers",
    );
  if (spec.hostNetwork !== true)
    review.invalid(`${at}.hostNetwork`, false, "hostNetwork must be true if pod contains any hostProcess containers");
}

const podOnlyLinux = [
  "appArmorProfile",
  "seLinuxOptions",
  "seccompProfile",
  "fsGroup",
  "fsGroupChangePolicy",
  "sysctls",
  "runAsUser",
  "runAsGroup",
  "supplementalGroups",
  "supplementalGroupsPolicy",
] as const;
const containerOnlyLinux = [
  "appArmorProfile",
  "seLinuxOptions",
  "seccompProfile",
  "capabilities",
  "readOnlyRootFilesystem",
  "privileged",
  "allowPrivilegeEscalation",
  "procMount",
  "runAsUser",
  "runAsGroup",
] as const;

/** validateOS, then validateLinux or validateWindows. */
export function checkOs(review: FieldReview, at: string, spec: PodSpec): void {
  const { os } = spec;
  if (os === undefined) return;
  if ((os.name ?? "") === "") {
    review.required(`${at}.os.name`);
    return;
  }
  if (os.name !== "linux" && os.name !== "windows") {
    review.notSupported(`${at}.os`, os.name, ["linux", "windows"]);
    return;
  }
  if (os.name === "linux") {
    checkLinux(review, at, spec);
    return;
  }
  const refuse = (field: string): void => review.forbidden(field, "cannot be set for a windows pod");
  const context = spec.securityContext ?? {};
  for (const key of podOnlyLinux) {
    const value = context[key];
    if (value !== undefined && (key !== "sysctls" || (context.sysctls ?? []).length > 0))
      refuse(`${at}.securityContext.${key}`);
  }
  if (context.seLinuxChangePolicy !== undefined) refuse(`${at}.securityContext.seLinuxChangePolicy`);
  // Up to 1.36 the server names these as if they were in the security context.
  const owner = review.minor >= 37 ? at : `${at}.securityContext`;
  if (spec.hostUsers !== undefined) refuse(`${owner}.hostUsers`);
  if (spec.hostPID === true) refuse(`${owner}.hostPID`);
  if (spec.hostIPC === true) refuse(`${owner}.hostIPC`);
  if (spec.shareProcessNamespace !== undefined) refuse(`${owner}.shareProcessNamespace`);
  visitContainers(spec, at, ({ securityContext }, field) => {
    for (const key of containerOnlyLinux)
      if (securityContext?.[key] !== undefined) refuse(`${field}.securityContext.${key}`);
  });
}

function checkLinux(review: FieldReview, at: string, spec: PodSpec): void {
  const refuse = (field: string): void =>
    review.forbidden(`${field}.securityContext.windowsOptions`, "windows options cannot be set for a linux pod");
  if (spec.securityContext?.windowsOptions !== undefined) refuse(at);
  visitContainers(spec, at, (container, field) => {
    if (container.securityContext?.windowsOptions !== undefined) refuse(field);
  });
}
