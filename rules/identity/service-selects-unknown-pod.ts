import { defineRule } from "../../src/lint/contract/rule.ts";
import { podIndexLabel, podNameLabel } from "../../src/model/added-labels.ts";
import { has } from "../../src/model/fields.ts";
import { chartOf, together } from "../../src/model/namespace.ts";
import { beforeOrdinal } from "../../src/model/ordinal-names.ts";
import type { Release } from "../../src/model/release.ts";
import type { Requirement } from "../../src/model/selector.ts";
import type { Service } from "../../src/model/service.ts";
import { setsByName } from "../../src/model/set-index.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import { atMost } from "../_shared/listed.ts";

export const serviceSelectsUnknownPod = defineRule({
  id: "service-selects-unknown-pod",
  category: "identity",
  subject: "Release",
  summary: "a Service selects a pod by a name or ordinal that no StatefulSet gives",
  rationale: `The controller labels each pod with its own name, \`statefulset.kubernetes.io/pod-name\`, and its ordinal, \`apps.kubernetes.io/pod-index\`, so that
a Service can lead to one member. Where no set makes such a pod the Service has no endpoints, and every connection to it is refused:
a set's name that was shortened or renamed, or an ordinal at or beyond the replicas.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `An ordinal is judged beside other labels that a set carries. A set that is not in the input may make the pod: without a StatefulSet beside the Service it is left alone, and where
nothing ties the Service to one of them it is a warning, from the same chart only. A pod that is written out may carry the label itself. Ordinals count up to an autoscaler's maximum; where
replicas is not written somebody else owns it, and nothing is said.`,
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-name-label",
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-index-label",
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
    index: {
      text: "Service `{service}` selects the pod with the ordinal `{ordinal}`, but the pods of StatefulSet `{set}` are `{first}` to `{last}`: no pod ever carries `apps.kubernetes.io/pod-index: {ordinal}`, and every connection to the Service is refused",
      help: "select the ordinal of one of `{first}` to `{last}`, or raise replicas; better, render one Service for each replica",
    },
  },
  *check(release) {
    if (release.statefulSets.length === 0) return;
    for (const service of release.services) {
      if (demandOn(service, podNameLabel) === undefined && demandOn(service, podIndexLabel) === undefined) continue;
      // A pod that is written out, or another workload, may carry the label itself.
      if (release.workloadsSelectedBy(service.selector, service.manifest).length > 0) continue;
      yield* byName(service, release);
      yield* byOrdinal(service, release);
    }
  },
});

/** Of more sets none is looked for by a likeness, and of more that are meant alike none is judged. */
const mostSets = 1_000;

function* byName(service: Service, release: Release) {
  const pods = demandOn(service, podNameLabel);
  const [pod] = pods?.values ?? [];
  if (pods === undefined || pod === undefined) return;
  const owners = (release.once(setsByName).get(beforeOrdinal(pod)) ?? []).filter(({ manifest }) =>
    together(manifest, service.manifest),
  );
  if (owners.some((set) => set.unmet(pods) === undefined)) return;
  const owner = owners.find(({ name }) => isOrdinal(ordinalOf(pod, name)));
  if (owner !== undefined && isScaledElsewhere(owner)) return;
  if (release.once(namesOfOthers).has(beforeOrdinal(pod))) return;
  const sets = release.statefulSets.slice(0, mostSets).filter(({ manifest }) => together(manifest, service.manifest));
  const tied = owner ?? sets.find(tieTo(service, pod));
  const set = tied ?? sets.find(({ manifest }) => isOfOneChart(manifest, service));
  if (set === undefined || set.maxReplicas === 0) return;
  yield {
    message: owner === undefined ? ("noSet" as const) : ("beyond" as const),
    assumesWhole: true,
    ...(tied === undefined ? { severity: "warning" as const } : {}),
    data: { service: service.name, pod, set: set.name, ...podsOf(set) },
    at: { manifest: service.manifest, path: ["spec", "selector", podNameLabel] },
    related: [
      owner !== undefined && has(owner.spec, "replicas")
        ? replicasOf(set)
        : { manifest: set.manifest, path: ["metadata", "name"], message: "the name that its pods begin with" },
    ],
  };
}

/** What a set of another controller is called, such as OpenKruise's: it may label its pods in the same way. */
const namesOfOthers = ({ others }: Release): ReadonlySet<string> => new Set(others.map(({ name }) => name));

/** An ordinal alone names no set: the other labels do, and all sets that carry them must lack that pod. */
function* byOrdinal(service: Service, release: Release) {
  const pods = demandOn(service, podIndexLabel);
  const [ordinal] = pods?.values ?? [];
  const others = (service.selector?.requirements ?? []).filter(
    ({ key }) => key !== podIndexLabel && key !== podNameLabel,
  );
  if (pods === undefined || ordinal === undefined || others.length === 0) return;
  const meant = release.setsFitting({ requirements: others }, service.manifest);
  if (meant.length > mostSets) return;
  const [set] = meant;
  if (set === undefined || set.maxReplicas === 0) return;
  if (meant.some((one) => one.unmet(pods) === undefined || isScaledElsewhere(one))) return;
  yield {
    message: "index" as const,
    assumesWhole: true,
    data: { service: service.name, ordinal, set: set.name, ...podsOf(set) },
    at: { manifest: service.manifest, path: ["spec", "selector", podIndexLabel] },
    related: [
      has(set.spec, "replicas")
        ? replicasOf(set)
        : { manifest: set.manifest, path: ["metadata", "name"], message: "the set whose pods it names" },
    ],
  };
}

function demandOn({ selector }: Service, label: string): Requirement | undefined {
  return selector?.requirements.find(({ key, operator }) => key === label && operator === "In");
}

function podsOf(set: StatefulSetView) {
  return { first: set.podName(0), last: set.podName(set.maxReplicas - 1) };
}

function replicasOf(set: StatefulSetView) {
  return { manifest: set.manifest, path: ["spec", "replicas"], message: atMost(set.maxReplicas) };
}

function isOrdinal(text: string): boolean {
  return /^(?:0|[1-9]\d{0,8})$/.test(text);
}

/** Nobody wrote how many there are, and no autoscaler says how many there can be. */
function isScaledElsewhere(set: StatefulSetView): boolean {
  return !has(set.spec, "replicas") && set.autoscalers.length === 0;
}

function ordinalOf(pod: string, set: string): string {
  return pod.startsWith(`${set}-`) ? pod.slice(set.length + 1) : "";
}

/** Whether the Service's name, its other labels, or the pod's name speak of a set. */
function tieTo({ name, selector }: Service, pod: string): (set: StatefulSetView) => boolean {
  const others = (selector?.requirements ?? []).filter(({ key }) => key !== podNameLabel);
  if (others.length > 0) return (set) => others.every((requirement) => set.unmet(requirement) === undefined);
  const stem = pod.replace(/-\d{1,9}$/, "");
  const [start, end] = [`${stem}-`, `-${stem}`];
  return (set) => {
    if (name.startsWith(set.name) && (name.length === set.name.length || name[set.name.length] === "-")) return true;
    return stem.length > 2 && (set.name.endsWith(end) || set.name.startsWith(start));
  };
}

function isOfOneChart(manifest: Release["manifests"][number], service: Service): boolean {
  return chartOf(manifest.source) === chartOf(service.manifest.source);
}
