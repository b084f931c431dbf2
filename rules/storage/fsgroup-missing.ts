import { defineRule } from "../../src/lint/contract/rule.ts";
import { type Fields, integer, mapping } from "../../src/model/fields.ts";
import type { Workload } from "../../src/model/workload.ts";
import { isWindows } from "../_shared/windows.ts";
import { claimMounts, scriptOf } from "./_claim-mounts.ts";

export const fsgroupMissing = defineRule({
  id: "fsgroup-missing",
  category: "storage",
  subject: "Workload",
  summary: "a container that does not run as root mounts a claim, and nothing makes the volume writable for it",
  rationale: `The file system of a new volume belongs to root and lets only root write. \`fsGroup\` in the pod's securityContext makes the
kubelet give the volume to that group, and the containers with it. Without it a process that is not root gets \`Permission denied\`
on its first write, and the pod never becomes ready.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Which user an image runs as is unknown here: only a securityContext that says so counts. Left alone: claims mounted
read-only, claims that several nodes may write (NFS and the like keep their own owners), and pods in which an init container changes the owner.
OpenShift sets fsGroup by itself.`,
  references: [
    "astronomer/airflow-chart#624",
    "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-the-security-context-for-a-pod",
  ],
  messages: {
    missing: {
      text: "container `{container}` runs as {user} and mounts the claim `{volume}`, but the pod sets no fsGroup: where a new volume belongs to root, its first write is denied",
      help: "set `fsGroup` in the pod's securityContext (spec.template.spec.securityContext) to a group of the process, with `fsGroupChangePolicy: OnRootMismatch` beside it: without that every start changes the rights of each file, which takes long and which a key file such as `.erlang.cookie` does not survive",
    },
  },
  *check(set) {
    const context = mapping(set.pod.spec.securityContext);
    if (integer(context.fsGroup) !== undefined || isWindows(set) || makesWritable(set)) return;
    for (const { container, mount, accessModes } of claimMounts(set)) {
      if (container.kind === "init" || mount.readOnly || isShared(accessModes)) continue;
      const user = nonRootUser(mapping(container.value.securityContext), context);
      if (user === undefined) continue;
      yield {
        message: "missing",
        data: { container: container.name, user, volume: mount.name },
        at: { manifest: set.manifest, path: [...set.pod.path, "spec", "securityContext"], aim: "key" },
        related: [{ manifest: set.manifest, path: [...mount.path, "name"], message: "the mount that is not writable" }],
      };
      return;
    }
  },
});

/** As whom the container runs, in words, where the manifest says that it is not root. */
function nonRootUser(own: Fields, pod: Fields): string | undefined {
  const user = integer(own.runAsUser) ?? integer(pod.runAsUser);
  if (user !== undefined) return user === 0 ? undefined : `user ${user}`;
  return (own.runAsNonRoot ?? pod.runAsNonRoot) === true ? "a user that is not root" : undefined;
}

/** Storage that several nodes write to at once is a server's, with owners of its own. */
function isShared(modes: readonly string[]): boolean {
  return modes.some((mode) => mode === "ReadWriteMany" || mode === "ReadOnlyMany");
}

/** Whether an init container prepares a claim for others: it changes owners or rights, or runs as root and mounts one. */
function makesWritable(set: Workload): boolean {
  const pod = mapping(set.pod.spec.securityContext);
  const preparing = new Set(claimMounts(set).map(({ container }) => container));
  return [...preparing].some((container) => {
    if (container.kind !== "init") return false;
    if (/\b(?:chown|chmod|setfacl|install)\b|permission/i.test(`${container.name}\n${scriptOf(container)}`))
      return true;
    return (integer(mapping(container.value.securityContext).runAsUser) ?? integer(pod.runAsUser)) === 0;
  });
}
