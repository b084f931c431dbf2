import type { Manifest } from "../read/document.ts";
import { together } from "./namespace.ts";
import type { Release } from "./release.ts";
import { matches, type Requirement, type Selector } from "./selector.ts";
import type { StatefulSetView } from "./statefulset.ts";
import type { Surroundings } from "./workload.ts";

/** A set that a selector was plainly meant for and does not fit, and the demands that its pods do not meet. */
export interface NearSet {
  readonly set: StatefulSetView;
  readonly unmet: readonly Requirement[];
}

/** Keys that charts put on every pod; any other may be set while the pods run, as a role or an active member's mark is. */
const commonKeys: ReadonlySet<string> = new Set([
  "app",
  "release",
  "component",
  "heritage",
  "chart",
  "name",
  "k8s-app",
]);

/** Labels that tell the parts of one release apart. */
const componentKeys: ReadonlySet<string> = new Set(["component", "app.kubernetes.io/component", "tier"]);

/** Ends of a Service's or a budget's name that say what it is for, not which part it belongs to. */
const purposes: ReadonlySet<string> = new Set([
  "svc",
  "service",
  "headless",
  "hl",
  "hs",
  "client",
  "lb",
  "external",
  "internal",
  "nodeport",
  "http",
  "cluster",
  "pdb",
  "budget",
  "public",
]);

/** Whether charts put this label on every pod: nothing adds it while a pod runs. */
export function isCommonKey(key: string): boolean {
  return commonKeys.has(key) || key.startsWith("app.kubernetes.io/") || key === "helm.sh/chart";
}

/** Whether any pod that the release makes carries labels that fit. */
export function selectsSomething(selector: Selector, owner: Manifest, release: Release): boolean {
  const selected = release.workloadsSelectedBy(selector, owner);
  return (
    selected.some(({ kind }) => kind === "StatefulSet") ||
    selected.some(({ manifest, pod }) => together(manifest, owner) && matches(selector, pod.labels))
  );
}

/**
 * The set that a selector which fits no pod of the release was meant for: its pods meet at least as many demands as they
 * miss, all that are missed are common labels, and the owner's name does not speak of another part; or none is met and
 * the owner carries the set's name. Undefined where that cannot be told, or fits two sets. `isServedBy` says whether a set has what the
 * owner leads to; a budget leads to nothing.
 */
export function nearSet(
  selector: Selector,
  owner: Manifest,
  release: Release,
  isServedBy: (set: StatefulSetView) => boolean = () => false,
): NearSet | undefined {
  if (selector.requirements.some(({ operator }) => operator !== "In")) return undefined;
  const near = release.statefulSets.flatMap((set): NearSet[] => {
    if (!together(set.manifest, owner)) return [];
    const unmet = selector.requirements.filter((requirement) => set.unmet(requirement) !== undefined);
    const met = selector.requirements.length - unmet.length;
    if (unmet.length === 0 || !unmet.every(({ key }) => isCommonKey(key))) return [];
    const isNamesake = isNamedAfter(owner.name, set.name);
    if (met === 0 ? !isNamesake : met < unmet.length) return [];
    const isWhole = isServedBy(set) && !release.once(tellsPartsApart);
    if (!isNamesake && unmet.some((requirement) => speaksOfAnother(requirement, owner, set, isWhole))) return [];
    return [{ set, unmet }];
  });
  const namesakes = near.filter(({ set }) => isNamedAfter(owner.name, set.name));
  const [only, second] = namesakes.length > 0 ? namesakes : near;
  return second === undefined ? only : undefined;
}

/** Whether any pod of a release has a label that tells its parts apart. */
function tellsPartsApart({ workloads }: Surroundings): boolean {
  return workloads.some(({ pod }) => [...pod.labels.keys()].some(isComponentKey));
}

/** Whether a label tells the parts of one release apart. */
export function isComponentKey(key: string): boolean {
  return componentKeys.has(key);
}

/** `db` and `db-headless` for a set `db`. */
export function isNamedAfter(name: string, set: string): boolean {
  if (name === set) return true;
  return name.startsWith(`${set}-`) && purposes.has(name.slice(set.length + 1));
}

/**
 * A part that is switched off in this render: its label has another value than the set's pods, and its name says which. A label that
 * tells parts apart speaks of another one, unless no pod of the release has such a label and the set serves the owner's ports.
 */
function speaksOfAnother(
  { key, values }: Requirement,
  owner: Manifest,
  set: StatefulSetView,
  isWhole: boolean,
): boolean {
  if (componentKeys.has(key)) return !isWhole;
  if (!set.pod.labels.has(key)) return false;
  const [value = ""] = values;
  return owner.name.includes(value) && !set.name.includes(value);
}
