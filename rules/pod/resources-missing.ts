import { defineRule } from "../../src/lint/contract/rule.ts";
import { placeOf } from "../../src/model/container-place.ts";
import { has, isMapping, mapping } from "../../src/model/fields.ts";

export const resourcesMissing = defineRule({
  id: "resources-missing",
  category: "pod",
  subject: "Workload",
  summary: "a container says nothing about the CPU or memory it needs",
  rationale: `Without requests the scheduler counts a pod as needing nothing: it lands on a full node, and is among the first to be evicted when
memory runs out. Without a memory limit one leak takes the node down with every other pod on it.`,
  severity: "info",
  confidence: "certain",
  preset: "hygiene",
  since: "0.1.0",
  falseAlarms: `A request that is not written is the limit where there is one. Resources of the whole pod (\`spec.resources\`) count. A CPU limit is not asked for: many leave it out on purpose.`,
  references: ["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"],
  messages: {
    missing: {
      text: "container `{container}` has no {what}: the scheduler cannot place the pod by need, and the node may run out of memory",
      help: "write `resources.requests` for cpu and memory and `resources.limits.memory` for `{container}`",
    },
  },
  *check(set) {
    if (isMapping(set.pod.spec.resources)) return;
    for (const container of set.runningContainers) {
      const resources = mapping(container.value.resources);
      const limits = mapping(resources.limits);
      const requests = mapping(resources.requests);
      const missing = [
        ...["cpu", "memory"]
          .filter((name) => !has(requests, name) && !has(limits, name))
          .map((name) => `${name} request`),
        ...(has(limits, "memory") ? [] : ["memory limit"]),
      ];
      if (missing.length === 0) continue;
      yield {
        message: "missing",
        data: { container: container.name, what: missing.join(", no ") },
        at: {
          manifest: set.manifest,
          path: isMapping(container.value.resources) ? [...container.path, "resources"] : placeOf(container),
        },
      };
    }
  },
});
