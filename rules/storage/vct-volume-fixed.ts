import { defineRule } from "../../src/lint/contract/rule.ts";
import { filled } from "../../src/model/fields.ts";
import { found } from "../../src/model/lookup.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

export const vctVolumeFixed = defineRule({
  id: "vct-volume-fixed",
  category: "storage",
  subject: "StatefulSet",
  summary: "a claim template of several pods names one volume",
  rationale: `A volume is bound to one claim and a claim to one volume. Each pod gets a claim of its own from the template, and all of them ask for the
volume that \`volumeName\` names: the first has it, the others stay \`Pending\` for ever, and so do their pods.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "stuck",
  falseAlarms: "Silent for a single pod, and where the input brings the claims of the other pods.",
  references: ["https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding"],
  messages: {
    taken: {
      text: "claim template `{template}` asks for the volume `{volume}` for each of {pods} pods, and a volume is bound to one claim: claim `{claim}` stays Pending, and its pod never starts",
      help: "leave `volumeName` out, and let the volumes be found by `storageClassName` or a `selector`; to hand each pod its own volume, name the claim in the volume's `claimRef`",
    },
    scaled: {
      text: "claim template `{template}` asks for the volume `{volume}` for every pod, and a volume is bound to one claim: as soon as the autoscaler makes a second pod, claim `{claim}` stays Pending, and the pod never starts",
      help: "leave `volumeName` out, and let the volumes be found by `storageClassName` or a `selector`",
    },
  },
  *check(set) {
    if (set.maxReplicas < 2) return;
    for (const { name, path, spec } of set.claimTemplates) {
      const volume = filled(spec.volumeName);
      if (volume === undefined) continue;
      const claim = set.claimName(name, 1);
      if (found(set.release.named("PersistentVolumeClaim", claim, set.manifest)) !== undefined) continue;
      const pods = podsOf(set);
      yield {
        message: pods > 1 ? "taken" : "scaled",
        ...(pods > 1 ? {} : { severity: "warning" as const }),
        data: { template: name, volume, claim, pods },
        at: { manifest: set.manifest, path: [...path, "spec", "volumeName"] },
      };
    }
  },
});

/** How many pods there are at least: an autoscaler's minimum where that is more. */
function podsOf({ autoscalers, replicas }: StatefulSetView): number {
  return autoscalers.reduce((most, { minReplicas }) => Math.max(most, minReplicas), replicas);
}
