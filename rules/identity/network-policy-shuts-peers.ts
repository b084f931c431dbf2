import { defineRule } from "../../src/lint/contract/rule.ts";
import { list, mapping } from "../../src/model/fields.ts";
import {
  mayBeDns,
  mayBeOwn,
  type NetworkPolicy,
  opens,
  type PolicyRule,
  policiesOf,
} from "../../src/model/network-policy.ts";
import { hostMentions } from "../../src/model/peers.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

export const networkPolicyShutsPeers = defineRule({
  id: "network-policy-shuts-peers",
  category: "identity",
  subject: "StatefulSet",
  summary: "network policies keep the pods from DNS or from each other",
  rationale: `A pod that some NetworkPolicy selects may only do what one of its policies allows, in each direction that they name. Egress
without port 53 leaves the pods without DNS: no peer's and no Service's name resolves. Ingress that opens the clients' port alone keeps
the members from each other's ports: every member stands by itself, and no cluster forms.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `All policies of the input that select the pods count together; those that exist only in the cluster, and policies of
other kinds (Cilium, Calico), are not known. Namespaces and address blocks in a rule are taken to hold what is needed. DNS is asked for only
where the configuration uses names, peers' ports where it lists members with a port, from two replicas on.`,
  references: [
    "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
    "bitnami/charts#10861",
    "apache/couchdb-helm#48",
  ],
  messages: {
    dns: {
      text: "the pods' egress is restricted by NetworkPolicy `{policy}`, and no policy allows port 53: DNS is shut out, so `{name}` does not resolve, and the pods find neither each other nor any Service",
      help: "allow egress to port 53, UDP and TCP, in a policy that selects these pods",
    },
    dnsOverTcp: {
      text: "the pods' egress is restricted by NetworkPolicy `{policy}`, and port 53 is open for TCP alone, which is what a port without a protocol means: resolvers ask by UDP, so `{name}` does not resolve, and the pods find neither each other nor any Service",
      help: "write the port twice in `egress`, with `protocol: UDP` and with `protocol: TCP`",
    },
    ingress: {
      text: "members dial each other at port {port} (`{name}`), and ingress is restricted by NetworkPolicy `{policy}`, which opens that port to none of the set's own pods: they cannot reach each other",
      help: "allow ingress at port {port} from a podSelector with the set's own labels",
    },
    egress: {
      text: "members dial each other at port {port} (`{name}`), and egress is restricted by NetworkPolicy `{policy}`, which lets them reach that port on none of the set's own pods: they cannot reach each other",
      help: "allow egress to port {port} of a podSelector with the set's own labels",
    },
  },
  *check(set) {
    const policies = policiesOf(set);
    if (policies.length === 0) return;
    const out = sideOf(policies, "egress");
    const into = sideOf(policies, "ingress");
    const used = out === undefined ? undefined : nameInUse(set);
    const isTcpOpen = out !== undefined && used !== undefined && isDnsOpen(out.policies, "TCP");
    if (out !== undefined && used !== undefined && !isDnsOpen(out.policies, "UDP") && !(isTcpOpen && asksByTcp(set))) {
      yield {
        message: isTcpOpen ? "dnsOverTcp" : "dns",
        assumesWhole: true,
        data: { policy: out.policy.manifest.name, name: used.name },
        at: { manifest: out.policy.manifest, path: ["spec", "egress"] },
        related: [{ manifest: used.in.manifest, path: used.in.path, message: `uses the name ${used.name}` }],
      };
    }
    if (set.maxReplicas < 2) return;
    for (const [message, side] of [
      ["ingress", into],
      ["egress", out],
    ] as const) {
      if (side === undefined) continue;
      const peer = set.peers.find(
        ({ port, ordinal, domain }) =>
          port !== undefined &&
          ordinal < set.firstOrdinal + set.maxReplicas &&
          (domain[0] === undefined || domain[0] === set.serviceName) &&
          !side.policies.some((policy) => opens(policy[message] ?? [], portOf(port, set), mayBeOwn(set))),
      );
      if (peer === undefined) continue;
      yield {
        message,
        assumesWhole: true,
        data: { policy: side.policy.manifest.name, port: peer.port ?? 0, name: peer.text },
        at: { manifest: side.policy.manifest, path: ["spec", message] },
        related: [{ manifest: peer.in.manifest, path: peer.in.path, message: `names ${peer.text}` }],
      };
      return;
    }
  },
});

/** glibc's resolver may be told to ask by TCP from the start. */
function asksByTcp({ pod }: StatefulSetView): boolean {
  return list(mapping(pod.spec.dnsConfig).options).some((option) => mapping(option).name === "use-vc");
}

interface Side {
  /** The first policy that isolates the direction. */
  readonly policy: NetworkPolicy;
  /** All that do: what any of them opens is open. */
  readonly policies: readonly NetworkPolicy[];
}

function sideOf(all: readonly NetworkPolicy[], direction: "ingress" | "egress"): Side | undefined {
  const policies = all.filter((policy) => policy[direction] !== undefined);
  const [policy] = policies;
  return policy === undefined ? undefined : { policy, policies };
}

/** 53, under a name, or 5353, at which OpenShift's DNS pods listen. Resolvers ask by UDP, and by TCP only what is too long for it. */
function isDnsOpen(policies: readonly NetworkPolicy[], protocol: "UDP" | "TCP"): boolean {
  return policies.some((policy) => {
    const answers = knownDns.get(policy) ?? {};
    knownDns.set(policy, answers);
    answers[protocol] ??= opensDns(policy.egress ?? [], protocol);
    return answers[protocol];
  });
}

/** Asked for each set that a policy selects. */
const knownDns = new WeakMap<NetworkPolicy, { UDP?: boolean; TCP?: boolean }>();

function opensDns(all: readonly PolicyRule[], protocol: "UDP" | "TCP"): boolean {
  const names = ["dns", "dns-tcp", "dns-udp", "domain"];
  const rules = all.flatMap(({ ports, peers }) => {
    const fit = ports.filter((port) => port.protocol === protocol);
    return ports.length > 0 && fit.length === 0 ? [] : [{ ports: fit, peers }];
  });
  const hasPort = rules.some(
    ({ ports }) => ports.length > 0 && opens([{ ports, peers: [] }], { number: 53, names }, mayBeDns),
  );
  return hasPort || opens(rules, { number: 53, names }, mayBeDns) || opens(rules, { number: 5353, names }, mayBeDns);
}

function portOf(number: number, set: StatefulSetView) {
  const names = set.ports.flatMap(({ name, containerPort }) => (containerPort === number ? (name ?? []) : []));
  return { number, names };
}

/** A name of the cluster that the set's configuration uses as a host. */
function nameInUse(set: StatefulSetView) {
  const peer = set.peers.find(({ domain }) => domain.length > 0);
  if (peer !== undefined) return { name: peer.text, in: peer.in };
  for (const { name } of set.release.services.slice(0, mostServices)) {
    const [mention] = hostMentions(set, name);
    if (mention !== undefined) return { name, in: mention };
  }
  return undefined;
}

/** Names of more Services than this are not looked for. */
const mostServices = 50;
