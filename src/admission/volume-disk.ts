/*
 * Disks of clouds and storage systems, most of them long deprecated.
 * Source: pkg/apis/core/validation/validation.go (validate…VolumeSource).
 */
import { dnsLabelComplaints, rangeComplaint } from "../model/names.ts";
import type { FieldReview } from "./field-review.ts";
import type { AzureDiskVolumeSource, FCVolumeSource, ISCSIVolumeSource, Volume } from "./kubernetes.generated.ts";

/** Texts that must not be empty, by source. */
const requiredTexts: Readonly<Record<string, readonly string[]>> = {
  gcePersistentDisk: ["pdName"],
  awsElasticBlockStore: ["volumeID"],
  iscsi: ["targetPortal", "iqn"],
  glusterfs: ["endpoints", "path"],
  flocker: [],
  rbd: ["monitors", "image"],
  cinder: ["volumeID"],
  cephfs: ["monitors"],
  quobyte: ["volume"],
  fc: [],
  flexVolume: ["driver"],
  azureFile: ["secretName", "shareName"],
  vsphereVolume: ["volumePath"],
  photonPersistentDisk: ["pdID"],
  portworxVolume: ["volumeID"],
  azureDisk: ["diskName", "diskURI"],
  storageos: ["volumeName"],
  scaleIO: ["gateway", "system", "volumeName"],
};

/** The sources that checkDisk knows. */
export const diskKinds: ReadonlySet<string> = new Set(Object.keys(requiredTexts));

/** Checks one of `diskKinds`. */
export function checkDisk(review: FieldReview, at: string, volume: Volume, kind: keyof Volume): void {
  const source = volume[kind];
  if (typeof source !== "object") return;
  const values = new Map<string, unknown>(Object.entries(source));
  for (const key of requiredTexts[kind] ?? []) {
    const value = values.get(key) ?? "";
    if (value === "" || (Array.isArray(value) && value.length === 0))
      review.required(
        `${kind === "gcePersistentDisk" ? at.replace(/gcePersistentDisk$/, "persistentDisk") : at}.${key}`,
      );
  }
  if (kind === "cinder" || kind === "storageos") {
    const secret = volume[kind]?.secretRef;
    if (secret !== undefined && (secret.name ?? "") === "") review.required(`${at}.secretRef.name`);
  }
  switch (kind) {
    case "gcePersistentDisk":
    case "awsElasticBlockStore": {
      const partition = volume[kind]?.partition ?? 0;
      const field = at.replace(/gcePersistentDisk$/, "persistentDisk");
      if (partition < 0 || partition > 255) review.invalid(`${field}.partition`, partition, rangeComplaint(1, 255));
      return;
    }
    case "iscsi":
      checkIscsi(review, at, volume.iscsi ?? {});
      return;
    case "fc":
      checkFc(review, at, volume.fc ?? {});
      return;
    case "azureDisk":
      checkAzureDisk(review, at, volume.azureDisk ?? {});
      return;
    case "flocker": {
      const { datasetName = "", datasetUUID = "" } = volume.flocker ?? {};
      if (datasetName === "" && datasetUUID === "")
        review.required(at, "one of datasetName and datasetUUID is required");
      if (datasetName !== "" && datasetUUID !== "")
        review.invalid(at, "resource", "datasetName and datasetUUID can not be specified simultaneously");
      if (datasetName.includes("/")) review.invalid(`${at}.datasetName`, datasetName, "must not contain '/'");
      return;
    }
    case "quobyte": {
      const { registry = "", tenant = "" } = volume.quobyte ?? {};
      const pairs = "must be a host:port pair or multiple pairs separated by commas";
      if (registry === "") review.required(`${at}.registry`, pairs);
      else if (tenant.length >= 65)
        review.required(`${at}.tenant`, "must be a UUID and may not exceed a length of 64 characters");
      else
        for (const pair of registry.split(","))
          if (!/^(?:[^:[\]]*|\[[^[\]]*\]):[^:[\]]*$/.test(pair)) review.invalid(`${at}.registry`, registry, pairs);
      return;
    }
    case "flexVolume":
      for (const key of Object.keys(volume.flexVolume?.options ?? {})) {
        const space = `.${(key.split("/").length > 1 ? (key.split("/")[0] ?? "") : key).toLowerCase()}`;
        if (space.endsWith(".kubernetes.io") || space.endsWith(".k8s.io"))
          review.invalid(`${at}.options[${key}]`, key, "kubernetes.io and k8s.io namespaces are reserved");
      }
      return;
    case "storageos": {
      const { volumeName = "", volumeNamespace = "" } = volume.storageos ?? {};
      if (volumeName !== "") review.complain(`${at}.volumeName`, volumeName, dnsLabelComplaints(volumeName));
      if (volumeNamespace !== "")
        review.complain(`${at}.volumeNamespace`, volumeNamespace, dnsLabelComplaints(volumeNamespace));
    }
  }
}

