import { defineRule } from "../../src/lint/contract/rule.ts";

export const duplicateEnv = defineRule({
  id: "duplicate-env",
  category: "pod",
  subject: "Workload",
  summary: "an environment variable is set twice in one container",
  rationale: `Of two entries with one name the last wins, and nothing says so. Worse, upgrades merge the list
by name: one that takes an entry away can remove both, and one that changes an entry can fail.`,
  severity: "warning",
  preset: "hygiene",
  since: "0.1.0",
  falseAlarms: `None.`,
  references: ["kubernetes/kubernetes#58477", "helm/helm#12643"],
  messages: {
    twice: {
      text: "environment variable `{name}` of container `{container}` is set twice: the last one wins now, and an upgrade that corrects it may remove both",
      help: "keep one of the two; in a chart, let the user's extra variables replace the chart's own",
    },
  },
  *check(set) {
    for (const { name: container, environment } of set.containers) {
      const first = new Map<string, (typeof environment)[number]>();
      for (const variable of environment) {
        const before = first.get(variable.name);
        if (before === undefined) first.set(variable.name, variable);
        if (before === undefined || variable.name === "") continue;
        yield {
          message: "twice",
          data: { name: variable.name, container },
          at: { manifest: set.manifest, path: [...variable.path, "name"] },
          related: [{ manifest: set.manifest, path: [...before.path, "name"], message: "set here first" }],
        };
      }
    }
  },
});
