/*
 * Files of one volume that lie on each other (1.32+).
 * Source: pkg/api/pod/warnings.go (warningsForOverlappingVirtualPaths).
 */
import { append } from "./append.ts";
import { type FieldReview, quoted } from "./field-review.ts";
import type { Volume, VolumeProjection } from "./kubernetes.generated.ts";

interface Placed {
  readonly path: string;
  readonly source: string;
}

function described({ path, source }: Placed): string {
  return source === "" ? quoted(path) : `${quoted(path)} (${source})`;
}

function placed(items: readonly { path?: string }[], source: string): Placed[] {
  return items.map(({ path = "" }) => ({ path, source }));
}

/** The warnings about all volumes of a pod. */
export function overlapWarnings(volumes: readonly Volume[], review: FieldReview): string[] {
  const warnings: string[] = [];
  for (const volume of volumes) {
    const { name = "", configMap, secret, downwardAPI } = volume;
    const warn = (what: string, items: readonly { path?: string }[] | undefined): void => {
      const files = new Files();
      for (const file of placed(items ?? [], ""))
        for (const overlap of files.add(file))
          warnings.push(`volume ${quoted(name)} (${what}): overlapping paths: ${overlap}`);
    };
    if (configMap !== undefined) warn(`ConfigMap ${quoted(configMap.name ?? "")}`, configMap.items);
    if (secret !== undefined) warn(`Secret ${quoted(secret.secretName ?? "")}`, secret.items);
    if (downwardAPI !== undefined) warn("DownwardAPI", downwardAPI.items);
    if (volume.projected !== undefined) append(warnings, projectedWarnings(volume, review));
  }
  return warnings;
}

function projectedWarnings({ name = "", projected }: Volume, review: FieldReview): string[] {
  const warnings: string[] = [];
  const files = new Files();
  let current: Placed[] = [];
  for (const source of projected?.sources ?? []) {
    if (Object.keys(source).length === 0) {
      warnings.push(`volume ${quoted(name)} (Projected) has no sources provided`);
      continue;
    }
    // Up to 1.33 a source without files of its own was taken for the one before.
    current = filesOf(source) ?? (review.minor < 34 ? current : []);
    for (const file of current)
      for (const overlap of files.add(file))
        warnings.push(`volume ${quoted(name)} (Projected): overlapping paths: ${overlap}`);
  }
  return warnings;
}

function filesOf(source: VolumeProjection): Placed[] | undefined {
  const { configMap, secret, downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate } = source;
  if (configMap?.items !== undefined) return placed(configMap.items, `ConfigMap ${quoted(configMap.name ?? "")}`);
  if (secret?.items !== undefined) return placed(secret.items, `Secret ${quoted(secret.name ?? "")}`);
  if (downwardAPI?.items !== undefined) return placed(downwardAPI.items, "DownwardAPI");
  if (serviceAccountToken !== undefined) return placed([serviceAccountToken], "ServiceAccountToken");
  if (clusterTrustBundle !== undefined) {
    const name = clusterTrustBundle.name ?? clusterTrustBundle.signerName ?? "";
    return placed([clusterTrustBundle], `ClusterTrustBundle ${quoted(name)}`);
  }
  if (podCertificate === undefined) return undefined;
  return [
    { path: podCertificate.certificateChainPath ?? "", source: "PodCertificate chain" },
    { path: podCertificate.keyPath ?? "", source: "PodCertificate key" },
    { path: podCertificate.credentialBundlePath ?? "", source: "PodCertificate credential bundle" },
  ].filter(({ path }) => path !== "");
}

/** The files of a volume so far (checkForOverlap). */
class Files {
  readonly #files: Placed[] = [];

  /** Adds a file and tells which of those before it is the same, lies below it or above it. */
  add({ path, source }: Placed): string[] {
    const file: Placed = { path: path.replace(/(?<!\/)\/+$/, ""), source };
    const isInside = (inner: string, outer: string): boolean => `${inner}/`.startsWith(`${outer}/`);
    const overlaps =
      file.path === ""
        ? []
        : this.#files.filter(
            (other) => other.path !== "" && (isInside(other.path, file.path) || isInside(file.path, other.path)),
          );
    this.#files.push(file);
    return overlaps.map((other) => `${described(file)} with ${described(other)}`);
  }
}
