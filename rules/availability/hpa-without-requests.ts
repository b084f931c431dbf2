import { defineRule } from "../../src/lint/contract/rule.ts";
import { placeOf } from "../../src/model/container-place.ts";
import { filled, has, integer, isMapping, list, mapping } from "../../src/model/fields.ts";
import type { Autoscaler } from "../../src/model/neighbours.ts";
import type { Path } from "../../src/read/path.ts";

/** A resource whose use an autoscaler compares with what the pods request, and where that is written. */
interface Measured {
  readonly resource: string;
  readonly path: Path;
}

export const hpaWithoutRequests = defineRule({
  id: "hpa-without-requests",
  category: "availability",
  subject: "Workload",
  summary: "an autoscaler measures use against requests that a container does not have",
  rationale: `\`Utilization\` is the part that a pod uses of what its containers request. Where one of them requests nothing the autoscaler
cannot compute it: it reports FailedGetResourceMetric, and never scales the set, under whatever load.`,
  severity: "info",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `A LimitRange of the namespace may give every container a request: it is not known here, so this is an info. A limit counts as a
request, and resources of the whole pod count. Metrics by \`AverageValue\` need no request.`,
  references: [
    "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#how-does-a-horizontalpodautoscaler-work",
  ],
  messages: {
    missing: {
      text: "container `{container}` requests no {resource}, and {autoscaler} measures {resource} use against the request: unless a LimitRange adds one, it never scales this set",
      help: "write `resources.requests.{resource}` for `{container}`, or let the autoscaler measure an `AverageValue`",
    },
  },
  *check(set) {
    if (isMapping(set.pod.spec.resources)) return;
    for (const autoscaler of set.autoscalers) {
      for (const { resource, path } of measured(autoscaler)) {
        const container = set.containers.find(({ kind, value }) => {
          const { requests, limits } = mapping(value.resources);
          return kind === "regular" && !has(requests, resource) && !has(limits, resource);
        });
        if (container === undefined) continue;
        const { manifest } = autoscaler;
        yield {
          message: "missing",
          data: { container: container.name, resource, autoscaler: `${manifest.kind} \`${manifest.name}\`` },
          at: { manifest: set.manifest, path: placeOf(container) },
          related: [{ manifest, path, message: `measures ${resource} against the request` }],
        };
      }
    }
  },
});

/** CPU and memory that an autoscaler measures as utilization; CPU where it names no metric (autoscaling/v2 defaults.go). */
function measured({ manifest }: Autoscaler): readonly Measured[] {
  if (manifest.kind !== "HorizontalPodAutoscaler") return [];
  const spec = mapping(manifest.value.spec);
  if (integer(spec.targetCPUUtilizationPercentage) !== undefined) {
    return [{ resource: "cpu", path: ["spec", "targetCPUUtilizationPercentage"] }];
  }
  const metrics = list(spec.metrics);
  if (metrics.length === 0) return [{ resource: "cpu", path: ["spec"] }];
  return metrics.flatMap((metric, index) => {
    const { type, resource } = mapping(metric);
    const name = filled(mapping(resource).name);
    const target = mapping(mapping(resource).target);
    const isUtilization =
      target.type === "Utilization" || integer(mapping(resource).targetAverageUtilization) !== undefined;
    if (type !== "Resource" || name === undefined || !isUtilization) return [];
    return [{ resource: name, path: ["spec", "metrics", index, "resource", "name"] }];
  });
}
