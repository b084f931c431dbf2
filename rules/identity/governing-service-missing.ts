import { defineRule } from "../../src/lint/contract/rule.ts";
import { mayName } from "../../src/model/namers.ts";
import { hostMentions } from "../../src/model/peers.ts";
import { matches } from "../../src/model/selector.ts";
import type { Service } from "../../src/model/service.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

export const governingServiceMissing = defineRule({
  id: "governing-service-missing",
  category: "identity",
  subject: "StatefulSet",
  summary: "serviceName names a Service that the release does not hold",
  rationale: `Kubernetes never checks that the governing Service exists. Without it the pods run, but no name
\`POD.SERVICE\` resolves: peers do not find each other, and clients that were given such a name fail.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `An info where the only replica's name is used by nobody. A Service that is made elsewhere (another chart, an operator) is not in the input: say so with a suppression.
A StatefulSet that comes alone is not judged, because then only a part is known: with no Service beside it and no \`# Source:\`
comment, as the only template of the output, as \`helm template --show-only\` prints it, or as one of the files of a split render.`,
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#limitations",
    "coze-dev/coze-studio#2723",
  ],
  messages: {
    missing: {
      text: "serviceName names `{service}`, and no Service of that name is in this release: unless it is made elsewhere, no pod has a DNS name, and who looks one up, such as a peer, finds nothing",
      help: "render a Service named `{service}` with `clusterIP: None` and a selector that fits the pods, or name one that exists",
    },
    near: {
      text: "serviceName names `{service}`, and no Service of that name is in this release, only `{near}`: unless it is made elsewhere, no pod has a DNS name, and who looks one up, such as a peer, finds nothing",
      help: "write `serviceName: {near}`, or give the Service the name `{service}`",
    },
  },
  *check(set) {
    if (set.serviceName === undefined || set.governingService.state !== "not-in-input") return;
    if (set.release.services.length === 0 && set.manifest.source === undefined) return;
    const near = set.services.find((service) => service.headless && isItsOwn(service, set));
    yield {
      message: near === undefined ? "missing" : "near",
      assumesWhole: true,
      ...(set.maxReplicas > 1 || isNamed(set, set.serviceName) ? {} : { severity: "info" }),
      data: { service: set.serviceName, near: near?.name ?? "" },
      at: { manifest: set.manifest, path: ["spec", "serviceName"] },
      related:
        near === undefined
          ? []
          : [
              {
                manifest: near.manifest,
                path: ["metadata", "name"],
                message: "a headless Service that selects these pods",
              },
            ],
    };
  },
});

/** Whether something in the release asks for the Service, or for a pod behind it, by name. */
function isNamed(set: StatefulSetView, service: string): boolean {
  const answers = set.release.once(namedServices);
  const known = answers.get(service);
  if (known !== undefined) return known;
  const named = mayName(service, set).some((workload) => hostMentions(workload, service).length > 0);
  answers.set(service, named);
  return named;
}

/** What was answered for each Service: sets may share one. */
const namedServices = () => new Map<string, boolean>();

/** Whether the Service publishes all of the set's pods and no other set's: one for a single pod or for a ring is no substitute. */
function isItsOwn(service: Service, set: StatefulSetView): boolean {
  const { selector } = service;
  if (selector === undefined || !matches(selector, set.pod.labels)) return false;
  return set.release.setsSelectedBy(service).length === 1;
}
