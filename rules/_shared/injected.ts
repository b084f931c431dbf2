import { filled, labels, mapping } from "../../src/model/fields.ts";
import type { Workload } from "../../src/model/workload.ts";

/** What asks for a sidecar, or for variables, by a key that does not say so. */
const askedBy: ReadonlySet<string> = new Set([
  "istio.io/rev",
  "dapr.io/enabled",
  "admission.datadoghq.com/enabled",
  "azure.workload.identity/use",
]);

/**
 * Whether the pod, or a Namespace of the input for all of its pods, asks for a container that is not in the manifest: by labels or
 * annotations of Istio, Linkerd, Kuma, Dapr, Vault, Consul and others.
 */
export function isInjected({ pod, manifest, release }: Workload): boolean {
  if (asks(pod.annotations) || asks(pod.labels)) return true;
  return release.ofKind("Namespace").some(({ name, value }) => {
    if (manifest.namespace !== undefined && manifest.namespace !== name) return false;
    const metadata = mapping(value.metadata);
    return asks(labels(metadata.labels)) || asks(labels(metadata.annotations));
  });
}

function asks(keys: ReadonlyMap<string, string>): boolean {
  return [...keys].some(
    ([key, value]) =>
      (/inject/i.test(key) || askedBy.has(key)) &&
      filled(value) !== undefined &&
      !/^(?:false|disabled|no|off)$/i.test(value),
  );
}
