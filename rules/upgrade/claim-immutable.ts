import type { Refusal, RuleContext } from "../../src/lint/contract/context.ts";
import { defineRule, type Violation } from "../../src/lint/contract/rule.ts";
import { isHookObject } from "../../src/model/hook-objects.ts";
import { found } from "../../src/model/lookup.ts";
import type { Difference } from "../../src/model/same-value.ts";
import { claimChanges } from "../../src/plan/claim-changes.ts";
import { type ClaimRefusal, claimRefusal, phaseOf, refusedChanges } from "../../src/plan/claim-refusal.ts";
import type { Manifest } from "../../src/read/document.ts";
import { type Path, valueAt } from "../../src/read/path.ts";
import { byHand } from "../_shared/by-hand.ts";
import { takenOver } from "../_shared/refusals.ts";
import { changesText } from "./_refused.ts";

const stays = "the API server refuses it, the upgrade stops there, and the claim stays as it is, with its data";
const anotherName =
  "make a claim of another name, copy the data over while nothing writes, and mount that one. A claim that is deleted to be made anew takes its data with it where the volume's reclaim policy is `Delete`";

export const claimImmutable = defineRule({
  id: "claim-immutable",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  summary: "an update changes what is fixed of a PersistentVolumeClaim, which the API server refuses",
  rationale: `Of a claim that is bound an update may raise the size, where its storage class lets it, and exchange the VolumeAttributesClass. Its class, access
modes, volume mode, selector and sources are fixed; the API server refuses an update of them with \`spec is immutable after creation\` and does not say
which it was. The release stops half-way.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `What was only rendered is taken for bound with the size that it asked for. A claim that was enlarged by hand since can be told no
better: compare with \`kubectl get pvc -o yaml\`. Claims of claim templates are no objects of the manifests; \`immutable-field-changed\` is about them.`,
  references: ["https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims"],
  messages: {
    changed: {
      text: `claim \`{claim}\` changes {changes}, which no update of a claim may do: ${stays}`,
      help: `write what it has now {source}; for another volume ${anotherName}`,
    },
    waiting: {
      text: "claim `{claim}` changes {changes}, which no update may do while it waits for a volume: the API server refuses it, and the upgrade stops there",
      help: "no volume is bound to it, so it holds no data: delete it before the upgrade (`{delete}`), and the upgrade makes it anew",
    },
    unbound: {
      text: "claim `{claim}` changes {changes}, which no update may do while it is {phase}: the API server refuses it, and the upgrade stops there",
      help: "write what it has now {source}, and do not delete it before you know what became of the volume that it names: there may be data on it",
    },
    shrunk: {
      text: `claim \`{claim}\` shrinks ({changes}), which no claim can: ${stays}`,
      help: `write what it has now {source}; for a smaller volume ${anotherName}`,
    },
    mode: {
      text: `claim \`{claim}\` changes {changes}; a volume keeps the form in which it was made: ${stays}`,
      help: `write what it has now {source}; for a volume of the other form ${anotherName}`,
    },
    attributes: {
      text: `claim \`{claim}\` changes {changes}, and what is in effect stays until another class takes its place: ${stays}`,
      help: "name the class {source} again, or another VolumeAttributesClass with the settings that are wanted: the driver changes the volume, and the data stays",
    },
  },
  *check(upgrade, context) {
    for (const manifest of upgrade.after.ofKind("PersistentVolumeClaim")) {
      const before = found(upgrade.before.named("PersistentVolumeClaim", manifest.name, manifest));
      if (before === undefined || isHookObject(manifest, context.deployer)) continue;
      for (const refusal of context.updateRefusals(manifest, before)) {
        const violation = violationOf(refusal, manifest, before, context);
        if (violation !== undefined) yield violation;
      }
    }
  },
});

/** Nothing where the refusal is one that a new claim would meet as well. */
function violationOf(
  refusal: Refusal,
  manifest: Manifest,
  before: Manifest,
  context: RuleContext,
): Violation<ClaimRefusal> | undefined {
  const phase = phaseOf(before.value);
  const message = claimRefusal([refusal.type, refusal.field, refusal.detail], before.value);
  if (message === undefined) return undefined;
  const all = claimChanges(manifest.value, before.value, refusal.versions.at(-1));
  const changes = refusedChanges(all, message, phase);
  const [first] = changes;
  if (first === undefined) return undefined;
  const hand = byHand(manifest, context, before);
  return {
    message,
    data: {
      claim: manifest.name,
      phase,
      changes: changesText(changes.map((change) => ({ kind: "other", ...change }))),
      source: hand.source,
      delete: hand.kubectl("delete", `pvc/${manifest.name}`),
    },
    at: { manifest, path: nearest(manifest, first) },
    related: [{ manifest: before, path: nearest(before, first), message: "what runs now" }],
    ...takenOver(refusal, context),
  };
}

/** The changed field, or what of it the manifest writes. */
function nearest({ value }: Manifest, { path }: Difference): Path {
  let there = path;
  while (there.length > 1 && valueAt(value, there) === undefined) there = there.slice(0, -1);
  return there;
}
