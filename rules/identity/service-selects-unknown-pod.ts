import { defineRule } from "../../src/lint/contract/rule.ts";
import { has } from "../../src/model/fields.ts";
import { chartOf, together } from "../../src/model/namespace.ts";
import type { Release } from "../../src/model/release.ts";
import type { Service } from "../../src/model/service.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

const podNameLabel = "statefulset.kubernetes.io/pod-name";

export const serviceSelectsUnknownPod = defineRule({
  id: "service-selects-unknown-pod",
  category: "identity",
  subject: "Release",
  summary: "a Service selects a pod by a name that no StatefulSet gives",
  rationale: `The controller labels each pod with its own name, \`statefulset.kubernetes.io/pod-name\`, so that a Service can
lead to one member. Where no set makes a pod of that name the Service has no endpoints, and every connection to it is refused:
a set's name that was shortened or renamed, or an ordinal at or beyond the replicas.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `A set that is not in the input may make the pod: without a StatefulSet beside the Service it is left alone, and where
nothing ties the Service to one of them it is a warning, from the same chart only. Ordinals count up to an autoscaler's maximum; where
replicas is not written somebody else owns it, and nothing is said.`,
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-name-label",
    "helm/charts#22098",
  ],
  messages: {
    noSet: {
      text: "Service `{service}` selects the pod `{pod}`, and no StatefulSet of this release makes a pod of that name: it has no endpoints, and every connection to it is refused",
      help: "write the name of a pod that exists, such as `{first}` of StatefulSet `{set}`",
    },
    beyond: {
      text: "Service `{service}` selects the pod `{pod}`, but the pods of StatefulSet `{set}` are `{first}` to `{last}`: that pod never exists, and every connection to the Service is refused",
      help: "select one of `{first}` to `{last}`, or raise replicas; better, render one Service for each replica",
    },
  },
  *check(release) {
    if (release.isPart) return;
    for (const service of release.services) {
      const pods = service.selector?.requirements.find(({ key }) => key === podNameLabel);
      const [pod] = pods?.values ?? [];
      if (pods?.operator !== "In" || pod === undefined) continue;
      const sets = release.statefulSets.filter(({ manifest }) => together(manifest, service.manifest));
      if (sets.length === 0 || sets.some((set) => set.unmet(pods) === undefined)) continue;
      const owner = sets.find(({ name }) => /^(?:0|[1-9]\d{0,8})$/.test(ordinalOf(pod, name)));
      if (owner !== undefined && !has(owner.spec, "replicas") && owner.autoscalers.length === 0) continue;
      const tied = owner ?? sets.find((set) => isTied(service, set, pod));
      const set = tied ?? sets.find(({ manifest }) => isOfOneChart(manifest, service));
      if (set === undefined || set.maxReplicas === 0) continue;
      yield {
        message: owner === undefined ? "noSet" : "beyond",
        ...(tied === undefined ? { severity: "warning" } : {}),
        data: {
          service: service.name,
          pod,
          set: set.name,
          first: set.podName(0),
          last: set.podName(set.maxReplicas - 1),
        },
        at: { manifest: service.manifest, path: ["spec", "selector", podNameLabel] },
        related: [
          owner !== undefined && has(owner.spec, "replicas")
            ? { manifest: set.manifest, path: ["spec", "replicas"], message: `${set.maxReplicas} replicas at most` }
            : { manifest: set.manifest, path: ["metadata", "name"], message: "the name that its pods begin with" },
        ],
      };
    }
  },
});

function ordinalOf(pod: string, set: string): string {
  return pod.startsWith(`${set}-`) ? pod.slice(set.length + 1) : "";
}

/** The Service's name, its other labels, or the pod's name speak of the set. */
function isTied(service: Service, set: StatefulSetView, pod: string): boolean {
  const others = (service.selector?.requirements ?? []).filter(({ key }) => key !== podNameLabel);
  if (others.length > 0) return others.every((requirement) => set.unmet(requirement) === undefined);
  if (service.name === set.name || service.name.startsWith(`${set.name}-`)) return true;
  const stem = pod.replace(/-\d{1,9}$/, "");
  return stem.length > 2 && (set.name.endsWith(`-${stem}`) || set.name.startsWith(`${stem}-`));
}

function isOfOneChart(manifest: Release["manifests"][number], service: Service): boolean {
  return chartOf(manifest.source) === chartOf(service.manifest.source);
}
