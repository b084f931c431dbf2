import { defineRule } from "../../src/lint/contract/rule.ts";
import { filled, labels, mapping } from "../../src/model/fields.ts";
import { hooks } from "../../src/model/neighbours.ts";

export const claimGoesWithRelease = defineRule({
  id: "claim-goes-with-release",
  category: "storage",
  subject: "StatefulSet",
  summary: "a claim that is part of the release is deleted with it",
  rationale: `Claims that a StatefulSet makes from its claim templates stay when the release goes. A PersistentVolumeClaim that the chart renders itself does
not: \`helm uninstall\` deletes it, and with the usual reclaim policy the volume and all data too. The same happens when an upgrade no longer
renders it, because a value changed or its name did.`,
  severity: "info",
  confidence: "certain",
  preset: "strict",
  since: "0.2.0",
  falseAlarms: "A claim with `helm.sh/resource-policy: keep` stays, and what Argo CD is told not to prune or delete.",
  references: [
    "https://helm.sh/docs/howto/charts_tips_and_tricks/#tell-helm-not-to-uninstall-a-resource",
    "meilisearch/meilisearch-kubernetes#24",
  ],
  messages: {
    goes: {
      text: "the claim `{claim}` is part of the release: `helm uninstall`, and an upgrade that no longer renders it, delete it with all data",
      help: "give it the annotation `helm.sh/resource-policy: keep`, or let a claim template make it",
    },
  },
  *check(set) {
    const said = new Set<string>();
    for (const { claimName, claim } of set.namedClaims) {
      if (claim.state !== "found" || said.has(claimName)) continue;
      said.add(claimName);
      const annotations = labels(mapping(claim.it.value.metadata).annotations);
      if (filled(annotations.get("helm.sh/resource-policy"))?.trim().toLowerCase() === "keep") continue;
      if (hooks(claim.it).length > 0) continue;
      const argo = annotations.get("argocd.argoproj.io/sync-options") ?? "";
      if (/\b(?:Prune|Delete)=false\b/.test(argo)) continue;
      yield {
        message: "goes",
        data: { claim: claimName },
        at: { manifest: claim.it, path: ["metadata", "name"] },
      };
    }
  },
});
