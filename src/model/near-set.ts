import type { Manifest } from "../read/document.ts";
import { together } from "./namespace.ts";
import type { Release } from "./release.ts";
import { matches, type Requirement, type Selector } from "./selector.ts";
import { setsByLabel, setsByName } from "./set-index.ts";
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
  const { requirements } = selector;
  if (requirements.some(({ operator }) => operator !== "In")) return undefined;
  const nearness = (set: StatefulSetView): NearSet | undefined => {
    if (!together(set.manifest, owner)) return undefined;
    const unmet = requirements.filter((requirement) => set.unmet(requirement) !== undefined);
    const met = requirements.length - unmet.length;
    if (unmet.length === 0 || !unmet.every(({ key }) => isCommonKey(key))) return undefined;
    const isNamesake = isNamedAfter(owner.name, set.name);
    if (met === 0 ? !isNamesake : met < unmet.length) return undefined;
    const isWhole = !release.once(tellsPartsApart) && isServedBy(set);
    if (!isNamesake && unmet.some((requirement) => speaksOfAnother(requirement, owner, set, isWhole))) return undefined;
    return { set, unmet };
  };
  const [only, second] = namesakesOf(owner.name, release).flatMap((set) => nearness(set) ?? []);
  if (only !== undefined) return second === undefined ? only : undefined;
  let found: NearSet | undefined;
  for (const set of setsThatMeetOne(selector, release)) {
    const near = nearness(set);
    if (near !== undefined && found !== undefined) return undefined;
    found ??= near;
  }
  return found;
}

/** The sets after which an owner is named. */
function namesakesOf(name: string, release: Release): readonly StatefulSetView[] {
  const sets = release.once(setsByName);
  const dash = name.lastIndexOf("-");
  const names = [name, ...(dash > 0 && purposes.has(name.slice(dash + 1)) ? [name.slice(0, dash)] : [])];
  return names.flatMap((one) => sets.get(one) ?? []);
}

/** More sets that meet one demand are not tried one by one: which of them was meant, nobody can tell. */
const mostAlike = 200;

/** The sets that may meet at least one demand of a selector; none where they are too many. */
export function setsThatMeetOne({ requirements }: Selector, release: Release): Iterable<StatefulSetView> {
  const index = release.once(setsByLabel);
  const meeting = new Set<StatefulSetView>();
  for (const requirement of requirements) {
    const sets = index.mayHave({ requirements: [requirement] });
    if (sets.length > mostAlike) return [];
    for (const set of sets) meeting.add(set);
  }
  return meeting;
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
