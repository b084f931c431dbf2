import { filled, isMapping, mapping } from "../model/fields.ts";
import { chartOf, instanceOf, together } from "../model/namespace.ts";
import { optional } from "../model/pod.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import type { Upgrade } from "../model/upgrade.ts";
import type { Manifest } from "../read/document.ts";
import type { VanishedSet } from "./plan-types.ts";
import { defaultsOf, type RolloutOptions } from "./rollout.ts";
import { claimsOfShape, shapeOf } from "./set-shape.ts";

/** What is left behind by a set that is not in the input any more. */
export function planVanished(view: StatefulSetView, upgrade: Upgrade, options: RolloutOptions): VanishedSet {
  const shape = shapeOf(view.manifest.value, defaultsOf(options));
  const becomes = shape.whenDeleted === "Delete" ? ("deleted" as const) : ("stranded" as const);
  const replacement = upgrade.replacementOf(view);
  return {
    name: view.name,
    ...optional("namespace", view.manifest.namespace),
    pods: shape.pods.map(({ name }) => name),
    claims: claimsOfShape(shape).map(({ name }) => ({ name, becomes })),
    ...optional("renamedTo", upgrade.appeared.find((candidate) => looksAlike(view, candidate))?.name),
    ...optional("replacedBy", replacement && { kind: replacement.kind, name: replacement.name }),
  };
}

/** The same containers with the same images, tags aside, and the same claim templates: a renamed set. */
function looksAlike(one: StatefulSetView, other: StatefulSetView): boolean {
  return together(one.manifest, other.manifest) && portrait(one) === portrait(other);
}

function portrait(view: StatefulSetView): string {
  return JSON.stringify([
    view.containers.map(({ name, image }) => [name, image.replace(/(@.*|:[^:/]*)$/, "")]),
    view.claimTemplates.map(({ name }) => name).sort(),
  ]);
}

/** What is odd about the two inputs as a whole. */
export function inputNotes({ before, after, pairs }: Upgrade): string[] {
  const [old, next] = [before.statefulSets, after.statefulSets];
  if (old.length === 0)
    return ["nothing runs now as far as the old input tells: every StatefulSet is planned as a first install"];
  if (next.length === 0) return ["the new input has no StatefulSet: every one that runs now goes"];
  return [
    ...(looksSwapped(next, old) ? ["old and new look swapped: the new input is the older one"] : []),
    ...(pairs.length === 0 ? [unrelated(next, old)] : []),
  ];
}

function unrelated(next: readonly StatefulSetView[], old: readonly StatefulSetView[]): string {
  const namespaces = (views: readonly StatefulSetView[]) => new Set(views.map(({ manifest }) => manifest.namespace));
  const charts = (views: readonly StatefulSetView[]) => new Set(views.map(({ manifest }) => chartNameOf(manifest)));
  if (old.some((one) => next.some((other) => one.name === other.name)) && !overlap(namespaces(next), namespaces(old)))
    return "the inputs are of different namespaces: sets of the same names, but none that the upgrade would update";
  const [nextCharts, oldCharts] = [charts(next), charts(old)];
  if (!nextCharts.has(undefined) && !oldCharts.has(undefined) && !overlap(nextCharts, oldCharts))
    return "the inputs are of different charts: no StatefulSet of the one is in the other";
  return "no StatefulSet of the new input runs now: of another release, or all of them were renamed";
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
    if (chart !== undefined) versions.set(`${instanceOf(manifest) ?? ""}/${chart.name}`, chart.version);
  }
  return versions;
}

function chartNameOf(manifest: Manifest): string | undefined {
  return chartLabelOf(manifest)?.name ?? chartOf(manifest.source);
}

/** `helm.sh/chart: NAME-VERSION`. */
function chartLabelOf(manifest: Manifest): { readonly name: string; readonly version: string } | undefined {
  const label = filled(mapping(mapping(manifest.value.metadata).labels)["helm.sh/chart"]);
  const match = label === undefined ? null : /^(.{1,200}?)-v?(\d+\.\d+\.\d+.*)$/.exec(label);
  return match === null ? undefined : { name: match[1] ?? "", version: match[2] ?? "" };
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
