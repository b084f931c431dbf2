import { defineRule } from "../../src/lint/contract/rule.ts";
import { optional } from "../../src/model/pod.ts";
import type { ImmutableChange } from "../../src/plan/immutable-fields.ts";
import { changesText, claimsOf, oldPath, refusedFields, shown, wayThrough } from "./_refused.ts";

export const vctSizeChanged = defineRule({
  id: "vct-size-changed",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
  summary: "an update changes the size that a claim template asks for",
  rationale: `volumeClaimTemplates cannot be changed on a StatefulSet that exists: the API server refuses the update. Claims that
exist never follow their template either; they grow only when each is patched, where the storage class allows it, and never shrink.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "An upgrade that deletes and recreates the set on purpose.",
  references: ["grafana/helm-charts#1341", "kubernetes/enhancements#4650"],
  messages: {
    grows: {
      text: "claim template `{template}` of StatefulSet `{set}` grows from {from} to {to}: the API server refuses the update, and the claims that exist ({claims}) stay as small as they are{also}",
      help: "{way}",
    },
    shrinks: {
      text: "claim template `{template}` of StatefulSet `{set}` shrinks from {from} to {to}: the API server refuses the update, and no claim that exists ({claims}) can ever shrink{also}",
      help: "keep the size; {way}",
    },
  },
  *check(upgrade, context) {
    for (const { pair, topic, changes, admission, versions } of refusedFields(upgrade, context)) {
      const change = changes.find(({ kind }) => kind === "claim-size");
      if (topic !== "size" || change?.kind !== "claim-size") continue;
      yield {
        message: change.grows ? "grows" : "shrinks",
        data: {
          template: change.template,
          set: pair.after.name,
          from: shown(change.from),
          to: shown(change.to),
          claims: claimsOf(pair.before, change.template),
          also: alsoText(changes.filter((other) => other !== change)),
          way: wayThrough(pair, context),
        },
        at: { manifest: pair.after.manifest, path: change.path },
        related: [
          { manifest: pair.before.manifest, path: oldPath(pair, change.path), message: "what runs now" },
          ...changes
            .filter((other) => other !== change)
            .map(({ path }) => ({ manifest: pair.after.manifest, path, message: "changes too" })),
        ],
        admission,
        ...optional("versions", versions),
      };
    }
  },
});

/** A claim keeps its class and the like for good: enlarging it changes nothing of that. */
function alsoText(others: readonly ImmutableChange[]): string {
  if (others.length === 0) return "";
  const isFixed = others.some(({ kind }) => kind === "claim-other");
  const fixed = isFixed ? ", which enlarging the claims does not change: the data must be copied into new ones" : "";
  return `; besides it changes ${changesText(others)}${fixed}`;
}
