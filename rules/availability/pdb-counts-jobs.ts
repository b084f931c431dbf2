import { defineRule } from "../../src/lint/contract/rule.ts";
import { filled, mapping } from "../../src/model/fields.ts";
import { hooks, isOfDeletion } from "../../src/model/neighbours.ts";
import type { Workload } from "../../src/model/workload.ts";
import { covered, deciding, isAccepted } from "./_budget.ts";

export const pdbCountsJobs = defineRule({
  id: "pdb-counts-jobs",
  category: "availability",
  subject: "Release",
  summary: "a PodDisruptionBudget over a StatefulSet's pods also selects those of a Job",
  rationale: `For a percentage, and for maxUnavailable, Kubernetes asks the controller of every selected pod how many replicas it wants. A
Job has no such number: the budget cannot be computed, allows no eviction, and reports \`CalculateExpectedPodCountFailed\`. Pods
of finished Jobs count, so a CronJob that keeps its history blocks every drain for good. (pkg/controller/disruption/disruption.go,
getExpectedScale and failSafe)`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `A minAvailable that is a number needs no controller and is left alone, and so is a hook that is deleted once it succeeded, or that runs
when the release is deleted.`,
  references: ["https://kubernetes.io/docs/tasks/run-application/configure-pdb/", "bitnami/charts#17001"],
  messages: {
    jobs: {
      text: "with `{budget}` this PodDisruptionBudget selects the pods of StatefulSet `{set}` and those of {job}: while a pod of {job} exists, finished ones included, the budget cannot be computed and allows no eviction, so drains hang",
      help: "add a label that only the set's pods carry, such as a component, to the budget's selector",
    },
  },
  *check(release) {
    for (const budget of release.budgets.filter(isAccepted)) {
      if (budget.maxUnavailable === undefined && typeof budget.minAvailable !== "string") continue;
      const { statefulSets, workloads } = covered(release, budget);
      const [set] = statefulSets;
      const job = workloads.find(isStaying);
      if (set === undefined || job === undefined) continue;
      yield {
        message: "jobs",
        data: { budget: deciding(budget).words, set: set.name, job: `${job.kind} \`${job.name}\`` },
        at: { manifest: budget.manifest, path: ["spec", "selector"] },
        related: [
          {
            manifest: job.manifest,
            path: [...job.pod.path, "metadata", "labels"],
            message: "the budget's selector fits these pods too",
          },
        ],
      };
    }
  },
});

function isStaying({ kind, manifest }: Workload): boolean {
  if (kind !== "Job" && kind !== "CronJob") return false;
  if (hooks(manifest).length === 0) return true;
  if (isOfDeletion(manifest)) return false;
  const annotations = mapping(mapping(manifest.value.metadata).annotations);
  return filled(annotations["helm.sh/hook-delete-policy"])?.includes("hook-succeeded") !== true;
}
