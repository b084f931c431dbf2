/*
 * Projected volumes: several sources in one folder.
 * Source: pkg/apis/core/validation/validation.go (validateProjectionSources).
 */
import { labelKeyComplaints } from "../model/label-syntax.ts";
import { dnsSubdomainComplaints } from "../model/names.ts";
import { checkDownwardFile } from "./downward-volume.ts";
import type { FieldReview } from "./field-review.ts";
import { checkFileMode, checkNonReservedPath } from "./file-path.ts";
import { checkItem } from "./key-to-path.ts";
import type {
  ClusterTrustBundleProjection,
  KeyToPath,
  PodCertificateProjection,
  ProjectedVolumeSource,
  ServiceAccountTokenProjection,
} from "./kubernetes.generated.ts";
import { checkAnnotationsSize, checkLabelSelector } from "./labels.ts";
import { checkSignerName, isKubernetesSigner } from "./signer-name.ts";
import { checkId } from "./user-id.ts";

/** validateProjectedVolumeSource. */
export function checkProjected(review: FieldReview, at: string, projected: ProjectedVolumeSource): void {
  checkFileMode(review, `${at}.defaultMode`, projected.defaultMode);
  checkId(review, `${at}.defaultUser`, projected.defaultUser);
  const paths = new Set<string>();
  /** A path that a source before had is a conflict; `value` is what the server shows of it. */
  const claimPath = (path: string, value: string): void => {
    if (paths.has(path)) review.invalid(at, value, "conflicting duplicate paths");
    paths.add(path);
  };
  projected.sources?.forEach((source, i) => {
    const field = `${at}.sources[${i}]`;
    const { secret, configMap, downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate } = source;
    if (secret !== undefined) checkKeys(review, `${field}.secret`, secret, claimPath);
    if (configMap !== undefined) checkKeys(review, `${field}.configMap`, configMap, claimPath);
    for (const file of downwardAPI?.items ?? []) {
      checkDownwardFile(review, `${field}.downwardAPI`, file);
      if ((file.path ?? "") !== "") claimPath(file.path ?? "", file.path ?? "");
    }
    if (serviceAccountToken !== undefined) checkToken(review, at, field, serviceAccountToken);
    if (clusterTrustBundle !== undefined)
      checkTrustBundle(review, `${field}.clusterTrustBundle`, clusterTrustBundle, claimPath);
    if (podCertificate !== undefined) checkCertificate(review, `${field}.podCertificate`, podCertificate, claimPath);
    const kinds = [secret, configMap, downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate];
    if (kinds.filter((kind) => kind !== undefined).length > 1)
      review.forbidden(field, "may not specify more than 1 volume type per source");
  });
}

type ClaimPath = (path: string, value: string) => void;

function checkKeys(
  review: FieldReview,
  at: string,
  { name = "", items = [] }: { name?: string; items?: KeyToPath[] },
  claimPath: ClaimPath,
): void {
  if (name === "") review.required(`${at}.name`);
  items.forEach((item, i) => {
    checkItem(review, `${at}.items[${i}]`, item);
    if ((item.path ?? "") !== "") claimPath(item.path ?? "", name);
  });
}

/** A token's path is named as one of the whole volume: so does the server. */
function checkToken(review: FieldReview, at: string, field: string, token: ServiceAccountTokenProjection): void {
  const { expirationSeconds = 0, path = "" } = token;
  const seconds = `${field}.serviceAccountToken.expirationSeconds`;
  if (expirationSeconds < 600)
    review.invalid(seconds, expirationSeconds, "may not specify a duration less than 10 minutes");
  if (expirationSeconds > 2 ** 32)
    review.invalid(seconds, expirationSeconds, "may not specify a duration larger than 2^32 seconds");
  if (path === "") review.required(`${at}.path`);
  else checkNonReservedPath(review, `${at}.path`, path);
  checkId(review, `${field}.serviceAccountToken.user`, token.user);
}

function checkTrustBundle(
  review: FieldReview,
  at: string,
  bundle: ClusterTrustBundleProjection,
  claimPath: ClaimPath,
): void {
  const { name, signerName, labelSelector, path = "" } = bundle;
  if (name !== undefined && signerName !== undefined)
    review.invalid(at, bundle, "only one of name and signerName may be used");
  else if (name !== undefined) {
    if (name === "") review.required(`${at}.name`, "must be a valid object name");
    checkTrustBundleName(review, `${at}.name`, name);
    if (labelSelector !== undefined)
      review.invalid(`${at}.labelSelector`, labelSelector, "labelSelector must be unset if name is specified");
  } else if (signerName !== undefined) {
    if (signerName === "") review.required(`${at}.signerName`, "must be a valid signer name");
    checkSignerName(review, `${at}.signerName`, signerName);
    checkLabelSelector(review, `${at}.labelSelector`, labelSelector);
  } else review.required(at, "either name or signerName must be specified");
  if (path === "") review.required(`${at}.path`);
  checkNonReservedPath(review, `${at}.path`, path);
  checkId(review, `${at}.user`, bundle.user);
  claimPath(path, path);
}

/** ValidateClusterTrustBundleName: `signer:domain:name`, or a plain subdomain. */
function checkTrustBundleName(review: FieldReview, at: string, name: string): void {
  const plain = name.slice(name.lastIndexOf(":") + 1);
  for (const complaint of dnsSubdomainComplaints(plain))
    review.invalid(at, name, `not a valid clustertrustbundlename: ${complaint}`);
}

/** ValidateUserAnnotations: keys with a domain ahead of them, whatever their case. */
function checkUserAnnotations(review: FieldReview, at: string, annotations: Record<string, string> = {}): void {
  for (const written of Object.keys(annotations)) {
    const key = written.toLowerCase();
    const complaints = labelKeyComplaints(key, review.minor);
    if (key === "") review.required(at);
    else if (complaints.length > 0) review.complain(at, key, complaints);
    else if (!key.includes("/")) review.invalid(at, key, 'must be a domain-prefixed key (such as "acme.io/foo")');
  }
  checkAnnotationsSize(review, at, annotations);
}

const keyTypes = ["RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"];

function checkCertificate(
  review: FieldReview,
  at: string,
  certificate: PodCertificateProjection,
  claimPath: ClaimPath,
): void {
  const { signerName = "", keyType = "", maxExpirationSeconds: most } = certificate;
  checkSignerName(review, `${at}.signerName`, signerName);
  checkUserAnnotations(review, `${at}.userAnnotations`, certificate.userAnnotations);
  checkId(review, `${at}.user`, certificate.user);
  if (!keyTypes.includes(keyType)) review.notSupported(`${at}.keyType`, keyType, keyTypes);
  if (most !== undefined) {
    const limit = isKubernetesSigner(signerName) ? 24 * 3600 : 91 * 24 * 3600;
    const field = `${at}.maxExpirationSeconds`;
    if (most < 3600) review.invalid(field, most, "if provided, maxExpirationSeconds must be >= 3600");
    if (most > limit) review.invalid(field, most, `if provided, maxExpirationSeconds must be <= ${limit}`);
  }
  let paths = 0;
  for (const key of ["credentialBundlePath", "keyPath", "certificateChainPath"] as const) {
    const path = certificate[key] ?? "";
    if (path === "") continue;
    paths++;
    checkNonReservedPath(review, `${at}.${key}`, path);
    claimPath(path, path);
  }
  if (paths === 0)
    review.required(at, "specify at least one of credentialBundlePath, keyPath, and certificateChainPath");
}
