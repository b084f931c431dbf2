import { defineRule } from "../../src/lint/contract/rule.ts";
import { knownContainer } from "../../src/model/known-workload.ts";
import { together } from "../../src/model/namespace.ts";
import type { Container, Probe } from "../../src/model/pod.ts";
import { probeScripts } from "../../src/model/probe-scripts.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

export const readinessWaitsForGreen = defineRule({
  id: "readiness-waits-for-green",
  category: "probes",
  subject: "StatefulSet",
  summary: "a single search node is ready only when its cluster is green",
  rationale: `A cluster of Elasticsearch or OpenSearch is green when every shard has its replicas, each on another node. With one node an index
with replicas (the default is one) has nowhere to put them: the cluster stays yellow. A readiness probe that waits for green passes on the
first day, while there are no indices, and never again after the next restart: Services lose the node, and a rollout waits for ever.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `Only sets of one replica that nothing scales, and only where no other workload of the input runs the same software.`,
  references: ["https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-cluster-health"],
  messages: {
    green: {
      text: "the readinessProbe of container `{container}` waits until the cluster is green, and a single node stays yellow once an index has replicas: after its next restart it is never ready again, gets no traffic, and every rollout waits for it",
      help: "let the readiness probe ask for `wait_for_status=yellow`, or only whether the node answers",
    },
  },
  *check(set) {
    if (set.maxReplicas !== 1) return;
    for (const container of set.runningContainers) {
      const probe = container.probes.readinessProbe;
      if (probe === undefined || !waitsForGreen(set, probe) || hasOthers(set, container)) continue;
      yield {
        message: "green",
        data: { container: container.name },
        at: { manifest: set.manifest, path: probe.path },
      };
    }
  },
});

function waitsForGreen(set: StatefulSetView, probe: Probe): boolean {
  const texts = probe.handler.kind === "httpGet" ? [probe.handler.path] : probeScripts(set, probe);
  return texts.some(
    (text) =>
      /[?&]wait_for_status=green\b/.test(text) ||
      (/\/_(?:cluster\/health|cat\/health)\b/.test(text) &&
        /\bgrep\b[^\n|]{0,80}\bgreen\b/.test(text) &&
        !/\byellow\b/.test(text)),
  );
}

/** Whether another workload of the input may be a node of the same cluster. */
function hasOthers(set: StatefulSetView, container: Container): boolean {
  const known = knownContainer(container);
  set.release.tries.spend(set.release.workloads.length);
  return set.release.workloads.some(
    ({ manifest, pod }) =>
      manifest !== set.manifest &&
      together(manifest, set.manifest) &&
      pod.containers.some(
        (other) =>
          other.image === container.image || known?.images.includes(knownContainer(other)?.images[0] ?? "") === true,
      ),
  );
}
