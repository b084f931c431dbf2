import type { ClaimMaker } from "../../src/lint/contract/context.ts";
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
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Only sets of one namespace as written, with ordinals in common; sets of two releases only where both write it. A PersistentVolumeClaim of such a name in the input is no
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
        const same = byName.get(claim);
        if (same === undefined) byName.set(claim, [{ set, template }]);
        else if (!same.some((one) => one.set.name === set.name)) same.push({ set, template });
      }
    }
    for (const all of byName.values()) {
      for (const one of all) {
        const at = { manifest: one.set.manifest, path: [...one.template.path, "metadata", "name"] };
        const mine = makerOf(one);
        const { namespace } = one.set.manifest;
        const other = all.find((other) => collides(mine, makerOf(other)));
        if (other === undefined) {
          // A set of another release has a longer name only where this template's name holds a part of it.
          if (namespace !== undefined && mine.template.includes("-"))
            yield { message: "collision", question: { ...mine, namespace }, at };
          continue;
        }
        yield {
          message: "collision",
          data: dataOf(mine, makerOf(other)),
          at,
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
  decide(question, input) {
    const { namespace, ...mine } = question as Readonly<ClaimMaker & { namespace: string }>;
    const other = input.claimMakers(`${mine.template}-${mine.set}`, namespace).find((one) => collides(mine, one));
    return other === undefined ? undefined : dataOf(mine, other);
  },
});

function makerOf({ set, template }: Claims): ClaimMaker {
  const { firstOrdinal, endOrdinal } = set;
  return { set: set.name, template: template.name, firstOrdinal, endOrdinal };
}

/** Of two sets whose claims meet the one with the shorter name is told: whatever came first. */
function collides(mine: ClaimMaker, other: ClaimMaker): boolean {
  return mine.set.length < other.set.length && commonOrdinal(mine, other) < Math.min(mine.endOrdinal, other.endOrdinal);
}

function dataOf(mine: ClaimMaker, other: ClaimMaker): Readonly<Record<string, string>> {
  const { template, set } = mine;
  return {
    template,
    otherTemplate: other.template,
    otherSet: other.set,
    claim: `${template}-${set}-${commonOrdinal(mine, other)}`,
  };
}

/** The lowest ordinal that both sets can have, if any. */
function commonOrdinal(one: ClaimMaker, other: ClaimMaker): number {
  return Math.max(one.firstOrdinal, other.firstOrdinal);
}
