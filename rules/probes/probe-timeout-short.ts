import { defineRule } from "../../src/lint/contract/rule.ts";
import { probeScripts } from "../../src/model/probe-scripts.ts";
import { withoutComments } from "../../src/model/shell-comments.ts";

/**
 * Clients that need most of a second, or several, before they ask anything: each starts a runtime (a JVM, Node.js, Python,
 * Erlang) or a program of hundreds of megabytes.
 */
const heavy =
  /(?:^|[\s;&|("'`/])(mongosh|nodetool|cqlsh|kafka-[a-z-]{1,40}\.sh|kafka-(?:topics|broker-api-versions|cluster|configs|consumer-groups|metadata-quorum)|rabbitmq-diagnostics|rabbitmqctl|clickhouse-client|cypher-shell|zkCli\.sh|java(?=\s+-))(?=$|[\s;&|)"'`])/;

export const probeTimeoutShort = defineRule({
  id: "probe-timeout-short",
  category: "probes",
  subject: "StatefulSet",
  summary: "a liveness probe starts a heavy client and gives it one second",
  rationale: `\`timeoutSeconds\` of an exec probe is 1 where it is not written, and it covers the start of the command. A client that brings its own
runtime (mongosh, nodetool, rabbitmq-diagnostics, anything on the JVM) needs that second for itself. On a node under load it takes longer,
the probe fails a few times in a row, and the kubelet kills a member that is healthy, in the very moment in which it has the most to do.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `Only liveness probes, only one second, and only clients that are known to start slowly. Scripts are read where the input holds them.`,
  references: [
    "kubernetes/kubernetes#26895",
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes",
  ],
  messages: {
    short: {
      text: "the livenessProbe of container `{container}` starts `{client}` and has a timeout of 1 s{unset}, which that client alone needs to start: under load healthy pods are killed",
      help: "set `timeoutSeconds: 10` on the livenessProbe, and a `periodSeconds` that is longer",
    },
  },
  *check(set) {
    for (const container of set.runningContainers) {
      const probe = container.probes.livenessProbe;
      if (probe === undefined || probe.timeoutSeconds > 1) continue;
      const client = probeScripts(set, probe)
        .map((script) => heavy.exec(withoutComments(script))?.[1])
        .find((found) => found !== undefined);
      if (client === undefined) continue;
      const isWritten = probe.value.timeoutSeconds !== undefined && probe.value.timeoutSeconds !== null;
      yield {
        message: "short",
        data: { container: container.name, client, unset: isWritten ? "" : " (the default)" },
        at: { manifest: set.manifest, path: isWritten ? [...probe.path, "timeoutSeconds"] : probe.path },
      };
    }
  },
});
