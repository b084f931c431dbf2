import { fieldPaths } from "../../src/admission/field-path.ts";
import { podTemplateErrors } from "../../src/admission/pod-template-errors.ts";
import type { Refusal, RuleContext } from "../../src/lint/contract/context.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import { someVersions } from "../../src/lint/contract/some-versions.ts";
import { versionRange } from "../../src/model/kubernetes-version.ts";
import type { Manifest } from "../../src/read/document.ts";
import { joined } from "../_shared/refusals.ts";
import { adviceOn } from "./_advice.ts";

export const podsRefused = defineRule({
  id: "pods-refused",
  category: "manifest",
  subject: "StatefulSet",
  summary: "an older Kubernetes accepts the StatefulSet and then refuses every pod",
  rationale: `Kubernetes looks at the whole pod template of a StatefulSet only since 1.34. Earlier versions store the set, the release counts as
installed, and the controller then fails to create the first pod, over and over: \`FailedCreate\` in the set's events is all there is to see.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  foretells: "stuck",
  falseAlarms: `Only for versions before 1.34 that were asked for; later ones refuse the set itself (\`api-refused\`). A webhook of the cluster
that corrects each pod makes it work.`,
  references: ["kubernetes/kubernetes#131790", "kubernetes/kubernetes#132211"],
  messages: {
    refused: {
      text: "Kubernetes {versions} accepts this StatefulSet and then refuses every pod: {field}: {detail}",
      help: "{advice}",
    },
  },
  *check(set, context) {
    for (const refusal of joined(ofPods(set.manifest, context))) {
      if (isToldElsewhere(refusal)) continue;
      const { field, detail, path, versions } = refusal;
      yield {
        message: "refused",
        data: { versions: versionRange(versions), field, detail, advice: adviceOn(refusal) },
        at: { manifest: set.manifest, path },
        ...someVersions(versions, context),
      };
    }
  },
});

/** What each of these versions would refuse of the pods alone; the newest of one answer has the word. */
function ofPods(manifest: Manifest, context: RuleContext): Refusal[] {
  const refusals: Refusal[] = [];
  const pathOf = fieldPaths(manifest.value);
  for (const version of context.kubernetesVersions) {
    for (const [type, field, detail] of podTemplateErrors(manifest.value, {
      kubernetesVersion: version,
      featureGates: context.gatesOn(version),
    })) {
      refusals.push({ type, field, detail, path: pathOf(field, detail), versions: [version] });
    }
  }
  return refusals;
}

/** What rules of the storage category explain for every version at once. */
function isToldElsewhere({ type, field }: Refusal): boolean {
  if (field.startsWith("spec.volumeClaimTemplates[")) return true;
  if (type === "FieldValueNotFound") return /\.volume(?:Mounts|Devices)\[\d+\]\.name$/.test(field);
  return type === "FieldValueDuplicate" && /^spec\.template\.spec\.volumes\[\d+\]\.name$/.test(field);
}
