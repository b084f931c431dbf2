import { labels, mapping } from "../../src/model/fields.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

/** Three numbers in a row, `1.4.2`, wherever they stand: a longer run of digits and dots counts too. */
const threeNumbers = /(?:^|[^0-9A-Za-z.])v?(\d+\.\d+\.\d+(?:[-+_.][0-9A-Za-z]+)*)/;

/** A version at the end of a chart's label, `redis-12.7`, or a version alone, `v16`. */
const trailingVersion = /(?:^|[-_])v?(\d+(?:\.\d+)*(?:[-+_.][0-9A-Za-z]+)*)$/;

/** A longer value is no label's: the API server refuses it. */
const longestLabel = 63;

/** Labels whose value is the chart's `NAME-VERSION`, and labels whose value is the version of the app. */
const chartKeys: ReadonlySet<string> = new Set(["helm.sh/chart", "chart", "app.kubernetes.io/chart"]);
const appVersionKey = "app.kubernetes.io/version";

/**
 * The version that a label's value contains, or undefined: of the shape x.y.z, the chart's or the app's own as the
 * set's labels give them, or what stands at the version's place in a chart or version label. The key alone proves
 * nothing: `chart: harbor` has none.
 */
export function versionIn(key: string, value: string, known: readonly string[]): string | undefined {
  if (value.length > longestLabel) return undefined;
  const found = threeNumbers.exec(value)?.[1];
  // Four numbers and nothing else are an address.
  if (found !== undefined && !/^\d{1,3}(?:\.\d{1,3}){3}$/.test(found)) return found;
  if (key === appVersionKey || chartKeys.has(key)) {
    const version = trailingVersion.exec(value)?.[1];
    if (version !== undefined && (key === appVersionKey || version.includes("."))) return version;
  }
  return known.find((version) => value === version || value.endsWith(`-${version}`) || value === `v${version}`);
}

/**
 * The versions that the set's own labels tell: of the chart and of the app. A number without a dot is left out: it
 * would be found in any label that counts something.
 */
export function knownVersions(set: StatefulSetView): readonly string[] {
  const own = labels(mapping(set.manifest.value.metadata).labels);
  const found = new Set<string>();
  for (const from of [own, set.pod.labels]) {
    for (const key of [...chartKeys, appVersionKey]) {
      const value = from.get(key) ?? "";
      const version = value.length > longestLabel ? undefined : trailingVersion.exec(value)?.[1];
      if (version?.includes(".")) found.add(version);
    }
  }
  return [...found];
}