/** What is wrong with an iSCSI name, if anything. */
function iscsiNameComplaint(name: string): string | undefined {
  if (!/^(?:iqn|eui|naa)/.test(name)) return "must be valid format starting with iqn, eui, or naa";
  const isFormed =
    (name.startsWith("iqn") && hasQualifiedName(name)) ||
    (name.startsWith("eui") && /^eui.[0-9A-Za-z]{16}$/.test(name)) ||
    (name.startsWith("naa") && /^naa.[0-9A-Za-z]{32}$/.test(name));
  return isFormed ? undefined : "must be valid format";
}

/** `iqn\.\d{4}-\d{2}\.[[:alnum:]-.]+:[^,;*&$|\s]+$` anywhere in the name (validation.go, iscsiInitiatorIqnRegex), in linear time. */
function hasQualifiedName(name: string): boolean {
  const end = name.slice((/[,;*&$|\s][^,;*&$|\s]*$/.exec(name)?.index ?? -1) + 1);
  const authorities = end.matchAll(/(?<![0-9A-Za-z.-])([0-9A-Za-z.-]+):(?=.)/gs);
  return [...authorities].some(([, authority = ""]) => /iqn\.\d{4}-\d{2}\.[0-9A-Za-z.-]/.test(authority));
}

/** validateISCSIVolumeSource. */
function checkIscsi(review: FieldReview, at: string, iscsi: ISCSIVolumeSource): void {
  const { iqn = "", lun = 0, initiatorName } = iscsi;
  const complaint = iqn === "" ? undefined : iscsiNameComplaint(iqn);
  if (complaint !== undefined) review.invalid(`${at}.iqn`, iqn, complaint);
  if (lun < 0 || lun > 255) review.invalid(`${at}.lun`, lun, rangeComplaint(0, 255));
  if ((iscsi.chapAuthDiscovery || iscsi.chapAuthSession) && iscsi.secretRef === undefined)
    review.required(`${at}.secretRef`);
  if (initiatorName === undefined) return;
  const initiatorComplaint = iscsiNameComplaint(initiatorName);
  if (initiatorComplaint !== undefined) review.invalid(`${at}.initiatorname`, initiatorName, initiatorComplaint);
}

/** validateFCVolumeSource. */
function checkFc(review: FieldReview, at: string, { targetWWNs = [], wwids = [], lun }: FCVolumeSource): void {
  if (targetWWNs.length === 0 && wwids.length === 0)
    review.required(`${at}.targetWWNs`, "must specify either targetWWNs or wwids, but not both");
  if (targetWWNs.length > 0 && wwids.length > 0)
    review.invalid(`${at}.targetWWNs`, targetWWNs, "targetWWNs and wwids can not be specified simultaneously");
  if (targetWWNs.length === 0) return;
  if (lun === undefined) review.required(`${at}.lun`, "lun is required if targetWWNs is specified");
  else if (lun < 0 || lun > 255) review.invalid(`${at}.lun`, lun, rangeComplaint(0, 255));
}

/** validateAzureDisk. */
function checkAzureDisk(
  review: FieldReview,
  at: string,
  { cachingMode, kind, diskURI = "" }: AzureDiskVolumeSource,
): void {
  const modes = ["None", "ReadOnly", "ReadWrite"];
  if (cachingMode !== undefined && !modes.includes(cachingMode))
    review.notSupported(`${at}.cachingMode`, cachingMode, modes);
  if (kind === undefined) return;
  const diskKindNames = ["Dedicated", "Managed", "Shared"];
  if (!diskKindNames.includes(kind)) review.notSupported(`${at}.kind`, kind, diskKindNames);
  if (kind === "Managed") {
    if (!diskURI.startsWith("/subscriptions/"))
      review.notSupported(`${at}.diskURI`, diskURI, [
        "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}",
      ]);
  } else if (!diskURI.startsWith("https://"))
    review.notSupported(`${at}.diskURI`, diskURI, [
      "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd",
    ]);
}
