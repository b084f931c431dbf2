/*
 * The volumes of a pod: names, and exactly one source each.
 * Source: pkg/apis/core/validation/validation.go (ValidateVolumes, validateVolumeSource).
 */
import { dnsLabelComplaints, dnsSubdomainComplaints } from "../model/names.ts";
import { checkClaimTemplate } from "./claim.ts";
import { checkDownwardFiles } from "./downward-volume.ts";
import type { FieldReview } from "./field-review.ts";
import { checkDescendingPath, checkFileMode, checkNoBacksteps } from "./file-path.ts";
import { checkItems } from "./key-to-path.ts";
import type {
  CSIVolumeSource,
  HostPathVolumeSource,
  ImageVolumeSource,
  NFSVolumeSource,
  Volume,
} from "./kubernetes.generated.ts";
import { checkId } from "./user-id.ts";
import { checkDisk, diskKinds } from "./volume-disk.ts";
import { checkProjected } from "./volume-projected.ts";

/** The volumes that a mount can name: those without a fault, by name. */
export type KnownVolumes = ReadonlyMap<string, Volume>;

/** ValidateVolumes. */
export function checkVolumes(review: FieldReview, at: string, volumes: readonly Volume[]): KnownVolumes {
  const known = new Map<string, Volume>();
  volumes.forEach((volume, i) => {
    const field = `${at}[${i}]`;
    const { name = "" } = volume;
    const before = review.errors.length;
    checkSource(review, field, volume);
    if (name === "") review.required(`${field}.name`);
    else review.complain(`${field}.name`, name, dnsLabelComplaints(name));
    if (known.has(name)) review.duplicate(`${field}.name`, name);
    if (review.errors.length === before) known.set(name, volume);
  });
  return known;
}

/** In the order in which the server looks at them, which decides which of two sources is one too many. */
const kinds = [
  "emptyDir",
  "hostPath",
  "gitRepo",
  "gcePersistentDisk",
  "awsElasticBlockStore",
  "secret",
  "nfs",
  "iscsi",
  "glusterfs",
  "flocker",
  "persistentVolumeClaim",
  "rbd",
  "cinder",
  "cephfs",
  "quobyte",
  "downwardAPI",
  "fc",
  "flexVolume",
  "configMap",
  "azureFile",
  "vsphereVolume",
  "photonPersistentDisk",
  "portworxVolume",
  "azureDisk",
  "storageos",
  "projected",
  "scaleIO",
  "csi",
  "ephemeral",
  "image",
] as const;

/** Where the server's field is not called what the manifest calls it. */
const refusedAs: Readonly<Record<string, string>> = { cephfs: "cephFS", downwardAPI: "downwarAPI" };

/** validateVolumeSource. */
function checkSource(review: FieldReview, at: string, volume: Volume): void {
  let sources = 0;
  for (const kind of kinds) {
    if (volume[kind] === undefined) continue;
    sources++;
    if (sources > 1) review.forbidden(`${at}.${refusedAs[kind] ?? kind}`, "may not specify more than 1 volume type");
    else checkKind(review, `${at}.${kind}`, volume, kind);
    if (kind === "iscsi") checkInitiator(review, at, volume);
  }
  if (sources === 0) review.required(at, "must specify a volume type");
}

function checkInitiator(review: FieldReview, at: string, { name = "", iscsi }: Volume): void {
  if (iscsi?.initiatorName !== undefined && `${name}:${iscsi.targetPortal ?? ""}`.length > 64)
    review.invalid(
      `${at}.name`,
      name,
      "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.",
    );
}

