import { defineRule } from "../../src/lint/contract/rule.ts";
import type { ClaimTemplate, StatefulSetView } from "../../src/model/statefulset.ts";

interface Claims {
  readonly set: StatefulSetView;
  readonly template: ClaimTemplate;
}

export const claimNameCollision = defineRule({
  id: "claim-name-collision",
  category: "storage",
  subject: "Release",
  summary: "claim templates of two StatefulSets make claims of one name",
  rationale: `A claim is named after its claim template, its set and the ordinal, with dashes between: claim \`data\` of set \`a-b\` and
claim \`data-a\` of set \`b\` both make \`data-a-b-0\`. The controller takes a claim that exists for its own and never looks whose it is, so the
pods of both sets get the same volume and write into each other's data, or wait for ever to mount it.`,
  severity: "error",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Only sets of one namespace as written, with ordinals in common. A PersistentVolumeClaim of such a name in the input is no
collision: making it ahead is how data is handed to a set.`,
  references: ["kubernetes/kubernetes pkg/controller/statefulset/stateful_set_utils.go getPersistentVolumeClaimName"],
  messages: {
    collision: {
      text: "claim template `{template}` of this set and `{otherTemplate}` of StatefulSet `{otherSet}` both make the claim `{claim}`: pods of both sets get one volume and overwrite each other's data",
      help: "rename one of the claim templates before the sets hold data, so that no two sets make claims of one name",
    },
  },
  *check(release) {
    const byName = new Map<string, Claims[]>();
    for (const set of release.statefulSets) {
      for (const template of set.claimTemplates) {
        if (template.name === "" || set.name === "") continue;
        const claim = `${set.manifest.namespace ?? ""}/${template.name}-${set.name}`;
        const before = byName.get(claim) ?? [];
        if (before.some((one) => one.set.name === set.name)) continue;
        const other = before.find((one) => commonOrdinal(one.set, set) !== undefined);
        byName.set(claim, [...before, { set, template }]);
        if (other === undefined) continue;
        yield {
          message: "collision",
          data: {
            template: template.name,
            otherTemplate: other.template.name,
            otherSet: other.set.name,
            claim: `${template.name}-${set.name}-${commonOrdinal(other.set, set) ?? 0}`,
          },
          at: { manifest: set.manifest, path: [...template.path, "metadata", "name"] },
          related: [
            {
              manifest: other.set.manifest,
              path: [...other.template.path, "metadata", "name"],
              message: "makes a claim of the same name",
            },
          ],
        };
      }
    }
  },
});

/** The lowest ordinal that both sets can have; undefined where they have none in common. */
function commonOrdinal(one: StatefulSetView, other: StatefulSetView): number | undefined {
  const lowest = Math.max(one.firstOrdinal, other.firstOrdinal);
  const ends = [one, other].map((set) => set.firstOrdinal + Math.max(set.maxReplicas, 1));
  return lowest < Math.min(...ends) ? lowest : undefined;
}
