import { helm3Patch } from "../../src/admission/helm3-patch.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import type { Deployer } from "../../src/model/deployer.ts";
import { type Fields, mapping } from "../../src/model/fields.ts";
import type { SetPair } from "../../src/model/upgrade.ts";
import { lostPlace, placeOf } from "../../src/plan/merge-loss.ts";
import { refusalOf } from "../../src/plan/refusal.ts";
import { changePlaces } from "../../src/plan/revision-places.ts";
import type { SetUpdate } from "../../src/plan/set-update.ts";
import { shellCommand } from "../../src/plan/shell.ts";
import { storedSet } from "../../src/plan/stored-set.ts";
import { formatPath } from "../../src/read/path.ts";
import { type ByHand, byHand, undisturbed } from "../_shared/by-hand.ts";
import { updateOf, updateOptions } from "./_template-changes.ts";

export const helm3MergeLoss = defineRule({
  id: "helm3-merge-loss",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
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
      text: "the patch that {client} sends for StatefulSet `{set}` does not lead to what the manifest says: `{place}` comes out otherwise, because it merges that list by one key alone",
      help: "{way}",
    },
    refused: {
      text: "the patch that {client} sends for StatefulSet `{set}` mixes two entries of `{place}` up, because it merges that list by one key alone, and the API server refuses what comes of it: {reason}. The upgrade stops there",
      help: "{way}",
    },
    fails: {
      text: "{client} cannot make the patch for StatefulSet `{set}` and gives up before anything is sent: {reason}",
      help: "take the entry without a name out {source}, and once out of the live object, which replaces its pods: {edit}",
    },
  },
  *check(upgrade, context) {
    if (context.apply === "server") return;
    for (const pair of upgrade.pairs) {
      const { after, before } = pair;
      const hands = byHand(after.manifest, context, before.manifest);
      // Flux applies a Kustomization server-side, whatever is assumed of the others.
      if (hands.deployment.kind === "kustomization") continue;
      const client = clients[hands.deployment.by];
      const update = updateOf(pair, context);
      if (update.failed !== undefined) {
        yield {
          message: "fails",
          severity: "error",
          data: {
            set: after.name,
            client,
            reason: update.failed,
            source: hands.source,
            edit: undisturbed(hands, hands.kubectl("edit", `statefulset/${after.name}`)),
          },
          at: { manifest: after.manifest, path: ["metadata", "name"] },
        };
        continue;
      }
      if (context.updateRefusals(after.manifest, before.manifest).length > 0) continue;
      const change = lostPlace(after.manifest.value, update, updateOptions(context));
      if (change === undefined) continue;
      const wanted = storedSet(after.manifest.value, updateOptions(context), update.before);
      const { path } = changePlaces(after.manifest.value)(change);
      const refused = refusalOf(update.after, update.before, updateOptions(context));
      yield {
        message: refused === undefined ? "lost" : "refused",
        ...(refused === undefined ? {} : { severity: "error" }),
        data: {
          set: after.name,
          client,
          place: formatPath(path.slice(2)),
          reason: refused?.message ?? "",
          way: wayOf(pair, hands, update, wanted),
        },
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

/** Whose three-way patch it is: all make it alike. */
const clients: Readonly<Record<Deployer, string>> = {
  helm: "Helm 3",
  kubectl: "`kubectl apply`",
  flux: "Helm 3",
  argocd: "Argo CD",
};

/** The same upgrade once more where that mends it, which was tried here; else server-side apply, in the deployer's way. */
function wayOf({ after }: SetPair, hands: ByHand, { after: lost }: SetUpdate, wanted: Fields): string {
  const next = after.manifest.value;
  const again = helm3Patch(next, next, { ...lost, metadata: { ...mapping(lost.metadata), uid: "live" } }).result;
  if (again !== undefined && placeOf(wanted, storedSet(again as Fields)) === undefined)
    return `make the same upgrade a second time, which brings back what the first leaves out: \`${hands.deploy}\`, twice; the pods restart twice`;
  const { namespace } = hands;
  const where = namespace === undefined ? [] : ["-n", namespace];
  switch (hands.deployment.by) {
    case "helm":
      return `apply it server-side, with Helm 4: \`${hands.deploy} --server-side=true\`; a second time does not help here`;
    case "argocd":
      return `apply it server-side: annotate the set with \`argocd.argoproj.io/sync-options: ServerSideApply=true\` ${hands.source}, then \`${hands.deploy}\`; a second sync does not help here`;
    case "flux":
      return `let the helm-controller apply it server-side, as Flux does from 2.8 on with \`spec.upgrade.serverSideApply: enabled\` in the HelmRelease, then \`${hands.deploy}\`; a second time does not help here`;
    default:
      return `apply it server-side: \`${shellCommand("kubectl", "apply", "--server-side", ...where, "-f", "new.yaml")}\`; a second time does not help here`;
  }
}
