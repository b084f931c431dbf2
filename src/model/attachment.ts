import type { Manifest } from "../read/document.ts";
import { filled, mapping } from "./fields.ts";
import { grouped, groupedBy } from "./grouped.ts";
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
  const volumes = release.once(volumesByName);
  for (const { value } of [...(volumes.get(`pv/${volumeName}`) ?? []), ...(volumes.get(`pvc/${claim.name}`) ?? [])]) {
    const spec = mapping(value.spec);
    if (unattachedSources.some((source) => spec[source] !== undefined)) return "none";
    if (unattached.test(filled(mapping(spec.csi).driver) ?? "")) return "none";
    if (ofOneNode.some((source) => spec[source] !== undefined)) return "one-node";
  }
  const named = filled(storageClassName);
  if (named === undefined) return undefined;
  const [storage] = release.once(classesByName).get(named) ?? [];
  if (storage !== undefined) return unattached.test(filled(storage.value.provisioner) ?? "") ? "none" : undefined;
  return namedAfter.test(named) ? "unlikely" : undefined;
}

/** Volumes by their own name (`pv/`), and by the claim that they are kept for (`pvc/`). */
function volumesByName(release: Surroundings): ReadonlyMap<string, readonly Manifest[]> {
  return grouped(
    release.ofKind("PersistentVolume").flatMap((volume) => {
      const claimed = filled(mapping(mapping(volume.value.spec).claimRef).name);
      const names = [`pv/${volume.name}`, ...(claimed === undefined ? [] : [`pvc/${claimed}`])];
      return names.map((name) => [name, volume] as const);
    }),
  );
}

function classesByName(release: Surroundings): ReadonlyMap<string, readonly Manifest[]> {
  return groupedBy(release.ofKind("StorageClass"), ({ name }) => name);
}
