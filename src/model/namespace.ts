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

/** No label is longer, and no chart's name. */
const longestLabel = 300;

/** The chart's name and version in the label `helm.sh/chart: NAME-VERSION`; undefined without the label, `version` where it carries none. */
export function chartLabelOf(manifest: Manifest): { readonly name: string; readonly version?: string } | undefined {
  const label = filled(mapping(mapping(manifest.value.metadata).labels)["helm.sh/chart"])?.slice(0, longestLabel);
  if (label === undefined) return undefined;
  const [, name, version] = /^(.+?)-v?(\d+\.\d+\.\d+.*)$/s.exec(label) ?? [];
  return name === undefined || version === undefined ? { name: label } : { name, version };
}

/** The chart that Helm's `# Source:` comment names: the first part of the template's path. */
export function chartOf(source: string | undefined): string | undefined {
  const slash = source?.indexOf("/") ?? -1;
  return slash > 0 ? source?.slice(0, slash) : undefined;
}
