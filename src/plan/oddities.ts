import { filled, isMapping, mapping } from "../model/fields.ts";
import { orphansOf } from "../model/leftovers.ts";
import { chartLabelOf, chartOf, instanceOf } from "../model/namespace.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import type { Upgrade } from "../model/upgrade.ts";
import type { Manifest } from "../read/document.ts";

/** What a plan says where a set that it knows nothing of may run all the same. */
export const unknownBefore =
  "not all of what runs now could be read: a set that counts as a first install here may be running, so mend that before you go by this plan";

/** What a plan says of a set that the new input may hold, in what cannot be read of it. */
export const unknownAfter = (name: string): string =>
  `not all of the new input could be read: whether StatefulSet \`${name}\`, which runs now, goes is not known`;

/** What is odd about the two sides of an upgrade as a whole, in words. */
export const oddities = {
  orphaned:
    "the old input has pods without their StatefulSet, as after `kubectl delete --cascade=orphan`: it is made anew here, and adopts those that its selector fits",
  "first-install": "nothing runs now as far as the old input tells: every StatefulSet counts as a first install",
  "all-vanish": "the new input has no StatefulSet: every one that runs now goes",
  swapped: "old and new look swapped: the new input is the older one",
  "other-namespace":
    "the inputs are of different namespaces: sets of the same names, but none that the upgrade would update",
  "other-chart": "the inputs are of different charts: no StatefulSet of the one is in the other",
  unrelated: "no StatefulSet of the new input runs now: of another release, or all of them were renamed",
} as const;

export type Oddity = keyof typeof oddities;

export function odditiesOf(upgrade: Upgrade): readonly Oddity[] {
  const { before, after, pairs } = upgrade;
  const [old, next] = [before.statefulSets, after.statefulSets];
  // Where a set takes the place of something that runs, the two inputs were compared.
  if (upgrade.appeared.some((set) => upgrade.replacedBy(set) !== undefined)) return [];
  if (upgrade.vanished.some((set) => upgrade.successorOf(set) !== undefined)) return [];
  // What cannot be read may be a set.
  if (old.length === 0) {
    if (next.some((set) => orphansOf(set, before).length > 0)) return ["orphaned"];
    return before.isUnread ? [] : ["first-install"];
  }
  if (next.length === 0) return after.isUnread ? [] : ["all-vanish"];
  return [
    ...(looksSwapped(next, old) ? (["swapped"] as const) : []),
    ...(pairs.length === 0 && !before.isUnread && !after.isUnread ? [unrelated(next, old)] : []),
  ];
}

function unrelated(next: Sets, old: Sets): Oddity {
  const namespaces = (views: Sets) => new Set(views.map(({ manifest }) => manifest.namespace));
  const charts = (views: Sets) => new Set(views.map(({ manifest }) => chartNameOf(manifest)));
  const sameName = old.some((one) => next.some((other) => one.name === other.name));
  if (sameName && !overlap(namespaces(next), namespaces(old))) return "other-namespace";
  const [nextCharts, oldCharts] = [charts(next), charts(old)];
  const known = !nextCharts.has(undefined) && !oldCharts.has(undefined);
  return known && !overlap(nextCharts, oldCharts) ? "other-chart" : "unrelated";
}

function overlap<T>(one: ReadonlySet<T>, other: ReadonlySet<T>): boolean {
  return [...one].some((item) => other.has(item));
}

type Sets = readonly StatefulSetView[];

function looksSwapped(next: Sets, old: Sets): boolean {
  const isLive = (sets: Sets) => sets.some(({ manifest }) => hasServerFields(manifest));
  if (isLive(next) && !isLive(old)) return true;
  const oldVersions = chartVersions(old);
  const compared = [...chartVersions(next)].flatMap(([chart, version]) => {
    const was = oldVersions.get(chart);
    return was === undefined || was === version ? [] : [compareVersions(version, was)];
  });
  return compared.length > 0 && compared.every((order) => order < 0);
}

/** Fields that only the API server sets. */
function hasServerFields({ value }: Manifest): boolean {
  const metadata = mapping(value.metadata);
  return (
    filled(metadata.uid) !== undefined || isMapping(value.status) || filled(metadata.resourceVersion) !== undefined
  );
}

function chartVersions(sets: Sets): Map<string, string> {
  const versions = new Map<string, string>();
  for (const { manifest } of sets) {
    const chart = chartLabelOf(manifest);
    if (chart?.version !== undefined) versions.set(`${instanceOf(manifest) ?? ""}/${chart.name}`, chart.version);
  }
  return versions;
}

function chartNameOf(manifest: Manifest): string | undefined {
  const label = chartLabelOf(manifest);
  return label?.version === undefined ? chartOf(manifest.source) : label.name;
}

function compareVersions(one: string, other: string): number {
  const numbers = (version: string) => (version.split(/[-+_]/)[0] ?? "").split(".").map(Number);
  const [left, right] = [numbers(one), numbers(other)];
  for (let index = 0; index < 3; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
