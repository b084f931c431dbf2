import { defineRule } from "../../src/lint/contract/rule.ts";
import { filled, list, mapping } from "../../src/model/fields.ts";
import { livePodsOf } from "../../src/model/live-pod.ts";
import type { Release } from "../../src/model/release.ts";
import type { Manifest } from "../../src/read/document.ts";
import { byHand } from "../_shared/by-hand.ts";
import { podsOn } from "./_claims.ts";
import { placeText } from "./_seen.ts";

export const claimPending = defineRule({
  id: "claim-pending",
  category: "live",
  subject: "Release",
  needs: "live",
  summary: "a claim that no volume was bound to, or a pod that cannot reach the node of its volume",
  rationale: `A pod starts only once each of its claims is bound, and on a node that reaches the volumes. Under OrderedReady every pod above it
waits too.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms:
    "A claim that was made a moment ago. A class that binds when the first pod comes leaves claims pending until then.",
  references: ["https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode"],
  messages: {
    pending: {
      text: "claim `{claim}`{where} is Pending{since}: no volume is bound to it, {reason}",
      help: "`{describe}` shows what the provisioner says",
    },
    node: {
      text: "pod `{pod}`{where} of StatefulSet `{set}` waits for a node that reaches its volumes: {reason}",
      help: "bring back the node or zone of the volume (`{volumes}` names each volume, `kubectl describe pv` its node), or copy the data into a claim that other nodes reach",
    },
  },
  *check(release, context) {
    for (const claim of release.ofKind("PersistentVolumeClaim")) {
      if (filled(mapping(claim.value.status).phase) !== "Pending") continue;
      yield {
        message: "pending",
        data: {
          claim: claim.name,
          where: placeText(claim),
          since: sinceText(claim),
          reason: reasonOf(claim, release),
          describe: byHand(claim, context).kubectl("describe", `pvc/${claim.name}`),
        },
        at: { manifest: claim, path: ["status", "phase"] },
      };
    }
    for (const set of release.statefulSets) {
      for (const pod of livePodsOf(set)) {
        if (pod.waiting !== "Unschedulable" || !/volume node affinity conflict/.test(pod.message ?? "")) continue;
        yield {
          message: "node",
          data: {
            pod: pod.name,
            set: set.name,
            where: placeText(pod.manifest),
            reason: pod.message ?? "",
            volumes: byHand(pod.manifest, context, set.manifest).kubectl(
              "get",
              ...claimsNamed(pod.manifest),
              "-o",
              "wide",
            ),
          },
          at: { manifest: pod.manifest, path: ["metadata", "name"] },
        };
      }
    }
  },
});

/** Why nothing is bound, as far as the claim and the pod that wants it tell. */
function reasonOf(claim: Manifest, release: Release): string {
  const spec = mapping(claim.value.spec);
  const told = list(mapping(claim.value.status).conditions)
    .map((one) => filled(mapping(one).message))
    .find((message) => message !== undefined);
  if (told !== undefined) return told;
  const [pod] = podsOn(claim, release);
  if (pod !== undefined) {
    const message = list(mapping(pod.value.status).conditions)
      .map((one) => mapping(one))
      .find((one) => one.type === "PodScheduled" && one.status === "False")?.message;
    if (filled(message) !== undefined) return `and pod \`${pod.name}\` waits: ${filled(message)}`;
  }
  const notes = mapping(mapping(claim.value.metadata).annotations);
  if (filled(spec.volumeName) !== undefined) return `though it names volume \`${filled(spec.volumeName)}\``;
  if (spec.storageClassName === "")
    return "and its empty storage class makes none: somebody must create a volume that fits";
  if (filled(spec.storageClassName) === undefined)
    return "and it names no storage class: the cluster has no default one";
  const provisioner =
    filled(notes["volume.kubernetes.io/storage-provisioner"]) ??
    filled(notes["volume.beta.kubernetes.io/storage-provisioner"]);
  if (provisioner !== undefined) return `and it waits for the provisioner \`${provisioner}\``;
  if (pod === undefined)
    return `and no pod of the input mounts it, which class \`${filled(spec.storageClassName)}\` may wait for`;
  return `and class \`${filled(spec.storageClassName)}\` may not exist`;
}

function claimNames(pod: Manifest): readonly unknown[] {
  return list(mapping(pod.value.spec).volumes).map(
    (volume) => mapping(mapping(volume).persistentVolumeClaim).claimName,
  );
}

function claimsNamed(pod: Manifest): readonly string[] {
  const names = claimNames(pod).flatMap((name) => filled(name) ?? []);
  return names.length === 0 ? ["pvc"] : names.map((name) => `pvc/${name}`);
}

function sinceText({ value }: Manifest): string {
  const since = filled(mapping(value.metadata).creationTimestamp);
  return since === undefined ? "" : ` since ${since}`;
}
