import { fieldManagers } from "../../src/admission/managed-fields.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import { deploymentOf } from "../../src/model/deployer.ts";
import { filled, integer, mapping } from "../../src/model/fields.ts";
import { lastApplied } from "../../src/model/last-applied.ts";

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
left alone, unless its managedFields or kubectl's last-applied-configuration show that whoever deploys writes it. To leave the field out of a release that had it means one moment with a single replica (helm/helm#12650); the message's
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
    applied: {
      text: "`{manager}` applies `replicas` (now `{replicas}`) although {autoscaler} scales this set between {least} and {most}: once the autoscaler has written another number, the next apply is refused (409), or sets it back where it is forced, as Flux and Argo CD do",
      help: "leave `replicas` out of what `{manager}` applies; the number that runs then stays with the autoscaler, once it has written it",
    },
    lastApplied: {
      text: "`kubectl apply`, which Argo CD runs too, wrote `replicas` although {autoscaler} scales this set between {least} and {most}: each further one sets the number (now `{replicas}`) back, and pods come and go for nothing",
      help: "take `replicas` out of the object with `kubectl apply edit-last-applied`, then leave it out of the manifest: where it is dropped from both at once, the set runs with a single replica for a moment",
    },
  },
  *check(set, context) {
    const replicas = integer(set.spec.replicas);
    const [autoscaler] = set.autoscalers;
    if (replicas === undefined || autoscaler === undefined) return;
    const { manifest, minReplicas, maxReplicas } = autoscaler;
    const scaling = {
      replicas,
      autoscaler: `${manifest.kind} \`${manifest.name}\``,
      least: minReplicas,
      most: maxReplicas ?? "its maximum",
    };
    const at = { manifest: set.manifest, path: ["spec", "replicas"] };
    const related = [{ manifest, path: ["spec", "scaleTargetRef"], message: "owns the number of replicas" }];
    if (filled(mapping(set.manifest.value.metadata).uid) !== undefined) {
      const manager = applierOf(set.manifest.value);
      if (manager !== undefined) yield { message: "applied", data: { ...scaling, manager }, at, related };
      else if (mapping(lastApplied(set.manifest.value)?.spec).replicas !== undefined)
        yield { message: "lastApplied", data: scaling, at, related };
      return;
    }
    const { by } = deploymentOf(set.manifest, context.deployer);
    // Flux and Argo CD apply by force.
    const isRefused = context.apply === "server" && (by === "helm" || by === "kubectl");
    yield {
      message: isRefused ? "conflict" : "both",
      data: scaling,
      at,
      fix: {
        // A release that had the field runs with a single replica for a moment: somebody has to choose when.
        safe: false,
        description: "leave `replicas` to the autoscaler",
        changes: [{ do: "remove", place: at }],
      },
      related,
    };
  },
});

/** Who applies the field server-side: an entry of that kind holds what was applied, and no defaults. */
function applierOf(live: object): string | undefined {
  const owner = fieldManagers(live).find(
    ({ operation, subresource, owns }) => operation === "Apply" && subresource === "" && owns([".spec", ".replicas"]),
  );
  return owner?.name;
}
