/*
 * A pod's spec, as it stands in a template.
 * Source: pkg/apis/core/validation/validation.go (ValidatePodTemplateSpec, ValidatePodSpec).
 */
import { labelKeyComplaints } from "../model/label-syntax.ts";
import {
  byteLength,
  dnsLabelComplaints,
  dnsSubdomainComplaints,
  dnsSubdomainWithUnderscoreComplaints,
} from "../model/names.ts";
import { checkAffinity } from "./affinity.ts";
import { checkContainers, checkInitContainers } from "./container.ts";
import { checkEphemeralContainers } from "./ephemeral-container.ts";
import type { FieldReview } from "./field-review.ts";
import { ipAddressComplaints } from "./ip-address.ts";
import type { PodDNSConfig, PodSpec, PodTemplateSpec } from "./kubernetes.generated.ts";
import { checkAnnotations, checkLabels } from "./labels.ts";
import { checkPodAnnotations, checkProfilesMatch } from "./pod-annotations.ts";
import { checkPodResources } from "./pod-resources.ts";
import { checkPodClaims, checkResources } from "./resources.ts";
import { checkTolerations, checkTopologySpread } from "./scheduling.ts";
import { checkPodSecurityContext } from "./security-context.ts";
import { checkVolumes } from "./volume.ts";
import { checkHostProcess, checkOs, visitContainers } from "./windows.ts";

/** ValidatePodTemplateSpec. */
export function checkPodTemplate(review: FieldReview, at: string, template: PodTemplateSpec): void {
  const { metadata = {}, spec = {} } = template;
  checkLabels(review, `${at}.labels`, metadata.labels);
  checkAnnotations(review, `${at}.annotations`, metadata.annotations);
  checkPodAnnotations(review, `${at}.annotations`, metadata.annotations, spec);
  checkPodSpec(review, `${at}.spec`, spec);
  checkProfilesMatch(review, `${at}.spec`, template);
  if ((spec.ephemeralContainers ?? []).length > 0)
    review.forbidden(`${at}.spec.ephemeralContainers`, "ephemeral containers not allowed in pod template");
}

/** ValidatePodSpec. */
function checkPodSpec(review: FieldReview, at: string, spec: PodSpec): void {
  const volumes = checkVolumes(review, `${at}.volumes`, spec.volumes ?? []);
  const claims = (spec.resourceClaims ?? []).map(({ name = "" }) => name).filter((name) => name !== "");
  checkPodClaims(review, `${at}.resourceClaims`, spec.resourceClaims ?? []);
  const pod = { spec, volumes, claims };
  checkContainers(review, `${at}.containers`, pod);
  checkInitContainers(review, `${at}.initContainers`, pod);
  checkEphemeralContainers(review, `${at}.ephemeralContainers`, pod);
  if (review.isOn("PodLevelResources")) checkPodResources(review, at, spec, claims);
  checkHostPorts(review, `${at}.containers`, spec);
  const { restartPolicy = "", dnsPolicy = "" } = spec;
  if (restartPolicy === "") review.required(`${at}.restartPolicy`);
  else if (!["Always", "OnFailure", "Never"].includes(restartPolicy))
    review.notSupported(`${at}.restartPolicy`, restartPolicy, ["Always", "OnFailure", "Never"]);
  const dnsPolicies = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];
  if (dnsPolicy === "") review.required(`${at}.dnsPolicy`);
  else if (!dnsPolicies.includes(dnsPolicy)) review.notSupported(`${at}.dnsPolicy`, dnsPolicy, dnsPolicies);
  checkLabels(review, `${at}.nodeSelector`, spec.nodeSelector);
  checkPodSecurityContext(review, `${at}.securityContext`, spec.securityContext, spec);
  checkHostNamespaces(review, at, spec);
  checkAffinity(review, `${at}.affinity`, spec.affinity);
  checkDnsConfig(review, `${at}.dnsConfig`, spec.dnsConfig, dnsPolicy);
  checkGates(review, at, spec);
  checkTopologySpread(review, `${at}.topologySpreadConstraints`, spec.topologySpreadConstraints ?? []);
  checkHostProcess(review, at, spec);
  checkHostname(review, at, spec);
  checkNames(review, at, spec);
  checkTolerations(review, `${at}.tolerations`, spec.tolerations ?? []);
  checkHostAliases(review, `${at}.hostAliases`, spec);
  if (spec.overhead !== undefined) checkResources(review, `${at}.overhead`, { limits: spec.overhead }, []);
  checkOs(review, at, spec);
  checkFileKeys(review, at, spec);
}

