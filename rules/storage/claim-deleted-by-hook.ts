import { defineRule } from "../../src/lint/contract/rule.ts";
import { deploymentOf } from "../../src/model/deployer.ts";
import { hookClaims } from "../../src/model/hook-claims.ts";
import type { HookDeletion } from "../../src/model/hook-objects.ts";

const noHook =
  "leave the hook out: claims come before StatefulSets in Helm's order as it is, and `helm.sh/resource-policy: keep` lets one outlive the release; where it exists already, the first upgrade needs `--take-ownership`. Or let a claim template make it";
const noArgoHook =
  "leave the hook out: Argo CD applies claims before StatefulSets as it is (`argocd.argoproj.io/sync-wave` where not), and `argocd.argoproj.io/sync-options: Prune=false,Delete=false` lets one outlive the application. Or let a claim template make it";

export const claimDeletedByHook = defineRule({
  id: "claim-deleted-by-hook",
  category: "storage",
  subject: "StatefulSet",
  summary:
    "a claim that a hook makes is deleted each time before it is made anew, with the data of the StatefulSet that mounts it",
  rationale: `A hook is made for what runs once. Helm deletes what it made the last time before it makes it anew, unless
\`helm.sh/hook-delete-policy\` says something else than \`before-hook-creation\`, and asks no \`helm.sh/resource-policy\` for it: a claim that is a
\`pre-upgrade\` hook is deleted at each upgrade. Helm 3, and Helm 4 with \`--wait\`, then wait until it is gone, which it is not while a pod mounts it: the
upgrade fails after its timeout, and the claim goes with the last pod that mounts it, its data too where the reclaim policy is \`Delete\`.
Argo CD maps Helm's hooks to its own, knows no first installation, and does the same at each sync, for \`pre-install\` too.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Claims that only Jobs or Deployments mount are left alone, and what kubectl or a Kustomization applies, to which the annotation says nothing. Data
that need not last, such as a cache: say so with a suppression.`,
  references: [
    "https://helm.sh/docs/topics/charts_hooks/#hook-deletion-policies",
    "https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#helm-hooks",
    "argoproj/argo-cd#3846",
    "kubernetes-retired/service-catalog#2835",
  ],
  messages: {
    upgrade: {
      text: "the claim `{claim}`, which the pods of StatefulSet `{set}` mount, is a hook: Helm deletes it at each upgrade before it makes it anew. It goes with the last pod that mounts it, and its data with it; Helm 3 waits for that until its timeout, and the upgrade fails",
      help: noHook,
    },
    rollback: {
      text: "the claim `{claim}`, which the pods of StatefulSet `{set}` mount, is a hook: Helm deletes it at each rollback before it makes it anew, and its data goes with the last pod that mounts it",
      help: noHook,
    },
    reinstall: {
      text: "the claim `{claim}`, which the pods of StatefulSet `{set}` mount, is a hook: `helm uninstall` leaves it, and the next `helm install` of this name deletes it, with its data, before it makes it anew",
      help: noHook,
    },
    sync: {
      text: "the claim `{claim}`, which the pods of StatefulSet `{set}` mount, is a hook: Argo CD deletes it at each sync before it makes it anew, and waits for that. It goes with the last pod that mounts it, and its data with it; until then the sync does not go on",
      help: noArgoHook,
    },
    synced: {
      text: "the claim `{claim}`, which the pods of StatefulSet `{set}` mount, is a hook: Argo CD deletes it at the end of each sync that {how}, and its data goes with the last pod that mounts it",
      help: noArgoHook,
    },
  },
  *check(set, context) {
    for (const { manifest, deletion, annotation } of hookClaims(set, context.deployer)) {
      const { message, severity } = saidOf(deletion);
      const isArgo = deploymentOf(manifest, context.deployer).by === "argocd";
      yield {
        message,
        // Argo CD's own annotation tells that it is meant for it, not that it applies it.
        severity: severity === "error" && deletion.startsWith("sync") && !isArgo ? "warning" : severity,
        data: { claim: manifest.name, set: set.name, how: deletion === "sync-failed" ? "fails" : "succeeds" },
        at: { manifest, path: ["metadata", "annotations", annotation] },
      };
    }
  },
});

function saidOf(deletion: HookDeletion) {
  switch (deletion) {
    case "upgrade":
    case "sync":
      return { message: deletion, severity: "error" } as const;
    case "sync-succeeded":
      return { message: "synced", severity: "error" } as const;
    case "sync-failed":
      return { message: "synced", severity: "warning" } as const;
    case "rollback":
      return { message: deletion, severity: "warning" } as const;
    case "reinstall":
      return { message: deletion, severity: "info" } as const;
  }
}
