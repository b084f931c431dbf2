import { defineRule } from "../../src/lint/contract/rule.ts";
import { placeOf } from "../../src/model/container-place.ts";
import { mapping } from "../../src/model/fields.ts";

export const privilegeEscalation = defineRule({
  id: "privilege-escalation",
  category: "pod",
  subject: "Workload",
  summary: "a process may gain more privileges than its container started with",
  rationale: `Unless \`allowPrivilegeEscalation\` is false, a program with the setuid bit, such as sudo, makes its caller root. The pod security
standard \`restricted\` asks for false.`,
  severity: "info",
  confidence: "certain",
  preset: "hygiene",
  since: "0.1.0",
  falseAlarms: `A privileged container always may: \`privileged-container\` says so.`,
  references: ["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
  messages: {
    allowed: {
      text: "container `{container}` may gain more privileges than it started with, by any program with the setuid bit",
      help: "write `allowPrivilegeEscalation: false` in the container's securityContext",
    },
  },
  *check(set) {
    for (const container of set.containers) {
      const context = mapping(container.value.securityContext);
      if (context.allowPrivilegeEscalation === false || context.privileged === true) continue;
      const isWritten = context.allowPrivilegeEscalation === true;
      yield {
        message: "allowed",
        data: { container: container.name },
        at: {
          manifest: set.manifest,
          path: isWritten ? [...container.path, "securityContext", "allowPrivilegeEscalation"] : placeOf(container),
        },
      };
    }
  },
});
