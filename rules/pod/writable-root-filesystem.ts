import { defineRule } from "../../src/lint/contract/rule.ts";
import { placeOf } from "../../src/model/container-place.ts";
import { mapping } from "../../src/model/fields.ts";

export const writableRootFilesystem = defineRule({
  id: "writable-root-filesystem",
  category: "pod",
  subject: "Workload",
  summary: "a container may write into its own image",
  rationale: `What a process writes outside its volumes is gone at the next restart, and fills the node's disk until then. A read-only root
filesystem shows at once which folders need a volume, and leaves an intruder nowhere to put programs.`,
  severity: "info",
  confidence: "certain",
  preset: "hygiene",
  since: "0.1.0",
  falseAlarms: `None: it is a matter of taste, and off unless asked for.`,
  references: ["https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"],
  messages: {
    writable: {
      text: "container `{container}` may write into its own image: what lands there is lost at the next restart",
      help: "write `readOnlyRootFilesystem: true`, and mount an emptyDir where the software must write",
    },
  },
  *check(set) {
    for (const container of set.runningContainers) {
      if (mapping(container.value.securityContext).readOnlyRootFilesystem === true) continue;
      yield {
        message: "writable",
        data: { container: container.name },
        at: { manifest: set.manifest, path: placeOf(container) },
      };
    }
  },
});
