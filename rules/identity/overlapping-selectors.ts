import { defineRule } from "../../src/lint/contract/rule.ts";
import { together } from "../../src/model/namespace.ts";
import type { SetSurroundings, StatefulSetView } from "../../src/model/statefulset.ts";
import type { Workload } from "../../src/model/workload.ts";

export const overlappingSelectors = defineRule({
  id: "overlapping-selectors",
  category: "identity",
  subject: "StatefulSet",
  summary: "another controller's selector matches the StatefulSet's pods",
  rationale: `Selectors of controllers in one namespace must not overlap; Kubernetes does not stop anybody from it. Owner
references keep the controllers from each other's pods, but whatever asks by selector mixes them: an autoscaler takes the
usage of both, budgets, \`kubectl\` and monitoring count both, the claims of both sets carry the same labels, and orphaned
pods may be adopted by the wrong one. Where autoscalers target both, Kubernetes stops both.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Owner references limit the harm, so it is a warning, and an error only where two autoscalers meet. A
Job's selector is made by Kubernetes and unique. Two sets of one selector are reported once.`,
  fix: `A selector is immutable: delete the StatefulSet with \`--cascade=orphan\` only if the pods' labels stay as they are;
otherwise delete and make it anew; the claims stay.`,
  references: ["kubernetes/kubernetes#36859", "kubernetes/kubernetes#112011", "kubernetes/kubernetes#116898"],
  messages: {
    overlap: {
      text: "the selector of {other} also matches the pods of StatefulSet `{set}`: whatever counts or acts by selector, such as an autoscaler or an orphan's adoption, mixes the two up",
      help: "give each controller a label of its own, such as a component, in its selector and pod template",
    },
    autoscalers: {
      text: "the selector of {other} also matches the pods of StatefulSet `{set}`, and autoscalers target both: Kubernetes finds the selectors ambiguous and stops scaling both",
      help: "give each controller a label of its own, such as a component, in its selector and pod template",
    },
  },
  *check(set) {
    for (const workload of set.release.workloadsSelecting(set)) {
      if (!overlaps(set, workload)) continue;
      const other = set.release.setOf(workload.manifest);
      // Two sets that match each other are one fault, told at the later of the two.
      if (other !== undefined && overlaps(other, set) && !isLater(set, other)) continue;
      const both = set.autoscalers.length > 0 && set.release.autoscalersOf(workload.manifest).length > 0;
      const mutual = other !== undefined && overlaps(other, set);
      const own = { manifest: set.manifest, path: ["spec", "selector"] };
      const its = { manifest: workload.manifest, path: ["spec", "selector"] };
      yield {
        message: both ? "autoscalers" : "overlap",
        ...(both ? { severity: "error" } : {}),
        data: { set: set.name, other: `${workload.kind} \`${workload.name}\`` },
        at: mutual ? own : its,
        related: [
          mutual
            ? { ...its, message: "the same pods are selected here" }
            : {
                manifest: set.manifest,
                path: set.labelsPath,
                message: "matches the labels of these pods",
              },
        ],
      };
      return;
    }
  },
});

function overlaps(set: StatefulSetView, workload: Workload): boolean {
  return (
    workload.manifest !== set.manifest &&
    !(workload.manifest.name === set.name && workload.kind === "StatefulSet") &&
    workload.selector !== undefined &&
    workload.selector.requirements.length > 0 &&
    workload.kind !== "Job" &&
    workload.kind !== "CronJob" &&
    together(workload.manifest, set.manifest) &&
    set.isSelectedBy(workload.selector)
  );
}

function isLater(set: StatefulSetView, other: StatefulSetView): boolean {
  const places = set.release.once(placesOfSets);
  return (places.get(set) ?? 0) > (places.get(other) ?? 0);
}

function placesOfSets({ statefulSets }: SetSurroundings): ReadonlyMap<StatefulSetView, number> {
  return new Map(statefulSets.map((set, place) => [set, place]));
}
