import { isImmutableRefusal } from "../../src/admission/statefulset-update.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { ControlledSet } from "../../src/plan/controlled-set.ts";
import { adopts, claimName, podName, readControlledSet } from "../../src/plan/controlled-set.ts";
import { ordinalsOf, without } from "../../src/plan/large-set.ts";
import type { Path } from "../../src/read/path.ts";
import { byHand } from "../_shared/by-hand.ts";
import { listed, quoted } from "../_shared/listed.ts";
import { updateOf } from "./_template-changes.ts";

export const claimsScaledDown = defineRule({
  id: "claims-scaled-down",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
  summary: "an update takes pods away, and says what becomes of their claims",
  rationale: `A scale-down ends the pods with the highest ordinals. Their claims stay as they are, mounted by nobody, and come back with what was in
them when the set grows again: a member that wakes up with old data. With \`whenScaled: Delete\` they are deleted with all data.`,
  severity: "info",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "None: it says what happens. With `whenScaled: Delete` it is an error, since that data is lost.",
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention",
  ],
  messages: {
    kept: {
      text: "StatefulSet `{set}` goes from {from} to {to} {noun}: {claims} {stay} behind, mounted by no pod, and {come} back with the old data when the set grows again",
      help: "once nobody misses what is in them: `{remove}`{more}",
    },
    stopped: {
      text: "StatefulSet `{set}` goes from {from} to no pods: {claims} {stay} behind, mounted by no pod, and {come} back with the old data when the set grows again",
      help: "leave them where the set is to come back: with `replicas` as before each pod finds its data again",
    },
    moved: {
      text: "the pods of StatefulSet `{set}` go from {from} to {to}: {claims} {stay} behind, mounted by no pod, and {come} back with the old data once a pod of that ordinal does",
      help: "where members are to keep their data, leave `ordinals.start` as it runs; once nobody misses what is in them: `{remove}`{more}",
    },
    movedAndDeleted: {
      text: "the pods of StatefulSet `{set}` go from {from} to {to}: by `whenScaled: Delete` {claims} {are} deleted with all data",
      help: "leave `ordinals.start` as it runs, or {keep}",
    },
    deletedByWay: {
      text: "StatefulSet `{set}` goes from {from} to {to}: this update is refused, and the StatefulSet that is made anew for it deletes {claims} by `whenScaled: Delete`, with all data",
      help: "if the data matters, leave `whenScaled` at `Retain`, or the pods as they are, until the refused change is through",
    },
    deleted: {
      text: "StatefulSet `{set}` goes from {from} to {to} {noun}: by `whenScaled: Delete` {claims} {are} deleted with all data",
      help: "if the data matters, {keep}",
    },
  },
  *check(upgrade, context) {
    for (const pair of upgrade.pairs) {
      const { before, after } = pair;
      const refusals = context.updateRefusals(after.manifest, before.manifest);
      const isRefused = refusals.length > 0;
      const update = updateOf(pair, context);
      const [old, next] = [readControlledSet(update.before), readControlledSet(update.after)];
      const claims = claimsOfGonePods(old, next);
      // A refused update takes no pod away; who goes the way through it makes the set anew, which then does.
      if (claims.length === 0) continue;
      if (isRefused && !(next.whenScaled === "Delete" && refusals.every(isImmutableRefusal) && adopts(old, next)))
        continue;
      const hands = byHand(after.manifest, context, before.manifest);
      const named = claims.slice(0, 20).map((claim) => `pvc/${claim}`);
      const isOne = claims.length === 1;
      const isDeleted = next.whenScaled === "Delete";
      const isMoved = old.start !== next.start;
      const [field, was] = isMoved
        ? [after.startPath ?? replicasOf(after), before.startPath ?? replicasOf(before)]
        : [replicasOf(after), replicasOf(before)];
      yield {
        message: isRefused
          ? "deletedByWay"
          : messages[isMoved ? "moved" : next.replicas === 0 ? "toNone" : "scaled"][isDeleted ? "deleted" : "kept"],
        ...(isDeleted ? { severity: "error" } : {}),
        data: {
          set: after.name,
          from: isMoved || isRefused ? podsOf(old) : old.replicas,
          to: isMoved || isRefused ? podsOf(next) : next.replicas,
          noun: next.replicas === 1 ? "pod" : "pods",
          claims: listed(claims, quoted),
          remove: hands.kubectl("delete", ...named),
          more: claims.length > named.length ? `, and so on for the other ${claims.length - named.length}` : "",
          keep:
            old.whenScaled === "Delete"
              ? `set \`whenScaled: Retain\` ${hands.source}, and nothing else, with \`${hands.deploy}\` before this upgrade`
              : "leave `whenScaled` at `Retain`, as it runs, until this upgrade is done",
          stay: isOne ? "stays" : "stay",
          come: isOne ? "comes" : "come",
          are: isOne ? "is" : "are",
        },
        at: { manifest: after.manifest, path: field },
        related: [{ manifest: before.manifest, path: was, message: isMoved ? "the ordinals now" : "as many now" }],
      };
    }
  },
});

/** By what takes pods away, and what becomes of their claims. */
const messages = {
  moved: { deleted: "movedAndDeleted", kept: "moved" },
  scaled: { deleted: "deleted", kept: "kept" },
  toNone: { deleted: "deleted", kept: "stopped" },
} as const;

const replicasOf = ({ replicasPath }: StatefulSetView): Path => replicasPath ?? ["metadata", "name"];

/** `` `db-1`–`db-3` ``. */
function podsOf({ name, start, replicas }: ControlledSet): string {
  const last = podName(name, start + replicas - 1);
  if (replicas === 0) return "none";
  return replicas === 1 ? `\`${last}\`` : `\`${podName(name, start)}\`–\`${last}\``;
}

/** More claims are not looked at one by one. */
const most = 2000;

/** The claims of pods that run before and not afterwards, lowest ordinal first. */
function claimsOfGonePods(old: ControlledSet, next: ControlledSet): string[] {
  const claims: string[] = [];
  if (old.claimTemplates.length === 0) return claims;
  for (const { from, to } of without(ordinalsOf(old), ordinalsOf(next)))
    for (let ordinal = from; ordinal <= to && claims.length < most; ordinal++)
      for (const template of old.claimTemplates) claims.push(claimName(template, old.name, ordinal));
  return claims;
}
