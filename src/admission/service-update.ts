/*
 * What may change in a Service.
 * Source: pkg/apis/core/validation/validation.go (ValidateServiceUpdate), pkg/registry/core/service/strategy.go and
 * storage/storage.go (what is kept or dropped when the type changes).
 */
import type { FieldReview } from "./field-review.ts";
import type { Service, ServiceSpec } from "./kubernetes.generated.ts";
import { checkMetadataUpdate } from "./metadata.ts";
import { checkServiceBody, checkServiceMetadata, isExternal } from "./service.ts";
import { isHeadless } from "./service-addresses.ts";

/** ValidateServiceUpdate. */
export function checkServiceUpdate(review: FieldReview, service: Service, old: Service): void {
  const { spec = {} } = service;
  const { spec: oldSpec = {} } = old;
  keepAllocated(spec, oldSpec);
  dropOfOldType(spec, oldSpec);
  checkMetadataUpdate(review, service.metadata ?? {}, old.metadata ?? {});
  // Up to 1.33 an update is looked at as a create, too.
  if (review.minor < 34) checkServiceMetadata(review, service);
  checkAddressChange(review, spec, oldSpec);
  if (spec.type === "LoadBalancer" && oldSpec.type === "LoadBalancer") {
    if (spec.loadBalancerClass !== oldSpec.loadBalancerClass)
      review.invalid("spec.loadBalancerClass", spec.loadBalancerClass, "may not change once set");
  }
  if (needsHealthCheck(spec) && needsHealthCheck(oldSpec)) {
    if ((spec.healthCheckNodePort ?? 0) !== (oldSpec.healthCheckNodePort ?? 0))
      review.forbidden("spec.healthCheckNodePort", "field is immutable");
  }
  checkServiceBody(review, service, old);
}

/** NeedsHealthCheck. */
function needsHealthCheck(spec: ServiceSpec): boolean {
  return spec.type === "LoadBalancer" && spec.externalTrafficPolicy === "Local";
}

/** patchAllocatedValues: what the cluster gave the Service stays where the new object leaves it out. */
function keepAllocated(spec: ServiceSpec, old: ServiceSpec): void {
  if (spec.type !== "ExternalName" && old.type !== "ExternalName") {
    if ((spec.clusterIP ?? "") === "" && old.clusterIP !== undefined) spec.clusterIP = old.clusterIP;
    if ((spec.clusterIPs ?? []).length === 0 && old.clusterIPs !== undefined) spec.clusterIPs = [...old.clusterIPs];
  }
  const hasNodePorts = (one: ServiceSpec): boolean => one.type === "NodePort" || one.type === "LoadBalancer";
  if (hasNodePorts(spec) && hasNodePorts(old)) {
    const inUse = new Set((spec.ports ?? []).map(({ nodePort = 0 }) => nodePort));
    for (const port of spec.ports ?? []) {
      const before = old.ports?.findLast(({ name = "" }) => name === (port.name ?? ""))?.nodePort ?? 0;
      if ((port.nodePort ?? 0) === 0 && before !== 0 && !inUse.has(before)) port.nodePort = before;
    }
  }
  if (needsHealthCheck(spec) && needsHealthCheck(old) && old.healthCheckNodePort !== undefined)
    if ((spec.healthCheckNodePort ?? 0) === 0) spec.healthCheckNodePort = old.healthCheckNodePort;
}

/** dropTypeDependentFields: what was not touched and does not fit the new type goes. */
function dropOfOldType(spec: ServiceSpec, old: ServiceSpec): void {
  const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
  if (old.type !== "ExternalName" && spec.type === "ExternalName") {
    if (spec.clusterIP === old.clusterIP && isSame(spec.clusterIPs, old.clusterIPs)) {
      delete spec.clusterIP;
      delete spec.clusterIPs;
    }
    if (isSame(spec.ipFamilies, old.ipFamilies)) delete spec.ipFamilies;
    if (spec.ipFamilyPolicy === old.ipFamilyPolicy) delete spec.ipFamilyPolicy;
  }
  const hasNodePorts = (one: ServiceSpec): boolean => one.type === "NodePort" || one.type === "LoadBalancer";
  if (hasNodePorts(old) && !hasNodePorts(spec)) {
    const before = new Set((old.ports ?? []).map(({ nodePort = 0 }) => nodePort));
    if ((spec.ports ?? []).every(({ nodePort = 0 }) => nodePort === 0 || before.has(nodePort)))
      for (const port of spec.ports ?? []) delete port.nodePort;
  }
  if (old.type === "LoadBalancer" && spec.type !== "LoadBalancer") {
    for (const key of ["healthCheckNodePort", "allocateLoadBalancerNodePorts", "loadBalancerClass"] as const)
      if (spec[key] === old[key]) delete spec[key];
  }
  if (isExternal(old) && !isExternal(spec) && spec.externalTrafficPolicy === old.externalTrafficPolicy)
    delete spec.externalTrafficPolicy;
}

/** validateUpgradeDowngradeClusterIPs and validateUpgradeDowngradeIPFamilies. */
function checkAddressChange(review: FieldReview, spec: ServiceSpec, old: ServiceSpec): void {
  if (spec.type === "ExternalName" || old.type === "ExternalName") return;
  const { clusterIPs = [], ipFamilies = [], ipFamilyPolicy } = spec;
  const { clusterIPs: oldIPs = [], ipFamilies: oldFamilies = [] } = old;
  const refuse = (field: string, value: unknown): void => review.invalid(field, value, "may not change once set");
  const needsSingleStack = (what: string): void => {
    if (ipFamilyPolicy !== "SingleStack")
      review.invalid(
        "spec.ipFamilyPolicy",
        ipFamilyPolicy,
        `must be set to 'SingleStack' when releasing the secondary ${what}`,
      );
  };
  if (!(isHeadless(old) && isHeadless(spec))) {
    if (oldIPs.length === clusterIPs.length)
      oldIPs.forEach((address, i) => {
        if (address !== clusterIPs[i]) refuse(`spec.clusterIPs[${i}]`, clusterIPs);
      });
    else if (clusterIPs.length === 0)
      review.invalid("spec.clusterIPs[0]", clusterIPs, "primary clusterIP can not be unset");
    else if (oldIPs.length > 0 && clusterIPs[0] !== oldIPs[0]) refuse("spec.clusterIPs[0]", clusterIPs);
    if (oldIPs.length > clusterIPs.length && clusterIPs.length === 1) needsSingleStack("clusterIP");
  }
  if (isHeadless(old) || isHeadless(spec) || ipFamilies.length === 0) return;
  if (oldFamilies.length === ipFamilies.length) {
    if (oldFamilies.some((family, i) => family !== ipFamilies[i])) refuse("spec.ipFamilies[0]", ipFamilies);
  } else {
    if (oldFamilies.length > 0 && ipFamilies[0] !== oldFamilies[0]) refuse("spec.ipFamilies[0]", clusterIPs);
    if (oldFamilies.length > ipFamilies.length && ipFamilies.length === 1) needsSingleStack("ipFamily");
  }
}
