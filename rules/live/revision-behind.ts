import { defineRule } from "../../src/lint/contract/rule.ts";
import { filled, integer, labels, mapping } from "../../src/model/fields.ts";
import { podsNamedAfter } from "../../src/model/live-pod.ts";
import { together } from "../../src/model/namespace.ts";
import type { Manifest } from "../../src/read/document.ts";
import { byHand, namespaceFor, renewal } from "../_shared/by-hand.ts";
import { ageText, placeText } from "./_seen.ts";

export const revisionBehind = defineRule({
  id: "revision-behind",
  category: "live",
  subject: "StatefulSet",
  needs: "live",
  summary: "pods run on an old revision, held back by a partition or OnDelete",
  rationale: `A partition that was forgotten after a canary, or OnDelete without anybody who deletes, keeps pods on an old revision for months,
while every upgrade reports success. Security fixes do not reach them.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "A canary in progress.",
  references: ["helm/helm#11773", "kubernetes/kubernetes#70442"],
  messages: {
    partition: {
      text: "{pods} of StatefulSet `{set}`{where} run on an old revision: partition {partition} keeps every update from them",
      help: "once the new pods are well, lower the partition {source} step by step, to 0 in the end, each time with `{deploy}`",
    },
    onDelete: {
      text: "{pods} of StatefulSet `{set}`{where} run on an old revision: with `type: OnDelete` they stay there until somebody deletes them",
      help: "delete them one by one, each once the one before is ready{renewal}; or use RollingUpdate",
    },
  },
  *check(set, context) {
    const revision = filled(mapping(set.manifest.value.status).updateRevision);
    const { type, partition } = set.strategy;
    if (revision === undefined || (type !== "OnDelete" && partition === 0)) return;
    const pods = podsNamedAfter(set).filter((pod) => {
      const own = labels(mapping(pod.value.metadata).labels);
      const isOwn = /^\d+$/.test(pod.name.slice(set.name.length + 1));
      const hash = own.get("controller-revision-hash");
      return isOwn && together(pod, set.manifest) && hash !== undefined && hash !== revision;
    });
    const old = integer(mapping(set.manifest.value.status).currentReplicas) ?? 0;
    const count =
      pods.length > 0 ? pods.length : filled(mapping(set.manifest.value.status).currentRevision) === revision ? 0 : old;
    if (count === 0) return;
    const hands = byHand(set.manifest, context);
    const last = [...pods].sort((one, other) => ordinalOf(other) - ordinalOf(one))[0];
    yield {
      message: type === "OnDelete" ? "onDelete" : "partition",
      data: {
        pods:
          pods.length === 0
            ? `${count} pods`
            : pods
                .slice(0, 5)
                .map((pod) => `\`${pod.name}\`${ageText(pod)}`)
                .join(", ") + (pods.length > 5 ? " …" : ""),
        set: set.name,
        where: placeText(set.manifest),
        partition,
        source: hands.source,
        deploy: hands.deploy,
        renewal:
          last === undefined
            ? ""
            : `, the last first: ${renewal(last.name, namespaceFor(context, last, set.manifest))}`,
      },
      at: {
        manifest: set.manifest,
        path: ["spec", "updateStrategy", ...(type === "OnDelete" ? ["type"] : ["rollingUpdate", "partition"])],
      },
      related: pods.slice(0, 5).map((manifest) => ({
        manifest,
        path: ["metadata", "labels", "controller-revision-hash"],
        message: "an old revision",
      })),
    };
  },
});

function ordinalOf({ name }: Manifest): number {
  return Number(name.slice(name.lastIndexOf("-") + 1));
}
