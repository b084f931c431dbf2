import { defineRule } from "../../src/lint/contract/rule.ts";
import { optional } from "../../src/model/pod.ts";
import { claimsOf, refusedFields, wayThrough } from "./_refused.ts";

export const persistenceToggled = defineRule({
  id: "persistence-toggled",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
  summary: "an update adds or removes a claim template",
  rationale: `volumeClaimTemplates cannot be changed on a StatefulSet that exists, so switching persistence on or off is refused. When
the set is recreated with a claim template more, its pods start on new, empty volumes; with one less, what they wrote stays in
claims that no pod mounts any more, unless a volume names them.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "An upgrade that deletes and recreates the set on purpose.",
  references: ["apache/pinot#6780"],
  messages: {
    added: {
      text: "claim template `{template}` is new in StatefulSet `{set}`: the API server refuses the update, and once the set is recreated the pods start on new, empty claims ({claims})",
      help: "{way}",
    },
    removed: {
      text: "claim template `{template}` is gone from StatefulSet `{set}`: the API server refuses the update, and once the set is recreated no pod mounts the data in {claims} any more",
      help: "{way}",
    },
    named: {
      text: "claim template `{template}` is gone from StatefulSet `{set}`, and {taker} names {claims} in its volumes: the API server refuses the update; the data is found again once the set is recreated, and a set that grows makes no claims of its own any more",
      help: "{way}",
    },
  },
  *check(upgrade, context) {
    for (const { pair, topic, changes, admission, versions } of refusedFields(upgrade, context)) {
      const [change, ...others] = changes;
      if (topic !== "toggled") continue;
      const toggled = changes.find(({ kind }) => kind === "claim-added" || kind === "claim-removed") ?? change;
      const added = toggled.kind === "claim-added";
      const template = "template" in toggled ? toggled.template : "";
      const old = pair.before.claimTemplates.find(({ name }) => name === template);
      const taken = added ? new Map() : upgrade.takersOf(pair.before);
      const left = claimsOf(added ? pair.after : pair.before, template, taken);
      const [taker] = taken.values();
      const isTaken = left === "" && taker !== undefined;
      yield {
        message: added ? "added" : isTaken ? "named" : "removed",
        data: {
          template,
          set: pair.after.name,
          claims: isTaken ? claimsOf(pair.before, template) : left,
          taker: taker === undefined ? "" : `${taker.kind} \`${taker.name}\``,
          way: wayThrough(pair, context),
        },
        at: {
          manifest: pair.after.manifest,
          path: added ? [...toggled.path, "metadata", "name"] : ["spec", "volumeClaimTemplates"],
        },
        related: [
          old === undefined
            ? { manifest: pair.before.manifest, path: ["spec", "volumeClaimTemplates"], message: "what runs now" }
            : { manifest: pair.before.manifest, path: [...old.path, "metadata", "name"], message: "runs now" },
          ...others
            .filter((other) => other !== toggled && other.kind !== "claim-removed")
            .map(({ path }) => ({ manifest: pair.after.manifest, path, message: "changes too" })),
        ],
        admission,
        ...optional("versions", versions),
      };
    }
  },
});
