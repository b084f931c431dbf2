import { asText } from "../model/fields.ts";
/*
 * What the Service registry fills in on an IPv4 cluster, apart from what it allocates: addresses and ports.
 * Source: pkg/registry/core/service/storage/alloc.go (initIPFamilyFields), storage.go (patchAllocatedValues).
 */

import { childOf, itemsOf, type Mapping, setAbsent } from "../model/pod-defaults.ts";
import { isExternal } from "./service.ts";

function familyOf(address: unknown): string {
  return typeof address === "string" && address.includes(":") ? "IPv6" : "IPv4";
}

function textsOf(parent: Mapping, key: string): unknown[] {
  const list = parent[key];
  return Array.isArray(list) ? list : [];
}

/** Changes the given Service, with its defaults; `old` is the stored one that it takes the place of. */
export function allocateService(service: Mapping, old: Mapping | undefined): void {
  const spec = childOf(service, "spec") ?? {};
  const before = childOf(old ?? {}, "spec");
  if (before !== undefined) {
    dropOfOtherType(spec, before);
    keepAllocated(spec, before);
  }
  if (spec.type === "ExternalName") {
    delete spec.internalTrafficPolicy;
    return;
  }
  const isWithoutSelector = Object.keys(childOf(spec, "selector") ?? {}).length === 0;
  const isHeadless = spec.clusterIP === "None";
  if (before?.ipFamilyPolicy !== undefined) setAbsent(spec, "ipFamilyPolicy", before.ipFamilyPolicy);
  setAbsent(spec, "ipFamilyPolicy", isHeadless && isWithoutSelector ? "RequireDualStack" : "SingleStack");
  const families = [...textsOf(spec, "ipFamilies")];
  for (const [i, address] of textsOf(spec, "clusterIPs").entries()) {
    if (address === "None") break;
    if (i >= families.length) families.push(familyOf(address));
  }
  if (families.length === 0) families.push("IPv4");
  if (isHeadless && isWithoutSelector && families.length < 2 && spec.ipFamilyPolicy !== "SingleStack")
    families.push(families[0] === "IPv4" ? "IPv6" : "IPv4");
  spec.ipFamilies = families;
}

function needsAddress({ type }: Mapping): boolean {
  return type === "ClusterIP" || type === "NodePort" || type === "LoadBalancer";
}

function needsHealthCheck({ type, externalTrafficPolicy }: Mapping): boolean {
  return type === "LoadBalancer" && externalTrafficPolicy === "Local";
}

function needsPorts({ type }: Mapping): boolean {
  return type === "NodePort" || type === "LoadBalancer";
}

/** What belongs to the old type alone goes with it, as long as the update did not change it (dropTypeDependentFields). */
function dropOfOtherType(spec: Mapping, before: Mapping): void {
  const isSame = (key: string): boolean => JSON.stringify(spec[key] ?? null) === JSON.stringify(before[key] ?? null);
  if (needsAddress(before) && !needsAddress(spec) && isSame("clusterIPs"))
    for (const key of ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"]) delete spec[key];
  if (needsPorts(before) && !needsPorts(spec)) {
    const numbers = (of: Mapping): string =>
      JSON.stringify(
        itemsOf(of, "ports")
          .map((port) => asText(port.nodePort ?? 0))
          .sort(),
      );
    if (numbers(spec) === numbers(before)) for (const port of itemsOf(spec, "ports")) delete port.nodePort;
  }
  if (needsHealthCheck(before) && !needsHealthCheck(spec) && isSame("healthCheckNodePort"))
    delete spec.healthCheckNodePort;
  if (isExternal(before) && !isExternal(spec) && isSame("externalTrafficPolicy")) delete spec.externalTrafficPolicy;
  if (before.type !== "LoadBalancer" || spec.type === "LoadBalancer") return;
  for (const key of ["allocateLoadBalancerNodePorts", "loadBalancerClass"]) if (isSame(key)) delete spec[key];
}

/** What an update leaves out stays as it was allocated. */
function keepAllocated(spec: Mapping, before: Mapping): void {
  if (needsAddress(spec) && needsAddress(before)) {
    if ((spec.clusterIP ?? "") === "" && before.clusterIP !== undefined) spec.clusterIP = before.clusterIP;
    if (textsOf(spec, "clusterIPs").length === 0 && spec.clusterIP === before.clusterIP)
      spec.clusterIPs = [...textsOf(before, "clusterIPs")];
  }
  if (needsPorts(spec) && needsPorts(before)) {
    const numbers = new Set(itemsOf(spec, "ports").map((port) => port.nodePort ?? 0));
    const byName = new Map(itemsOf(before, "ports").map((port) => [port.name ?? "", port.nodePort ?? 0]));
    for (const port of itemsOf(spec, "ports")) {
      const number = byName.get(port.name ?? "") ?? 0;
      if ((port.nodePort ?? 0) === 0 && number !== 0 && !numbers.has(number)) port.nodePort = number;
    }
  }
  if (needsHealthCheck(spec) && needsHealthCheck(before) && before.healthCheckNodePort !== undefined)
    if ((spec.healthCheckNodePort ?? 0) === 0) spec.healthCheckNodePort = before.healthCheckNodePort;
}
