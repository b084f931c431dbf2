import { defineRule } from "../../src/lint/contract/rule.ts";
import { takenBy } from "../../src/model/image-programs.ts";
import { knownContainer, probeText } from "../../src/model/known-workload.ts";
import type { Container, Probe } from "../../src/model/pod.ts";
import { probeScripts } from "../../src/model/probe-scripts.ts";
import { slowStart } from "../../src/model/slow-starts.ts";
import type { Workload } from "../../src/model/workload.ts";

/** Seconds: a recovery of this length is nothing unusual. */
const patience = 120;

/** Commands that succeed only once the server has recovered. */
const queries: readonly RegExp[] = [
  /\bpg_isready\b/,
  /\bpsql\b[^\n]{0,200}\s-\w*c\b/,
  /\b(?:mysqladmin|mariadb-admin)\b[^\n]{0,200}?\b(?:ping|status)\b/,
  /\b(?:mysql|mariadb)\b[^\n]{0,200}\s(?:-e|--execute)\b/,
  /\bhealthcheck\.sh\b[^\n]{0,200}--(?:connect|innodb_initialized)\b/,
  /\bmongo(?:sh)?\b[^\n]{0,200}--eval\b/,
  /\bcqlsh\b[^\n]{0,200}\s-e\b/,
  /\bnodetool\b[^\n]{0,200}Native Transport/,
  /\bsqlcmd\b[^\n]{0,200}\s-[qQ]\b/,
  /\bcypher-shell\b/,
];

export const livenessWithoutStartup = defineRule({
  id: "liveness-without-startup",
  category: "probes",
  subject: "Workload",
  summary: "a liveness probe that needs a recovered server, and no startup probe that waits for it",
  rationale: `After a crash a database first replays its log, and while it does so it answers no query. A liveness probe that asks one
kills it after \`initialDelaySeconds\` and a few periods; the recovery begins again from the start, and is killed again. The more
data there is, the surer the loop. A startup probe keeps the liveness probe off until it has succeeded once.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Numbers alone prove nothing: many servers answer for liveness before they have recovered, and many start in seconds. It is
said only where the probe runs a query or a ping that fails during recovery, or asks at the port of a server that is known to
open it afterwards, in a container that keeps its data on a claim, or where the server is one of those known to need a minute and
more for every start (Keycloak, SonarQube, Jenkins and the like), and where the probe gives up within two minutes.`,
  references: [
    "helm/charts#17501",
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#define-startup-probes",
    "https://www.postgresql.org/docs/current/app-pg-isready.html",
  ],
  messages: {
    query: {
      text: "the livenessProbe of container `{container}` runs `{evidence}`, which fails until the server has recovered: a recovery of more than {seconds} s is killed and begins again, without end",
      help: "add a `startupProbe` with the same handler and a `failureThreshold` that gives the longest recovery time, or raise the liveness probe's until it does",
    },
    lacking: {
      text: "the livenessProbe of container `{container}` runs `{evidence}`, which the image does not have; with a program that it has a recovery of more than {seconds} s is killed and begins again, without end",
      help: "run `{instead}` in its place, and add a `startupProbe` with that handler, too, and a `failureThreshold` that gives the longest recovery time",
    },
    slow: {
      text: "the livenessProbe of container `{container}` gives up {seconds} s after the start, and {evidence} may need longer than that to start, above all the first time and after an upgrade: it is killed before it is up and begins again, without end",
      help: "add a `startupProbe` with the same handler and a `failureThreshold` that gives it several minutes, or raise the liveness probe's `initialDelaySeconds`",
    },
    port: {
      text: "the livenessProbe of container `{container}` asks at a port that {evidence} opens only once it has recovered: a recovery of more than {seconds} s is killed and begins again, without end",
      help: "add a `startupProbe` with the same handler and a `failureThreshold` that gives the longest recovery time, or raise the liveness probe's until it does",
    },
  },
  *check(set) {
    for (const container of set.runningContainers) {
      const { livenessProbe, startupProbe } = container.probes;
      if (livenessProbe === undefined || startupProbe !== undefined) continue;
      const { initialDelaySeconds, periodSeconds, failureThreshold } = livenessProbe;
      const seconds = initialDelaySeconds + periodSeconds * failureThreshold;
      if (seconds >= patience) continue;
      const slow = slowStart(container.image);
      const evidence =
        (keepsData(set, container) ? evidenceFor(set, container, livenessProbe) : undefined) ??
        (slow === undefined ? undefined : { message: "slow" as const, words: slow.title });
      if (evidence === undefined) continue;
      const instead =
        evidence.message === "query" ? insteadOf(set, container, livenessProbe, evidence.words) : undefined;
      yield {
        message: instead === undefined ? evidence.message : "lacking",
        data: { container: container.name, seconds, evidence: evidence.words, instead: instead ?? "" },
        at: { manifest: set.manifest, path: livenessProbe.path },
      };
    }
  },
});

function keepsData(set: Workload, container: Container): boolean {
  return set.dataMounts.some((one) => one.container === container);
}

/** What to run in place of a program that the image lacks; a script that knows the other one may choose between them. */
function insteadOf(set: Workload, container: Container, probe: Probe, program: string): string | undefined {
  return probeScripts(set, probe).some((script) => /mariadb|healthcheck|mongosh|command -v|which/.test(script))
    ? undefined
    : takenBy(container, program);
}

/** What shows that the probe needs a server that has recovered; undefined where nothing does. */
function evidenceFor(
  set: Workload,
  container: Container,
  probe: Probe,
): { readonly message: "query" | "port"; readonly words: string } | undefined {
  if (probe.handler.kind === "exec") {
    for (const script of probeScripts(set, probe)) {
      for (const query of queries) {
        const match = query.exec(script);
        if (match !== null) return { message: "query", words: shortened(match[0]) };
      }
    }
    return undefined;
  }
  const known = knownContainer(container);
  if (known === undefined || known.livenessDuringRecovery !== "fails") return undefined;
  const { kind } = probe.handler;
  const text = probeText(probe);
  if (known.opensAtOnce.some((words) => text.includes(words))) return undefined;
  return known.opensAfterRecovery.some((opened) => opened === kind)
    ? { message: "port", words: known.title }
    : undefined;
}

/** The command's first word: what follows may be long, and may hold a password. */
function shortened(command: string): string {
  return command.split(/\s/, 1)[0] ?? command;
}
