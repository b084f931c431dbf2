import { defineRule } from "../../src/lint/contract/rule.ts";
import { filled, isMapping } from "../../src/model/fields.ts";
import type { Volume } from "../../src/model/pod.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

export const vctShadowsVolume = defineRule({
  id: "vct-shadows-volume",
  category: "storage",
  subject: "StatefulSet",
  summary: "a volume has the name of a claim template and is ignored",
  rationale: `When the controller makes a pod, a claim template takes the place of any volume of the same name. The volume that the pod
template defines is dropped without a word: what it should bring (a ConfigMap, an emptyDir, another claim) is not there.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Some charts write a volume of that name on purpose, as a persistentVolumeClaim whose claimName is the claim template's own
name, the set's name or empty: nothing is lost with it, and it is left alone.`,
  references: [
    "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/stateful-set-v1/#StatefulSetSpec",
    "kubernetes/kubernetes pkg/controller/statefulset/stateful_set_utils.go updateStorage",
  ],
  messages: {
    shadowed: {
      text: "the volume `{name}` ({source}) has the name of a claim template: every pod gets the claim instead, and this volume is ignored without a word",
      help: "remove the volume, or give it another name and mount it under that",
    },
    empty: {
      text: "the volume `{name}` has no source, which means an emptyDir, and it has the name of a claim template: every pod gets the claim instead, and this volume is ignored without a word",
      help: "remove the volume: the claim template alone makes the volume `{name}`",
    },
  },
  *check(set) {
    const templates = new Map(set.claimTemplates.map((template) => [template.name, template]));
    for (const volume of set.pod.volumes) {
      const template = volume.name === "" ? undefined : templates.get(volume.name);
      if (template === undefined || saysTheSame(volume, set)) continue;
      yield {
        message: Object.keys(volume.value).length === 1 ? "empty" : "shadowed",
        data: { name: volume.name, source: volume.source },
        at: { manifest: set.manifest, path: [...volume.path, "name"] },
        related: [
          {
            manifest: set.manifest,
            path: [...template.path, "metadata", "name"],
            message: "the claim template that takes its place",
          },
        ],
      };
    }
  },
});

/**
 * Whether nothing is lost with the volume: it names the claim that its pod gets anyway (by the template's name, in full, or by
 * none at all), or a claim under the set's own name that nobody makes.
 */
function saysTheSame(volume: Volume, set: StatefulSetView): boolean {
  const { persistentVolumeClaim } = volume.value;
  if (!isMapping(persistentVolumeClaim)) return false;
  const claim = filled(persistentVolumeClaim.claimName);
  if (claim === undefined || claim === volume.name || claim.startsWith(`${volume.name}-${set.name}`)) return true;
  const isMade = set.release.named("PersistentVolumeClaim", claim, set.manifest).state !== "not-in-input";
  return claim === set.name && !isMade;
}
