import { defineRule } from "../../src/lint/contract/rule.ts";
import { placeOf } from "../../src/model/container-place.ts";
import { securityField } from "./_security.ts";

export const runAsRoot = defineRule({
  id: "run-as-root",
  category: "pod",
  subject: "Workload",
  summary: "a container runs as root, or may",
  rationale: `A process that runs as root in its container is root on the node once it breaks out, and writes files to the volume that another
user cannot read later. The pod security standard \`restricted\` asks for \`runAsNonRoot: true\`.`,
  severity: "info",
  confidence: "possible",
  preset: "hygiene",
  since: "0.1.0",
  falseAlarms: `Init containers are left alone: many change the owner of a volume, which needs root. What user an image brings along is not known.`,
  references: ["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
  messages: {
    root: {
      text: "container `{container}` runs as root (`runAsUser: 0`): who breaks out of it is root on the node",
      help: "give it a user of its own: `runAsUser`, `runAsNonRoot: true`, and `fsGroup` so that it can write its volumes",
    },
    maybe: {
      text: "nothing keeps container `{container}` from running as root: that depends on the image alone",
      help: "write `runAsNonRoot: true` in its securityContext, with a `runAsUser` where the image names none",
    },
  },
  *check(set) {
    for (const container of set.runningContainers) {
      const user = securityField(set, container, "runAsUser");
      const nonRoot = securityField(set, container, "runAsNonRoot");
      const isRoot = user?.value === 0;
      if (!isRoot && (nonRoot?.value === true || user !== undefined)) continue;
      yield {
        message: isRoot ? "root" : "maybe",
        ...(isRoot ? { severity: "warning" } : {}),
        data: { container: container.name },
        at: { manifest: set.manifest, path: isRoot ? user.path : placeOf(container) },
      };
    }
  },
});
