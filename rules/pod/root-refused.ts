import { defineRule } from "../../src/lint/contract/rule.ts";
import { isWindows } from "../_shared/windows.ts";
import { securityField } from "./_security.ts";

export const rootRefused = defineRule({
  id: "root-refused",
  category: "pod",
  subject: "StatefulSet",
  summary: "a container is to run as root under `runAsNonRoot: true`, and so never starts",
  rationale: `The API server takes both fields together, and the kubelet then refuses to make the container: "container's runAsUser breaks
non-root policy" (\`CreateContainerConfigError\`). Most often it is an init container that changes the owner of a volume as root, in a pod that has
\`runAsNonRoot: true\` for all of its containers: the first upgrade that switches it on stops at the last pod.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "stuck",
  falseAlarms: `None known: each field counts as the container has it, else as the pod does. Pods of Windows are left alone, where no user is a number.`,
  references: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
    "https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/kubelet/kuberuntime/security_context.go",
  ],
  messages: {
    root: {
      text: "container `{container}` runs as root (`runAsUser: 0`), and `runAsNonRoot: true` forbids it: the kubelet refuses to make the container (CreateContainerConfigError), and no pod starts",
      help: "give it another user, or write `runAsNonRoot: false` in the securityContext of this container alone",
    },
    owner: {
      text: "init container `{container}` runs as root (`runAsUser: 0`), and `runAsNonRoot: true` forbids it: the kubelet refuses to make the container (CreateContainerConfigError), and no pod starts",
      help: "write `runAsNonRoot: false` in the securityContext of this container alone; or leave it out, where all that it does is to change the owner of a volume: `fsGroup` in the pod's securityContext gives the volume to a group",
    },
  },
  *check(set) {
    if (isWindows(set)) return;
    for (const container of set.containers) {
      const user = securityField(set, container, "runAsUser");
      const nonRoot = securityField(set, container, "runAsNonRoot");
      if (user?.value !== 0 || nonRoot?.value !== true) continue;
      yield {
        message: container.kind === "init" ? "owner" : "root",
        data: { container: container.name },
        at: { manifest: set.manifest, path: user.path },
        related: [{ manifest: set.manifest, path: nonRoot.path, message: "forbids it" }],
      };
    }
  },
});
