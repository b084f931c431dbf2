/*
 * What containers and pods ask for: resource names, amounts, claims.
 * Source: pkg/apis/core/validation/validation.go (validateResourceRequirements …), pkg/apis/core/helper/helpers.go.
 */
import { labelKeyComplaints } from "../model/label-syntax.ts";
import { dnsLabelComplaints, dnsSubdomainComplaints } from "../model/names.ts";
import { parseQuantity, type Quantity } from "../model/quantity.ts";
import type { FieldReview } from "./field-review.ts";
import type { ResourceClaim, ResourceRequirements } from "./kubernetes.generated.ts";

const containerResources = ["cpu", "memory", "ephemeral-storage"];
const podResources = ["cpu", "memory"];
const integerResources = [
  "pods",
  "resourcequotas",
  "services",
  "replicationcontrollers",
  "secrets",
  "configmaps",
  "persistentvolumeclaims",
  "services.nodeports",
  "services.loadbalancers",
];
const standardResources = [
  ...containerResources,
  "requests.cpu",
  "requests.memory",
  "requests.ephemeral-storage",
  "limits.cpu",
  "limits.memory",
  "limits.ephemeral-storage",
  ...integerResources,
  "storage",
  "requests.storage",
];

function isHugePages(name: string): boolean {
  return name.startsWith("hugepages-");
}

/** IsNativeResource: without a prefix of its own, or one of Kubernetes. */
function isNative(name: string): boolean {
  return !name.includes("/") || name.includes("kubernetes.io/");
}

/** IsExtendedResourceName. */
function isExtended(name: string): boolean {
  if (isNative(name) || name.startsWith("requests.")) return false;
  return labelKeyComplaints(`requests.${name}`).length === 0;
}

/** validateResourceName; false where it found something. */
function checkResourceName(review: FieldReview, at: string, name: string): boolean {
  const complaints = labelKeyComplaints(name, review.minor);
  for (const complaint of complaints) review.invalidResourceName(at, name, complaint);
  if (complaints.length > 0) return false;
  if (
    name.includes("/") ||
    standardResources.includes(name) ||
    isHugePages(name) ||
    name.startsWith("requests.hugepages-")
  )
    return true;
  review.invalidResourceName(at, name, "must be a standard resource type or fully qualified");
  return false;
}

/** ValidateContainerResourceName. */
export function checkContainerResourceName(review: FieldReview, at: string, name: string): void {
  checkResourceName(review, at, name);
  if (!name.includes("/")) {
    if (!containerResources.includes(name) && !isHugePages(name))
      review.invalidResourceName(at, name, "must be a standard resource for containers");
  } else if (!isNative(name) && !isExtended(name))
    review.invalidResourceName(at, name, "doesn't follow extended resource name standard");
}

/** validatePodResourceName. */
function checkPodResourceName(review: FieldReview, at: string, name: string): void {
  if (!checkResourceName(review, at, name)) return;
  const hugePages = review.minor >= 34;
  if (!podResources.includes(name) && !(hugePages && isHugePages(name)))
    review.notSupported(at, name, hugePages ? ["cpu", "hugepages-", "memory"] : podResources);
}

/** ValidateResourceQuantityValue. */
export function checkAmount(review: FieldReview, at: string, name: string, amount: Quantity): void {
  if (amount.sign < 0) review.invalid(at, amount.toString(), "must be greater than or equal to 0");
  if ((integerResources.includes(name) || isExtended(name)) && amount.millis % 1000n !== 0n)
    review.invalid(at, amount, "must be an integer");
}

/** validateResourceQuantityHugePageValue. */
function checkHugePages(review: FieldReview, at: string, name: string, amount: Quantity): void {
  const page = parseQuantity(name.slice("hugepages-".length));
  if (page === undefined || page.sign <= 0 || page.millis % 1000n !== 0n || amount.units % page.units !== 0n)
    review.invalid(at, amount.toString(), `${amount} is not positive integer multiple of ${name}`);
}

/** IsOvercommitAllowed. */
function mayOvercommit(name: string): boolean {
  return isNative(name) && !isHugePages(name);
}

