import { defineRule } from "../../src/lint/contract/rule.ts";
import { mapping } from "../../src/model/fields.ts";
import { optional } from "../../src/model/pod.ts";
import { changesText, oldPath, refusedFields, shown, wayThrough } from "./_refused.ts";

export const immutableFieldChanged = defineRule({
  id: "immutable-field-changed",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
  summary: "an update changes a field of a StatefulSet that no update may change",
  rationale: `selector, serviceName, podManagementPolicy and volumeClaimTemplates are fixed when a StatefulSet is created, labels
and annotations of its claim templates included. The API server refuses an update that touches them as a whole, so nothing of
the upgrade reaches this set; \`helm upgrade\` stops half-way. Servers before 1.37 do not even say which field it was.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "An upgrade that deletes and recreates the set on purpose.",
  fix: `Delete the set with \`--cascade=orphan\`, which leaves its pods and claims alone, and apply the new manifests: the new set
adopts the pods whose labels its selector matches. \`sts-lint plan --against OLD\` prints the commands for the release at hand.`,
  references: ["bitnami/charts#21787", "elastic/helm-charts#893"],
  messages: {
    changed: {
      text: "StatefulSet `{set}` changes {changes}, which no update may do: the API server refuses the whole update, and the pods stay as they are",
      help: "{way}",
    },
    claimLabels: {
      text: "`{key}` of claim template `{template}` changes from {from} to {to}{more}, which no update may do: the API server refuses the whole update of StatefulSet `{set}`, and so it will with every release that changes it",
      help: "give claim templates labels that never change; {way}",
    },
  },
  *check(upgrade, context) {
    for (const { pair, topic, changes, admission, versions } of refusedFields(upgrade, context)) {
      if (topic !== "other") continue;
      const [change, ...others] = changes;
      const entry = change.kind === "claim-labels" ? changedEntry(change.from, change.to) : undefined;
      const path = entry?.kept === true ? [...change.path, entry.key] : change.path;
      yield {
        message: entry === undefined ? "changed" : "claimLabels",
        data: {
          changes: changesText(changes),
          set: pair.after.name,
          template: "template" in change ? change.template : "",
          key: entry?.key ?? "",
          more: entry === undefined || entry.others === 0 ? "" : `, and ${entry.others} more`,
          from: shown(entry?.from),
          to: shown(entry?.to),
          way: wayThrough(pair, context),
        },
        at: { manifest: pair.after.manifest, path },
        related: [
          { manifest: pair.before.manifest, path: oldPath(pair, change.path), message: "what runs now" },
          ...others.map(({ path }) => ({ manifest: pair.after.manifest, path, message: "changes too" })),
        ],
        admission,
        ...optional("versions", versions),
      };
    }
  },
});

interface ChangedEntry {
  readonly key: string;
  readonly from: unknown;
  readonly to: unknown;
  /** Whether the new manifest has the key. */
  readonly kept: boolean;
  /** How many more entries differ. */
  readonly others: number;
}

/** The first entry in which two maps of labels or annotations differ, those of the new one first. */
function changedEntry(from: unknown, to: unknown): ChangedEntry | undefined {
  const [old, now] = [mapping(from), mapping(to)];
  const keys = [...new Set([...Object.keys(now), ...Object.keys(old)])].filter((key) => old[key] !== now[key]);
  const [key] = keys;
  if (key === undefined) return undefined;
  return { key, from: old[key], to: now[key], kept: Object.hasOwn(now, key), others: keys.length - 1 };
}
