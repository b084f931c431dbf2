import { defineRule } from "../../src/lint/contract/rule.ts";
import { mapping } from "../../src/model/fields.ts";

export const privilegedContainer = defineRule({
  id: "privileged-container",
  category: "pod",
  subject: "Workload",
  summary: "a container has all rights on its node",
  rationale: `A privileged container sees every device of its node and can change its kernel: whoever takes it over has the node, and every pod
on it. The pod security standard \`baseline\` forbids it.`,
  severity: "warning",
  confidence: "certain",
  preset: "hygiene",
  since: "0.1.0",
  falseAlarms: `Storage and network software sometimes needs it: suppress the finding with that reason. Init containers are named too: they run with the same rights.`,
  references: ["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
  messages: {
    privileged: {
      text: "container `{container}` is privileged: whoever takes it over has its node, and every pod there",
      help: "drop `privileged` and add only the capabilities that it needs, under `securityContext.capabilities.add`",
    },
  },
  *check(set) {
    for (const { name, path, value } of set.containers) {
      if (mapping(value.securityContext).privileged !== true) continue;
      yield {
        message: "privileged",
        data: { container: name },
        at: { manifest: set.manifest, path: [...path, "securityContext", "privileged"] },
      };
    }
  },
});
