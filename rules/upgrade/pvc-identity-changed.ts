import { defineRule } from "../../src/lint/contract/rule.ts";
import { filled, isMapping, mapping } from "../../src/model/fields.ts";
import { found } from "../../src/model/lookup.ts";
import { optional } from "../../src/model/pod.ts";
import type { Release } from "../../src/model/release.ts";
import { removalOf } from "../../src/model/removal.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { ImmutableChange } from "../../src/plan/immutable-fields.ts";
import { claimsOf, refusedFields, wayThrough } from "./_refused.ts";

export const pvcIdentityChanged = defineRule({
  id: "pvc-identity-changed",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
  summary: "an update renames a StatefulSet or a claim template, so its pods start on new, empty claims",
  rationale: `A pod's claim is found by name: \`CLAIM-SET-ORDINAL\`. Under another name of the set or of the claim template the
controller makes new, empty claims; the old ones stay, with the data, and no pod mounts them.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  foretells: "data-left",
  falseAlarms:
    "A set that only looks renamed: the same images on claim templates of the same names. Then say so with a suppression.",
  fix: `Keep the names: set \`fullnameOverride\` (or \`nameOverride\`) to what runs now, and the claim template's name as it was. To
move the data on purpose, copy it, or bind the old volumes to claims of the new names before the new pods start.`,
  references: ["hashicorp/consul-helm#167", "timescale/helm-charts#576"],
  messages: {
    setRenamed: {
      text: "StatefulSet `{old}` becomes `{set}`: its pods start on new, empty claims ({fresh}), and the data stays behind in {stranded}{beside}",
      help: "keep the name, with `fullnameOverride: {old}` in most charts, or copy the data before the old set goes",
    },
    setReplaced: {
      text: "StatefulSet `{old}` becomes `{set}`: its pods start on new, empty claims ({fresh}), and by `whenDeleted: Delete` the claims of the old set go with it, and all data: {stranded}{beside}",
      help: "keep the name, with `fullnameOverride: {old}` in most charts; else set `whenDeleted: Retain` in an upgrade of its own before this one, and copy the data",
    },
    setPrepared: {
      text: "StatefulSet `{old}` becomes `{set}`: its pods start on claims that the manifests bind to volumes or make from others ({fresh}); {stranded} of the old set {fate}{beside}",
      help: "{care}",
    },
    claimRenamed: {
      text: "claim template `{old}` of StatefulSet `{set}` becomes `{template}`: the API server refuses the update, and once the set is recreated its pods start on new, empty claims ({fresh}) while the data stays behind in {stranded}{besides}",
      help: "name the claim template `{old}` again; {way}",
    },
    claimPrepared: {
      text: "claim template `{old}` of StatefulSet `{set}` becomes `{template}`: the API server refuses the update; once the set is recreated its pods start on claims that the manifests bind to volumes of their own ({fresh}){besides}",
      help: "name the claim template `{old}` again; {way}",
    },
    claimNamed: {
      text: "claim template `{old}` of StatefulSet `{set}` becomes `{template}`, and {taker} names the claims themselves in its volumes ({stranded}): the data goes on there, but the API server refuses the update; the claims of the new template ({fresh}) are new and empty{besides}",
      help: "name the claim template `{old}` again; {way}",
    },
  },
  *check(upgrade, context) {
    for (const { pair, topic, changes, admission, versions } of refusedFields(upgrade, context)) {
      const added = changes.find(({ kind }) => kind === "claim-added");
      const removed = changes.find(({ kind }) => kind === "claim-removed");
      if (topic !== "renamed" || added?.kind !== "claim-added" || removed?.kind !== "claim-removed") continue;
      const old = pair.before.claimTemplates.find(({ name }) => name === removed.template);
      const taken = upgrade.takersOf(pair.before);
      const left = claimsOf(pair.before, removed.template, taken);
      const [taker] = taken.values();
      const isTaken = left === "" && taker !== undefined;
      yield {
        message: isTaken
          ? "claimNamed"
          : arePrepared(upgrade.after, pair.after, added.template)
            ? "claimPrepared"
            : "claimRenamed",
        data: {
          old: removed.template,
          set: pair.after.name,
          template: added.template,
          fresh: claimsOf(pair.after, added.template),
          stranded: isTaken ? claimsOf(pair.before, removed.template) : left,
          taker: taker === undefined ? "" : `${taker.kind} \`${taker.name}\``,
          besides: goneBesides(pair.before, changes, removed.template),
          way: wayThrough(pair, context),
        },
        at: { manifest: pair.after.manifest, path: [...added.path, "metadata", "name"] },
        related:
          old === undefined
            ? []
            : [{ manifest: pair.before.manifest, path: [...old.path, "metadata", "name"], message: "runs now" }],
        admission,
        ...optional("versions", versions),
      };
    }
    for (const set of upgrade.vanished) {
      const successor = upgrade.successorOf(set);
      const [template] = set.claimTemplates;
      if (successor === undefined || template === undefined) continue;
      const removal = removalOf(set.manifest, context.deployer);
      const areDeleted = set.retention.whenDeleted === "Delete" && removal.becomes !== "runs-on";
      const isPrepared = successor.claimTemplates.every(({ name }) => arePrepared(upgrade.after, successor, name));
      yield {
        message: isPrepared ? "setPrepared" : areDeleted ? "setReplaced" : "setRenamed",
        // Whether the volumes outlive the old claims is up to their reclaim policy.
        ...(isPrepared ? { severity: areDeleted ? "warning" : "info" } : {}),
        data: {
          fate: areDeleted ? "are deleted by `whenDeleted: Delete`" : "stay behind",
          care: areDeleted
            ? "see that the volumes and the claims that the new ones are made from outlive the old set: `persistentVolumeReclaimPolicy: Retain`, or `whenDeleted: Retain` in an upgrade of its own before this one"
            : "nothing, where the new claims hold the data; once nobody misses the old ones, delete them",
          old: set.name,
          set: successor.name,
          fresh: claimsOf(successor, template.name),
          stranded: set.claimTemplates.map(({ name }) => claimsOf(set, name)).join(", "),
          beside:
            removal.becomes === "deleted"
              ? ""
              : `; of the old set: ${removal.text}, ${removal.becomes === "runs-on" ? "so" : "else"} both run`,
        },
        at: { manifest: successor.manifest, path: ["metadata", "name"] },
        related: [{ manifest: set.manifest, path: ["metadata", "name"], message: "runs now" }],
      };
    }
  },
});

/** The claim templates that go besides the one that is renamed, and where their data stays. */
function goneBesides(before: StatefulSetView, changes: readonly ImmutableChange[], renamed: string): string {
  return changes
    .flatMap((one) => (one.kind === "claim-removed" && one.template !== renamed ? [one.template] : []))
    .map((name) => `; claim template \`${name}\` goes, and its data stays behind in ${claimsOf(before, name)}`)
    .join("");
}

/** More claims nobody writes out. */
const mostClaims = 1_000;

/** Whether the manifests hold the claim of each pod, bound to a volume or made from another one: the controller takes a claim that is there. */
function arePrepared(after: Release, set: StatefulSetView, template: string | undefined): boolean {
  if (template === undefined || set.replicas === 0 || set.replicas > mostClaims) return false;
  return Array.from({ length: set.replicas }, (_, index) => set.claimName(template, index)).every((name) => {
    const claim = found(after.named("PersistentVolumeClaim", name, set.manifest));
    const { volumeName, dataSource, dataSourceRef } = mapping(claim?.value.spec);
    return filled(volumeName) !== undefined || isMapping(dataSource) || isMapping(dataSourceRef);
  });
}
