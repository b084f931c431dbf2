import { defineRule } from "../../src/lint/contract/rule.ts";
import { groupedBy } from "../../src/model/grouped.ts";
import { keepingNote, removalOf } from "../../src/model/removal.ts";
import { type VanishedClaim, vanishedClaims } from "../../src/model/vanished-claims.ts";
import { byHand } from "../_shared/by-hand.ts";

/** More claims of one set are counted. */
const mostNames = 3;

export const claimVanished = defineRule({
  id: "claim-vanished",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  summary: "a claim that a StatefulSet mounts is part of the manifests now, and not of the new ones",
  rationale: `Claims that a StatefulSet makes of its templates outlive every upgrade. A PersistentVolumeClaim that the chart renders is deleted once
an upgrade no longer holds it: because persistence was switched off, its name changed, or \`existingClaim\` now names the very claim
that the chart had made. It stays \`Terminating\` while a pod mounts it, and goes with the last of them, with its volume too
where the reclaim policy is \`Delete\`, as it is for volumes that a StorageClass makes; pods that are to mount it afterwards wait for ever.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `A claim that becomes a hook leaves the release, too. A claim with \`helm.sh/resource-policy: keep\`, or what says the same to Argo CD or Flux, is left out, and so is what
only Deployments mount. A volume whose reclaim policy is \`Retain\` keeps the data for whoever binds it again by hand. Data that was moved
beforehand, or that nobody needs: say so with a suppression.`,
  fix: `Before the upgrade, let the claim stay: \`kubectl annotate pvc/CLAIM helm.sh/resource-policy=keep\` on the claim that runs is enough. Then
name it in the new values.`,
  references: [
    "https://helm.sh/docs/howto/charts_tips_and_tricks/#tell-helm-not-to-uninstall-a-resource",
    "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection",
  ],
  messages: {
    wanted: {
      text: "the new manifests hold {claims}, which the pods of StatefulSet `{set}` still mount. {removal}: a claim goes with the last pod that mounts it, and its data with it; later pods wait for it for ever",
      help: "before the upgrade: {keep}",
    },
    remade: {
      text: "the new manifests hold {claims}, which the pods of StatefulSet `{set}` still mount. {removal}: a claim goes with the pod that mounts it, and its data with it; the pod comes back on a new, empty claim",
      help: "before the upgrade: {keep}",
    },
    lost: {
      text: "the new manifests hold {claims}, where the pods of StatefulSet `{set}` write now. {removal}, with the data where the volume's reclaim policy is `Delete`",
      help: "if the data matters, before the upgrade: {keep}",
    },
  },
  *check(upgrade, context) {
    const removal = ({ manifest }: VanishedClaim) => removalOf(manifest, context.deployer);
    const groups = groupedBy(vanishedClaims(upgrade, context.deployer), (claim) =>
      JSON.stringify([
        messageOf(claim),
        setOf(claim)?.name,
        claim.manifest.namespace,
        removal(claim).text,
        claim.isHook,
      ]),
    );
    for (const [first, ...others] of groups.values()) {
      const set = first === undefined ? undefined : setOf(first);
      if (first === undefined || set === undefined || removal(first).becomes === "runs-on") continue;
      const names = [first, ...others].map(({ manifest }) => manifest.name);
      const isOne = names.length === 1;
      const message = messageOf(first);
      const { text, isCertain } = removal(first);
      const { kubectl } = byHand(first.manifest, context, set.manifest);
      const note = keepingNote(first.manifest, context.deployer);
      const shown = names.slice(0, mostNames);
      const more = names.length - shown.length;
      yield {
        message,
        severity: isCertain && message !== "lost" ? "error" : "warning",
        assumesWhole: true,
        data: {
          claims: heldOf(
            first,
            `${isOne ? "claim" : "claims"} ${shown.map((name) => `\`${name}\``).join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
          ),
          set: set.name,
          removal: sentence(text, isOne),
          keep: `\`${kubectl("annotate", ...shown.map((name) => `pvc/${name}`), note)}\`${more > 0 ? ", and the others alike" : ""}`,
        },
        at: { manifest: first.manifest, path: ["metadata", "name"] },
        related: others
          .slice(0, mostNames - 1)
          .map(({ manifest }) => ({ manifest, path: ["metadata", "name"], message: "so is this" })),
      };
    }
  },
});

function heldOf({ isHook }: VanishedClaim, claims: string): string {
  return isHook ? `${claims} only as a hook, which is no part of the release` : `no ${claims} any more`;
}

function messageOf({ wantedBy, isMadeAnew }: VanishedClaim): "wanted" | "remade" | "lost" {
  if (wantedBy === undefined) return "lost";
  return isMadeAnew ? "remade" : "wanted";
}

function setOf({ wantedBy, usedBy }: VanishedClaim) {
  return wantedBy ?? usedBy;
}

/** `removalOf` speaks of one object. */
function sentence(text: string, isOne: boolean): string {
  const start = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return isOne ? start : start.replace(/\bdelete(s?) it\b/, "delete$1 them");
}
