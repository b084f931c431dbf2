/*
 * Warnings about a Service.
 * Source: pkg/api/service/warnings.go (GetWarningsForService).
 */
import { append } from "./append.ts";
import type { FieldReview } from "./field-review.ts";
import { addressWarnings, olderAddressWarnings, rangeWarnings } from "./ip-warnings.ts";
import type { Service } from "./kubernetes.generated.ts";

const topologyHints = "service.kubernetes.io/topology-aware-hints";

/** The warnings about an accepted Service, in the server's order. */
export function serviceWarnings({ metadata = {}, spec = {} }: Service, review: FieldReview): string[] {
  const { type, clusterIP = "", clusterIPs = [], externalIPs = [], loadBalancerIP = "", externalName = "" } = spec;
  const warnings: string[] = [];
  const isHeadless = type === "ClusterIP" && clusterIP === "None";
  const ofAddress = review.minor >= 33 ? addressWarnings : olderAddressWarnings;
  if (Object.hasOwn(metadata.annotations ?? {}, topologyHints))
    warnings.push(`annotation ${topologyHints} is deprecated, please use service.kubernetes.io/topology-mode instead`);
  if (clusterIP !== "" && clusterIP !== "None")
    clusterIPs.forEach((address, i) => {
      append(warnings, ofAddress(`spec.clusterIPs[${i}]`, address, review.minor));
    });
  if (isHeadless && review.minor >= 34) {
    if (loadBalancerIP !== "") warnings.push("spec.loadBalancerIP is ignored for headless services");
    if (externalIPs.length > 0) warnings.push("spec.externalIPs is ignored for headless services");
    if (spec.sessionAffinity !== "None") warnings.push("spec.SessionAffinity is ignored for headless services");
  }
  externalIPs.forEach((address, i) => {
    append(warnings, ofAddress(`spec.externalIPs[${i}]`, address, review.minor));
  });
  if (review.minor >= 36 && externalIPs.length > 0 && !isHeadless && type !== "ExternalName")
    warnings.push("spec.externalIPs is deprecated and may no longer be implemented in some clusters");
  if (loadBalancerIP !== "") append(warnings, ofAddress("spec.loadBalancerIP", loadBalancerIP, review.minor));
  if (review.minor >= 33)
    spec.loadBalancerSourceRanges?.forEach((range, i) => {
      append(warnings, rangeWarnings(`spec.loadBalancerSourceRanges[${i}]`, range, review.minor));
    });
  if (type === "ExternalName" && externalIPs.length > 0)
    warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  if (type !== "ExternalName" && externalName !== "")
    warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  if (review.minor >= 35 && spec.trafficDistribution === "PreferClose")
    warnings.push('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"');
  return warnings;
}
