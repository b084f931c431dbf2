import { defineRule } from "../../src/lint/contract/rule.ts";
import { leftClaims } from "../../src/model/left-claims.ts";
import { claimsOf } from "./_refused.ts";

export const volumeLeftBehind = defineRule({
  id: "volume-left-behind",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
  summary: "a Deployment becomes a StatefulSet, and the volume that it used stays behind",
  rationale: `A Deployment mounts a claim that the manifests name; a StatefulSet makes one claim for each pod from its templates. The new pods
start on new, empty claims, and the old one keeps the data, mounted by nobody, or is deleted with the release where the chart
no longer renders it.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "Data that was moved beforehand, or that nobody needs.",
  fix: `Copy the data into the new pod's claim before clients come back: scale the new set to one, mount both claims in a pod of your own,
copy, and remove it. Keep the old claim with \`helm.sh/resource-policy: keep\` until you are sure.`,
  references: [],
  messages: {
    behind: {
      text: "{kind} `{set}` becomes a StatefulSet: its pods start on new, empty claims ({fresh}), and the data stays behind in the claim `{claim}`{fate}",
      help: "copy the data into `{first}` before clients come back, and keep the old claim until then (`helm.sh/resource-policy: keep`)",
    },
  },
  *check(upgrade, context) {
    for (const set of upgrade.appeared) {
      const replaced = upgrade.replacedBy(set);
      const [template] = set.claimTemplates;
      if (replaced === undefined || template === undefined) continue;
      const [left] = leftClaims(upgrade, replaced, set, context.deployer);
      if (left === undefined) continue;
      const { claimName: claim, volume, removal } = left;
      yield {
        message: "behind",
        data: {
          kind: replaced.kind,
          set: set.name,
          fresh: claimsOf(set, template.name),
          claim,
          fate:
            removal === undefined || removal.becomes === "runs-on"
              ? ""
              : `, which the new manifests no longer hold: ${removal.text}`,
          first: set.claimName(template.name, 0),
        },
        at: { manifest: set.manifest, path: [...template.path, "metadata", "name"] },
        related: [
          {
            manifest: replaced.manifest,
            path: [...volume.path, "persistentVolumeClaim", "claimName"],
            message: `the ${replaced.kind} that runs now mounts it`,
          },
        ],
      };
    }
  },
});
