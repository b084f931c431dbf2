import { versionRange } from "../../model/kubernetes-version.ts";
import type { Foretold } from "../../plan/foretold.ts";
import type {
  Deadline,
  Halt,
  PlannedPod,
  PlannedStep,
  RefusedUpdate,
  SetPlan,
  VanishedSet,
} from "../../plan/plan-types.ts";
import type { Seconds } from "../../plan/timing.ts";
import type { Wait } from "../../plan/wait.ts";
import { fieldText } from "./field-text.ts";
import type { Run } from "./spans.ts";

/** `0 s`, `45 s`, `4 min 15 s`, `2 h 5 min`. */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return joined(Math.floor(seconds / 60), "min", seconds % 60, "s");
  return joined(Math.floor(seconds / 3600), "h", Math.floor((seconds % 3600) / 60), "min");
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

export function rangeText({ shortest, longest }: Seconds): string {
  return shortest === longest ? durationText(shortest) : `${durationText(shortest)} to ${durationText(longest)}`;
}

/** What the ranges of time mean. */
export const timesText =
  "Times count probes, minReadySeconds and the grace of deleted pods: at least where every probe succeeds at once, at most where each uses up its failureThreshold. Scheduling, image pulls, volumes and init containers come on top. That the new pods can start is taken for granted, unless it is said what keeps them from it.";

