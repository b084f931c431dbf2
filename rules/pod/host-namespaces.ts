import { defineRule } from "../../src/lint/contract/rule.ts";

export const hostNamespaces = defineRule({
  id: "host-namespaces",
  category: "pod",
  subject: "Workload",
  summary: "pods share the network, processes or IPC of their node",
  rationale: `With \`hostNetwork\`, \`hostPID\` or \`hostIPC\` a pod is no longer apart from its node: it sees all traffic or processes there, and with
\`hostNetwork\` two replicas that listen at one port can never run on one node. The pod security standard \`baseline\` forbids them.`,
  severity: "warning",
  confidence: "certain",
  preset: "hygiene",
  since: "0.1.0",
  falseAlarms: `Node software needs it sometimes: suppress the finding with that reason.`,
  references: ["https://kubernetes.io/docs/concepts/security/pod-security-standards/"],
  messages: {
    shared: {
      text: "`{field}` makes these pods part of their node: {consequence}",
      help: "remove `{field}`; pods reach each other by the names that the governing Service gives them",
    },
  },
  *check(set) {
    for (const [field, consequence] of fields) {
      if (set.pod.spec[field] !== true) continue;
      yield {
        message: "shared",
        data: { field, consequence },
        at: { manifest: set.manifest, path: [...set.pod.path, "spec", field] },
      };
    }
  },
});

const fields: readonly (readonly [string, string])[] = [
  ["hostNetwork", "they take its ports, so only one of them fits on a node, and they see its traffic"],
  ["hostPID", "each sees every process there"],
  ["hostIPC", "each may read the shared memory of other programs there"],
];
