import { defineRule } from "../../src/lint/contract/rule.ts";
import { filled, mapping } from "../../src/model/fields.ts";
import { shellCommand } from "../../src/plan/shell.ts";
import type { Manifest } from "../../src/read/document.ts";
import { byHand } from "../_shared/by-hand.ts";
import { ownersOf, setOf, volumeOf } from "./_claims.ts";

export const claimCollected = defineRule({
  id: "claim-collected",
  category: "live",
  subject: "Release",
  needs: "live",
  summary: "a claim that is about to be deleted with its pod or StatefulSet, or is being deleted now",
  rationale: `persistentVolumeClaimRetentionPolicy makes a claim's pod (\`whenScaled: Delete\`) or its set (\`whenDeleted: Delete\`) its owner, and
the garbage collector deletes it with that owner. A claim that was told to go waits only for the pod that still mounts it.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "Caches and test clusters whose data nobody misses.",
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention",
  ],
  messages: {
    deleting: {
      text: "claim `{claim}` was told to go at {since} and stays only as long as a pod mounts it: with that pod's next restart its data is gone",
      help: "copy the data now; a deletion cannot be taken back, only the volume kept: `{keep}`",
    },
    owned: {
      text: "claim `{claim}` belongs to {kind} `{owner}`: it and its data are deleted together with that {kind}",
      help: "if the data matters, set `{policy}: Retain` in persistentVolumeClaimRetentionPolicy {source} and `{deploy}`; the controller then takes the owner away",
    },
  },
  *check(release, context) {
    for (const claim of release.ofKind("PersistentVolumeClaim")) {
      const since = filled(mapping(claim.value.metadata).deletionTimestamp);
      if (since !== undefined) {
        yield {
          message: "deleting",
          data: { claim: claim.name, since, keep: keepCommand(claim) },
          at: { manifest: claim, path: ["metadata", "deletionTimestamp"] },
        };
        continue;
      }
      const owners = ownersOf(claim);
      const owner = owners.find(({ kind }) => kind === "Pod") ?? owners.find(({ kind }) => kind === "StatefulSet");
      if (owner === undefined) continue;
      const hands = byHand(setOf(claim, release)?.manifest ?? claim, context, claim);
      yield {
        message: "owned",
        // A set is deleted by a person, a pod by every scale-down.
        ...(owner.kind === "Pod" ? {} : { severity: "info" }),
        data: {
          claim: claim.name,
          kind: owner.kind,
          owner: owner.name,
          policy: owner.kind === "Pod" ? "whenScaled" : "whenDeleted",
          source: hands.source,
          deploy: hands.deploy,
        },
        at: { manifest: claim, path: ["metadata", "ownerReferences"] },
      };
    }
  },
});

/** A volume is in no namespace. */
function keepCommand(claim: Manifest): string {
  const patch = JSON.stringify({ spec: { persistentVolumeReclaimPolicy: "Retain" } });
  return shellCommand("kubectl", "patch", `pv/${volumeOf(claim) ?? "VOLUME"}`, "-p", patch);
}
