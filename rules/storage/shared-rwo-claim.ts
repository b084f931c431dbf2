import type { RelatedViolationPlace } from "../../src/lint/contract/rule.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import { attachmentOf } from "../../src/model/attachment.ts";
import { filled, list, mapping } from "../../src/model/fields.ts";
import { readClaimSpec, sharesAcrossNodes } from "../../src/model/neighbours.ts";
import { isOnOneNode } from "../../src/model/on-one-node.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

export const sharedRwoClaim = defineRule({
  id: "shared-rwo-claim",
  category: "storage",
  subject: "StatefulSet",
  summary: "all replicas mount one claim that only one node may mount",
  rationale: `A volume in the pod template that names a PersistentVolumeClaim gives every replica the same claim. With ReadWriteOnce only one
node may mount it: a pod that lands on another waits in ContainerCreating for ever (Multi-Attach error), and pods on one node write into the
same files. Only claim templates give each pod a volume of its own.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  foretells: "stuck",
  falseAlarms: `With a single replica that nothing scales, one claim is fine. A claim that is not in the input may be ReadWriteMany: then a
warning. Where there is only one node, the pods do start, and share their files. Pods that are kept on one node (nodeName, \`kubernetes.io/hostname\`,
a required affinity to each other, a volume of one node) are told of shared files only, unless each has a folder of its own or all read only. Silent where the input's
PersistentVolume or StorageClass is of storage that no node attaches (NFS, EFS, SMB), and a warning where the class is named so.`,
  references: ["helm/charts#5595"],
  messages: {
    exclusive: {
      text: "all {replicas} replicas mount the claim `{claim}`, which is {modes}: pods on another node wait for ever to mount it{beside}",
      help: "give each pod a claim of its own with volumeClaimTemplates, or make the claim ReadWriteMany on storage that can do it",
    },
    together: {
      text: "all {replicas} replicas are kept on one node and mount the claim `{claim}`, so they write into each other's files",
      help: "give each pod a claim of its own with volumeClaimTemplates, or a folder of its own with `subPathExpr: $(POD_NAME)`",
    },
    unseen: {
      text: "all {replicas} replicas mount the claim `{claim}`, which is not in this release: unless it is ReadWriteMany or ReadOnlyMany, pods on another node wait for ever to mount it",
      help: "give each pod a claim of its own with volumeClaimTemplates, or make sure that the claim is ReadWriteMany",
    },
  },
  *check(set) {
    const replicas = set.maxReplicas;
    if (replicas < 2) return;
    const templates = new Set(set.claimTemplates.map(({ name }) => name));
    const shared = writtenTogether(set);
    const mounted = new Set(set.containers.flatMap(({ mounts }) => mounts.map(({ name }) => name)));
    for (const { volume, claimName: claim, claim: answer } of set.namedClaims) {
      if (templates.has(volume.name) || !mounted.has(volume.name) || answer.state === "ambiguous") continue;
      const at = { manifest: set.manifest, path: [...volume.path, "persistentVolumeClaim", "claimName"] };
      if (answer.state === "not-in-input") {
        if (isOwnClaim(claim, set)) continue;
        yield {
          message: "unseen",
          assumesWhole: true,
          severity: "warning",
          data: { replicas, claim },
          at,
          related: scaling(set),
        };
        continue;
      }
      const isShared = shared.has(volume.name) && mapping(volume.value.persistentVolumeClaim).readOnly !== true;
      const attachment = attachmentOf(answer.it, set.release);
      const isTogether = isOnOneNode(set) || attachment === "one-node";
      if (isTogether && !isShared) continue;
      const modes = readClaimSpec(mapping(answer.it.value).spec).accessModes;
      if (modes.length === 0 || sharesAcrossNodes(modes) || attachment === "none") continue;
      yield {
        message: isTogether ? "together" : "exclusive",
        ...(isTogether || attachment === "unlikely" ? { severity: "warning" } : {}),
        ...(attachment === "unlikely" ? { confidence: "possible" } : {}),
        data: {
          replicas,
          claim,
          modes: modes.join(" and "),
          beside: isShared ? ", pods on the same node write into each other's files" : "",
        },
        at,
        related: [
          { manifest: answer.it, path: ["spec", "accessModes", 0], message: `${modes.join(", ")} only` },
          ...scaling(set),
        ],
      };
    }
  },
});

/** The volumes in which some container writes where the others do: not read only, and in no folder of its own. */
function writtenTogether({ containers }: StatefulSetView): ReadonlySet<string> {
  return new Set(
    containers.flatMap(({ mounts, value }) =>
      mounts.flatMap(({ name, readOnly, path }) => {
        const entry = mapping(list(value.volumeMounts)[Number(path[path.length - 1])]);
        return readOnly || filled(entry.subPathExpr) !== undefined ? [] : name;
      }),
    ),
  );
}

/** A name that a claim template of the set gives: then only one of its pods has it in common with the others. */
function isOwnClaim(claim: string, set: StatefulSetView): boolean {
  return set.claimTemplates.some(({ name }) => claim.startsWith(`${name}-${set.name}-`));
}

/** What lets the set have several replicas, where that is not `replicas` itself. */
function scaling(set: StatefulSetView): RelatedViolationPlace[] {
  if (set.replicas > 1) return [{ manifest: set.manifest, path: ["spec", "replicas"], message: "several replicas" }];
  return set.autoscalers
    .filter(({ maxReplicas }) => (maxReplicas ?? 0) > 1)
    .slice(0, 1)
    .map(({ manifest, maxReplicas }) => ({
      manifest,
      path: ["spec", manifest.kind === "ScaledObject" ? "maxReplicaCount" : "maxReplicas"],
      message: `up to ${maxReplicas} replicas`,
    }));
}
