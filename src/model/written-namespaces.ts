import type { Surroundings } from "./workload.ts";

/** The namespaces that the manifests of a release write. */
export interface WrittenNamespaces {
  /** How many manifests write each. */
  readonly counts: ReadonlyMap<string, number>;
  /** The most that write one. */
  readonly most: number;
  /** Those in which a StatefulSet, a Deployment or a Service is. */
  readonly serving: ReadonlySet<string>;
}

/** A question to `once` of a release. */
export function writtenNamespaces({ manifests }: Surroundings): WrittenNamespaces {
  const counts = new Map<string, number>();
  const serving = new Set<string>();
  let most = 0;
  for (const { namespace, kind } of manifests) {
    if (namespace === undefined) continue;
    const count = (counts.get(namespace) ?? 0) + 1;
    counts.set(namespace, count);
    most = Math.max(most, count);
    if (kind === "StatefulSet" || kind === "Deployment" || kind === "Service") serving.add(namespace);
  }
  return { counts, most, serving };
}
