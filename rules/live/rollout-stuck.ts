import { defineRule } from "../../src/lint/contract/rule.ts";
import { stuckPodOf } from "../../src/model/live-pod.ts";
import { type ByHand, byHand } from "../_shared/by-hand.ts";
import { seenText } from "./_seen.ts";

export const rolloutStuck = defineRule({
  id: "rollout-stuck",
  category: "live",
  subject: "StatefulSet",
  needs: "live",
  summary: "a rollout waits for ever for a broken pod of an earlier revision",
  rationale: `Under OrderedReady the controller goes on only when every pod is ready, and it does not replace a pod that is not: a pod that
cannot start, of a template that has been put right since, is never brought to the new one. Going back does not help either: the
documentation calls it a known issue, and the way out is to delete the pod by hand.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Only with the pods in the input, and only for reasons that do not pass by themselves, such as ImagePullBackOff, CrashLoopBackOff
or an unschedulable pod. Pods of the newest revision are not meant: there the template is what must be mended.`,
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback",
    "kubernetes/kubernetes#60164",
    "kubernetes/kubernetes#67250",
    "helm/helm#8386",
  ],
  messages: {
    stuck: {
      text: "the rollout of StatefulSet `{set}` is stuck: pod `{pod}`{seen} of an earlier revision is not ready ({reason}), and under OrderedReady the controller waits for it and never replaces it",
      help: "delete that pod by hand, and it comes back on the new revision: `{command}`{afterwards}",
    },
  },
  *check(set, context) {
    const pod = stuckPodOf(set);
    if (pod === undefined) return;
    const hands = byHand(set.manifest, context, pod.manifest);
    yield {
      message: "stuck",
      data: {
        set: set.name,
        pod: pod.name,
        seen: seenText(pod.manifest),
        reason: pod.waiting ?? "",
        command: hands.kubectl("delete", `pod/${pod.name}`),
        afterwards: afterwards(hands),
      },
      at: { manifest: set.manifest, path: ["metadata", "name"] },
      related: [{ manifest: pod.manifest, path: ["metadata", "name"], message: "the pod that it waits for" }],
    };
  },
});

/** A deployer that waited for the rollout in vain has given up by now, or has gone back, which is stuck at the same pod. */
function afterwards({ deployment, deploy }: ByHand): string {
  switch (deployment.by) {
    case "helm":
      return `; if an upgrade with \`--wait\` failed meanwhile, the release is marked failed: \`${deploy}\` once more`;
    case "flux":
      return `; if Flux has stopped trying meanwhile: \`${deploy}${deployment.kind === "kustomization" ? "" : " --reset"}\``;
    case "argocd":
      return `; Argo CD sees it by itself, and \`${deploy}\` starts a sync that failed meanwhile anew`;
    default:
      return "";
  }
}
