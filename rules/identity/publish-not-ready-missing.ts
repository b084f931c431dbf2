import { defineRule } from "../../src/lint/contract/rule.ts";
import type { ConfigurationText } from "../../src/model/configuration.ts";
import { mapping } from "../../src/model/fields.ts";
import { probeText } from "../../src/model/known-workload.ts";
import { found } from "../../src/model/lookup.ts";
import { hostMentions } from "../../src/model/peers.ts";
import { knownReadyAlone, looksUpUnready } from "../../src/model/readiness.ts";
import type { Service } from "../../src/model/service.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

export const publishNotReadyMissing = defineRule({
  id: "publish-not-ready-missing",
  category: "identity",
  subject: "StatefulSet",
  summary: "members look each other up before they are ready, and the governing Service hides pods that are not ready",
  rationale: `A Service publishes only pods that are ready. Members that must reach each other to become ready then wait
for names that appear only once they are ready: the cluster never forms, or each member founds one of its own. After a
power failure the same happens to a cluster that ran for years. \`publishNotReadyAddresses: true\` on the headless Service
publishes the names from the start; clients keep to another Service, which still hides pods that are not ready.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `An info where the Service asks for it by an annotation that is ignored today. Else only where peers are referenced through the Service, there is a readiness probe, and something says that a
member is not ready without others: software that is known for it, a probe that asks for a leader or a quorum, or a
list of all members that start together. Readiness that answers alone (an open port, \`ping\`, \`ruok\`) and software whose members join ready ones only (PostgreSQL, Redis, Cassandra) is left alone.`,
  references: [
    "https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec",
    "bitnami/charts#8135",
    "qdrant/qdrant-helm#115",
    "grafana/mimir#13524",
  ],
  messages: {
    annotation: {
      text: "Service `{service}` asks for unready pods to be published by an annotation that Kubernetes ignores since 1.24: members that must find each other before they are ready do not",
      help: "write `publishNotReadyAddresses: true` in the spec of Service `{service}` instead of the annotation",
    },
    known: {
      text: "{title} members look each other up before they are ready, through Service `{service}`, which hides pods that are not ready: a new or restarted cluster may never form",
      help: "write `publishNotReadyAddresses: true` in the spec of Service `{service}`",
    },
    probe: {
      text: "the readiness probe of `{container}` waits for other members, which are found through Service `{service}`, and that hides pods that are not ready: a new or restarted cluster may never form",
      help: "write `publishNotReadyAddresses: true` in the spec of Service `{service}`",
    },
    listed: {
      text: "members of `{set}` are listed by name under Service `{service}`, which hides pods that are not ready: if they need each other to start, a new or restarted cluster never forms",
      help: "write `publishNotReadyAddresses: true` in the spec of Service `{service}`",
    },
  },
  *check(set) {
    const service = found(set.governingService);
    if (service === undefined || !service.headless || service.publishNotReadyAddresses) return;
    if (service.selector === undefined || !set.isSelectedBy(service.selector) || set.maxReplicas < 2) return;
    const first = looksUpUnready(set);
    const listed = listing(set, service);
    const mention = listed ?? (first === undefined ? undefined : hostMentions(set, service.name)[0]);
    const annotation = unreadyAnnotation(service);
    if (mention === undefined || (first === undefined && !mayNeedOthers(set))) {
      if (annotation === undefined || !hasReadinessProbe(set)) return;
      yield {
        message: "annotation",
        severity: "info",
        data: { service: service.name },
        at: { manifest: service.manifest, path: ["metadata", "annotations", annotation] },
      };
      return;
    }
    yield {
      message: first === undefined ? "listed" : first.known === undefined ? "probe" : "known",
      data: {
        service: service.name,
        set: set.name,
        title: first?.known?.title ?? "",
        container: first?.container.name ?? "",
      },
      at: { manifest: service.manifest, path: ["spec", "publishNotReadyAddresses"] },
      related: [
        { manifest: mention.manifest, path: mention.path, message: "names the members through this Service" },
        ...(annotation === undefined
          ? []
          : [
              {
                manifest: service.manifest,
                path: ["metadata", "annotations", annotation],
                message:
                  "asks for it, and is ignored since Kubernetes 1.24: `tolerate-unready-endpoints` gave way to the field",
              },
            ]),
        ...(first === undefined
          ? []
          : [{ manifest: set.manifest, path: first.probe.path, message: "not ready before others are reached" }]),
      ],
    };
  },
});

/** A text that names two members or more under the Service. */
function listing(set: StatefulSetView, service: Service): ConfigurationText | undefined {
  const ordinals = new Map<ConfigurationText, Set<number>>();
  for (const peer of set.peers) {
    if (peer.domain[0] !== service.name) continue;
    const named = ordinals.get(peer.in) ?? new Set();
    ordinals.set(peer.in, named.add(peer.ordinal));
    if (named.size > 1) return peer.in;
  }
  return undefined;
}

/** Probes that ask for the process alone. */
const asksItself = /^tcpSocket |\bping\b|\bruok\b/;

/** Whether members of software that nobody knows may need each other to be ready: under OrderedReady the first does without. */
function mayNeedOthers(set: StatefulSetView): boolean {
  if (knownReadyAlone(set) || set.podManagementPolicy === "OrderedReady") return false;
  return set.runningContainers.some(
    ({ probes: { readinessProbe: probe } }) => probe !== undefined && !asksItself.test(probeText(probe)),
  );
}

function hasReadinessProbe(set: StatefulSetView): boolean {
  return set.runningContainers.some(({ probes }) => probes.readinessProbe !== undefined);
}

/** The annotation that did the same until Kubernetes 1.24: whoever writes it wants unready pods to be found. */
function unreadyAnnotation({ manifest }: Service): string | undefined {
  const key = "service.alpha.kubernetes.io/tolerate-unready-endpoints";
  const annotations = mapping(mapping(manifest.value.metadata).annotations);
  return annotations[key] === "true" ? key : undefined;
}
