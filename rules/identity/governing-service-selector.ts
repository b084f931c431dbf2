import { defineRule } from "../../src/lint/contract/rule.ts";
import { found } from "../../src/model/lookup.ts";
import type { Service } from "../../src/model/service.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

export const governingServiceSelector = defineRule({
  id: "governing-service-selector",
  category: "identity",
  subject: "StatefulSet",
  summary: "the governing Service's selector fits none of the StatefulSet's pods",
  rationale: `Kubernetes publishes a pod's name only where the Service named by serviceName selects the pod. Where its
selector fits none of them, the Service has no endpoints from this set: \`POD.SERVICE\` does not resolve, and peers and
clients that look the Service up find nobody, or the pods of another workload.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `A Service without a selector is left alone: its endpoints are made by somebody else, by design. Labels
that the controller adds (pod name, index, revision) count as there. Where a label is merely absent from the pod template
something may add it while the pods run, such as \`role\` by an operator: a warning, and nothing where the software is known
to add that label to its own pods (Patroni, Vault).`,
  references: [
    "https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-hostname-and-subdomain-fields",
    "salesforce/sloop#60",
  ],
  messages: {
    different: {
      text: "Service `{service}` governs StatefulSet `{set}` but selects `{key}: {wanted}`, and the pods carry `{key}: {actual}`: it has no endpoints among them, so no pod name resolves",
      help: "write `{key}: {actual}` in the Service's selector, or give the pods the label it asks for",
    },
    absent: {
      text: "Service `{service}` governs StatefulSet `{set}` but selects `{key}: {wanted}`, a label that the pod template lacks: unless something adds it to the pods, no pod name resolves",
      help: "add `{key}: {wanted}` to the pod template's labels, or take it out of the Service's selector",
    },
    foreign: {
      text: "serviceName names `{service}`, which selects the pods of {other} and none of this StatefulSet's: no pod gets a DNS name, and who looks the Service up finds the other workload",
      help: "render a headless Service of its own for StatefulSet `{set}` and name that in serviceName",
    },
  },
  *check(set) {
    const service = found(set.governingService);
    if (service?.selector === undefined) return;
    const unmet = service.selector.requirements.flatMap((requirement) => {
      const why = set.unmet(requirement);
      const isItsOwn = why === "absent" && set.known?.ownLabels.includes(requirement.key) === true;
      return why === undefined || isItsOwn ? [] : [{ requirement, why }];
    });
    const first = unmet.find(({ why }) => why === "different") ?? unmet[0];
    if (first === undefined) return;
    const { key, values } = first.requirement;
    const selector = ["spec", "selector", key];
    const other = first.why === "different" ? otherSelected(service, set) : otherGoverned(service, set);
    if (other !== undefined) {
      yield {
        message: "foreign",
        data: { service: service.name, set: set.name, other },
        at: { manifest: set.manifest, path: ["spec", "serviceName"] },
        related: [{ manifest: service.manifest, path: selector, message: `Service/${service.name} selects ${other}` }],
      };
      return;
    }
    yield {
      message: first.why,
      ...(first.why === "absent" ? { severity: "warning" } : {}),
      data: {
        service: service.name,
        set: set.name,
        key,
        wanted: values[0] ?? "",
        actual: set.pod.labels.get(key) ?? "",
      },
      at: { manifest: service.manifest, path: selector },
      related: [
        {
          manifest: set.manifest,
          path: [...set.pod.path, "metadata", "labels", ...(first.why === "different" ? [key] : [])],
          message: first.why === "different" ? "the pods' label" : "the pods' labels",
        },
      ],
    };
  },
});

/** Another set that the Service governs and selects: then it was never meant for this one. */
function otherGoverned(service: Service, set: StatefulSetView): string | undefined {
  const other = set.release
    .setsSelectedBy(service)
    .find(({ serviceName, manifest }) => serviceName === service.name && manifest.namespace === set.manifest.namespace);
  return other === undefined ? undefined : `StatefulSet \`${other.name}\``;
}

/** The other workload whose pods the Service selects, named as people say it. */
function otherSelected(service: Service, set: StatefulSetView): string | undefined {
  const { selector, manifest } = service;
  if (selector === undefined) return undefined;
  const all = set.release.workloadsSelectedBy(selector, manifest);
  const first = all.find(({ kind }) => kind === "StatefulSet") ?? all[0];
  return first === undefined ? undefined : `${first.kind} \`${first.name}\``;
}
