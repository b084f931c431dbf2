import { defineRule } from "../../src/lint/contract/rule.ts";
import { claimsOf } from "./_refused.ts";

export const setVanished = defineRule({
  id: "set-vanished",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  summary: "a StatefulSet that runs now is not in the new manifests",
  rationale: `\`helm upgrade\` and pruning tools delete a StatefulSet that a release no longer holds, and its pods with it. Its claims
stay, with the data, unless persistentVolumeClaimRetentionPolicy says \`whenDeleted: Delete\`; nothing reminds anybody of them.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "A set that was taken out on purpose, or one that belongs to another release than the new manifests.",
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention",
  ],
  messages: {
    stranded: {
      text: "StatefulSet `{set}` runs now and is not in the new manifests: the upgrade deletes it and its pods, and its claims stay behind unmounted: {claims}",
      help: "if it is to stay, switch it on again; if it is to go, back up and delete the claims yourself afterwards",
    },
    deleted: {
      text: "StatefulSet `{set}` runs now and is not in the new manifests: the upgrade deletes it and its pods, and by `whenDeleted: Delete` its claims with all data: {claims}",
      help: "if the data matters, set `whenDeleted: Retain` in an upgrade of its own before this one",
    },
    replaced: {
      text: "StatefulSet `{set}` becomes a {kind} of the same name: its pods go, and what they wrote stays behind in {claims}, which the {kind} does not mount",
      help: "name the claim in the {kind}'s volumes, or copy the data before the set goes",
    },
    stateless: {
      text: "StatefulSet `{set}` runs now and is not in the new manifests: the upgrade deletes it and its pods; it has no claims of its own",
      help: "if it is to stay, switch it on again",
    },
  },
  *check(upgrade) {
    for (const set of upgrade.vanished) {
      if (set.claimTemplates.length > 0 && upgrade.successorOf(set) !== undefined) continue;
      const replacement = upgrade.replacementOf(set);
      const claims = set.claimTemplates.map(({ name }) => claimsOf(set, name)).join(", ");
      const kept =
        replacement === undefined ? (set.retention.whenDeleted === "Delete" ? "deleted" : "stranded") : "replaced";
      yield {
        message: set.claimTemplates.length === 0 ? "stateless" : kept,
        assumesWhole: true,
        ...(set.claimTemplates.length === 0 ? { severity: "info" } : kept === "deleted" ? { severity: "error" } : {}),
        data: { set: set.name, claims, kind: replacement?.kind ?? "" },
        at: { manifest: set.manifest, path: ["metadata", "name"] },
        related:
          replacement === undefined
            ? []
            : [{ manifest: replacement.manifest, path: ["metadata", "name"], message: `the new ${replacement.kind}` }],
      };
    }
  },
});
