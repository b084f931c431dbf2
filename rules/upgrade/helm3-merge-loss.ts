import { defineRule } from "../../src/lint/contract/rule.ts";
import { mapping } from "../../src/model/fields.ts";
import { revisionChange } from "../../src/plan/revision-change.ts";
import { changePlaces } from "../../src/plan/revision-places.ts";
import { storedSet } from "../../src/plan/stored-set.ts";
import { formatPath } from "../../src/read/path.ts";
import { updateOf, updateOptions } from "./_template-changes.ts";

/** Lists that Helm 3 merges by a key that does not tell their entries apart. */
const lossy = /\/(?:ports|env|topologySpreadConstraints|imagePullSecrets|hostAliases|volumeMounts)(?:[[/#]|$)/;

export const helm3MergeLoss = defineRule({
  id: "helm3-merge-loss",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  summary: "an update by Helm 3 leaves out, or mixes up, entries of a list that it merges by one key",
  rationale: `Helm 3 (and Helm 4 on releases that it took over) sends a patch that merges lists by one key: ports by their number alone, so that
TCP and UDP of one port are one entry to it, topologySpreadConstraints by topologyKey. What two entries share is lost or lands on
the wrong one: the new manifest says one thing, and the cluster gets another.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms:
    "Only for client-side apply. The patch is made as Helm makes it, from what `--against` names and the new manifest.",
  references: ["kubernetes/kubernetes#58477", "kubernetes/kubernetes#39188", "helm/helm#12643"],
  messages: {
    lost: {
      text: "the patch that Helm 3 sends for StatefulSet `{set}` does not lead to what the manifest says: `{place}` comes out otherwise, because it merges that list by one key alone",
      help: "apply it server-side, or twice; in the chart, give each entry a key of its own",
    },
    fails: {
      text: "Helm 3 cannot make the patch for StatefulSet `{set}` and gives up before anything is sent: {reason}",
      help: "take the entry without a name out of the live object once (`kubectl edit`), and out of the chart",
    },
  },
  *check(upgrade, context) {
    if (context.apply === "server") return;
    for (const pair of upgrade.pairs) {
      const { after, before } = pair;
      const update = updateOf(pair, context);
      if (update.failed !== undefined) {
        yield {
          message: "fails",
          severity: "error",
          data: { set: after.name, reason: update.failed },
          at: { manifest: after.manifest, path: ["metadata", "name"] },
        };
        continue;
      }
      if (context.updateRefusals(after.manifest, before.manifest).length > 0) continue;
      const wanted = storedSet(after.manifest.value, updateOptions(context), update.before);
      const change = revisionChange(wanted, update.after).changes.find((one) => lossy.test(one));
      if (change === undefined || mapping(update.after.spec).template === undefined) continue;
      const { path } = changePlaces(after.manifest.value)(change);
      yield {
        message: "lost",
        data: { set: after.name, place: formatPath(path.slice(2)) },
        at: { manifest: after.manifest, path },
        related: [
          {
            manifest: before.manifest,
            path: changePlaces(before.manifest.value)(change).path,
            message: "what runs now",
          },
        ],
      };
    }
  },
});