/** validateResourceRequirements, for a container or, from 1.34, for a pod. */
export function checkResources(
  review: FieldReview,
  at: string,
  requirements: ResourceRequirements | undefined,
  claims: readonly string[],
  owner: "container" | "pod" = "container",
): void {
  if (requirements === undefined) return;
  const checkName = owner === "pod" ? checkPodResourceName : checkContainerResourceName;
  const { limits = {}, requests = {} } = requirements;
  for (const name of Object.keys(limits)) {
    const amount = limits[name];
    if (amount === undefined) continue;
    const field = `${at}.limits[${name}]`;
    checkName(review, field, name);
    checkAmount(review, field, name, amount);
    if (isHugePages(name)) checkHugePages(review, field, name, amount);
  }
  for (const name of Object.keys(requests)) {
    const amount = requests[name];
    if (amount === undefined) continue;
    const field = `${at}.requests[${name}]`;
    checkName(review, field, name);
    checkAmount(review, field, name, amount);
    const limit = Object.hasOwn(limits, name) ? limits[name] : undefined;
    if (limit !== undefined) {
      if (amount.compare(limit) !== 0 && !mayOvercommit(name))
        review.invalid(`${at}.requests`, amount.toString(), `must be equal to ${name} limit of ${limit}`);
      else if (amount.compare(limit) > 0)
        review.invalid(`${at}.requests`, amount.toString(), `must be less than or equal to ${name} limit of ${limit}`);
    } else if (!mayOvercommit(name))
      review.required(`${at}.limits`, "Limit must be set for non overcommitable resources");
    if (isHugePages(name)) checkHugePages(review, field, name, amount);
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some(isHugePages) && !names.includes("cpu") && !names.includes("memory"))
    review.forbidden(at, "HugePages require cpu or memory");
  checkClaimNames(review, `${at}.claims`, requirements.claims ?? [], claims);
}

/** validateResourceClaimNames. */
function checkClaimNames(
  review: FieldReview,
  at: string,
  claims: readonly ResourceClaim[],
  podClaims: readonly string[],
): void {
  const seen = new Set<string>();
  claims.forEach(({ name = "", request = "" }, i) => {
    const field = `${at}[${i}]`;
    if (name === "") {
      review.required(field);
      return;
    }
    if (seen.has(name)) review.duplicate(field, name);
    else {
      if (request !== "") review.complain(`${field}.request`, request, dnsLabelComplaints(request));
      const key = request === "" ? name : `${name}/${request}`;
      if (seen.has(key)) review.duplicate(field, key);
      else if (request === "")
        for (const other of seen) if (other.startsWith(`${name}/`)) review.duplicate(field, name);
      seen.add(key);
    }
    if (podClaims.includes(name)) return;
    const known = podClaims.length === 0 ? " which is empty" : `: ${[...podClaims].sort().join(", ")}`;
    review.notFound(field, name, `must be one of the names in pod.spec.resourceClaims${known}`);
  });
}

/** validatePodResourceClaims. */
export function checkPodClaims(
  review: FieldReview,
  at: string,
  claims: readonly { name?: string; resourceClaimName?: string; resourceClaimTemplateName?: string }[],
): void {
  const seen = new Set<string>();
  claims.forEach((claim, i) => {
    const field = `${at}[${i}]`;
    const { name = "", resourceClaimName: claimName, resourceClaimTemplateName: templateName } = claim;
    if (name === "") review.required(`${field}.name`);
    else if (seen.has(name)) review.duplicate(`${field}.name`, name);
    else {
      review.complain(`${field}.name`, name, dnsLabelComplaints(name));
      seen.add(name);
    }
    if (claimName !== undefined && templateName !== undefined)
      review.invalid(
        field,
        claim,
        "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified",
      );
    if (claimName === undefined && templateName === undefined)
      review.invalid(field, claim, "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
    if (claimName !== undefined)
      review.complain(`${field}.resourceClaimName`, claimName, dnsSubdomainComplaints(claimName));
    if (templateName !== undefined)
      review.complain(`${field}.resourceClaimTemplateName`, templateName, dnsSubdomainComplaints(templateName));
  });
}