/** `db-0, db-1 and db-2`; a long list is cut, also where not all of the count are named. */
export function listText(names: readonly string[], most = 8, count = names.length): string {
  if (count > most) return `${names.slice(0, most - 1).join(", ")} and ${count - most + 1} more`;
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** `db-0`, or `db-0 … db-99 (100)`. */
export function runText({ first, last, count }: Run<{ readonly name: string }>): string {
  return count === 1 ? first.name : `${first.name} … ${last.name} (${count})`;
}

/** A line for what is counted and not named; none where there is nothing. */
export function moreText(count: number): string[] {
  return count > 0 ? [`and ${count} more`] : [];
}

export function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

export function titleOf({ name, namespace }: { readonly name: string; readonly namespace?: string }): string {
  return namespace === undefined ? `StatefulSet/${name}` : `StatefulSet/${name} in ${namespace}`;
}

/** What happens to the set, in one line. */
export function outcomeText(set: SetPlan): string {
  const pods = countText(set.counts?.pods ?? set.pods.length, "pod");
  switch (set.outcome) {
    case "install":
      if (set.adopts !== undefined) return adoptionText(set);
      return `first install of ${pods} in ${stepsText(set)}, ${rangeText(set.seconds)}`;
    case "update":
      return `update in ${stepsText(set)}, ${rangeText(set.seconds)}; ${pods} at the end`;
    case "unchanged":
      return set.released === undefined
        ? `nothing is touched; ${pods}`
        : `nothing is touched but pods that still run an older template; ${pods}`;
    case "refused":
      return set.pods.length === 0
        ? "the API server refuses it; no pod runs"
        : `the API server refuses the update; ${pods} as before`;
  }
}

/** A set that is made where its pods run. */
function adoptionText(set: SetPlan): string {
  const then = set.steps.length === 0 ? "" : `, then ${stepsText(set)}, ${rangeText(set.seconds)}`;
  const count = set.adopts?.length ?? 0;
  const pods = count === 0 ? "none of the pods that run" : `${count} of the pods that run`;
  return `made anew, and adopts ${pods}${then}; ${countText(set.pods.length, "pod")} at the end`;
}

/** How many steps, or batches where a step is a whole range. */
function stepsText({ steps }: SetPlan): string {
  if (steps.every(({ range }) => range === undefined)) return countText(steps.length, "step");
  const batches = steps.map(({ range, atATime = 1 }) => Math.ceil((range?.pods ?? 1) / atATime));
  const count = batches.reduce((sum, one) => sum + one, 0);
  return `${count} ${count === 1 ? "batch" : "batches"}`;
}

/** The API server's words, then those of older versions where they are others. */
export function refusalTexts({ message, inOtherWords = [] }: RefusedUpdate): string[] {
  return [
    message,
    ...inOtherWords.map(
      ({ kubernetesVersions, message: other }) => `in the words of ${versionRange(kubernetesVersions)}: ${other}`,
    ),
  ];
}

/** What is sure to fail and no step shows: where it stands, and what to write instead. */
export function foretoldTexts(foretold: readonly Foretold[] = []): string[] {
  return foretold.flatMap(({ rule, text, help, file, line, column }) => [
    `${text} (${rule}, ${file}:${line}:${column})`,
    `  help: ${help}`,
  ]);
}

/** What is lost for good, before anything else is told. */
export function lostTexts({ consequences }: SetPlan): string[] {
  return consequences.filter(({ kind }) => kind === "data-lost").map(({ text }) => text);
}

/** What makes a new revision, five changes at most. */
export function causesText(changes: readonly string[]): string {
  return listText(changes.map(fieldText), 5);
}

/** Which pods restart, in what order, which do not, and because of what. */
export function restartTexts({ restarts, counts }: SetPlan): string[] {
  if (restarts === undefined) return [];
  return [
    restarts.pods.length === 0 ? "none by itself" : `in this order: ${listText(restarts.pods, 8, counts?.restarted)}`,
    ...(restarts.held.length === 0 ? [] : [`kept on the old revision: ${listText(restarts.held, 8, counts?.held)}`]),
    `because of ${causesText(restarts.because)}`,
  ];
}

/** A row of the table of pods: name, revision, DNS name, claims, why it is behind. */
export function podCells(run: Run<PlannedPod>): string[] {
  const { revision, dnsName, claims, behind } = run.first;
  const more = run.count === 1 ? "" : " …";
  return [
    runText(run),
    revision,
    dnsName === undefined ? "no DNS name" : dnsName + more,
    claims.length === 0 ? "no claims of its own" : listText(claims) + more,
    behind === undefined ? "" : behindText(behind),
  ];
}

/** What the retention policy does later on. */
export function fateText({ onScaleDown, onUninstall, onRename }: SetPlan["claimFate"]): string {
  return `later: ${onScaleDown} when scaled down, ${onUninstall} on uninstall, ${onRename} when the set is renamed`;
}

/** `delete db-2 (r1)`; several pods of one action and revision share it. */
export function stepText(step: PlannedStep): string {
  if (step.range !== undefined) return rangeOfPods(step, step.range);
  const { actions } = step;
  const groups = new Map<string, { verb: string; revision: string; because: string; pods: string[] }>();
  for (const { do: verb, revision, because, pod } of actions) {
    const key = `${verb} ${revision} ${because}`;
    const group = groups.get(key) ?? { verb, revision, because, pods: [] };
    groups.set(key, group);
    group.pods.push(pod);
  }
  return [...groups.values()]
    .map(({ verb, revision, because, pods }) => `${verb} ${listText(pods)} (${revision}, ${reasonText(because)})`)
    .join("; ");
}

function reasonText(because: string): string {
  return because.replace("-", " ");
}

/** What the next step waits for. */
export function waitsForText({ actions, range, seconds }: PlannedStep): string {
  const deleted = actions.some((action) => action.do === "delete");
  const created = actions.some((action) => action.do === "create");
  const until = created ? (deleted ? "gone and available" : "available") : "gone";
  return `until ${actions.length === 1 || range?.pods === 1 ? "it is" : "all are"} ${until}: ${rangeText(seconds)}`;
}

function behindText(behind: NonNullable<PlannedPod["behind"]>): string {
  switch (behind) {
    case "partition":
      return "stays behind the partition";
    case "on-delete":
      return "stays until somebody deletes it (OnDelete)";
    case "waiting":
      return "is not reached";
  }
}

export function waitText({ reason, pod = "a pod" }: Wait): string {
  switch (reason) {
    case "terminating":
      return `it waits for ${pod} to end`;
    case "not-ready":
      return `it waits for ${pod} to become ready`;
    case "budget":
      return `${pod} uses up maxUnavailable`;
    case "on-delete":
      return "updateStrategy OnDelete: pods of older revisions stay until somebody deletes them";
    case "claims-differ":
      return `${pod} lacks a claim of the set's templates, and its volumes cannot change: it must be deleted by hand`;
    case "name-taken":
      return `a pod called ${pod} exists that the set does not own: it must be deleted by hand`;
    case "stale-claim":
      return `a claim of ${pod} is about to be deleted`;
    case "endless":
      return `the controller deletes and creates ${pod} over and over`;
  }
}

/** Sentences about what happens when a new pod does not become ready. */
export function haltText(halt: Halt, outcome: SetPlan["outcome"]): string[] {
  const stays =
    outcome === "install"
      ? ""
      : `; ${listText(halt.untouched)} ${halt.untouched.length === 1 ? "stays" : "stay"} as before`;
  return [
    `it stops with ${listText(halt.notReady)} not ready${halt.untouched.length === 0 ? "" : stays}`,
    ...(halt.missing.length === 0
      ? []
      : [
          `${listText(halt.missing)} ${halt.missing.length === 1 ? "was" : "were"} deleted and ${halt.missing.length === 1 ? "is" : "are"} not created again until then`,
        ]),
    `${outcome === "install" ? "applying a template that works" : "going back to what ran before"} is ${
      halt.revertHeals ? "enough" : "not enough; then also, by hand:"
    }`,
  ];
}

export function vanishedText({ pods, claims, removal, renamedTo, replacedBy }: VanishedSet): string {
  const own = `its ${pods.length === 1 ? "pod" : "pods"} ${listText(pods)}`;
  const together = removal.becomes === "runs-on" ? `, with ${own}` : `; it takes ${own} with it`;
  const which = pods.length === 0 ? removal.text : `${removal.text}${together}`;
  const heir =
    renamedTo !== undefined
      ? `; ${renamedTo} looks like the same set under a new name${emptyText(claims)}`
      : replacedBy !== undefined
        ? `; a ${replacedBy.kind} takes its name`
        : "";
  return `is not in the input any more: ${which}${heir}`;
}

function emptyText(claims: VanishedSet["claims"]): string {
  if (claims.length === 0) return "";
  const left = claims.every(({ becomes }) => becomes === "deleted")
    ? "and those of this set are deleted with it, with all data"
    : "and does not mount those that are left";
  return `: it starts on new, empty claims, ${left}`;
}

/** `with --timeout 5m: …`, as helm writes it. */
export function deadlineText({ timeoutSeconds, text }: Deadline): string {
  const shown = timeoutSeconds % 60 === 0 ? `${timeoutSeconds / 60}m` : `${timeoutSeconds}s`;
  return `with --timeout ${shown}: ${text}`;
}

/** A whole range: `delete and create db-1499 … db-0 (1500 pods, update), 1 at a time`. */
function rangeOfPods(step: PlannedStep, { pods }: NonNullable<PlannedStep["range"]>): string {
  const verbs = [...new Set(step.actions.map((action) => action.do))].join(" and ");
  const reason = reasonText(step.actions[0]?.because ?? "");
  const pace = pods === 1 ? "" : step.atATime === pods ? ", all at once" : `, ${step.atATime ?? 1} at a time`;
  return `${verbs} ${stepPods(step)} (${pods === 1 ? "" : `${pods} pods, `}${reason})${pace}`;
}

/** The pods of a step: the first and the last of a range. */
export function stepPods({ actions, range }: PlannedStep): string {
  if (range === undefined) return listText([...new Set(actions.map(({ pod }) => pod))]);
  return range.pods === 1 ? range.first : `${range.first} … ${range.last}`;
}

/** What a step does without naming the pods: `delete and create 1500 pods, update`. */
export function stepDeed({ actions, range }: PlannedStep): string {
  const verbs = [...new Set(actions.map((action) => action.do))].join(" and ");
  const count = range?.pods ?? new Set(actions.map(({ pod }) => pod)).size;
  return `${verbs} ${countText(count, "pod")}, ${reasonText(actions[0]?.because ?? "")}`;
}
