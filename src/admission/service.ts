/*
 * A Service.
 * Source: pkg/apis/core/validation/validation.go (validateService, ValidateServiceCreate),
 * pkg/registry/core/service/storage (what the server fills in before it validates).
 */
import { labelKeyComplaints } from "../model/label-syntax.ts";
import { dns1035LabelComplaints, dnsLabelComplaints, dnsSubdomainComplaints } from "../model/names.ts";
import type { FieldReview } from "./field-review.ts";
import { endpointAddressComplaints, ipAddressComplaints, ipRangeComplaints } from "./ip-address.ts";
import type { Service, ServicePort, ServiceSpec } from "./kubernetes.generated.ts";
import { checkLabels } from "./labels.ts";
import { checkMetadata } from "./metadata.ts";
import { checkPort } from "./probe.ts";
import { checkServiceAddresses, isHeadless } from "./service-addresses.ts";
import { checkPortsApart } from "./service-ports.ts";

const types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
const sourceRanges = "service.beta.kubernetes.io/load-balancer-source-ranges";
const topologyHints = "service.kubernetes.io/topology-aware-hints";
const topologyMode = "service.kubernetes.io/topology-mode";

/** ValidateServiceCreate. */
export function checkService(review: FieldReview, service: Service): void {
  checkServiceMetadata(review, service);
  checkServiceBody(review, service, undefined);
}

/** A name is a DNS label after RFC 1035, from 1.36 on after RFC 1123 (RelaxedServiceNameValidation). */
export function checkServiceMetadata(review: FieldReview, service: Service): void {
  const isRelaxed = review.isOn("RelaxedServiceNameValidation");
  checkMetadata(review, service.metadata ?? {}, isRelaxed ? dnsLabelComplaints : dns1035LabelComplaints);
}

/** What the server fills in before it validates (normalizeClusterIPs). Changes the given object. */
export function prepareService(review: FieldReview, service: Service): void {
  delete service.status;
  const { spec } = service;
  if (spec === undefined) return;
  if (!review.isOn("ServiceTrafficDistribution")) delete spec.trafficDistribution;
  if ((spec.clusterIP ?? "") !== "" && (spec.clusterIPs ?? []).length === 0) spec.clusterIPs = [spec.clusterIP ?? ""];
}

/** True where the Service is reached from outside the cluster (ExternallyAccessible). */
export function isExternal({ type, externalIPs = [] }: ServiceSpec): boolean {
  return type === "LoadBalancer" || type === "NodePort" || (type === "ClusterIP" && externalIPs.length > 0);
}

/** validateService: all but the metadata. */
export function checkServiceBody(review: FieldReview, service: Service, old: Service | undefined): void {
  const { metadata = {}, spec = {} } = service;
  const annotations = metadata.annotations ?? {};
  const hints = Object.hasOwn(annotations, topologyHints) ? annotations[topologyHints] : undefined;
  const mode = Object.hasOwn(annotations, topologyMode) ? annotations[topologyMode] : undefined;
  if (hints !== undefined && mode !== undefined && hints !== mode)
    review.invalid(
      `metadata.annotations[${topologyMode}]`,
      mode,
      `must match annotations[${topologyHints}] when both are specified`,
    );
  checkType(review, spec);
  checkPorts(review, spec);
  checkLabels(review, "spec.selector", spec.selector);
  checkSessionAffinity(review, spec);
  checkServiceAddresses(review, spec, old?.spec);
  spec.externalIPs?.forEach((address, i) => {
    checkExternalAddress(review, `spec.externalIPs[${i}]`, address, old?.spec?.externalIPs ?? []);
  });
  checkPortsApart(review, spec);
  checkSourceRanges(review, service, old);
  checkLoadBalancer(review, spec);
  checkTraffic(review, spec);
}

function checkType(review: FieldReview, spec: ServiceSpec): void {
  const { type = "", clusterIPs = [], ipFamilies = [] } = spec;
  if ((spec.ports ?? []).length === 0 && !isHeadless(spec) && type !== "ExternalName") review.required("spec.ports");
  if ((type === "LoadBalancer" || type === "NodePort") && isHeadless(spec))
    review.invalid("spec.clusterIPs[0]", clusterIPs[0], `may not be set to 'None' for ${type} services`);
  if (type === "ExternalName") {
    const refuse = (field: string): void => review.forbidden(field, "may not be set for ExternalName services");
    if (clusterIPs.length > 0) refuse("spec.clusterIPs");
    if (ipFamilies.length > 0) refuse("spec.ipFamilies");
    if (spec.ipFamilyPolicy !== undefined) refuse("spec.ipFamilyPolicy");
    const { externalName = "" } = spec;
    const domain = externalName.endsWith(".") ? externalName.slice(0, -1) : externalName;
    if (domain === "") review.required("spec.externalName");
    else review.complain("spec.externalName", domain, dnsSubdomainComplaints(domain));
  }
  review.oneOf("spec.type", type, types);
}

