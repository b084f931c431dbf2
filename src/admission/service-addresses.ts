/*
 * A Service's cluster IPs and IP families.
 * Source: pkg/apis/core/validation/validation.go (ValidateServiceClusterIPsRelatedFields), and of
 * pkg/registry/core/service/storage/alloc.go (initIPFamilyFields) what needs no knowledge of the cluster.
 */
import type { FieldReview } from "./field-review.ts";
import { ipAddressComplaints, parseIpAddress } from "./ip-address.ts";
import type { ServiceSpec } from "./kubernetes.generated.ts";

/** A Service without a cluster IP (isHeadlessService). */
export function isHeadless({ clusterIPs = [] }: ServiceSpec): boolean {
  return clusterIPs.length === 1 && clusterIPs[0] === "None";
}

/** ValidateServiceClusterIPsRelatedFields. */
export function checkServiceAddresses(review: FieldReview, spec: ServiceSpec, old: ServiceSpec | undefined): void {
  if (spec.type === "ExternalName") return;
  const { clusterIP = "", clusterIPs = [], ipFamilies = [], ipFamilyPolicy } = spec;
  if (clusterIP === "") {
    if (clusterIPs.length > 0)
      review.invalid("spec.clusterIPs", clusterIPs, "must be empty when `clusterIP` is not specified");
  } else if (clusterIPs.length === 0) review.required("spec.clusterIPs");
  else if (clusterIPs[0] !== clusterIP)
    review.invalid("spec.clusterIPs", clusterIPs, "first value must match `clusterIP`");
  const seen = new Set<string>();
  ipFamilies.forEach((family, i) => {
    if (family !== "IPv4" && family !== "IPv6") review.notSupported(`spec.ipFamilies[${i}]`, family, ["IPv4", "IPv6"]);
    if (seen.has(family)) review.duplicate(`spec.ipFamilies[${i}]`, family);
    seen.add(family);
  });
  const policies = ["PreferDualStack", "RequireDualStack", "SingleStack"];
  if (ipFamilyPolicy !== undefined && !policies.includes(ipFamilyPolicy))
    review.notSupported("spec.ipFamilyPolicy", ipFamilyPolicy, policies);
  const isValid = checkClusterIPs(review, clusterIPs, old?.clusterIPs ?? []);
  if (clusterIPs.length > 2) review.invalid("spec.clusterIPs", clusterIPs, "may only hold up to 2 values");
  if (isValid) checkFamilies(review, spec);
}

function checkClusterIPs(review: FieldReview, addresses: readonly string[], known: readonly string[]): boolean {
  let isValid = true;
  addresses.forEach((address, i) => {
    if (i === 0 && address === "None") {
      if (addresses.length === 1) return;
      isValid = false;
      review.invalid("spec.clusterIPs", addresses, "'None' must be the first and only value");
      return;
    }
    if (known.includes(address)) return;
    const complaints = ipAddressComplaints(address, review.isOn("StrictIPCIDRValidation"));
    if (complaints.length > 0) isValid = false;
    review.complain(`spec.clusterIPs[${i}]`, address, complaints);
  });
  return isValid;
}

function checkFamilies(review: FieldReview, spec: ServiceSpec): void {
  const { clusterIPs = [], ipFamilies = [] } = spec;
  const isV6 = (address: string): boolean => parseIpAddress(address)?.family === 6;
  if (clusterIPs.length > 1 && (clusterIPs.every(isV6) || !clusterIPs.some(isV6)))
    review.invalid("spec.clusterIPs", clusterIPs, "may specify no more than one IP for each IP family");
  if (isHeadless(spec)) return;
  clusterIPs.forEach((address, i) => {
    const family = ipFamilies[i];
    if (family === "IPv4" ? isV6(address) : family === "IPv6" && !isV6(address))
      review.invalid(
        `spec.clusterIPs[${i}]`,
        address,
        `expected an ${family} value as indicated by \`ipFamilies[${i}]\``,
      );
  });
}