function checkKind(review: FieldReview, at: string, volume: Volume, kind: (typeof kinds)[number]): void {
  if (diskKinds.has(kind)) {
    checkDisk(review, at, volume, kind);
    return;
  }
  switch (kind) {
    case "emptyDir": {
      const { sizeLimit } = volume.emptyDir ?? {};
      if (sizeLimit !== undefined && sizeLimit.sign < 0)
        review.forbidden(`${at}.sizeLimit`, "SizeLimit field must be a valid resource quantity");
      return;
    }
    case "hostPath":
      checkHostPath(review, at, volume.hostPath ?? {});
      return;
    case "gitRepo":
      if ((volume.gitRepo?.repository ?? "") === "") review.required(`${at}.repository`);
      checkDescendingPath(review, `${at}.directory`, volume.gitRepo?.directory ?? "");
      return;
    case "secret":
      if ((volume.secret?.secretName ?? "") === "") review.required(`${at}.secretName`);
      checkFileMode(review, `${at}.defaultMode`, volume.secret?.defaultMode);
      checkId(review, `${at}.defaultUser`, volume.secret?.defaultUser);
      checkItems(review, `${at}.items`, volume.secret?.items);
      return;
    case "configMap":
      if ((volume.configMap?.name ?? "") === "") review.required(`${at}.name`);
      checkFileMode(review, `${at}.defaultMode`, volume.configMap?.defaultMode);
      checkId(review, `${at}.defaultUser`, volume.configMap?.defaultUser);
      checkItems(review, `${at}.items`, volume.configMap?.items);
      return;
    case "nfs":
      checkNfs(review, at, volume.nfs ?? {});
      return;
    case "persistentVolumeClaim":
      if ((volume.persistentVolumeClaim?.claimName ?? "") === "") review.required(`${at}.claimName`);
      return;
    case "downwardAPI":
      checkFileMode(review, `${at}.defaultMode`, volume.downwardAPI?.defaultMode);
      checkId(review, `${at}.defaultUser`, volume.downwardAPI?.defaultUser);
      checkDownwardFiles(review, at, volume.downwardAPI?.items ?? []);
      return;
    case "projected":
      checkProjected(review, at, volume.projected ?? {});
      return;
    case "csi":
      checkCsi(review, at, volume.csi ?? {});
      return;
    case "ephemeral": {
      const template = volume.ephemeral?.volumeClaimTemplate;
      if (template === undefined) {
        review.required(`${at}.volumeClaimTemplate`);
        return;
      }
      checkClaimTemplate(review, `${at}.volumeClaimTemplate`, template);
      return;
    }
    case "image":
      checkImage(review, at, volume.image ?? {});
      return;
  }
}

const hostPathTypes = [
  "",
  "BlockDevice",
  "CharDevice",
  "Directory",
  "DirectoryOrCreate",
  "File",
  "FileOrCreate",
  "Socket",
];

/** validateHostPathVolumeSource. */
function checkHostPath(review: FieldReview, at: string, { path = "", type }: HostPathVolumeSource): void {
  if (path === "") {
    review.required(`${at}.path`);
    return;
  }
  checkNoBacksteps(review, `${at}.path`, path);
  if (type !== undefined && !hostPathTypes.includes(type)) review.notSupported(`${at}.type`, type, hostPathTypes);
}

/** validateNFSVolumeSource. */
function checkNfs(review: FieldReview, at: string, { server = "", path = "" }: NFSVolumeSource): void {
  if (server === "") review.required(`${at}.server`);
  if (path === "") review.required(`${at}.path`);
  if (!path.startsWith("/")) review.invalid(`${at}.path`, path, "must be an absolute path");
}

/** validateCSIVolumeSource. */
function checkCsi(review: FieldReview, at: string, { driver = "", nodePublishSecretRef }: CSIVolumeSource): void {
  if (driver === "") review.required(`${at}.driver`);
  if (driver.length > 63) review.tooLong(`${at}.driver`, 63);
  // Up to 1.34 an empty driver is also a name of a wrong form.
  if (driver !== "" || review.minor < 35)
    review.complain(`${at}.driver`, driver, dnsSubdomainComplaints(driver.toLowerCase()));
  if (nodePublishSecretRef === undefined) return;
  const { name = "" } = nodePublishSecretRef;
  if (name === "") review.required(`${at}.nodePublishSecretRef.name`);
  else review.complain(`${at}.name`, name, dnsSubdomainComplaints(name));
}

/** validateImageVolumeSource. */
function checkImage(review: FieldReview, at: string, { reference = "", pullPolicy }: ImageVolumeSource): void {
  if (reference === "") review.required(`${at}.reference`);
  review.oneOf(`${at}.pullPolicy`, pullPolicy, ["Always", "IfNotPresent", "Never"]);
}
