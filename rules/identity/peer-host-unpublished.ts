import { defineRule } from "../../src/lint/contract/rule.ts";
import { together } from "../../src/model/namespace.ts";
import { isCertificateName, type OwnHost, ownHosts } from "../../src/model/own-hosts.ts";
import type { PeerReference } from "../../src/model/peers.ts";
import type { SetSurroundings, StatefulSetView } from "../../src/model/statefulset.ts";

export const peerHostUnpublished = defineRule({
  id: "peer-host-unpublished",
  category: "identity",
  subject: "StatefulSet",
  summary: "the configuration looks for a member under a Service or namespace that does not publish it",
  rationale: `Kubernetes publishes a pod's name under one Service only: the one that serviceName names, in the
StatefulSet's own namespace. Under any other Service the name does not exist, even where that Service selects the pods.
Members that look for each other there do not find each other.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `A name whose second part is no Service of the input counts only where it ends as cluster names do
(\`db-0.other.prod.svc\`); others may be names outside the cluster. Without serviceName \`service-name-unset\` speaks. An
absent namespace is the release's, which nobody knows here: no namespace in a name then contradicts it. Of a host made of the pod's own name
(\`$(POD_NAME).db\`) only what is followed by a port or a namespace, or stands behind a scheme, counts; names of certificates do not.`,
  references: [
    "https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-hostname-and-subdomain-fields",
  ],
  messages: {
    service: {
      text: "`{peer}` is looked for under Service `{wrong}`, but pods of StatefulSet `{set}` are published under `{service}` only, as serviceName says: the name does not resolve, and members do not find each other",
      help: "write `{pod}.{service}`; to publish under `{wrong}` name it in serviceName, which cannot be changed later",
    },
    namespace: {
      text: "`{peer}` is looked for in namespace `{wrong}`, but StatefulSet `{set}` is in `{namespace}`: the name does not resolve, and members do not find each other",
      help: "write `{pod}.{service}.{namespace}`, or `{pod}.{service}` alone, which is looked up in the pod's own namespace",
    },
    forgotten: {
      text: "`{peer}` has no namespace between the Service and `svc`: the name does not resolve, and members do not find each other",
      help: "write `{pod}.{service}` alone, which is looked up in the pod's own namespace, or the namespace ahead of `svc`",
    },
    own: {
      text: "the pod calls itself `{peer}`, under Service `{wrong}`, but pods of StatefulSet `{set}` are published under `{service}` only, as serviceName says: the name does not resolve, and nobody reaches the pod by it",
      help: "write `{pod}.{service}`; to publish under `{wrong}` name it in serviceName, which cannot be changed later",
    },
  },
  *check(set) {
    if (set.serviceName === undefined) return;
    const seen = new Set<unknown>();
    for (const peer of set.peers) {
      const wrong = seen.has(peer.in) ? undefined : wrongPart(peer, set);
      if (wrong === undefined) continue;
      seen.add(peer.in);
      yield {
        message: wrong.message,
        data: {
          peer: peer.text,
          wrong: wrong.part,
          set: set.name,
          service: set.serviceName,
          namespace: set.manifest.namespace ?? "",
          pod: `${set.name}-${peer.ordinal}`,
        },
        at: { manifest: peer.in.manifest, path: peer.in.path },
        related: [
          wrong.message !== "namespace"
            ? { manifest: set.manifest, path: ["spec", "serviceName"], message: "the pods' names are published here" }
            : { manifest: set.manifest, path: ["metadata", "namespace"], message: "the pods' namespace" },
        ],
      };
    }
    for (const host of ownHosts(set)) {
      if (seen.has(host.in) || !isUnpublished(host, set)) continue;
      seen.add(host.in);
      yield {
        message: "own",
        data: {
          peer: host.text,
          wrong: host.domain[0] ?? "",
          set: set.name,
          service: set.serviceName,
          pod: host.pod,
        },
        at: { manifest: host.in.manifest, path: host.in.path },
        related: [
          { manifest: set.manifest, path: ["spec", "serviceName"], message: "the pods' names are published here" },
        ],
      };
    }
  },
});

/** Whether a name that a pod makes of its own is under a Service that cannot publish it. */
function isUnpublished(host: OwnHost, set: StatefulSetView): boolean {
  const [service = "", namespace, zone, ...further] = host.domain;
  if (service === set.serviceName || isCertificateName(host)) return false;
  const isOneLabel = namespace === undefined;
  // Outside of the cluster a zone may have any name.
  if (!isOneLabel && (zone !== "svc" || (further.length > 0 && further[0] !== "cluster"))) return false;
  const own = set.manifest.namespace;
  if (!isOneLabel && own !== undefined && namespace !== own) return false;
  const named = set.release.servicesOfName(service).find(({ manifest }) => together(manifest, set.manifest));
  // What has no selector, or no address of its own, may be anything.
  if (named !== undefined && (named.selector === undefined || named.type === "ExternalName")) return false;
  // A file may be there for several sets, each with its own Service.
  if (host.in.manifest !== set.manifest && set.release.once(governingNames).has(service)) return false;
  // Elsewhere there may be a release of its own, with Services that this one has not.
  if (named === undefined && (isOneLabel || namespace !== own) && !service.startsWith(`${set.name}-`)) return false;
  return !isOneLabel || host.open === true || host.port !== undefined || (named !== undefined && host.isAddress);
}

function governingNames({ statefulSets }: SetSurroundings): ReadonlySet<string> {
  return new Set(statefulSets.flatMap(({ serviceName }) => serviceName ?? []));
}

/** Last parts of names that are no Services: files, and zones outside the cluster. */
const noService =
  /^(?:ya?ml|json|conf|cfg|ini|xml|log|txt|properties|sh|py|lua|sql|pem|crt|key|db|sock|pid|local|internal|lan|test|home)$/;

function wrongPart(
  peer: PeerReference,
  set: StatefulSetView,
): { readonly message: "service" | "namespace" | "forgotten"; readonly part: string } | undefined {
  const [service, namespace, zone, top] = peer.domain;
  if (service === undefined) return undefined;
  const inCluster =
    zone === "svc" || (namespace === undefined ? isMemberName(peer, set) : namespace === set.manifest.namespace);
  if (service !== set.serviceName) {
    const named = set.release.servicesOfName(service).length > 0;
    return inCluster || (named && (namespace === undefined || zone === "svc"))
      ? { message: "service", part: service }
      : undefined;
  }
  const isWhole = zone === undefined || (zone === "cluster" && top === "local");
  if (namespace === "svc" && isWhole) {
    // A namespace may be called so; and a certificate's names hold every form, the right ones among them.
    const isOneOfForms = set.peers.some(
      (other) => other.in === peer.in && other.ordinal === peer.ordinal && other.domain[1] !== "svc",
    );
    return set.manifest.namespace === "svc" || isOneOfForms ? undefined : { message: "forgotten", part: "svc" };
  }
  const own = set.manifest.namespace;
  if (own === undefined || namespace === undefined || namespace === own) return undefined;
  // Who names members of both namespaces moves data from one to the other.
  return zone === "svc" && !set.peers.some((other) => other.domain[0] === service && isOwn(other, own))
    ? { message: "namespace", part: namespace }
    : undefined;
}

function isOwn({ domain: [, namespace] }: PeerReference, own: string): boolean {
  return namespace === undefined || namespace === own;
}

/** A name of two parts, `db-0.db`: a member's where a namespace in a variable or a port follows, as a value of its own, or in a list. */
function isMemberName(
  { in: text, text: whole, domain, port, open, ordinal }: PeerReference,
  set: StatefulSetView,
): boolean {
  const [service = ""] = domain;
  if (open === true) return true;
  if (noService.test(service)) return false;
  if (port !== undefined || text.text === whole) return true;
  return set.peers.some((other) => other.in === text && other.ordinal !== ordinal && other.domain[0] === service);
}
