import { deploymentOf } from "../model/deployer.ts";
import { livePodsOf } from "../model/live-pod.ts";
import { optional } from "../model/pod.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import { type AdoptingCourse, adopting } from "./adopted.ts";
import { consequencesOf } from "./consequences.ts";
import { readControlledSet } from "./controlled-set.ts";
import { type Course, followed } from "./course.ts";
import { deadlineOf } from "./deadline.ts";
import { explained } from "./explained.ts";
import type { Foretold } from "./foretold.ts";
import { isLarge, planLarge } from "./large-plan.ts";
import { lostQuorum, quorumText } from "./lost-quorum.ts";
import { patchNotes } from "./patch-notes.ts";
import type { SetPlan } from "./plan-types.ts";
import { fateOf } from "./planned-pods.ts";
import { type Refusal, refusalOf } from "./refusal.ts";
import { releasedBy, releasedNote } from "./released.ts";
import { defaultsOf } from "./rollout.ts";
import { lostClaims, type SetSurroundings, setNotes } from "./set-notes.ts";
import type { SetPlanOptions } from "./set-plan-options.ts";
import type { SetShape } from "./set-shape.ts";
import {
  type ApplyMode,
  autoscaledReplicas,
  type SetUpdate,
  setUpdate,
  withLiveReplicas,
  withReplicas,
  writesReplicas,
} from "./set-update.ts";
import { shellCommand } from "./shell.ts";
import { storedSet } from "./stored-set.ts";
import { after, noTime } from "./timing.ts";

/** What becomes of one StatefulSet of the input, given what runs now (undefined: nothing yet) and what is known of its new pods. */
export function planSet(
  view: StatefulSetView,
  running: StatefulSetView | undefined,
  around: SetSurroundings,
  options: SetPlanOptions,
  known: readonly Foretold[] = [],
): SetPlan {
  const defaults = defaultsOf(options);
  const kept = running && autoscaledReplicas(running);
  const old = running && withReplicas(running.manifest.value, kept);
  const written =
    old === undefined
      ? view.manifest.value
      : writesReplicas(view)
        ? view.manifest.value
        : withReplicas(withLiveReplicas(old, view.manifest.value), kept);
  const namespace = view.manifest.namespace ?? running?.manifest.namespace ?? options.namespace;
  const update =
    old === undefined ? undefined : setUpdate(old, written, { ...defaults, ...optional("apply", options.apply) });
  const refused = refusedBy(written, update, defaults, options.apply);
  const next = update?.after ?? storedSet(written, defaults);
  const isAccepted = refused === undefined;
  const sets = { was: update?.before, next, view, running, namespace, ...optional("revision", update?.revision) };
  const course = adopting(
    isLarge(sets) ? planLarge(sets, isAccepted, options) : followed(sets, isAccepted, options),
    view,
    running,
    around.before,
  );
  const released =
    running === undefined || update === undefined || !isAccepted ? undefined : releasedBy(running, update);
  const foretold = isAccepted && course.adopts === undefined && !makesPods(course) ? [] : known;
  const seconds = course.steps.map((one) => one.seconds).reduce(after, noTime);
  const told: Omit<SetPlan, "consequences"> = {
    name: view.name,
    ...optional("namespace", namespace),
    ...optional("source", view.manifest.source),
    podManagementPolicy: view.podManagementPolicy,
    outcome: course.outcome,
    ...optional("refused", refused && explained(refused, view, running, old, written, options, namespace)),
    ...optional("startsFrom", startOf(running, course, namespace)),
    ...optional("adopts", course.adopts),
    ...optional("restarts", course.restarts),
    ...optional("released", released),
    ...optional("foretold", foretold.length > 0 ? foretold : undefined),
    pods: course.pods,
    steps: course.steps,
    claims: course.claims,
    ...optional("counts", course.counts),
    claimFate: fateOf(readControlledSet(isAccepted ? next : (update?.before ?? next))),
    seconds,
    ...optional(
      "deadline",
      course.steps.length > 0 && isWaitedFor(view, options)
        ? deadlineOf(
            seconds,
            options.timeoutSeconds,
            view,
            foretold.some(({ kind }) => kind === "stuck"),
          )
        : undefined,
    ),
    waits: course.waits,
    ...optional("ifNotReady", course.ifNotReady),
    notes: [
      ...quorumNotes(running, update, isAccepted),
      ...(released === undefined ? [] : [releasedNote(released)]),
      ...(update === undefined ? [] : patchNotes(view.manifest, written, update, isAccepted, defaults, options)),
      ...course.notes,
      ...setNotes(view, running, around, options.deployer),
    ],
  };
  return Object.assign(told, { consequences: consequencesOf(told, lostClaims(around, options.deployer)) });
}

