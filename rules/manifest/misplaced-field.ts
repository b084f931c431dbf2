import { defineRule } from "../../src/lint/contract/rule.ts";
import { type Misplaced, misplacedFields } from "../_shared/misplaced.ts";
import { refusalAt } from "../_shared/refusal-at.ts";

/** What a StatefulSet is without the field, as the end of a sentence. */
const without: Readonly<Record<string, string>> = {
  volumeClaimTemplates: "no claim is made and the pods keep their data nowhere",
  serviceName: "the pods get no DNS names",
  podManagementPolicy: "the pods start one after another (OrderedReady)",
  updateStrategy: "the default strategy is in force (RollingUpdate, no partition)",
  replicas: "there is one replica",
  persistentVolumeClaimRetentionPolicy: "claims are kept",
  selector: "the API server refuses the set for want of a selector",
  template: "the API server refuses the set for want of a template",
  containers: "the pod has no containers",
  volumes: "what mounts these volumes fails",
  partition: "every pod is updated, none stays behind",
  minReadySeconds: "a pod counts as available as soon as it is ready",
  terminationGracePeriodSeconds: "pods are killed after 30 seconds",
};

export const misplacedField = defineRule({
  id: "misplaced-field",
  category: "manifest",
  subject: "StatefulSet",
  summary: "a field of the StatefulSet stands in the wrong place, in the wrong case, or under a Deployment's name",
  rationale: `Kubernetes knows fields by their exact name in their exact place. What it does not know it does not read: kubectl asks the API
server to refuse such a manifest, and so does Helm 4's server-side apply. Under Helm 3 the server drops the field and only warns: the
release is installed, and what the field should do never happens. A claim template that is dropped so leaves a database without storage.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Only keys that are fields elsewhere in a StatefulSet, that differ from one by case or a letter or two, or that are a
Deployment's. Other unknown keys are left to \`unknown-field\`.`,
  references: ["https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation"],
  messages: {
    case: {
      text: "`{key}` is no field of a StatefulSet, `{field}` is: kubectl and Helm 4 refuse the manifest, Helm 3 installs it without the field, and {lost}",
      help: "write `{field}`: upper and lower case count",
    },
    spelling: {
      text: "`{key}` is no field of a StatefulSet, `{field}` is: kubectl and Helm 4 refuse the manifest, Helm 3 installs it without the field, and {lost}",
      help: "write `{field}`",
    },
    place: {
      text: "`{key}` has no meaning here, it belongs into {where}: kubectl and Helm 4 refuse the manifest, Helm 3 installs it without the field, and {lost}",
      help: "move it into {where} as `{field}`; mind the indentation",
    },
    again: {
      text: "`{key}` has no meaning here, and {where} has its own: kubectl and Helm 4 refuse the manifest, Helm 3 installs it without what stands here",
      help: "remove it here, after looking whether both say the same",
    },
    foreign: {
      text: "`{key}` is a Deployment's field, a StatefulSet has `{field}`: kubectl and Helm 4 refuse the manifest, Helm 3 installs it without the field, and {lost}",
      help: "write `{field}` in the StatefulSet's spec; its types are RollingUpdate and OnDelete",
    },
    absent: {
      text: "`{key}` is a Deployment's field that a StatefulSet does not have: kubectl and Helm 4 refuse the manifest, Helm 3 installs it without the field",
      help: "remove `{key}`: nothing in a StatefulSet does the same",
    },
  },
  *check(set, context) {
    if (isSomebodyElses(set.manifest.apiVersion)) return;
    for (const misplaced of misplacedFields(set.manifest.value)) {
      const { kind, key, path, field, where } = misplaced;
      const at = { manifest: set.manifest, path, aim: "key" } as const;
      yield {
        message: kind === "place" && misplaced.alsoRight ? "again" : kind,
        data: { key, field, where, lost: lost(misplaced) },
        at,
        ...refusalAt(context, at),
        ...(where === "" && !misplaced.alsoRight && kind !== "absent"
          ? { fix: { description: `write \`${field}\``, changes: [{ do: "replace", place: at, text: field }] } }
          : {}),
      };
    }
  },
});

/** A kind of that name in another group, such as `apps.kruise.io`, has fields of its own. */
function isSomebodyElses(apiVersion: string): boolean {
  return apiVersion.slice(0, Math.max(0, apiVersion.indexOf("/"))).includes(".");
}

function lost({ field, alsoRight, definition }: Misplaced): string {
  if (alsoRight) return "only what stands in the right place counts";
  if (!Object.hasOwn(without, field) || definition === "Container") return "what is written here has no effect";
  return without[field] ?? "";
}
