import { defineRule } from "../../src/lint/contract/rule.ts";
import { knownContainer } from "../../src/model/known-workload.ts";
import type { Probe } from "../../src/model/pod.ts";
import { probeScripts } from "../../src/model/probe-scripts.ts";
import type { Workload } from "../../src/model/workload.ts";
import type { Path } from "../../src/read/path.ts";
import { hostsIn, reached } from "./_reach.ts";

interface Question {
  readonly words: RegExp;
  /** What every text that fits holds, one of them, in small letters: most texts hold none, and patterns are slow to compile. */
  readonly holds: readonly string[];
  readonly unless?: RegExp;
  readonly name: string;
  /** The known workload whose question it is, where others may ask the same for something else. */
  readonly of?: string;
}

/** Questions whose answer depends on the other members. */
const clusterQuestions: readonly Question[] = [
  { words: /\/_cluster\/health\b/, holds: ["_cluster"], unless: /[?&]local=true\b/, name: "/_cluster/health" },
  // https://min.io/docs/minio/linux/operations/monitoring/healthcheck-probe.html: `/minio/health/live` is the one to ask.
  { words: /\/minio\/health\/cluster\b/, holds: ["/minio/health/"], name: "/minio/health/cluster" },
  // https://etcd.io/docs/v3.6/op-guide/monitoring/#health-check: a read that needs a leader, unless it is serializable.
  { words: /^\/health(?:$|\?)/, holds: ["/health"], unless: /serializable=true/, name: "/health", of: "etcd" },
  { words: /\betcdctl\b[^\n]{0,200}\bcluster-health\b/, holds: ["etcdctl"], name: "etcdctl cluster-health" },
  {
    words: /\betcdctl\b[^\n]{0,200}\bendpoint\s+(?:health|status)\b[^\n]{0,200}--cluster\b/,
    holds: ["etcdctl"],
    name: "etcdctl endpoint health --cluster",
  },
  { words: /\bconsul\s+operator\s+raft\b/, holds: ["consul"], name: "consul operator raft" },
  { words: /\/v1\/status\/leader\b/, holds: ["/v1/status/"], name: "/v1/status/leader" },
  { words: /\bcluster_state:ok\b/, holds: ["cluster_state"], name: "cluster_state:ok" },
  { words: /\/health\?(?:[^\s"']{0,80}&)?ready=1\b/, holds: ["ready=1"], name: "/health?ready=1" },
  { words: /\bcockroach\s+node\s+status\b/, holds: ["cockroach"], name: "cockroach node status" },
  { words: /\bawait_online_nodes\s+(?:[2-9]|\d{2})/, holds: ["await_online_nodes"], name: "await_online_nodes" },
  {
    words: /\bcheck_if_node_is_quorum_critical\b/,
    holds: ["check_if_node_is_quorum_critical"],
    name: "check_if_node_is_quorum_critical",
  },
];

/** Questions for the member's part among the others: one that recovers, or copies its data anew, has none of those asked for. */
const roleQuestions: readonly RoleQuestion[] = [
  { words: /\bisWritablePrimary\b/, holds: ["iswritableprimary"], name: "isWritablePrimary" },
  {
    words: /\b(?:hello|isMaster)\(\)\.(?:secondary|ismaster|primary)\b/,
    holds: ["hello()", "ismaster()"],
    name: "hello().secondary",
  },
  {
    words: /\brs\.(?:status|isMaster|hello)\b|\breplSetGetStatus\b/,
    holds: ["rs.", "replsetgetstatus"],
    name: "rs.status()",
  },
  { words: /\bmaster_link_status\b/, holds: ["master_link_status"], name: "master_link_status", isPrinted: true },
  {
    words: /\brole:master\b|\bredis-cli\b[^\n|]{0,200}\brole\b[^\n]{0,80}\bgrep\b[^\n]{0,40}\bmaster\b/i,
    holds: ["role:master", "redis-cli"],
    unless: /slave|replica\b/i,
    name: "role:master",
  },
  {
    words: /\bwsrep_(?:ready|local_state(?:_comment)?|cluster_status)\b/,
    holds: ["wsrep_"],
    name: "wsrep state",
    isPrinted: true,
  },
  { words: /\bpg_is_in_recovery\b/, holds: ["pg_is_in_recovery"], name: "pg_is_in_recovery()", isPrinted: true },
  // https://patroni.readthedocs.io/en/latest/rest_api.html: `/liveness` is the one to ask.
  {
    words:
      /:8008\/(?:primary|master|leader|standby-leader|read-write|replica|sync(?:hronous)?|async(?:hronous)?)(?=$|[?\s"'])/,
    holds: [":8008/"],
    name: "Patroni's role",
  },
];

/** Vault and OpenBao: https://developer.hashicorp.com/vault/api-docs/system/health. */
const asksForStandby = /\/v1\/sys\/health(?![^\s"']{0,200}(?:standbyok|standbycode))/;

interface RoleQuestion extends Question {
  /** The client prints the answer and succeeds whatever it is: something has to read it. */
  readonly isPrinted?: boolean;
}

export const livenessDependsOnPeers = defineRule({
  id: "liveness-depends-on-peers",
  category: "probes",
  subject: "Workload",
  summary: "a liveness probe asks other pods, or how the whole cluster is",
  rationale: `A failing liveness probe kills the container that it belongs to. Where it asks another pod, a Service or the state of the
cluster, one member that is down makes healthy ones restart as well, and the cluster that was about to heal loses the rest of its
members: one failure becomes an outage. Whether peers can be reached is a question for readiness.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Hosts that lead to the pod itself (localhost, its own address or name) are left alone, and so are names that the input does
not explain. Scripts are read where a ConfigMap or Secret of the input holds them; what an image brings along is not known. A query whose answer is thrown
away, or printed and not looked at, only shows that the server answers, and a role that only chooses what is asked next kills nobody.`,
  references: [
    "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#liveness-probe",
    "datastax/pulsar-helm-chart#265",
  ],
  messages: {
    standby: {
      text: "the livenessProbe of container `{container}` asks `/v1/sys/health`, which a standby answers with 429, a sealed server with 503 and one that was never initialized with 501: the kubelet counts all of them as failures, and kills every pod but the active one again and again",
      help: "ask `/v1/sys/health?standbyok=true&perfstandbyok=true&sealedcode=204&uninitcode=204`, or open the port with tcpSocket; let the readiness probe ask who is active",
    },
    host: {
      text: "the livenessProbe of container `{container}` asks at `{host}`, which is not its own pod: while {resource} does not answer, healthy pods are killed as well",
      help: "let the liveness probe ask at its own container, by `localhost` in a command or without `host` in httpGet and tcpSocket; ask about others in the readiness probe",
    },
    cluster: {
      text: "the livenessProbe of container `{container}` asks how the whole cluster is (`{question}`): while that is bad, healthy pods are killed as well, and the cluster cannot heal",
      help: "let the liveness probe ask only whether its own process answers, and keep the cluster's state for the readiness probe",
    },
    role: {
      text: "the livenessProbe of container `{container}` asks for the member's role in the cluster (`{question}`): a member that recovers or copies its data anew has none of them, is killed in the middle of it and begins again",
      help: "let the liveness probe ask only whether its own process answers, such as with a ping, and keep the role for the readiness probe",
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
      if (texts.some((text) => asksForStandby.test(text))) {
        yield { message: "standby", data: { container: container.name }, at: { manifest: set.manifest, path } };
        continue;
      }
      const question = clusterQuestions.find(
        (one) =>
          texts.some((text) => mayAsk(one, text) && one.words.test(text) && one.unless?.test(text) !== true) &&
          (one.of === undefined || knownContainer(container)?.id === one.of),
      );
      const role = question ?? roleQuestions.find((one) => asksForRole(one, probe, texts));
      if (role === undefined) continue;
      yield {
        message: question === undefined ? "role" : "cluster",
        data: { container: container.name, question: role.name },
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

function asksForRole(question: RoleQuestion, { handler }: Probe, texts: readonly string[]): boolean {
  const asked = handler.kind === "httpGet" ? texts.map((path) => `:${handler.port}${path}`) : texts;
  return asked.some(
    (text) => mayAsk(question, text) && question.unless?.test(text) !== true && isJudged(question, text),
  );
}

function mayAsk({ holds }: Question, text: string): boolean {
  const small = text.toLowerCase();
  return holds.some((one) => small.includes(one));
}

/** What ends a script as a failure, whatever its last command says. */
const failure = /\b(?:exit|return)[ \t]+(?!0\b)\S|\b(?:quit|exit)\([ \t]*[1-9]|\bthrow\b|\bfalse\b|\bkill\b/;

/**
 * Whether a script asks the question and looks at the answer: a query whose output is thrown away only shows that the server answers,
 * and one in a condition, of a script that does not end as a failure from there on, only chooses what is asked next.
 */
function isJudged({ words, isPrinted }: RoleQuestion, text: string): boolean {
  const lines = text.split(/(?<!\\)\n/);
  const lastFailure = lines.map((line) => failure.test(line)).lastIndexOf(true);
  return lines.some((line, index) => {
    const match = /^\s*#/.test(line) ? null : words.exec(line);
    if (match === null) return false;
    const chooses = /(?:^|[\s;&|({])(?:if|elif|case)\s/.test(line.slice(0, match.index));
    if (chooses && lastFailure <= index && !failure.test(line.slice(match.index))) return false;
    const isPiped = (part: string) => /\|(?!\|)/.test(part.replaceAll("||", ""));
    const rest = line.slice(match.index);
    const thrownAway = rest.search(/>\s*\/dev\/null/);
    if (thrownAway !== -1 && !isPiped(rest.slice(0, thrownAway))) return false;
    return isPrinted !== true || isPiped(line) || /\$\(|`|<\(/.test(line.slice(0, match.index));
  });
}