/** A set that is only made smaller keeps the pods that it has. */
function makesPods({ steps }: Course): boolean {
  return steps.some(({ actions }) => actions.some((action) => action.do === "create"));
}

/** Helm waits, and Flux' HelmReleases through it; who is known to apply without helm waits where a time was asked for. */
function isWaitedFor(view: StatefulSetView, { deployer, timeoutSeconds }: SetPlanOptions): boolean {
  if (timeoutSeconds !== undefined) return true;
  const { by, kind } = deploymentOf(view.manifest, deployer);
  return by === "helm" || (by === "flux" && kind !== "kustomization") || (by === "kubectl" && deployer === undefined);
}

/** What the software makes of a scale-down that the controller simply makes. */
function quorumNotes(
  running: StatefulSetView | undefined,
  update: SetUpdate | undefined,
  isAccepted: boolean,
): string[] {
  const lost = running === undefined || update === undefined || !isAccepted ? undefined : lostQuorum(running, update);
  return lost === undefined
    ? []
    : [
        `${quorumText(lost)}; remove the members from the cluster first, one by one, and lower replicas by one each time`,
      ];
}

/** The manifest itself, or what a patch makes of the live object: some changes only a PUT could make. */
function refusedBy(
  written: SetShape["manifest"],
  update: SetUpdate | undefined,
  defaults: ReturnType<typeof defaultsOf>,
  apply: ApplyMode | undefined,
): Refusal | undefined {
  const own = refusalOf(written, update?.before, defaults, apply);
  if (own !== undefined || update === undefined) return own;
  if (update.failed !== undefined)
    return { message: `Helm and kubectl give up before anything is sent: ${update.failed}`, errors: [] };
  return refusalOf(update.after, update.before, defaults);
}

function startOf(
  running: StatefulSetView | undefined,
  { stuck, inTheWay }: AdoptingCourse,
  namespace: string | undefined,
): SetPlan["startsFrom"] {
  const deleting = (pod: string) =>
    shellCommand("kubectl", ...(namespace === undefined ? [] : ["-n", namespace]), "delete", `pod/${pod}`);
  if (inTheWay.length > 0)
    return {
      pods: [],
      byHand: inTheWay.map((name) => ({
        do: `delete \`${name}\` by hand: it runs without a StatefulSet, its labels are none that the selector fits, and so the set neither adopts it nor can make its own pod of this name`,
        command: deleting(name),
      })),
    };
  const pods = running === undefined ? [] : livePodsOf(running);
  if (pods.length === 0) return undefined;
  return {
    pods: pods.map(({ name, revision, isReady, waiting }) => ({
      name,
      ready: isReady,
      ...optional("revision", revision),
      ...optional("waiting", waiting),
    })),
    byHand:
      stuck === undefined
        ? []
        : [
            {
              do: `delete \`${stuck.name}\` by hand once the update is applied: it is not ready (${stuck.waiting ?? ""}), and under OrderedReady the controller waits for it and never replaces it`,
              command: deleting(stuck.name),
            },
          ],
  };
}
