import type { Refusal, RuleContext } from "../../src/lint/contract/context.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import { someVersions } from "../../src/lint/contract/some-versions.ts";
import { drainAsked } from "../../src/model/drains.ts";
import type { Path } from "../../src/read/path.ts";
import { gracePlace, preStopWait } from "./_grace.ts";

/** Seconds, where nothing is written. Who goes below it for a server that needs more has chosen wrongly. */
const defaultGrace = 30;

export const graceTooShort = defineRule({
  id: "grace-too-short",
  category: "pod",
  subject: "Workload",
  summary: "the grace period ends before the server can have stopped",
  rationale: `The grace period runs from the moment a pod is deleted, preStop hooks included. Where a hook waits as long as the whole period,
the kubelet sends the SIGTERM after it and kills the server two seconds later; where an orderly stop of the software is known to take longer, it is killed
in the middle of it. What was not flushed is lost, or replayed for a long time at the next start.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Only sets that keep data are judged, and a grace period of 0 is \`grace-zero\`. Software that is killed without harm (a write-ahead
log that replays in seconds) may do with less than its documentation asks for: that is an info, unless less than the default of
30 seconds was chosen. Of waits in a loop those are counted whose rounds are written out; where something may end the loop before, it is an info.`,
  references: [
    "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination",
    "netdata/helmchart#142",
  ],
  messages: {
    preStop: {
      text: "preStop of container `{container}` waits {wait} s and the grace period is {grace} s: two seconds after its SIGTERM the server is killed, with whatever it has not written",
      help: "set `terminationGracePeriodSeconds` to the wait and the time that an orderly stop takes together, or shorten the wait",
    },
    refused: {
      text: "preStop of container `{container}` sleeps {wait} s and the grace period is {grace} s: the API server refuses the StatefulSet",
      help: "set `terminationGracePeriodSeconds` to the sleep and the time that an orderly stop takes together, or shorten the sleep",
    },
    loop: {
      text: "preStop of container `{container}` waits up to {wait} s in a loop of {rounds} rounds and the grace period is {grace} s: the kubelet then ends the hook and kills the server, with whatever it has not written",
      help: "set `terminationGracePeriodSeconds` to the longest wait and the time that an orderly stop takes together, or shorten the loop",
    },
    drain: {
      text: "the configuration asks {title} to {what} when it stops (`{setting}`), which may take minutes, and the grace period is {grace} s: it is killed in the middle of the drain",
      help: "set `terminationGracePeriodSeconds` to the longest time that it may take, {needed} or more",
    },
    known: {
      text: "the grace period is {grace} s, and an orderly stop of {title} may take {needed} s: under load it is killed before its data is written",
      help: "set `terminationGracePeriodSeconds: {needed}`",
    },
  },
  *check(set, context) {
    const grace = set.pod.terminationGracePeriodSeconds;
    if (grace <= 0 || !set.isPersistent) return;
    const at = { manifest: set.manifest, path: gracePlace(set) };
    for (const container of set.runningContainers) {
      const wait = preStopWait(set, container);
      if (wait === undefined || wait.seconds < grace) continue;
      const refusal = context
        .refusals(set.manifest)
        .find(({ field, path }) => field.endsWith(".preStop.sleep") && isAbove(path, wait.path));
      yield {
        message: wait.loop !== undefined ? "loop" : refusal === undefined ? "preStop" : "refused",
        ...(refusal === undefined ? {} : refusedBy(refusal, context)),
        ...(wait.loop?.mayEnd === true ? { severity: "info" as const } : {}),
        data: { container: container.name, wait: wait.seconds, grace, rounds: wait.loop?.rounds ?? 1 },
        at,
        related: [{ manifest: set.manifest, path: wait.path, message: "waits as long as the whole period" }],
      };
      return;
    }
    const drain = drainAsked(set);
    if (drain !== undefined && grace < drain.needed) {
      yield {
        message: "drain",
        ...(grace > defaultGrace ? { severity: "info" } : {}),
        data: { title: drain.title, what: drain.what, setting: drain.setting, grace, needed: drain.needed },
        at,
        related: [{ manifest: drain.manifest, path: drain.path, message: "asks for the drain" }],
      };
      return;
    }
    const needed = set.known?.graceSeconds;
    if (needed === undefined || grace >= needed) return;
    yield {
      message: "known",
      ...(grace < defaultGrace ? {} : { severity: "info" }),
      data: { grace, title: set.known?.title ?? "", needed },
      at,
    };
  },
});

/** The refusal of a sleep that is longer than the grace period, which this rule explains. */
function refusedBy({ type, field, detail, versions }: Refusal, { kubernetesVersions }: RuleContext) {
  return {
    severity: "error" as const,
    admission: { type, field, detail },
    ...someVersions(versions, { kubernetesVersions }),
  };
}

function isAbove(path: Path, below: Path): boolean {
  return path.length > 0 && path.length <= below.length && path.every((step, index) => below[index] === step);
}
