import { defineRule } from "../../src/lint/contract/rule.ts";
import { nearSet, selectsSomething } from "../../src/model/near-set.ts";
import { singlesOut } from "../../src/model/selected-pods.ts";
import type { Service } from "../../src/model/service.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

export const serviceSelectsNothing = defineRule({
  id: "service-selects-nothing",
  category: "identity",
  subject: "Release",
  summary: "a Service that was meant for a StatefulSet's pods selects none of them",
  rationale: `A Service whose selector fits no pod has no endpoints: every connection to it is refused or times out, without any
event. It happens where labels are renamed in the pod template and not in the Service, or where the Service asks for one more label
than the pods carry.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `Only a Service that fits no pod of the input and whose ports are a set's: its pods meet at least as many labels as they
miss, or none while the Service carries the set's name. Only labels that charts put on every pod count as missed; others, such as
\`role: master\` or \`vault-active\`, may be added while the pods run. A Service that asks for another component may belong to a part that
is switched off or installed by itself. The governing Service is \`governing-service-selector\`'s.`,
  references: [
    "https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service",
    "stefanprodan/mgob#114",
    "restatedev/restate#3905",
    "devops-ia/helm-opencti#258",
  ],
  messages: {
    nothing: {
      text: "Service `{service}` selects `{key}: {wanted}`, and no pod of this release fits, not even those of StatefulSet `{set}`, {actual}: it has no endpoints, and every connection to it is refused",
      help: "select the labels by which the set knows its pods: {labels}",
    },
  },
  *check(release) {
    for (const service of release.services) {
      const { selector, manifest } = service;
      if (selector === undefined || singlesOut(selector) || selectsSomething(selector, manifest, release)) continue;
      const near = nearSet(selector, manifest, release, (set) => hasItsPorts(service, set));
      const first = near?.unmet[0];
      if (near === undefined || first === undefined) continue;
      const { set } = near;
      if (set.serviceName === service.name || !hasItsPorts(service, set)) continue;
      const { key } = first;
      const actual = set.pod.labels.get(key);
      yield {
        message: "nothing",
        assumesWhole: true,
        data: {
          service: service.name,
          set: set.name,
          key,
          wanted: first.values[0] ?? "",
          actual: actual === undefined ? "which lack that label" : `which carry \`${key}: ${actual}\``,
          labels: ownLabels(set),
        },
        at: { manifest, path: ["spec", "selector", key] },
        related: [
          {
            manifest: set.manifest,
            path: [...set.pod.path, "metadata", "labels", ...(actual === undefined ? [] : [key])],
            message: actual === undefined ? "the pods' labels" : "the pods' label",
          },
        ],
      };
    }
  },
});

/** Whether the Service leads to a port that the set's pods declare. */
function hasItsPorts({ ports }: Service, set: StatefulSetView): boolean {
  return ports.some(({ targetPort, port }) => {
    const target = targetPort ?? port;
    return set.ports.some(({ name, containerPort }) => target === (typeof target === "string" ? name : containerPort));
  });
}

/** The set's matchLabels as a reader would write them into the selector. */
function ownLabels({ selector }: StatefulSetView): string {
  return selector.requirements
    .flatMap(({ key, operator, values }) => (operator === "In" ? [`\`${key}: ${values[0] ?? ""}\``] : []))
    .join(", ");
}
