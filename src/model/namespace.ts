import type { Manifest } from "../read/document.ts";
import { filled, mapping } from "./fields.ts";

/** Whether two resources are, or may be, in one namespace: an absent one is the release's and matches any. */
export function together(one: Manifest, other: Manifest): boolean {
  return one.namespace === undefined || other.namespace === undefined || one.namespace === other.namespace;
}

/** The release that a resource says it belongs to, by label. */
export function instanceOf(manifest: Manifest): string | undefined {
  const labels = mapping(mapping(manifest.value.metadata).labels);
  return filled(labels["app.kubernetes.io/instance"]) ?? filled(labels.release);
}

/** The chart that Helm's `# Source:` comment names: the first part of the template's path. */
export function chartOf(source: string | undefined): string | undefined {
  const slash = source?.indexOf("/") ?? -1;
  return slash > 0 ? source?.slice(0, slash) : undefined;
}
