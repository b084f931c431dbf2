import { defineRule } from "../../src/lint/contract/rule.ts";
import { deploymentOf } from "../../src/model/deployer.ts";
import { filled, integer, mapping } from "../../src/model/fields.ts";

export const hpaWithReplicas = defineRule({
  id: "hpa-with-replicas",
  category: "availability",
  subject: "Workload",
  summary: "replicas is written although an autoscaler owns it",
  rationale: `An autoscaler changes \`replicas\` in the cluster. Where the manifest writes the field too, every \`helm upgrade\` and every sync
of a GitOps tool sets it back, and the autoscaler changes it again: pods are taken away under load, members of a cluster leave and
join for nothing, and with \`whenScaled: Delete\` their data goes with them.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Output of \`kubectl get\` always holds the field, with whatever the autoscaler set last: an object that carries a cluster's uid is
left alone. To leave the field out of a release that had it means one moment with a single replica (helm/helm#12650); the message's
help says how to avoid that.`,
  references: ["helm/helm#7837", "helm/helm#12650"],
  messages: {
    both: {
      text: "replicas `{replicas}` is written although {autoscaler} scales this set between {least} and {most}: every upgrade sets the number back, and pods come and go for nothing",
      help: "leave `replicas` out while autoscaling is on (`{{- if not .Values.autoscaling.enabled }}`); when a release that had it drops it, set the autoscaler's minimum first",
    },
    conflict: {
      text: 'replicas `{replicas}` is written although {autoscaler} scales this set between {least} and {most}: under server-side apply every upgrade is refused once it has written another number (409, `conflict with "kube-controller-manager" with subresource "scale"`), and sets it back where it is forced',
      help: "leave `replicas` out while autoscaling is on (`{{- if not .Values.autoscaling.enabled }}`): the autoscaler's number then stays",
    },
  },
  *check(set, context) {
    const replicas = integer(set.spec.replicas);
    const [autoscaler] = set.autoscalers;
    if (replicas === undefined || autoscaler === undefined) return;
    if (filled(mapping(set.manifest.value.metadata).uid) !== undefined) return;
    const { manifest, minReplicas, maxReplicas } = autoscaler;
    const { by } = deploymentOf(set.manifest, context.deployer);
    // Flux and Argo CD apply by force.
    const isRefused = context.apply === "server" && (by === "helm" || by === "kubectl");
    yield {
      message: isRefused ? "conflict" : "both",
      data: {
        replicas,
        autoscaler: `${manifest.kind} \`${manifest.name}\``,
        least: minReplicas,
        most: maxReplicas ?? "its maximum",
      },
      at: { manifest: set.manifest, path: ["spec", "replicas"] },
      fix: {
        // A release that had the field runs with a single replica for a moment: somebody has to choose when.
        safe: false,
        description: "leave `replicas` to the autoscaler",
        changes: [{ do: "remove", place: { manifest: set.manifest, path: ["spec", "replicas"] } }],
      },
      related: [{ manifest, path: ["spec", "scaleTargetRef"], message: "owns the number of replicas" }],
    };
  },
});
