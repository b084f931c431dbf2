import { defineRule } from "../../src/lint/contract/rule.ts";
import type { Probe } from "../../src/model/pod.ts";
import { probeScripts } from "../../src/model/probe-scripts.ts";
import type { Workload } from "../../src/model/workload.ts";
import type { Path } from "../../src/read/path.ts";
import { hostsIn, reached } from "./_reach.ts";

/** Questions whose answer depends on the other members. */
const clusterQuestions: readonly { readonly words: RegExp; readonly unless?: RegExp; readonly name: string }[] = [
  { words: /\/_cluster\/health\b/, unless: /[?&]local=true\b/, name: "/_cluster/health" },
  { words: /\betcdctl\b[^\n]{0,200}\bcluster-health\b/, name: "etcdctl cluster-health" },
  {
    words: /\betcdctl\b[^\n]{0,200}\bendpoint\s+(?:health|status)\b[^\n]{0,200}--cluster\b/,
    name: "etcdctl endpoint health --cluster",
  },
  { words: /\bconsul\s+operator\s+raft\b/, name: "consul operator raft" },
  { words: /\/v1\/status\/leader\b/, name: "/v1/status/leader" },
  { words: /\bcluster_state:ok\b/, name: "cluster_state:ok" },
  { words: /\bwsrep_cluster_status\b/, name: "wsrep_cluster_status" },
  { words: /\bcockroach\s+node\s+status\b/, name: "cockroach node status" },
];

export const livenessDependsOnPeers = defineRule({
  id: "liveness-depends-on-peers",
  category: "probes",
  subject: "Workload",
  summary: "a liveness probe asks other pods, or how the whole cluster is",
  rationale: `A failing liveness probe kills the container that it belongs to. Where it asks another pod, a Service or the state of the
cluster, one member that is down makes healthy ones restart as well, and the cluster that was about to heal loses the rest of its
members: one failure becomes an outage. Whether peers can be reached is a question for readiness.`,
  severity: "warning",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Hosts that lead to the pod itself (localhost, its own address or name) are left alone, and so are names that the input does
not explain. Scripts are read where a ConfigMap of the input holds them; what an image brings along is not known.`,
  references: [
    "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#liveness-probe",
    "datastax/pulsar-helm-chart#265",
  ],
  messages: {
    host: {
      text: "the livenessProbe of container `{container}` asks at `{host}`, which is not its own pod: while {resource} does not answer, healthy pods are killed as well",
      help: "let the liveness probe ask at its own container, by `localhost` in a command or without `host` in httpGet and tcpSocket; ask about others in the readiness probe",
    },
    cluster: {
      text: "the livenessProbe of container `{container}` asks how the whole cluster is (`{question}`): while that is bad, healthy pods are killed as well, and the cluster cannot heal",
      help: "let the liveness probe ask only whether its own process answers, and keep the cluster's state for the readiness probe",
    },
  },
  *check(set) {
    for (const container of set.runningContainers) {
      const probe = container.probes.livenessProbe;
      if (probe === undefined) continue;
      const { path, hosts, texts } = asked(set, probe);
      const other = hosts.map((host) => reached(set, container, host)).find((one) => one !== undefined);
      if (other !== undefined) {
        yield {
          message: "host",
          data: { container: container.name, host: other.host, resource: other.resource },
          at: { manifest: set.manifest, path },
          related: [
            { manifest: other.manifest, path: ["metadata", "name"], message: `${other.resource} leads to other pods` },
          ],
        };
        continue;
      }
      const question = clusterQuestions.find(({ words, unless }) =>
        texts.some((text) => words.test(text) && unless?.test(text) !== true),
      );
      if (question === undefined) continue;
      yield {
        message: "cluster",
        data: { container: container.name, question: question.name },
        at: { manifest: set.manifest, path },
      };
    }
  },
});

/** Where a probe asks, and what: the hosts it names, its texts, and where in the manifest that is written. */
function asked(
  set: Workload,
  probe: Probe,
): { readonly path: Path; readonly hosts: readonly string[]; readonly texts: readonly string[] } {
  const { handler } = probe;
  switch (handler.kind) {
    case "exec": {
      const texts = probeScripts(set, probe);
      return { path: [...probe.path, "exec", "command"], hosts: texts.flatMap(hostsIn), texts };
    }
    case "httpGet":
    case "tcpSocket": {
      const inHandler: Path = [...probe.path, handler.kind];
      const texts = handler.kind === "httpGet" ? [handler.path] : [];
      if (handler.host !== undefined) return { path: [...inHandler, "host"], hosts: [handler.host], texts };
      return { path: handler.kind === "httpGet" ? [...inHandler, "path"] : inHandler, hosts: [], texts };
    }
    default:
      return { path: probe.path, hosts: [], texts: [] };
  }
}
