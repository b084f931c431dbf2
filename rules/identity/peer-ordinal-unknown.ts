import { defineRule } from "../../src/lint/contract/rule.ts";
import { type ByImage, byImage, runningOneOf } from "../../src/model/by-image.ts";
import { imageName, knownContainer } from "../../src/model/known-workload.ts";
import { together } from "../../src/model/namespace.ts";
import { hooks } from "../../src/model/neighbours.ts";
import { type PeerReference, peerReferences } from "../../src/model/peers.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Surroundings, Workload } from "../../src/model/workload.ts";
import { atMost } from "../_shared/listed.ts";

export const peerOrdinalUnknown = defineRule({
  id: "peer-ordinal-unknown",
  category: "identity",
  subject: "StatefulSet",
  summary: "the configuration names a member that the replicas never reach",
  rationale: `Pods are numbered from the first ordinal (0 unless \`ordinals.start\` says otherwise) up to the number of
replicas. A peer list with a longer count names pods that never exist: members keep trying to reach them, and where a
majority of the list is needed the missing ones count as down.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `An autoscaler's maximum counts, and a set that is scaled to nothing is left alone,
and so is one that leaves replicas out, which somebody else then owns. Jobs of the same software that set it up are read as well; those that take members out, and hooks of a deletion, are not. A name without a domain
or a port counts only in a list with others. A list that is longer on purpose, for a later scale-up, is reported all the same.`,
  references: ["https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#ordinal-index"],
  messages: {
    beyond: {
      text: "`{peer}` is named as a member, but StatefulSet `{set}` has {replicas}: that pod never exists, and members wait for it or count it as down",
      help: "name `{first}` to `{last}` only, or raise replicas; better, write the list and replicas from one value",
    },
    before: {
      text: "`{peer}` is named as a member, but the pods of StatefulSet `{set}` are `{first}` to `{last}`: that pod never exists, and members wait for it or count it as down",
      help: "name `{first}` to `{last}`",
    },
  },
  *check(set) {
    if (set.maxReplicas < 1 || (set.replicasPath === undefined && set.autoscalers.length === 0)) return;
    const first = set.firstOrdinal;
    const last = first + set.maxReplicas - 1;
    const seen = new Set<unknown>();
    const peers = [...set.peers, ...namedBySetUp(set)];
    for (const peer of peers) {
      if ((peer.ordinal >= first && peer.ordinal <= last) || seen.has(peer.in) || !isMember(peer, set, peers)) continue;
      seen.add(peer.in);
      yield {
        message: peer.ordinal < first ? "before" : "beyond",
        data: {
          peer: peer.text,
          set: set.name,
          replicas: replicasText(set),
          first: set.podName(0),
          last: set.podName(set.maxReplicas - 1),
        },
        at: { manifest: peer.in.manifest, path: peer.in.path },
        related: [{ manifest: set.manifest, path: ["spec", "replicas"], message: atMost(set.maxReplicas) }],
      };
    }
  },
});

/** `has …`: how many replicas, and the names of the first and the last pod. */
function replicasText(set: StatefulSetView): string {
  const last = set.maxReplicas - 1;
  const names = last > 0 ? `\`${set.podName(0)}\` to \`${set.podName(last)}\`` : `\`${set.podName(0)}\``;
  return `${atMost(set.maxReplicas)}, ${names}`;
}

/** Whether a mention is that of a member: with a domain or a port, or in a list with other members. */
function isMember(peer: PeerReference, set: StatefulSetView, peers: readonly PeerReference[]): boolean {
  // A set of this name in another namespace, which data is moved from or copied to.
  const [, namespace = "svc"] = peer.domain;
  if (namespace !== "svc" && set.manifest.namespace !== undefined && namespace !== set.manifest.namespace) return false;
  if (peer.port !== undefined) return true;
  const [service] = peer.domain;
  if (service !== undefined) return service === set.serviceName || peer.domain.includes("svc");
  return peers.some((other) => other.in === peer.in && other.ordinal !== peer.ordinal);
}

/** The members that Jobs name which set the software up with its own client, as `rs.initiate()` of MongoDB does. */
function namedBySetUp(set: StatefulSetView): readonly PeerReference[] {
  const jobsBy = set.release.once(jobsByImage);
  if (jobsBy.size === 0) return [];
  const running = runningOneOf(imagesOf(set), jobsBy);
  set.release.tries.spend(running.length);
  const jobs = running.filter((job) => together(job.manifest, set.manifest) && !takesAway(job));
  const { name, serviceName, release } = set;
  return jobs.flatMap(({ configuration }) => peerReferences({ name, serviceName, configuration, release }));
}

function jobsByImage({ workloads }: Surroundings): ByImage {
  return byImage(workloads.filter(({ kind }) => kind === "Job"));
}

/** Images that many pods carry for their shell or their tools, whatever else runs in them. */
const tools =
  /^(?:busybox|alpine|bash|curl|kubectl|debian|ubuntu|centos|fedora|ubi\d*(?:-minimal|-micro)?|minideb|os-shell|bitnami-shell|toolbox|tools?|utils?|python|node|perl|golang|netshoot|git|jq|yq|wget|socat|nginx|[\w-]*sidecar|[\w-]*exporter|fluent-?(?:bit|d)|vector)$/;

/** The images of the set's own software: those that are known, and what its first container runs. */
function imagesOf({ runningContainers }: StatefulSetView): ReadonlySet<string> {
  const own = runningContainers.filter((container, at) => at === 0 || knownContainer(container) !== undefined);
  return new Set(own.map(({ image }) => imageName(image)).filter((image) => !tools.test(image)));
}

const removal =
  /remove|delete|decommission|forget|evict|detach|de-?register|unregister|drain|\bleave\b|scale-?(?:down|in)/i;

/** Whether a Job takes members out, which are gone or going, or runs when the release does. */
function takesAway({ manifest, configuration }: Workload): boolean {
  if (hooks(manifest).some((hook) => hook.endsWith("-delete"))) return true;
  return removal.test(manifest.name) || configuration.some(({ text }) => removal.test(text));
}