/** validateServicePort, for each. */
function checkPorts(review: FieldReview, { ports = [] }: ServiceSpec): void {
  const names = new Set<string>();
  ports.forEach((port: ServicePort, i) => {
    const field = `spec.ports[${i}]`;
    const { name = "", port: number = 0, appProtocol } = port;
    if (name === "") {
      if (ports.length > 1) review.required(`${field}.name`);
    } else {
      review.complain(`${field}.name`, name, dnsLabelComplaints(name));
      if (names.has(name)) review.duplicate(`${field}.name`, name);
      names.add(name);
    }
    if (number < 1 || number > 65535) review.invalid(`${field}.port`, number, "must be between 1 and 65535, inclusive");
    review.oneOf(`${field}.protocol`, port.protocol, ["SCTP", "TCP", "UDP"]);
    checkPort(review, `${field}.targetPort`, port.targetPort);
    if (appProtocol !== undefined)
      review.complain(`${field}.appProtocol`, appProtocol, labelKeyComplaints(appProtocol, review.minor));
  });
}

/** validateClientIPAffinityConfig: from 1 second to a day. */
function checkSessionAffinity(review: FieldReview, spec: ServiceSpec): void {
  review.oneOf("spec.sessionAffinity", spec.sessionAffinity, ["ClientIP", "None"]);
  if (spec.sessionAffinity !== "ClientIP") return;
  const seconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds;
  if (seconds !== undefined && (seconds <= 0 || seconds > 86400))
    review.invalid(
      "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
      seconds,
      "must be greater than 0 and less than 86400",
    );
}

function checkExternalAddress(review: FieldReview, at: string, address: string, known: readonly string[]): void {
  const complaints = known.includes(address) ? [] : ipAddressComplaints(address, review.isOn("StrictIPCIDRValidation"));
  review.complain(at, address, complaints.length > 0 ? complaints : endpointAddressComplaints(address));
}

function checkSourceRanges(review: FieldReview, { metadata = {}, spec = {} }: Service, old: Service | undefined): void {
  const { type, loadBalancerSourceRanges: ranges = [] } = spec;
  const isStrict = review.isOn("StrictIPCIDRValidation");
  const known = (old?.spec?.loadBalancerSourceRanges ?? []).map((range) => range.trim());
  const refuse = (field: string): void => review.forbidden(field, "may only be used when `type` is 'LoadBalancer'");
  if (ranges.length > 0) {
    // The server names the field with a capital letter.
    const field = "spec.LoadBalancerSourceRanges";
    if (type !== "LoadBalancer") refuse(field);
    ranges.forEach((range, i) => {
      const text = range.trim();
      if (!known.includes(text)) review.complain(`${field}[${i}]`, text, ipRangeComplaints(text, isStrict));
    });
    return;
  }
  const annotations = metadata.annotations ?? {};
  if (!Object.hasOwn(annotations, sourceRanges)) return;
  const value = annotations[sourceRanges] ?? "";
  const field = `metadata.annotations[${sourceRanges}]`;
  if (type !== "LoadBalancer") refuse(field);
  if (value.trim() === "" || old?.metadata?.annotations?.[sourceRanges] === value) return;
  for (const range of value.trim().split(","))
    review.complain(field, range.trim(), ipRangeComplaints(range.trim(), isStrict));
}

function checkLoadBalancer(review: FieldReview, spec: ServiceSpec): void {
  const { type, allocateLoadBalancerNodePorts, loadBalancerClass } = spec;
  const refuse = (field: string): void => review.forbidden(field, "may only be used when `type` is 'LoadBalancer'");
  if (allocateLoadBalancerNodePorts !== undefined && type !== "LoadBalancer")
    refuse("spec.allocateLoadBalancerNodePorts");
  if (loadBalancerClass === undefined) return;
  if (type !== "LoadBalancer") refuse("spec.loadBalancerClass");
  else
    review.complain("spec.loadBalancerClass", loadBalancerClass, labelKeyComplaints(loadBalancerClass, review.minor));
}

/** validateServiceExternalTrafficPolicy, …InternalTrafficFieldsValue, …TrafficDistribution. */
function checkTraffic(review: FieldReview, spec: ServiceSpec): void {
  const { type, externalTrafficPolicy: external = "", internalTrafficPolicy: internal, trafficDistribution } = spec;
  const { healthCheckNodePort = 0 } = spec;
  if (!isExternal(spec)) {
    if (external !== "")
      review.invalid("spec.externalTrafficPolicy", external, "may only be set for externally-accessible services");
  } else review.oneOf("spec.externalTrafficPolicy", external, ["Cluster", "Local"]);
  const needsHealthCheck = type === "LoadBalancer" && external === "Local";
  if (healthCheckNodePort !== 0) {
    if (!needsHealthCheck)
      review.invalid(
        "spec.healthCheckNodePort",
        healthCheckNodePort,
        "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
      );
    else if (healthCheckNodePort < 1 || healthCheckNodePort > 65535)
      review.invalid("spec.healthCheckNodePort", healthCheckNodePort, "must be between 1 and 65535, inclusive");
  }
  if (internal !== undefined && internal !== "Cluster" && internal !== "Local")
    review.notSupported("spec.internalTrafficPolicy", internal, ["Cluster", "Local"]);
  if (trafficDistribution === undefined || !review.isOn("ServiceTrafficDistribution")) return;
  const distributions = review.isOn("PreferSameTrafficDistribution")
    ? ["PreferClose", "PreferSameZone", "PreferSameNode"]
    : ["PreferClose"];
  if (!distributions.includes(trafficDistribution))
    review.notSupported("spec.trafficDistribution", trafficDistribution, distributions);
}
