/*
 * What a container may learn of its own pod: fields, resources, keys of ConfigMaps and Secrets.
 * Source: pkg/apis/core/validation/validation.go, pkg/apis/core/pods/helpers.go, pkg/fieldpath/fieldpath.go.
 */
import { labelKeyComplaints } from "../model/label-syntax.ts";
import type { FieldReview } from "./field-review.ts";
import type { ObjectFieldSelector, ResourceFieldSelector } from "./kubernetes.generated.ts";

/** Fields that an environment variable may hold. */
export const environmentFields: readonly string[] = [
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
  "spec.nodeName",
  "spec.serviceAccountName",
  "status.hostIP",
  "status.hostIPs",
  "status.podIP",
  "status.podIPs",
];

/** Fields that a file of a volume may hold. */
export const volumeFields: readonly string[] = [
  "metadata.annotations",
  "metadata.labels",
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
];

const convertibleFields: readonly string[] = [
  ...environmentFields,
  "metadata.annotations",
  "metadata.labels",
  "spec.restartPolicy",
  "spec.schedulerName",
  "status.phase",
];

const resources: readonly string[] = [
  "limits.cpu",
  "limits.ephemeral-storage",
  "limits.memory",
  "requests.cpu",
  "requests.ephemeral-storage",
  "requests.memory",
];

const hugePages = /^(?:requests|limits)\.hugepages-/;

/** `metadata.labels['app']` → its path and its key (SplitMaybeSubscriptedPath). */
function splitSubscript(path: string): [path: string, key: string] | undefined {
  if (!path.endsWith("']")) return undefined;
  const open = path.indexOf("['");
  if (open <= 0 || open + 2 > path.length - 2) return undefined;
  return [path.slice(0, open), path.slice(open + 2, -2)];
}

/** validateObjectFieldSelector, with ConvertDownwardAPIFieldLabel. */
export function checkFieldRef(
  review: FieldReview,
  at: string,
  { apiVersion = "", fieldPath = "" }: ObjectFieldSelector,
  allowed: readonly string[],
): void {
  if (apiVersion === "") {
    review.required(`${at}.apiVersion`);
    return;
  }
  if (fieldPath === "") {
    review.required(`${at}.fieldPath`);
    return;
  }
  const refuse = (why: string): void =>
    review.invalid(`${at}.fieldPath`, fieldPath, `error converting fieldPath: ${why}`);
  if (apiVersion !== "v1") {
    refuse(`unsupported pod version: ${apiVersion}`);
    return;
  }
  const subscript = splitSubscript(fieldPath);
  if (subscript !== undefined) {
    const [path, key] = subscript;
    if (path === "metadata.annotations")
      review.complain(at, key.toLowerCase(), labelKeyComplaints(key.toLowerCase(), review.minor));
    else if (path === "metadata.labels") review.complain(at, key, labelKeyComplaints(key, review.minor));
    else refuse(`field label does not support subscript: ${fieldPath}`);
    return;
  }
  const path = fieldPath === "spec.host" ? "spec.nodeName" : fieldPath;
  if (!convertibleFields.includes(path)) {
    refuse(`field label not supported: ${fieldPath}`);
    return;
  }
  if (!allowed.includes(path)) review.notSupported(`${at}.fieldPath`, path, allowed);
}

const sizes = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

/** validateContainerResourceFieldSelector and validateContainerResourceDivisor. */
export function checkResourceFieldRef(
  review: FieldReview,
  at: string,
  { containerName = "", resource = "", divisor }: ResourceFieldSelector,
  inVolume: boolean,
): void {
  if (inVolume && containerName === "") review.required(`${at}.containerName`);
  else if (resource === "") review.required(`${at}.resource`);
  else if (!resources.includes(resource) && !hugePages.test(resource))
    review.notSupported(`${at}.resource`, resource, resources);
  if (divisor === undefined || divisor.sign === 0) return;
  const refuse = (allowed: string, what: string): void =>
    review.invalid(
      `${at}.divisor`,
      resource,
      `only divisor's values ${allowed} are supported with the ${what} resource`,
    );
  const text = divisor.toString();
  if (resource.endsWith(".cpu")) {
    if (resources.includes(resource) && text !== "1m" && text !== "1") refuse("1m and 1", "cpu");
  } else if (!sizes.includes(text)) {
    if (hugePages.test(resource)) refuse(sizes.join(", "), "hugepages");
    else if (resources.includes(resource))
      refuse(sizes.join(", "), resource.endsWith(".memory") ? "memory" : "local ephemeral storage");
  }
}
