import { defineRule } from "../../src/lint/contract/rule.ts";
import { integer, mapping, texts } from "../../src/model/fields.ts";
import type { Container } from "../../src/model/pod.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import { type Waiting, waitLoops } from "../../src/model/wait-loops.ts";
import type { Manifest } from "../../src/read/document.ts";
import type { Path } from "../../src/read/path.ts";
import { isInjected } from "../_shared/injected.ts";
import { scriptPath } from "./_asked-hosts.ts";
import { firstFault, localFault } from "./_wait-faults.ts";

export const waitsForItself = defineRule({
  id: "waits-for-itself",
  category: "rollout",
  subject: "StatefulSet",
  summary: "before it starts, a pod waits for a name or a port that cannot be there until it has started",
  rationale: `A headless Service publishes a pod's name only once the pod is ready, unless it says
\`publishNotReadyAddresses: true\`. A pod that waits in an init container for its own name, for the headless Service that only it
could fill, or for a port of its own, is never ready: a deadlock that no time resolves. Under OrderedReady the same holds for each
pod of a higher ordinal, published or not: it does not exist before this one is ready. A postStart hook is waited for as well: until it ends, the kubelet
counts the container as not running, and no pod is ready.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "stuck",
  falseAlarms: `Only endless loops of shell scripts that stand before the server's start, without a condition before them that may spare some
pods, and without a counter or a clock. What \`getent\`, \`ping\` and other programs of the C library find in /etc/hosts, the pod's own
short and full name, resolves from the start. A Service that also selects other pods may have endpoints, and one of the same name in another
namespace is another one. While an update replaces pods one by one, those that still run answer for the others: with \`--against\` that is a warning.`,
  fix: `Publish the names from the start with \`publishNotReadyAddresses: true\` on the headless Service where a name is waited for; start
the pods together with \`podManagementPolicy: Parallel\`, which is immutable; or wait in the main container, beside the server.`,
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id",
    "https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/#hook-handler-execution",
    "kubernetes/kubernetes#62604",
    "gluster/gcs#68",
    "kubernetes/kubernetes#40865",
  ],
  messages: {
    ownName: {
      text: "{container} waits until `{name}` resolves, which is the pod's own name, and Service `{service}` hides pods that are not ready: the pod waits for itself and never {starts}",
      help: "write `publishNotReadyAddresses: true` in the spec of Service `{service}`, or look the name up in the main container",
    },
    service: {
      text: "{container} waits until `{name}` resolves, but headless Service `{service}` has no address before the first pod of StatefulSet `{set}` is ready, and every pod waits: none ever {starts}",
      help: "write `publishNotReadyAddresses: true` in the spec of Service `{service}`, or look the name up in the main container",
    },
    port: {
      text: "{container} waits until `{name}` answers, which only pods of StatefulSet `{set}` do, and none of them {serves} before this wait ends: no pod ever {starts}",
      help: "wait in the main container, beside the server, or not at all",
    },
    local: {
      text: "{container} waits until `{name}` answers, in its own pod, where nothing runs yet: the containers start only once it has ended, so no pod ever starts, unless a webhook puts a sidecar in that answers",
      help: "wait in a startup probe of the container that serves there, or in a container beside it",
    },
    later: {
      text: "{container} waits for `{name}`, but pods start one by one (OrderedReady), and that pod does not exist until `{first}` is ready: both wait for ever, and no cluster forms",
      help: "write `podManagementPolicy: Parallel` before the first install, as it is immutable, together with `publishNotReadyAddresses: true`; or wait in the main container",
    },
    itself: {
      text: "{container} waits until `{name}` answers, and pod `{pod}` waits for it as well once this update reaches it: it waits for itself and never starts",
      help: "wait in the main container, beside the server, or not at all",
    },
    rolling: {
      text: "{container} waits for `{name}`, for which pods of StatefulSet `{set}` answer that run already: this update goes on, but once none of them is ready (all are deleted, a first install elsewhere) every pod waits, and none ever {starts}",
      help: "do not wait for what only pods of the set can answer before one of them is ready; wait in the main container, beside the server, or not at all",
    },
  },
  *check(set, context) {
    if (set.replicas < 1) return;
    for (const { container, waiting, path, isHook } of waitingIn(set)) {
      const loops = waitLoops(waiting, set.configuration);
      const fault = firstFault(loops, set, isHook) ?? (isAlone(set, container) ? localFault(loops) : undefined);
      if (fault === undefined) continue;
      const isRolling =
        others(context.running(set.manifest)) > 0 && (fault.isAnsweredByOthers || fault.pod !== undefined);
      const isAnswered = isRolling && fault.pod === undefined;
      const kind = container.kind === "init" ? "init container" : "container";
      yield {
        message: isAnswered ? "rolling" : isRolling ? "itself" : fault.message,
        // A webhook may put a sidecar in that answers, which no manifest shows.
        ...(isAnswered || fault.message === "local" ? { severity: "warning" } : {}),
        data: {
          container: `${isHook ? "the postStart hook of " : ""}${kind} \`${container.name}\``,
          name: fault.name,
          service: fault.service?.name ?? "",
          set: set.name,
          first: set.podName(0),
          pod: fault.pod ?? "",
          starts: isHook ? "becomes ready" : "starts",
          serves: isHook ? "is ready" : "serves",
        },
        at: { manifest: set.manifest, path },
        related:
          fault.message === "later" && !isRolling
            ? [{ manifest: set.manifest, path: ["spec", "podManagementPolicy"], message: "pods start one by one" }]
            : fault.service === undefined
              ? []
              : [
                  {
                    manifest: fault.service.manifest,
                    path: ["spec", "publishNotReadyAddresses"],
                    message: fault.message === "port" ? "leads to these pods only" : "hides pods that are not ready",
                  },
                ],
      };
      return;
    }
  },
});

/** Whether nothing runs in the pod beside an init container: the next begins when it has ended, sidecars ahead of it run. */
function isAlone(set: StatefulSetView, container: Container): boolean {
  if (container.kind !== "init" || set.pod.spec.hostNetwork === true || isInjected(set)) return false;
  return !set.containers.slice(0, set.containers.indexOf(container)).some(({ kind }) => kind === "sidecar");
}

interface WaitingPart {
  readonly container: Container;
  readonly waiting: Waiting;
  readonly path: Path;
  readonly isHook: boolean;
}

/** What has to end before a pod is ready: init containers, what stands ahead of a probed server, and postStart hooks. */
function* waitingIn({ containers }: StatefulSetView): Generator<WaitingPart> {
  for (const container of containers) {
    // The next container comes once a sidecar runs, whatever its script waits for.
    const isAhead = container.kind === "init" || (container.kind === "regular" && isProbed(container));
    if (isAhead) yield { container, waiting: container, path: scriptPath(container), isHook: false };
    const command = texts(mapping(mapping(mapping(container.value.lifecycle).postStart).exec).command);
    if (command.length === 0 || container.kind === "init") continue;
    const { environment, path } = container;
    const waiting = { command, args: [], environment };
    yield { container, waiting, path: [...path, "lifecycle", "postStart", "exec", "command"], isHook: true };
  }
}

/** How many pods of a set that runs now there are beside the one that is replaced. */
function others(running: Manifest | undefined): number {
  return running === undefined ? 0 : (integer(mapping(running.value.spec).replicas) ?? 1) - 1;
}

/** A container without such a probe is ready as soon as it runs, and its script may well wait for itself. */
function isProbed({ probes }: Container): boolean {
  return probes.readinessProbe !== undefined || probes.startupProbe !== undefined;
}
