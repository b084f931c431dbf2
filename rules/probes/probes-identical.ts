import { defineRule } from "../../src/lint/contract/rule.ts";
import type { Probe } from "../../src/model/pod.ts";
import { probeScripts } from "../../src/model/probe-scripts.ts";
import type { Workload } from "../../src/model/workload.ts";
import { servers } from "./_serving.ts";

/** Seconds: a pause of that length is a garbage collection or a slow disk. */
const hasty = 15;

export const probesIdentical = defineRule({
  id: "probes-identical",
  category: "probes",
  subject: "Workload",
  summary: "liveness and readiness ask the same with the same timings",
  rationale: `A readiness probe takes a pod out of its Services for as long as it cannot serve; a liveness probe kills it. With the same
question and the same timings the first is of no use: a server that is busy for a moment, or that waits for its peers, is killed in
the instant in which it should only have been left in peace, and starts again with cold caches or a recovery.`,
  severity: "info",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `It is said where that is likely to happen: where the question is one of readiness (\`/ready\`, a health page that
counts dependencies, the state of a cluster), or where both give up within seconds. Probes that ask the same with another delay, period or threshold are left alone: there somebody thought about it. Exporters and
other companions of the server lose nothing by it.`,
  references: ["https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/"],
  messages: {
    identical: {
      text: "livenessProbe and readinessProbe of container `{container}` are the same ({why}): a pod that is busy for {seconds} s is killed, where it should only be spared traffic for a while",
      help: "let the liveness probe ask only whether the process is alive, or give it a higher `failureThreshold` than the readiness probe",
    },
  },
  *check(set) {
    for (const container of servers(set)) {
      const { livenessProbe, readinessProbe } = container.probes;
      if (livenessProbe === undefined || readinessProbe === undefined || !isSame(livenessProbe, readinessProbe))
        continue;
      const seconds = livenessProbe.periodSeconds * livenessProbe.failureThreshold;
      const why = asksForReadiness(set, livenessProbe)
        ? "a question of readiness"
        : seconds < hasty
          ? "within seconds"
          : undefined;
      if (why === undefined) continue;
      yield {
        message: "identical",
        data: { container: container.name, seconds, why },
        at: { manifest: set.manifest, path: livenessProbe.path },
        related: [
          { manifest: set.manifest, path: readinessProbe.path, message: "asks the same, with the same timings" },
        ],
      };
    }
  },
});

/** Whether a probe asks if traffic may come, or after what the server depends on. */
function asksForReadiness(set: Workload, probe: Probe): boolean {
  const texts = probe.handler.kind === "httpGet" ? [probe.handler.path] : probeScripts(set, probe);
  // In small letters: V8 compiles a pattern for both cases ten times slower.
  return texts.some((text) => namesReadiness(text.toLowerCase()));
}

/** Most texts hold none of the words, and the pattern is slow to compile. */
function namesReadiness(text: string): boolean {
  if (!text.includes("read") && !text.includes("/actuator") && !text.includes("cluster")) return false;
  return /(?:^|[/_.\s-])(?:is[-_]?)?read(?:y|yz|iness)\b|\/actuator\/health\/?$|cluster[/_-]health/.test(text);
}

/** The same handler, delay, period, timeout and threshold, defaults applied. */
function isSame(one: Probe, other: Probe): boolean {
  if (one.handler.kind === "none" || one.handler.kind === "several") return false;
  const timings = ["initialDelaySeconds", "periodSeconds", "timeoutSeconds", "failureThreshold"] as const;
  return (
    timings.every((key) => one[key] === other[key]) && JSON.stringify(one.handler) === JSON.stringify(other.handler)
  );
}
