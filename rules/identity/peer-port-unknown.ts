import { defineRule } from "../../src/lint/contract/rule.ts";
import type { PeerReference } from "../../src/model/peers.ts";
import { reaches } from "../../src/model/service.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import { listed } from "../_shared/listed.ts";

export const peerPortUnknown = defineRule({
  id: "peer-port-unknown",
  category: "identity",
  subject: "StatefulSet",
  summary: "the configuration reaches members at a port that nothing in the pod is seen to listen on",
  rationale: `A pod's name leads to the pod itself: no Service stands between and maps ports, so a member is reached at the
port that its process listens on, not at the port of a Service. A wrong number there is refused, and the members do not
find each other.`,
  severity: "warning",
  confidence: "possible",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Members only, from two replicas on. Declared container ports bind nobody, so it takes more: the pod's containers declare ports, the number is
none of them, and it stands nowhere else in the configuration or a Service, as the setting of a listener would. ZooKeeper opens the ports that
\`server.N\` names.`,
  references: ["https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id"],
  messages: {
    unknown: {
      text: "`{peer}` is named as a member, but no container of StatefulSet `{set}` declares port {port}, nor does its configuration say that anything listens there: members reach each other only if something does",
      help: "write the port that the members listen on ({declared}), or declare {port} in the container",
    },
    service: {
      text: "`{peer}` is named as a member with the port of Service `{service}`, but a pod's name leads to the pod itself, which listens on {target}: the connection is refused",
      help: "write port {target}, or let the Service and the container use the same number",
    },
  },
  *check(set) {
    if (set.maxReplicas < 2) return;
    const declared = new Set(set.ports.flatMap(({ containerPort }) => containerPort ?? []));
    if (declared.size === 0) return;
    const seen = new Set<number>();
    for (const peer of set.peers) {
      const { port } = peer;
      if (port === undefined || declared.has(port) || seen.has(port) || !isPublished(peer, set)) continue;
      if (seen.size === enough) return;
      seen.add(port);
      const mapped = mappedPort(set, port, declared);
      if (mapped === undefined && (isOpenedByTheList(peer) || isMentionedElsewhere(set, port))) continue;
      yield {
        message: mapped === undefined ? "unknown" : "service",
        data: {
          peer: peer.text,
          set: set.name,
          port,
          service: mapped?.service ?? "",
          target: mapped?.target ?? "",
          declared: listed(declared),
        },
        at: { manifest: peer.in.manifest, path: peer.in.path },
        related: [relatedPorts(set)],
      };
    }
  },
});

/** More wrong ports than this in one set tell nothing new. */
const enough = 20;

function isPublished({ domain, ordinal }: PeerReference, set: StatefulSetView): boolean {
  if (ordinal < set.firstOrdinal || ordinal >= set.firstOrdinal + set.maxReplicas) return false;
  return domain[0] !== undefined && domain[0] === set.serviceName;
}

/** A Service of the set that maps this port to another which the pods declare, while no Service maps it to itself. */
function mappedPort(set: StatefulSetView, port: number, declared: ReadonlySet<number>) {
  for (const service of set.services) {
    const entry = service.ports.find((one) => one.port === port);
    if (entry?.targetPort === undefined) continue;
    const target =
      typeof entry.targetPort === "number" ? entry.targetPort : reaches(entry, set.pod)[0]?.port.containerPort;
    if (target !== undefined && target !== port && declared.has(target)) return { service: service.name, target };
  }
  return undefined;
}

/** `server.1=zk-0.zk:2888:3888`: ZooKeeper listens where that line says. */
function isOpenedByTheList({ in: { text }, text: peer }: PeerReference): boolean {
  const at = text.indexOf(peer);
  return at !== -1 && /\bserver\.\d{1,4}[ \t]{0,8}[=:][ \t]{0,8}["']?$/.test(text.slice(Math.max(0, at - 40), at));
}

/** Whether the number stands in the configuration, a probe or a Service of the set other than as a peer's. */
function isMentionedElsewhere(set: StatefulSetView, port: number): boolean {
  const digits = String(port);
  if (set.services.some(({ ports }) => ports.some((one) => (one.targetPort ?? one.port) === port))) return true;
  const peers = new Map<unknown, string[]>();
  for (const peer of set.peers) {
    if (peer.port !== port) continue;
    const texts = peers.get(peer.in);
    if (texts === undefined) peers.set(peer.in, [peer.text]);
    else texts.push(peer.text);
  }
  const elsewhere = set.configuration.some((text) => {
    if (!text.text.includes(digits)) return false;
    let rest = text.text;
    for (const peer of new Set(peers.get(text) ?? [])) rest = rest.replaceAll(peer, "");
    return new RegExp(`(?<![\\d.])${digits}(?![\\d.])`).test(rest);
  });
  if (elsewhere) return true;
  return set.runningContainers.some(({ probes }) =>
    Object.values(probes).some(
      ({ handler }) => "port" in handler && handler.port !== undefined && String(handler.port) === digits,
    ),
  );
}

function relatedPorts(set: StatefulSetView) {
  const container = set.runningContainers.find(({ ports }) => ports.length > 0);
  return {
    manifest: set.manifest,
    path: container === undefined ? set.pod.path : [...container.path, "ports"],
    message: "the ports that are declared",
  };
}
