/*
 * What the Service registry fills in on an IPv4 cluster, apart from what it allocates: addresses and ports.
 * Source: pkg/registry/core/service/storage/alloc.go (initIPFamilyFields), storage.go (patchAllocatedValues).
 */
import { childOf, itemsOf, type Mapping, setAbsent } from "../model/pod-defaults.ts";

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
  if (before !== undefined) keepAllocated(spec, before);
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

function needsPorts({ type }: Mapping): boolean {
  return type === "NodePort" || type === "LoadBalancer";
}

/** What an update leaves out stays as it was allocated. */
function keepAllocated(spec: Mapping, before: Mapping): void {
  if (needsAddress(spec) && needsAddress(before)) {
    const isLeftOut = (spec.clusterIP ?? "") === "" && textsOf(spec, "clusterIPs").length === 0;
    if (isLeftOut && before.clusterIP !== undefined) {
      spec.clusterIP = before.clusterIP;
      spec.clusterIPs = [...textsOf(before, "clusterIPs")];
    }
  }
  if (needsPorts(spec) && needsPorts(before))
    for (const port of itemsOf(spec, "ports")) {
      if ((port.nodePort ?? 0) !== 0) continue;
      const same = itemsOf(before, "ports").find((one) => one.port === port.port && one.protocol === port.protocol);
      if (same?.nodePort !== undefined) port.nodePort = same.nodePort;
    }
}
