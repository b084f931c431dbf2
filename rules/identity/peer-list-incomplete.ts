import { defineRule } from "../../src/lint/contract/rule.ts";
import { etcdFaults } from "../../src/model/etcd-members.ts";
import { has } from "../../src/model/fields.ts";
import { memberLists } from "../../src/model/member-lists.ts";
import { strangeFounders } from "../../src/model/search-bootstrap.ts";
import { listed, quoted } from "../_shared/listed.ts";

export const peerListIncomplete = defineRule({
  id: "peer-list-incomplete",
  category: "identity",
  subject: "StatefulSet",
  summary: "a list that must name every member lacks one of the replicas, or has it otherwise than it is",
  rationale: `Some lists are the membership itself: etcd's initial cluster, ZooKeeper's servers, the voters of a Kafka controller quorum, MinIO's pools. A
pod that is not in them is no member: etcd refuses to start, a ZooKeeper server without its line does not join the ensemble, and a
majority of the list, not of the pods, decides what the cluster survives. Where etcd has no data yet, it also wants to find its own name in the list and,
where it founds the cluster, the URL that it advertises. Elasticsearch and OpenSearch found a cluster only with the nodes that \`cluster.initial_master_nodes\` names.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `Seeds, contact points and join addresses are a way in and may be fewer: they are left alone. So are lists that a script or a
variable completes, sets whose replicas an autoscaler or somebody else owns, and lists that name no pod of the set. Of etcd's URLs scheme and port are
compared, and only where it is started by itself and not by a script. The nodes of Elasticsearch are judged where all that they look for others at is in the release.`,
  references: [
    "https://etcd.io/docs/v3.5/op-guide/clustering/#static",
    "https://github.com/etcd-io/etcd/blob/main/server/config/config.go",
    "https://zookeeper.apache.org/doc/current/zookeeperAdmin.html#sc_clusterOptions",
    "https://kafka.apache.org/documentation/#brokerconfigs_controller.quorum.voters",
    "https://www.elastic.co/guide/en/elasticsearch/reference/current/modules-discovery-bootstrap-cluster.html",
    "bitnami/charts#1031",
  ],
  messages: {
    missing: {
      text: "`{list}` names {named} of the {replicas} pods of StatefulSet `{set}` and lacks `{missing}`: who is not in that list is no member and does not start or serve with the others",
      help: "name `{first}` to `{last}` in the list; better, write the list and replicas from one value",
    },
    name: {
      text: '`{list}` calls the member at pod `{pod}` `{listed}`, and etcd is `{own}` there (`{setting}`): without data it ends with `couldn\'t find local name "{own}" in the initial cluster configuration`, and is never a member',
      help: "write `{own}=` ahead of its URL in `{list}`",
    },
    url: {
      text: "`{list}` has member `{pod}` at `{listed}`, and it advertises itself at `{own}` (`{setting}`): etcd refuses to found a cluster with members that are listed otherwise, and ends",
      help: "write the same scheme and port in `{list}` and `{setting}`",
    },
    founders: {
      text: "`{list}` names {names}, and none of them is a pod of this release: a new cluster waits for them for ever, elects no master and serves nothing, while one that was founded before goes on",
      help: "name the pods that may become master, `{first}` to `{last}` of StatefulSet `{set}`",
    },
  },
  *check(set) {
    for (const container of set.runningContainers) {
      for (const { kind, path, ...told } of etcdFaults(set, container))
        yield { message: kind, severity: "error", data: { ...told }, at: { manifest: set.manifest, path } };
      const founders = strangeFounders(set, container);
      if (founders === undefined) continue;
      const { setting, names, ...place } = founders;
      yield {
        message: "founders",
        data: {
          list: setting,
          names: listed(names, quoted, 5),
          set: set.name,
          first: set.podName(0),
          last: set.podName(set.replicas - 1),
        },
        at: place,
      };
    }
    if (!has(set.spec, "replicas") || set.replicas < 2 || set.autoscalers.length > 0) return;
    for (const list of memberLists(set)) {
      const missing: string[] = [];
      for (let index = 0; index < Math.min(set.replicas, mostPods); index++) {
        if (!list.ordinals.includes(set.firstOrdinal + index)) missing.push(set.podName(index));
      }
      if (missing.length === 0) continue;
      yield {
        message: "missing",
        data: {
          list: list.title,
          named: list.ordinals.length,
          replicas: set.replicas,
          set: set.name,
          missing: missing.slice(0, 3).join("`, `"),
          first: set.podName(0),
          last: set.podName(set.replicas - 1),
        },
        at: { manifest: list.in.manifest, path: list.in.path },
        related: [{ manifest: set.manifest, path: ["spec", "replicas"], message: `${set.replicas} members` }],
      };
    }
  },
});

/** No quorum has more members than that. */
const mostPods = 100;
