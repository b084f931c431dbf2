/*
 * A container's environment.
 * Source: pkg/apis/core/validation/validation.go (ValidateEnv, ValidateEnvFrom).
 */
import {
  configKeyComplaints,
  dnsLabelComplaints,
  dnsSubdomainComplaints,
  environmentNameComplaints,
  maskedTrailingDash,
} from "../model/names.ts";
import { checkFieldRef, checkResourceFieldRef, environmentFields } from "./downward.ts";
import type { FieldReview } from "./field-review.ts";
import { checkNoBacksteps } from "./file-path.ts";
import type { EnvFromSource, EnvVar, FileKeySelector } from "./kubernetes.generated.ts";

function checkName(review: FieldReview, at: string, name: string): void {
  review.complain(at, name, environmentNameComplaints(name, review.isOn("RelaxedEnvironmentVariableValidation")));
}

/** ValidateEnv. */
export function checkEnvironment(review: FieldReview, at: string, variables: readonly EnvVar[]): void {
  variables.forEach((variable, i) => {
    const { name = "" } = variable;
    if (name === "") review.required(`${at}[${i}].name`);
    else checkName(review, `${at}[${i}].name`, name);
    checkValueFrom(review, `${at}[${i}].valueFrom`, variable);
  });
}

/** validateEnvVarValueFrom. */
function checkValueFrom(review: FieldReview, at: string, { value = "", valueFrom: from }: EnvVar): void {
  if (from === undefined) return;
  let sources = 0;
  if (from.fieldRef !== undefined) {
    sources++;
    checkFieldRef(review, `${at}.fieldRef`, from.fieldRef, environmentFields);
  }
  if (from.resourceFieldRef !== undefined) {
    sources++;
    checkResourceFieldRef(review, `${at}.resourceFieldRef`, from.resourceFieldRef, false);
  }
  if (from.configMapKeyRef !== undefined) {
    sources++;
    checkKeyRef(review, `${at}.configMapKeyRef`, from.configMapKeyRef);
  }
  if (from.secretKeyRef !== undefined) {
    sources++;
    checkKeyRef(review, `${at}.secretKeyRef`, from.secretKeyRef);
  }
  if (from.fileKeyRef !== undefined) {
    sources++;
    checkFileKeyRef(review, `${at}.fileKeyRef`, from.fileKeyRef);
  }
  if (sources === 0)
    review.invalid(
      at,
      "",
      review.isOn("EnvFiles")
        ? "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"
        : "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`",
    );
  else if (value !== "") review.invalid(at, "", "may not be specified when `value` is not empty");
  else if (sources > 1) review.invalid(at, "", "may not have more than one field specified at a time");
}

/** validateConfigMapKeySelector and validateSecretKeySelector. */
function checkKeyRef(review: FieldReview, at: string, { name = "", key = "" }: { name?: string; key?: string }): void {
  review.complain(`${at}.name`, name, dnsSubdomainComplaints(name));
  if (key === "") review.required(`${at}.key`);
  else review.complain(`${at}.key`, key, configKeyComplaints(key));
}

/** validateFileKeySelector. */
function checkFileKeyRef(
  review: FieldReview,
  at: string,
  { key = "", volumeName = "", path = "" }: FileKeySelector,
): void {
  if (key === "") review.required(`${at}.key`);
  else review.complain(`${at}.key`, key, environmentNameComplaints(key, true));
  if (volumeName === "") review.required(`${at}.volumeName`);
  else review.complain(`${at}.volumeName`, volumeName, dnsLabelComplaints(volumeName));
  if (path === "") review.required(`${at}.path`);
  else checkNoBacksteps(review, `${at}.path`, path);
}

/** ValidateEnvFrom. Its last two errors name the list, not the item: so does the server. */
export function checkEnvironmentFrom(review: FieldReview, at: string, sources: readonly EnvFromSource[]): void {
  sources.forEach(({ prefix = "", configMapRef, secretRef }, i) => {
    if (prefix !== "") checkName(review, `${at}[${i}].prefix`, prefix);
    if (configMapRef !== undefined) checkSourceName(review, `${at}[${i}].configMapRef`, configMapRef.name ?? "");
    if (secretRef !== undefined) checkSourceName(review, `${at}[${i}].secretRef`, secretRef.name ?? "");
    if (configMapRef === undefined && secretRef === undefined)
      review.invalid(at, "", "must specify one of: `configMapRef` or `secretRef`");
    else if (configMapRef !== undefined && secretRef !== undefined)
      review.invalid(at, "", "may not have more than one field specified at a time");
  });
}

function checkSourceName(review: FieldReview, at: string, name: string): void {
  if (name === "") review.required(`${at}.name`);
  // The source asks for a prefix here, where a dash at the end is let pass.
  else review.complain(`${at}.name`, name, dnsSubdomainComplaints(maskedTrailingDash(name)));
}
