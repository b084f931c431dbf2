import { defineRule } from "../../src/lint/contract/rule.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

export const serviceNameUnset = defineRule({
  id: "service-name-unset",
  category: "identity",
  subject: "StatefulSet",
  summary: "the StatefulSet names no governing Service",
  rationale: `A pod's DNS name is published under the Service that serviceName names, and under no other: not even under a
headless Service that selects the pods. Without serviceName the pods keep their names and claims, but \`POD.SERVICE\`
resolves nowhere. serviceName cannot be added to a StatefulSet that exists.`,
  severity: "info",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Since Kubernetes 1.33 the field is officially optional, so its absence alone is only an info. It is a
warning where several replicas hold claims, where a headless Service beside it selects the pods, or where its configuration names a pod by DNS name.
A patch that is no whole StatefulSet (apps/v1 without a selector) is left alone.`,
  fix: `Name a headless Service in serviceName. On a StatefulSet that runs the field is immutable: delete the set with
\`--cascade=orphan\`, which leaves its pods and claims alone, and apply the new one.`,
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id",
    "kubernetes/kubernetes#130233",
  ],
  messages: {
    unset: {
      text: "no serviceName: the pods get no DNS names of their own",
      help: "where clients or peers address single pods, add a headless Service and name it in serviceName; it cannot be added later",
    },
    headless: {
      text: "no serviceName, although the headless Service `{service}` selects these pods: names such as `{pod}.{service}` do not resolve until serviceName names it",
      help: "write `serviceName: {service}`; it cannot be added later",
    },
    claims: {
      text: "no serviceName, although {replicas} replicas hold claims of their own: no pod has a name by which peers or clients could reach the one that holds the data",
      help: "add a headless Service and name it in serviceName; it cannot be added later",
    },
    peers: {
      text: "no serviceName, although the configuration names the pod `{peer}`: Kubernetes publishes no such name, so whoever asks for it finds nobody",
      help: "add a headless Service, name it in serviceName, and address pods as `POD.SERVICE`; serviceName cannot be added later",
    },
  },
  *check(set) {
    if (set.serviceName !== undefined || isPatch(set)) return;
    // What is no text is set, and refused.
    const written = set.spec.serviceName ?? "";
    if (typeof written !== "string") return;
    const at = { manifest: set.manifest, path: ["spec", "serviceName"] };
    const service = set.services.find(({ headless }) => headless);
    const peer = set.peers.find(({ domain }) => domain.length > 0);
    if (service !== undefined) {
      yield {
        message: "headless",
        severity: "warning",
        data: { service: service.name, pod: set.podName(0) },
        at,
        related: [
          {
            manifest: service.manifest,
            path: ["metadata", "name"],
            message: "a headless Service that selects these pods",
          },
        ],
      };
    } else if (peer !== undefined) {
      yield {
        message: "peers",
        severity: "warning",
        data: { peer: peer.text },
        at,
        related: [{ manifest: peer.in.manifest, path: peer.in.path, message: `names ${peer.text}` }],
      };
    } else if (set.maxReplicas > 1 && set.claimTemplates.length > 0) {
      yield { message: "claims", severity: "warning", data: { replicas: set.maxReplicas }, at };
    } else yield { message: "unset", at };
  },
});

/** A few fields, as kustomize merges them into a whole StatefulSet: apps/v1 needs a selector, older versions filled it in. */
function isPatch({ manifest, selector }: StatefulSetView): boolean {
  return manifest.apiVersion === "apps/v1" && selector.requirements.length === 0;
}
