import { defineRule } from "../../src/lint/contract/rule.ts";
import { byHand, namespaceFor, renewal } from "../_shared/by-hand.ts";
import { lostNeeds } from "./_held-needs.ts";
import { podsText, restartsOf } from "./_restarts.ts";
import { placesOf, templateChanges, updateOf } from "./_template-changes.ts";

export const rolloutHeld = defineRule({
  id: "rollout-held",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
  summary: "an update changes the pod template, but a partition or OnDelete keeps pods on the old one",
  rationale: `With \`type: OnDelete\` the controller replaces a pod only when somebody deletes it; with a partition it leaves all pods below
that index on the old revision. The upgrade then reports success while the old version keeps running, until a pod happens to
die: it comes back on the old revision below a partition, on the new one under OnDelete. What the old revision needs has to stay until then: a ConfigMap
or Secret that the new manifests no longer hold goes with the upgrade.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "A canary in progress, or an operator that deletes the pods itself.",
  references: ["helm/helm#11773", "hashicorp/vault-helm#81"],
  messages: {
    partition: {
      text: "the pod template of StatefulSet `{set}` changes at {places}, but partition {partition} keeps {held} on the old one; {replaced}",
      help: "once the new pods are well, lower the partition {source} step by step, to 0 in the end, each time with `{deploy}`",
    },
    onDelete: {
      text: "the pod template of StatefulSet `{set}` changes at {places}, but with `type: OnDelete` no pod restarts: {held} {stays} on the old one until somebody deletes {them}",
      help: "delete the pods one by one after the upgrade, the last first, each once the one before is ready: {renewal}{down}; or use RollingUpdate",
    },
    lost: {
      text: "{held} {stays} on the old revision of StatefulSet `{set}`, which needs {kind} `{name}`, and the new manifests no longer hold it. {removal}: {consequence}",
      help: "keep `{name}` in the manifests until no pod is on the old revision any more",
    },
  },
  *check(upgrade, context) {
    for (const pair of upgrade.pairs) {
      // A refused update reaches no pod.
      if (context.updateRefusals(pair.after.manifest, pair.before.manifest).length > 0) continue;
      const changes = templateChanges(pair, context);
      const [first] = changes;
      const { held, replaced, by, partition } = restartsOf(updateOf(pair, context));
      if (first === undefined || by === undefined || held.count === 0) continue;
      const { after, before } = pair;
      const hands = byHand(after.manifest, context, before.manifest);
      const { last } = held;
      yield {
        message: by === "OnDelete" ? "onDelete" : "partition",
        data: {
          set: after.name,
          partition,
          places: placesOf(changes),
          held: podsText(held),
          stays: held.count === 1 ? "stays" : "stay",
          them: held.count === 1 ? "it" : "them, one after the other",
          replaced:
            replaced.count === 0
              ? "no pod restarts"
              : `only ${podsText(replaced)} ${replaced.count === 1 ? "restarts" : "restart"}`,
          source: hands.source,
          deploy: hands.deploy,
          renewal: renewal(last, namespaceFor(context, after.manifest, before.manifest)),
          down: held.count === 1 ? "" : `, and so on down to ${held.first}`,
        },
        at: {
          manifest: after.manifest,
          path: ["spec", "updateStrategy", ...(by === "OnDelete" ? ["type"] : ["rollingUpdate", "partition"])],
        },
        related: [{ manifest: after.manifest, path: first.path, message: "changes" }],
      };
      for (const { manifest, how, path, removal } of lostNeeds(pair, by, context.deployer)) {
        yield {
          message: "lost",
          assumesWhole: true,
          data: {
            set: after.name,
            held: sentence(podsText(held)),
            stays: held.count === 1 ? "stays" : "stay",
            kind: manifest.kind,
            name: manifest.name,
            removal: sentence(removal.text),
            consequence: consequences[how],
          },
          at: { manifest, path: ["metadata", "name"] },
          related: [{ manifest: before.manifest, path, message: "the old revision needs it" }],
        };
      }
    }
  },
});

/** What becomes of an old pod without it. */
const consequences = {
  volume: "a held pod that is made anew, as in a drain, waits in ContainerCreating and never starts",
  env: "a held pod whose container restarts waits in CreateContainerConfigError and never starts",
} as const;

const sentence = (clause: string): string => `${clause.charAt(0).toUpperCase()}${clause.slice(1)}`;
