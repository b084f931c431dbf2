import { defineRule } from "../../src/lint/rule.ts";

export const governingServiceMissing = defineRule({
  id: "governing-service-missing",
  category: "identity",
  subject: "StatefulSet",
  summary: "serviceName names a Service that the release does not hold",
  rationale: `Kubernetes never checks that the governing Service exists. Without it the pods run, but no name
\`POD.SERVICE\` resolves: peers do not find each other, and clients that were given such a name fail.`,
  severity: "warning",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `A Service that is made elsewhere (another chart, an operator) is not in the input: say so with a suppression.
A StatefulSet that comes alone, with no Service beside it and no \`# Source:\` comment, is not judged: then only a part is known.`,
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#limitations",
    "coze-dev/coze-studio#2723",
  ],
  messages: {
    missing: {
      text: "serviceName names `{service}`, and no Service of that name is in this release: unless it is made elsewhere, no pod gets a DNS name and peers cannot find each other",
      help: "render a Service named `{service}` with `clusterIP: None` and a selector that fits the pods, or name one that exists",
    },
    near: {
      text: "serviceName names `{service}`, and no Service of that name is in this release, only `{near}`: unless it is made elsewhere, no pod gets a DNS name and peers cannot find each other",
      help: "write `serviceName: {near}`, or give the Service the name `{service}`",
    },
  },
  *check(set) {
    if (set.serviceName === undefined || set.governingService.state !== "not-in-input") return;
    if (set.manifest.source === undefined && set.release.services.length === 0) return;
    const near = set.services.find(({ headless }) => headless);
    yield {
      message: near === undefined ? "missing" : "near",
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
