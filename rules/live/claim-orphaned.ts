import { defineRule } from "../../src/lint/contract/rule.ts";
import { groupedBy } from "../../src/model/grouped.ts";
import { together } from "../../src/model/namespace.ts";
import type { Release } from "../../src/model/release.ts";
import type { Surroundings } from "../../src/model/workload.ts";
import type { Manifest } from "../../src/read/document.ts";
import { byHand } from "../_shared/by-hand.ts";
import { isMounted, ownersByName } from "./_claims.ts";
import { seenText } from "./_seen.ts";

export const claimOrphaned = defineRule({
  id: "claim-orphaned",
  category: "live",
  subject: "Release",
  needs: "live",
  summary: "a claim in the cluster that no pod mounts any more",
  rationale: `A StatefulSet's claims outlive it: a renamed claim template, a renamed or deleted set and every scale-down leave claims
behind that keep their data and their cost, and that come back with it when a pod of that name appears again.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `A claim that a pod outside the input mounts: give it all pods of the namespace (\`kubectl get sts,pvc,pod\`). Claims whose
name fits no set are judged only where the input holds pods of their namespace.`,
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention",
  ],
  messages: {
    template: {
      text: "claim `{claim}`{seen} was made for pod `{pod}`, but StatefulSet `{set}` has no claim template `{template}`: nothing mounts it, and its data is out of the pod's sight",
      help: "look what is on it, copy it into the claim that `{pod}` mounts if it is missed, then `{remove}`",
    },
    scaled: {
      text: "claim `{claim}`{seen} is left from a scale-down of StatefulSet `{set}`: nothing mounts it, and its old data comes back when the set grows to {pod} again",
      help: "if that data must not come back, `{remove}`; else leave it",
    },
    unmounted: {
      text: "claim `{claim}`{seen} has the name of a StatefulSet's claim, and neither a pod nor a workload in the input mounts it: what made it is gone, and its data stays",
      help: "look what is on it, back it up if it is missed, then `{remove}`",
    },
  },
  *check(release, context) {
    for (const claim of release.ofKind("PersistentVolumeClaim")) {
      if (isMounted(claim, release)) continue;
      const owners = ownersByName(claim, release);
      const remove = byHand(claim, context).kubectl("delete", `pvc/${claim.name}`);
      const at = { manifest: claim, path: ["metadata", "name"] };
      const made = owners.find(({ claimTemplate }) => claimTemplate !== undefined);
      const owner = made ?? owners[0];
      if (owner === undefined) {
        if (seesPods(claim, release) && /.-\d+$/.test(claim.name))
          yield { message: "unmounted", data: { claim: claim.name, seen: seenText(claim), remove }, at };
        continue;
      }
      const { set, template, ordinal } = owner;
      const data = {
        remove,
        claim: claim.name,
        seen: seenText(claim),
        pod: `${set.name}-${ordinal}`,
        set: set.name,
        template,
      };
      const related = [
        made === undefined
          ? { manifest: set.manifest, path: ["spec", "volumeClaimTemplates"], message: "its claim templates" }
          : { manifest: set.manifest, path: ["spec", "replicas"], message: "fewer replicas than that" },
      ];
      if (made === undefined) yield { message: "template", data, at, related };
      else if (ordinal < set.firstOrdinal || ordinal >= set.firstOrdinal + set.replicas) {
        yield { message: "scaled", severity: "info", data, at, related };
      }
    }
  },
});

/** One pod of each namespace. */
const podsOfNamespaces = (release: Surroundings) =>
  [...groupedBy(release.ofKind("Pod"), ({ namespace }) => namespace).values()].flatMap(([pod]) => pod ?? []);

function seesPods(claim: Manifest, release: Release): boolean {
  return release.once(podsOfNamespaces).some((pod) => together(pod, claim));
}
