import { defineRule } from "../../src/lint/contract/rule.ts";
import { knownContainer, probeText } from "../../src/model/known-workload.ts";
import type { Probe } from "../../src/model/pod.ts";
import { readyOnlyWithPeers } from "../../src/model/readiness.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

export const orderedReadyDeadlock = defineRule({
  id: "ordered-ready-deadlock",
  category: "rollout",
  subject: "StatefulSet",
  summary: "pods start one after another, and the first is ready only once later ones are up",
  rationale: `Under OrderedReady, which is the default, a pod is created only once all before it are ready. Where the first
member becomes ready only after it has reached later ones, nobody moves: a new cluster never forms, and one that lost all
its pods at once never comes back. Parallel creates and deletes pods without waiting. It speeds creation and scaling,
never updates: a rolling update still replaces pods one by one.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Only where the configuration names a member of a higher ordinal and a readiness probe is known to fail
without others (a probe that asks for a leader, a quorum or the cluster's state, or software that is known for it). A first
member that bootstraps alone, and readiness that answers without a quorum, are left alone. RabbitMQ is judged where it has claims
and is not booted by force. An info where nobody knows the software.`,
  fix: `podManagementPolicy is immutable: delete the StatefulSet with \`--cascade=orphan\`, which leaves pods and claims
alone, and apply it again with Parallel. Or let the readiness probe ask for the process alone.`,
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-management-policies",
    "cockroachdb/cockroach-operator#470",
    "grafana/mimir#13524",
    "etcd-io/etcd-operator#130",
    "https://www.rabbitmq.com/docs/clustering#restarting-readiness-probes",
    "bitnami/charts#8056",
    "Alluxio/alluxio#13325",
  ],
  messages: {
    restart: {
      text: "pods start one by one (OrderedReady), but after all RabbitMQ nodes stopped at once a node is ready only once it reached those that stopped last, such as `{last}`, which does not exist until `{first}` is ready: the cluster never comes back by itself",
      help: "write `podManagementPolicy: Parallel` before the first install, as it is immutable, or let the readiness probe ask `rabbitmq-diagnostics ping` alone",
    },
    unknown: {
      text: "pods start one by one (OrderedReady), and the configuration names `{peer}`, which does not exist until `{first}` is ready: whether `{image}` is ready without it is not known here; if not, a new cluster never forms",
      help: "if members need each other to become ready, write `podManagementPolicy: Parallel` before the first install: it is immutable",
    },
    known: {
      text: "pods start one by one (OrderedReady), but {title} is ready only once it reached other members, and the configuration names `{peer}`, which does not exist until `{first}` is ready: a new cluster never forms",
      help: "write `podManagementPolicy: Parallel` before the first install: it is immutable; it speeds creation and scaling, never updates",
    },
    probe: {
      text: "pods start one by one (OrderedReady), but the readiness probe of `{container}` asks for the cluster, and the configuration names `{peer}`, which does not exist until `{first}` is ready: if it needs that member, a new cluster never forms",
      help: "write `podManagementPolicy: Parallel` before the first install: it is immutable; it speeds creation and scaling, never updates",
    },
  },
  *check(set) {
    if (set.podManagementPolicy !== "OrderedReady" || set.maxReplicas < 2) return;
    const restart = restartsAlone(set);
    if (restart !== undefined) {
      yield {
        message: "restart",
        data: { first: set.podName(0), last: set.podName(set.maxReplicas - 1) },
        at: { manifest: set.manifest, path: ["spec", "podManagementPolicy"] },
        related: [{ manifest: set.manifest, path: restart.path, message: "fails until the node has synchronised" }],
      };
      return;
    }
    const peer = set.peers.find(
      ({ ordinal }) => ordinal > set.firstOrdinal && ordinal < set.firstOrdinal + set.maxReplicas,
    );
    const first = peer === undefined ? undefined : readyOnlyWithPeers(set);
    if (peer !== undefined && first === undefined && set.known === undefined && mayAskOthers(readinessOf(set))) {
      yield {
        message: "unknown",
        severity: "info",
        data: { peer: peer.text, first: set.podName(0), image: set.runningContainers[0]?.image ?? "" },
        at: { manifest: set.manifest, path: ["spec", "podManagementPolicy"] },
        related: [{ manifest: peer.in.manifest, path: peer.in.path, message: `names ${peer.text}` }],
      };
    }
    if (peer === undefined || first === undefined) return;
    yield {
      message: first.known === undefined ? "probe" : "known",
      data: {
        title: first.known?.title ?? "",
        container: first.container.name,
        peer: peer.text,
        first: set.podName(0),
      },
      at: { manifest: set.manifest, path: ["spec", "podManagementPolicy"] },
      related: [
        { manifest: peer.in.manifest, path: peer.in.path, message: `names ${peer.text}` },
        { manifest: set.manifest, path: first.probe.path, message: "not ready before others are reached" },
      ],
    };
  },
});

function readinessOf(set: StatefulSetView): Probe | undefined {
  return set.runningContainers.find(({ probes }) => probes.readinessProbe !== undefined)?.probes.readinessProbe;
}

/**
 * The readiness probe of a RabbitMQ node that keeps its data and asks for more than the runtime: after a stop of all, a
 * node waits for those that stopped after it.
 */
function restartsAlone(set: StatefulSetView): Probe | undefined {
  if (!set.isPersistent) return undefined;
  const node = set.runningContainers.find((container) => knownContainer(container)?.id === "rabbitmq");
  const probe = node?.probes.readinessProbe;
  if (probe === undefined) return undefined;
  const text = probeText(probe);
  if (/\bping\b/.test(text) && !/check_|status|node_health/.test(text)) return undefined;
  return set.configuration.some(({ text: setting }) => /force_boot/i.test(setting)) ||
    node?.environment.some(({ name, value }) => name === "RABBITMQ_FORCE_BOOT" && /^(?:yes|true|1)$/i.test(value ?? ""))
    ? undefined
    : probe;
}

/** Whether a probe may ask for more than the process: not one of its health alone. */
function mayAskOthers(probe: Probe | undefined): boolean {
  return probe !== undefined && !/health|live|ping|ruok|metrics/i.test(probeText(probe));
}
