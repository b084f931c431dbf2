import { defineRule } from "../../src/lint/contract/rule.ts";
import { removalOf } from "../../src/model/removal.ts";
import { byHand } from "../_shared/by-hand.ts";
import { claimsOf } from "./_refused.ts";

export const setVanished = defineRule({
  id: "set-vanished",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
  summary: "a StatefulSet that runs now is not in the new manifests",
  rationale: `Helm and Flux delete a StatefulSet that a release no longer holds, and its pods with it; Argo CD and Flux' Kustomizations do
where they prune, \`kubectl apply\` does not. Claims stay, with the data, unless persistentVolumeClaimRetentionPolicy says
\`whenDeleted: Delete\`; nothing reminds anybody of them. A set that nobody deletes runs on, and no upgrade reaches it.`,
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
      text: "StatefulSet `{set}` runs now and is not in the new manifests. {removal}; its pods go with it, and its claims stay behind unmounted: {claims}",
      help: "if it is to stay, switch it on again; if it is to go, back up and delete the claims yourself afterwards",
    },
    deleted: {
      text: "StatefulSet `{set}` runs now and is not in the new manifests. {removal}; its pods go with it, and by `whenDeleted: Delete` its claims with all data: {claims}",
      help: "if the data matters, set `whenDeleted: Retain` in an upgrade of its own before this one",
    },
    taken: {
      text: "StatefulSet `{set}` runs now and is not in the new manifests. {removal}; its pods go with it, and {taker} mounts what they wrote: {claims}",
      help: "see that the set's pods have ended before those of {taker} start: a ReadWriteOnce volume is on one node at a time",
    },
    replaced: {
      text: "StatefulSet `{set}` becomes a {kind} of the same name. {removal}; its pods go with it, and what they wrote stays behind in {claims}, which the {kind} does not mount",
      help: "name the claim in the {kind}'s volumes, or copy the data before the set goes",
    },
    stateless: {
      text: "StatefulSet `{set}` runs now and is not in the new manifests. {removal}; its pods go with it, and it has no claims of its own",
      help: "if it is to stay, switch it on again",
    },
    runsOn: {
      text: "StatefulSet `{set}` runs now and is not in the new manifests. {removal}, with its pods and its claims: {claims}",
      help: "if it is to stay, switch it on again; if it is to go, `{delete}` ends its pods{afterwards}",
    },
  },
  *check(upgrade, context) {
    for (const set of upgrade.vanished) {
      if (set.claimTemplates.length > 0 && upgrade.successorOf(set) !== undefined) continue;
      const replacement = upgrade.replacementOf(set);
      const removal = removalOf(set.manifest, context.deployer);
      const isDeleted = set.retention.whenDeleted === "Delete";
      // A claim that its policy deletes is lost, whoever names it.
      const taken = isDeleted || removal.becomes === "runs-on" ? new Map() : upgrade.takersOf(set);
      const claimsWithout = (takers: typeof taken) =>
        set.claimTemplates.flatMap(({ name }) => claimsOf(set, name, takers) || []).join(", ");
      const left = claimsWithout(taken);
      const [taker] = taken.values();
      const kept = left === "" ? "taken" : replacement === undefined ? "stranded" : "replaced";
      const gone = set.claimTemplates.length === 0 ? "stateless" : isDeleted ? "deleted" : kept;
      const isInfo = gone === "stateless" || gone === "taken";
      const severity = isInfo ? "info" : gone === "deleted" && removal.becomes === "deleted" ? "error" : "warning";
      const claims = gone === "taken" ? claimsWithout(new Map()) : left;
      yield {
        message: removal.becomes === "runs-on" ? "runsOn" : gone,
        assumesWhole: true,
        severity,
        data: {
          set: set.name,
          claims: claims === "" ? "none" : claims,
          kind: replacement?.kind ?? "",
          taker: taker === undefined ? "" : `${taker.kind} \`${taker.name}\``,
          removal: `${removal.text.charAt(0).toUpperCase()}${removal.text.slice(1)}`,
          delete: byHand(set.manifest, context).kubectl("delete", `statefulset/${set.name}`),
          afterwards: claims === "" ? "" : isDeleted ? " and deletes its claims with all data" : "; its claims stay",
        },
        at: { manifest: set.manifest, path: ["metadata", "name"] },
        related:
          replacement === undefined
            ? []
            : [{ manifest: replacement.manifest, path: ["metadata", "name"], message: `the new ${replacement.kind}` }],
      };
    }
  },
});
