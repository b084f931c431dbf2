import { defineRule } from "../../src/lint/contract/rule.ts";
import { mapping } from "../../src/model/fields.ts";
import { parseQuantity } from "../../src/model/quantity.ts";
import { byHand } from "../_shared/by-hand.ts";
import { ownersByName } from "./_claims.ts";
import { seenText } from "./_seen.ts";

export const claimTooSmall = defineRule({
  id: "claim-too-small",
  category: "live",
  subject: "Release",
  needs: "live",
  summary: "a claim in the cluster is smaller than its claim template asks",
  rationale: `Nobody compares claims with the template they were made from: after the set was recreated with a larger size, pods that
had a claim already keep the small one, and only new ones get the large.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "A claim that is just being enlarged.",
  references: ["kubernetes/enhancements#4650"],
  messages: {
    small: {
      text: "claim `{claim}`{seen} has {size}, and claim template `{template}` of StatefulSet `{set}` asks for {wanted}: its pod runs full earlier than the others",
      help: "where its storage class has allowVolumeExpansion: true, `{patch}`",
    },
  },
  *check(release, context) {
    for (const claim of release.ofKind("PersistentVolumeClaim")) {
      const owner = ownersByName(claim, release).find(({ claimTemplate }) => claimTemplate !== undefined);
      const path = ["spec", "resources", "requests", "storage"];
      const size = mapping(mapping(mapping(claim.value.spec).resources).requests).storage;
      const wanted = owner?.claimTemplate?.storage;
      const [has, asked] = [parseQuantity(size), parseQuantity(wanted)];
      if (owner?.claimTemplate === undefined || has === undefined || asked === undefined || asked.compare(has) <= 0)
        continue;
      yield {
        message: "small",
        data: {
          claim: claim.name,
          seen: seenText(claim),
          size: String(size),
          wanted: String(wanted),
          template: owner.template,
          set: owner.set.name,
          patch: byHand(owner.set.manifest, context, claim).kubectl(
            ...["patch", `pvc/${claim.name}`, "--type=merge", "-p"],
            JSON.stringify({ spec: { resources: { requests: { storage: String(wanted) } } } }),
          ),
        },
        at: { manifest: claim, path },
        related: [
          { manifest: owner.set.manifest, path: [...owner.claimTemplate.path, ...path], message: "asks for more" },
        ],
      };
    }
  },
});