/** validatePodHostNetworkDeps, for a template. */
function checkHostPorts(review: FieldReview, at: string, spec: PodSpec): void {
  if (spec.hostNetwork !== true) return;
  spec.containers?.forEach((container, i) => {
    container.ports?.forEach(({ hostPort = 0, containerPort = 0 }, j) => {
      if (hostPort !== 0 && hostPort !== containerPort)
        review.invalid(
          `${at}[${i}].ports[${j}].hostPort`,
          hostPort,
          "must match `containerPort` when `hostNetwork` is true",
        );
    });
  });
}

/** validateShareProcessNamespace and validateHostUsers. */
function checkHostNamespaces(review: FieldReview, at: string, spec: PodSpec): void {
  if (spec.shareProcessNamespace === true && spec.hostPID === true)
    review.invalid(
      `${at}${review.minor >= 37 ? "" : ".securityContext"}.shareProcessNamespace`,
      true,
      "ShareProcessNamespace and HostPID cannot both be enabled",
    );
  if (spec.hostUsers !== false) return;
  const refuse = (field: string): void => review.forbidden(field, "when `hostUsers` is false");
  if (spec.hostNetwork === true && !review.isOn("UserNamespacesHostNetworkSupport")) refuse(`${at}.hostNetwork`);
  if (spec.hostPID === true) refuse(`${at}.HostPID`);
  if (spec.hostIPC === true) refuse(`${at}.HostIPC`);
  visitContainers(spec, at, (container, field) => {
    if ((container.volumeDevices ?? []).length > 0) refuse(`${field}.volumeDevices`);
  });
}

/** validatePodDNSConfig. */
function checkDnsConfig(review: FieldReview, at: string, config: PodDNSConfig | undefined, policy: string): void {
  const nameservers = config?.nameservers ?? [];
  if (policy === "None") {
    if (config === undefined) {
      review.required(at, "must provide `dnsConfig` when `dnsPolicy` is None");
      return;
    }
    if (nameservers.length === 0) {
      review.required(`${at}.nameservers`, "must provide at least one DNS nameserver when `dnsPolicy` is None");
      return;
    }
  }
  if (config === undefined) return;
  const { searches = [] } = config;
  if (nameservers.length > 3) review.invalid(`${at}.nameservers`, nameservers, "must not have more than 3 nameservers");
  nameservers.forEach((address, i) => {
    review.complain(
      `${at}.nameservers[${i}]`,
      address,
      ipAddressComplaints(address, review.isOn("StrictIPCIDRValidation")),
    );
  });
  if (searches.length > 32) review.invalid(`${at}.searches`, searches, "must not have more than 32 search paths");
  if (byteLength(searches.join(" ")) > 2048)
    review.invalid(
      `${at}.searches`,
      searches,
      "must not have more than 2048 characters (including spaces) in the search list",
    );
  const isRelaxed = review.isOn("RelaxedDNSSearchValidation");
  searches.forEach((search, i) => {
    if (search === "." && isRelaxed) return;
    const domain = search.endsWith(".") ? search.slice(0, -1) : search;
    const complaints = isRelaxed ? dnsSubdomainWithUnderscoreComplaints(domain) : dnsSubdomainComplaints(domain);
    review.complain(`${at}.searches[${i}]`, domain, complaints);
  });
  config.options?.forEach(({ name = "" }, i) => {
    if (name === "") review.required(`${at}.options[${i}]`, "must not be empty");
  });
}

