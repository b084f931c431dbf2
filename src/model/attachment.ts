import type { Manifest } from "../read/document.ts";
import { filled, mapping } from "./fields.ts";
import type { Surroundings } from "./workload.ts";

/**
 * Drivers whose volumes are attached to no node (CSIDriver `attachRequired: false`): any node mounts them at any time, whatever
 * the claim's modes say, as only attaching asks for those (attachdetach multi-attach check).
 */
const unattached = /\b(?:efs\.csi\.aws\.com|nfs\.csi\.k8s\.io|smb\.csi\.k8s\.io|file\.csi\.azure\.com)$/;
/** The same of volumes that need no driver. */
const unattachedSources = ["nfs", "cephfs", "glusterfs"];
/** Volumes of one node, on which the scheduler puts every pod that mounts them. */
const ofOneNode = ["local", "hostPath"];
/** Names that classes of such storage have. */
const namedAfter = /(?:^|[-_.])(?:efs|nfs|smb|cifs|cephfs|azure-?file|glusterfs|filestore)(?:$|[-_.\d])/i;

/** What the input knows of how a claim's volume gets to its pods; "unlikely" where only the class's name tells of it. */
export type Attachment = "none" | "one-node" | "unlikely";

/** Undefined where nothing says that the volume is not attached to one node at a time. */
export function attachmentOf(claim: Manifest, release: Surroundings): Attachment | undefined {
  const { volumeName, storageClassName } = mapping(claim.value.spec);
  for (const { name, value } of release.ofKind("PersistentVolume")) {
    const spec = mapping(value.spec);
    const { name: claimed } = mapping(spec.claimRef);
    if (name !== volumeName && claimed !== claim.name) continue;
    if (unattachedSources.some((source) => spec[source] !== undefined)) return "none";
    if (unattached.test(filled(mapping(spec.csi).driver) ?? "")) return "none";
    if (ofOneNode.some((source) => spec[source] !== undefined)) return "one-node";
  }
  const named = filled(storageClassName);
  if (named === undefined) return undefined;
  const storage = release.ofKind("StorageClass").find(({ name }) => name === named);
  if (storage !== undefined) return unattached.test(filled(storage.value.provisioner) ?? "") ? "none" : undefined;
  return namedAfter.test(named) ? "unlikely" : undefined;
}
