import type { RelatedViolationPlace, Violation } from "../../src/lint/contract/rule.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

const policy = ["spec", "persistentVolumeClaimRetentionPolicy"];

export const pvcRetentionDelete = defineRule({
  id: "pvc-retention-delete",
  category: "storage",
  subject: "StatefulSet",
  summary: "claims are deleted with the StatefulSet or when it is scaled down",
  rationale: `By default claims outlive their pods and their set. With \`whenDeleted: Delete\` every claim goes when the set is deleted, with
\`helm uninstall\` too; with \`whenScaled: Delete\` each scale-down deletes the claims of the pods that go. Where the storage class
reclaims by deleting, as most do, the data is gone. An autoscaler scales down by itself.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "Right for caches and for test installations, where the data can be made again.",
  references: [
    "valkey-io/valkey-helm#121",
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention",
  ],
  messages: {
    deleted: {
      text: "whenDeleted is `Delete`: `helm uninstall`, or deleting the set, deletes every claim and with it the data",
      help: "write `whenDeleted: Retain`, or leave it out, unless the data can be made again",
    },
    scaled: {
      text: "whenScaled is `Delete`: each scale-down deletes the claims of the pods that go, and with them the data",
      help: "write `whenScaled: Retain`, or leave it out, unless the data can be made again",
    },
    autoscaled: {
      text: "whenScaled is `Delete` and {kind} `{autoscaler}` scales the set down by itself: each time it does, the data of the pods that go is deleted",
      help: "write `whenScaled: Retain`, or leave it out: a pod that comes back then finds its data",
    },
  },
  *check(set) {
    if (set.claimTemplates.length === 0) return;
    if (set.retention.whenScaled === "Delete") {
      const scaler = set.autoscalers.find(
        ({ minReplicas, maxReplicas }) => (maxReplicas ?? 0) > Math.max(minReplicas, 0),
      );
      yield {
        message: scaler === undefined ? "scaled" : "autoscaled",
        ...(scaler === undefined ? {} : { severity: "error" }),
        data: { kind: scaler?.manifest.kind ?? "", autoscaler: scaler?.manifest.name ?? "" },
        at: { manifest: set.manifest, path: [...policy, "whenScaled"] },
        related: scaler === undefined ? [] : [target(scaler.manifest)],
        fix: retain(set, "whenScaled"),
      };
    }
    if (set.retention.whenDeleted === "Delete") {
      yield {
        message: "deleted",
        at: { manifest: set.manifest, path: [...policy, "whenDeleted"] },
        fix: retain(set, "whenDeleted"),
      };
    }
  },
});

function target(manifest: StatefulSetView["manifest"]): RelatedViolationPlace {
  return { manifest, path: ["spec", "scaleTargetRef", "name"], message: "scales this set" };
}

function retain(set: StatefulSetView, key: "whenDeleted" | "whenScaled"): NonNullable<Violation["fix"]> {
  const place = { manifest: set.manifest, path: [...policy, key] };
  return { description: `write \`${key}: Retain\``, changes: [{ do: "replace", place, text: "Retain" }] };
}
