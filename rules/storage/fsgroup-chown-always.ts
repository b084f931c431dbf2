import { defineRule } from "../../src/lint/contract/rule.ts";
import { integer, mapping } from "../../src/model/fields.ts";
import { sharesAcrossNodes } from "../../src/model/neighbours.ts";
import { claimMounts } from "./_claim-mounts.ts";

export const fsgroupChownAlways = defineRule({
  id: "fsgroup-chown-always",
  category: "storage",
  subject: "StatefulSet",
  summary: "with fsGroup the owner of every file is changed at every start",
  rationale: `With \`fsGroup\` the kubelet gives each file of a volume to that group before the containers start, at every start. For a volume of
millions of files that takes many minutes, in which the pod stands at \`ContainerCreating\`. \`fsGroupChangePolicy: OnRootMismatch\` looks at the
volume's root only and leaves the rest alone where that is right already.`,
  severity: "info",
  confidence: "likely",
  preset: "strict",
  since: "0.2.0",
  falseAlarms:
    "Claims that several nodes may mount are left alone, and drivers that give the group to the volume when they mount it do not walk it.",
  references: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#configure-volume-permission-and-ownership-change-policy-for-pods",
    "kubernetes/kubernetes#69699",
  ],
  messages: {
    always: {
      text: "fsGroup is set without `fsGroupChangePolicy: OnRootMismatch`: at every start the kubelet changes the group of every file of the claim `{volume}`, and with many files the pod starts after many minutes",
      help: "set `fsGroupChangePolicy: OnRootMismatch` beside fsGroup",
    },
  },
  *check(set) {
    const context = mapping(set.pod.spec.securityContext);
    if (integer(context.fsGroup) === undefined || context.fsGroupChangePolicy === "OnRootMismatch") return;
    const first = claimMounts(set).find(({ mount, accessModes }) => !mount.readOnly && !sharesAcrossNodes(accessModes));
    if (first === undefined) return;
    yield {
      message: "always",
      data: { volume: first.mount.name },
      at: { manifest: set.manifest, path: ["spec", "template", "spec", "securityContext", "fsGroup"], aim: "key" },
    };
  },
});