/** validateReadinessGates and validateSchedulingGates. */
function checkGates(review: FieldReview, at: string, spec: PodSpec): void {
  spec.readinessGates?.forEach(({ conditionType = "" }, i) => {
    review.complain(
      `${at}.readinessGates[${i}].conditionType`,
      conditionType,
      labelKeyComplaints(conditionType, review.minor),
    );
  });
  const seen = new Set<string>();
  spec.schedulingGates?.forEach(({ name = "" }, i) => {
    review.complain(`${at}.schedulingGates[${i}]`, name, labelKeyComplaints(name, review.minor));
    if (seen.has(name)) review.duplicate(`${at}.schedulingGates[${i}]`, name);
    seen.add(name);
  });
}

/** validatePodHostName. */
function checkHostname(review: FieldReview, at: string, spec: PodSpec): void {
  const { hostnameOverride: name } = spec;
  if (name === undefined) return;
  const field = `${at}.hostnameOverride`;
  if (spec.setHostnameAsFQDN === true) review.forbidden(field, "may not be specified when setHostnameAsFQDN is true");
  if (spec.hostNetwork === true) review.forbidden(field, "may not be specified when hostNetwork is true");
  if (byteLength(name) > 64) review.tooLong(field, 64);
  review.complain(field, name, dnsSubdomainComplaints(name));
}

/** Names of other objects, and what else ValidatePodSpec looks at itself. */
function checkNames(review: FieldReview, at: string, spec: PodSpec): void {
  for (const key of ["serviceAccountName", "nodeName", "priorityClassName"] as const) {
    const name = spec[key] ?? "";
    if (name !== "") review.complain(`${at}.${key}`, name, dnsSubdomainComplaints(name));
  }
  const { activeDeadlineSeconds: deadline, runtimeClassName, preemptionPolicy } = spec;
  if (deadline !== undefined && (deadline < 1 || deadline > 2 ** 31 - 1))
    review.invalid(`${at}.activeDeadlineSeconds`, deadline, "must be between 1 and 2147483647, inclusive");
  for (const key of ["hostname", "subdomain"] as const) {
    const name = spec[key] ?? "";
    if (name !== "") review.complain(`${at}.${key}`, name, dnsLabelComplaints(name));
  }
  if (runtimeClassName !== undefined)
    review.complain(`${at}.runtimeClassName`, runtimeClassName, dnsSubdomainComplaints(runtimeClassName));
  if (preemptionPolicy === "") review.required(`${at}.preemptionPolicy`);
  else if (preemptionPolicy !== undefined && !["PreemptLowerPriority", "Never"].includes(preemptionPolicy))
    review.notSupported(`${at}.preemptionPolicy`, preemptionPolicy, ["PreemptLowerPriority", "Never"]);
}

/** ValidateHostAliases. */
function checkHostAliases(review: FieldReview, at: string, spec: PodSpec): void {
  spec.hostAliases?.forEach(({ ip = "", hostnames = [] }, i) => {
    review.complain(`${at}[${i}].ip`, ip, ipAddressComplaints(ip, review.isOn("StrictIPCIDRValidation")));
    hostnames.forEach((name, j) => {
      review.complain(`${at}[${i}].hostnames[${j}]`, name, dnsSubdomainComplaints(name));
    });
  });
}

/** validateFileKeyRefVolumes. */
function checkFileKeys(review: FieldReview, at: string, spec: PodSpec): void {
  visitContainers(spec, at, (container, field) => {
    container.env?.forEach(({ valueFrom }, i) => {
      if (valueFrom?.fileKeyRef === undefined) return;
      const name = valueFrom.fileKeyRef.volumeName ?? "";
      const place = `${field}.env[${i}].valueFrom.fileKeyRef.volumeName`;
      const volume = (spec.volumes ?? []).findLast((other) => (other.name ?? "") === name);
      if (volume === undefined) review.notFound(place, name);
      else if (volume.emptyDir === undefined) review.invalid(place, name, "referenced volume must be of type emptyDir");
    });
  });
}
