import { defineRule } from "../../src/lint/contract/rule.ts";
import { readyOnlyWithPeers } from "../../src/model/readiness.ts";

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
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Only where the configuration names a member of a higher ordinal and a readiness probe is known to fail
without others (a probe that asks for a leader, a quorum or the cluster's state, or software that is known for it). A first
member that bootstraps alone, and readiness that answers without a quorum, are left alone.`,
  fix: `podManagementPolicy is immutable: delete the StatefulSet with \`--cascade=orphan\`, which leaves pods and claims
alone, and apply it again with Parallel. Or let the readiness probe ask for the process alone.`,
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-management-policies",
    "cockroachdb/cockroach-operator#470",
    "grafana/mimir#13524",
    "etcd-io/etcd-operator#130",
  ],
  messages: {
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
    const peer = set.peers.find(
      ({ ordinal }) => ordinal > set.firstOrdinal && ordinal < set.firstOrdinal + set.maxReplicas,
    );
    const first = peer === undefined ? undefined : readyOnlyWithPeers(set);
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
