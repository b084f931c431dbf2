import { defineRule } from "../../src/lint/contract/rule.ts";
import { found } from "../../src/model/lookup.ts";
import { together } from "../../src/model/namespace.ts";
import { isAfterInstall, isDeletedBeforeInstall } from "../../src/model/object-keys.ts";
import { madeSecrets } from "../../src/model/secret-makers.ts";
import { madeByKubectl } from "./_made-by-kubectl.ts";

export const needsPostInstallHook = defineRule({
  id: "needs-post-install-hook",
  category: "pod",
  subject: "StatefulSet",
  summary: "the pods need a Secret or ConfigMap that a hook makes too late, or that goes before they start",
  rationale: `Helm runs post-install hooks after it has applied the release, and with \`--wait\` (or under Argo CD, where they are PostSync) only once
everything is ready. Pods that need what the hook makes are not ready before it: the installation waits for the pods and the pods wait for the
hook, until it times out. Without \`--wait\` the pods fail for a while, and an upgrade may run with what the last one left behind. What a pre-install hook makes with
\`hook-delete-policy: hook-succeeded\` is deleted again once the hooks are through, which is before the pods are made.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms:
    "Optional references are left alone, and so is what a pre-install hook, or a controller of an ExternalSecret or the like, makes as well. What a Job makes by kubectl counts where the namespace that it names is the set's.",
  references: ["helm/charts#6964", "https://helm.sh/docs/topics/charts_hooks/"],
  messages: {
    after: {
      text: "{kind} `{name}` is made by a post-install hook, and the pods need it to start: with `--wait` Helm runs the hook only once they are ready, which they never are",
      help: "make it a part of the release, or a `pre-install,pre-upgrade` hook",
    },
    byJob: {
      text: "{kind} `{name}` is made by {job}, a post-install hook, and the pods need it to start: with `--wait` Helm runs the hook only once they are ready, which they never are",
      help: "let the Job run as a `pre-install,pre-upgrade` hook",
    },
    deleted: {
      text: "{kind} `{name}` is made by a pre-install hook, and `hook-delete-policy: hook-succeeded` deletes it once the hooks are through: the pods, which come after them, wait for it and never start",
      help: "write `helm.sh/hook-delete-policy: before-hook-creation`, or make it a part of the release",
    },
  },
  *check(set, context) {
    // A set that is such a hook itself comes at the same time.
    if (isAfterInstall(set.manifest)) return;
    const said = new Set<string>();
    for (const { kind, name, path, optional } of set.references) {
      if (optional || said.has(`${kind}/${name}`)) continue;
      const manifest = found(set.release.named(kind, name, set.manifest));
      if (manifest === undefined) {
        const own = set.manifest.namespace ?? context.namespace;
        const job = set.release
          .once(madeByKubectl)
          .get(`${kind}/${name}`)
          ?.find(({ job, namespace }) =>
            namespace === undefined ? together(job, set.manifest) : namespace === (own ?? job.namespace ?? "default"),
          )?.job;
        if (job === undefined || madeSecrets(set.release, { kind, name }, set.manifest).length > 0) continue;
        said.add(`${kind}/${name}`);
        yield {
          message: "byJob",
          assumesWhole: true,
          data: { kind, name, job: `${job.kind} \`${job.name}\`` },
          at: { manifest: set.manifest, path },
          related: [
            {
              manifest: job,
              path: ["metadata", "annotations", "helm.sh/hook"],
              message: "runs after the pods are made",
            },
          ],
        };
        continue;
      }
      const isDeleted = isDeletedBeforeInstall(manifest);
      if (!isDeleted && !isAfterInstall(manifest)) continue;
      if (madeSecrets(set.release, { kind, name }, set.manifest).length > 0) continue;
      said.add(`${kind}/${name}`);
      const annotation = isDeleted ? "helm.sh/hook-delete-policy" : "helm.sh/hook";
      yield {
        message: isDeleted ? "deleted" : "after",
        data: { kind, name },
        at: { manifest: set.manifest, path },
        related: [
          {
            manifest,
            path: ["metadata", "annotations", annotation],
            message: isDeleted ? "deleted before the pods" : "made after the pods",
          },
        ],
      };
    }
  },
});
