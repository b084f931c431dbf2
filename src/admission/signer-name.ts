/*
 * Names of certificate signers.
 * Source: pkg/apis/core/validation/names.go (ValidateSignerName).
 */
import { dnsLabelComplaints, dnsSubdomainComplaints, dnsSubdomainMaxLength } from "../model/names.ts";
import { type FieldReview, quoted } from "./field-review.ts";

/** True for a signer of the Kubernetes project itself. */
export function isKubernetesSigner(name: string): boolean {
  const host = name.split("/")[0] ?? "";
  return host === "kubernetes.io" || host.endsWith(".kubernetes.io");
}

/** ValidateSignerName: `example.com/signer-name`. */
export function checkSignerName(review: FieldReview, at: string, name: string): void {
  if (name === "") {
    review.required(at);
    return;
  }
  const [domain = "", path = "", ...rest] = name.split("/");
  if (rest.length > 0 || !name.includes("/")) {
    review.invalid(at, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'");
    return;
  }
  if (domain.length > dnsSubdomainMaxLength) review.tooLong(at, dnsSubdomainMaxLength);
  const labels = domain.split(".");
  for (const label of labels) {
    const complaints = dnsLabelComplaints(label);
    for (const complaint of complaints) review.invalid(at, domain, `validating label ${quoted(label)}: ${complaint}`);
    if (complaints.length > 0) break;
  }
  if (labels.length < 2) review.invalid(at, domain, "should be a domain with at least two segments separated by dots");
  for (const label of path.split(".")) {
    const complaints = dnsSubdomainComplaints(label);
    for (const complaint of complaints) review.invalid(at, path, `validating label ${quoted(label)}: ${complaint}`);
    if (complaints.length > 0) break;
  }
  if (name.length > 571) review.tooLong(at, 571);
}
