/*
 * Fields that the server knows but drops in silence while their feature gate is off.
 * Source: pkg/api/pod/util.go (dropDisabledFields), pkg/registry/apps/statefulset/strategy.go.
 */
import type { Minor } from "../model/kubernetes-version.ts";
import type { FieldReview } from "./field-review.ts";
import type {
  Affinity,
  Container,
  LifecycleHandler,
  PodAffinityTerm,
  PodSpec,
  Probe,
  Volume,
  VolumeProjection,
} from "./kubernetes.generated.ts";

/** Whether fields of a gate are kept; only checked where there is something to drop. */
interface Gates {
  readonly minor: Minor;
  isOn(gate: string): boolean;
}

/** Drops fields of the object unless the gate is on. */
function drop<T extends object>(gates: Gates, gate: string, object: T | undefined, ...keys: (keyof T)[]): void {
  if (object === undefined || keys.every((key) => object[key] === undefined) || gates.isOn(gate)) return;
  for (const key of keys) delete object[key];
}

/** dropDisabledFields, for a pod template; what the stored one uses already is kept. Changes the given spec. */
export function dropDisabledPodFields(review: FieldReview, spec: PodSpec, old?: PodSpec): void {
  dropFields(
    { minor: review.minor, isOn: (gate) => review.isOn(gate) || (old !== undefined && isInUse(review, old, gate)) },
    spec,
  );
}

/** True where a stored spec has a field of this gate: where closing it alone would drop something. */
function isInUse(review: FieldReview, old: PodSpec, gate: string): boolean {
  let isUsed = false;
  dropFields(
    {
      minor: review.minor,
      isOn: (asked) => {
        isUsed ||= asked === gate;
        return true;
      },
    },
    old,
  );
  return isUsed;
}

/** The newest minors whose servers still ask for gates of features that are for everybody since. */
const lastSidecarGate: Minor = 35;
const lastSleepGate: Minor = 36;

function dropFields(review: Gates, spec: PodSpec): void {
  drop(review, "UserNamespacesSupport", spec, "hostUsers");
  drop(review, "SupplementalGroupsPolicy", spec.securityContext, "supplementalGroupsPolicy");
  drop(review, "SELinuxChangePolicy", spec.securityContext, "seLinuxChangePolicy");
  drop(review, "PodLevelResources", spec, "resources");
  drop(review, "DynamicResourceAllocation", spec, "resourceClaims");
  drop(review, "GenericWorkload", spec, "schedulingGroup");
  drop(review, "GenericWorkload", spec, "workloadRef");
  drop(review, "EvictionRequestAPI", spec, "evictionResponders");
  drop(review, "HostnameOverride", spec, "hostnameOverride");
  if (review.minor === 30) drop(review, "AppArmorFields", spec.securityContext, "appArmorProfile");
  for (const constraint of spec.topologySpreadConstraints ?? []) {
    drop(review, "NodeInclusionPolicyInPodTopologySpread", constraint, "nodeAffinityPolicy", "nodeTaintsPolicy");
    drop(review, "MatchLabelKeysInPodTopologySpread", constraint, "matchLabelKeys");
  }
  if (review.minor <= lastSidecarGate)
    for (const container of spec.initContainers ?? []) drop(review, "SidecarContainers", container, "restartPolicy");
  dropAffinityFields(review, spec.affinity);
  if (spec.volumes?.some(({ image }) => image !== undefined) && !review.isOn("ImageVolume")) dropImageVolumes(spec);
  for (const volume of spec.volumes ?? []) dropVolumeFields(review, volume);
  for (const list of [spec.initContainers, spec.containers, spec.ephemeralContainers])
    for (const container of list ?? []) dropContainerFields(review, container);
  dropRestartPolicies(review, spec);
}

/** dropImageVolumes: the volumes and their mounts. */
function dropImageVolumes(spec: PodSpec): void {
  const names = new Set((spec.volumes ?? []).filter(({ image }) => image !== undefined).map(({ name = "" }) => name));
  if (names.size === 0) return;
  spec.volumes = (spec.volumes ?? []).filter(({ image }) => image === undefined);
  for (const list of [spec.initContainers, spec.containers, spec.ephemeralContainers])
    for (const container of list ?? [])
      container.volumeMounts = (container.volumeMounts ?? []).filter(({ name = "" }) => !names.has(name));
}

/** dropContainerRestartRules, of servers that know the rules (1.34): only sidecars keep a restartPolicy. */
function dropRestartPolicies(review: Gates, spec: PodSpec): void {
  if (review.minor < 34) return;
  const hasAny =
    spec.initContainers?.some(({ restartPolicy }) => restartPolicy !== undefined && restartPolicy !== "Always") ||
    [...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])].some((one) => one.restartPolicy !== undefined);
  if (!hasAny || review.isOn("ContainerRestartRules")) return;
  for (const container of spec.initContainers ?? [])
    if (container.restartPolicy !== "Always") delete container.restartPolicy;
  for (const container of [...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])])
    delete container.restartPolicy;
}

function dropAffinityFields(review: Gates, affinity: Affinity | undefined): void {
  for (const side of [affinity?.podAffinity, affinity?.podAntiAffinity]) {
    const terms: (PodAffinityTerm | undefined)[] = [
      ...(side?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
      ...(side?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map((term) => term.podAffinityTerm),
    ];
    for (const term of terms) drop(review, "MatchLabelKeysInPodAffinity", term, "matchLabelKeys", "mismatchLabelKeys");
  }
}

const userFields = "AtomicWriteVolumeUserFields";

function dropVolumeFields(review: Gates, volume: Volume): void {
  drop(review, "EmptyDirVolumeMode", volume.emptyDir, "mode");
  for (const source of [volume.secret, volume.configMap, volume.downwardAPI, volume.projected])
    drop(review, userFields, source, "defaultUser");
  for (const item of [...(volume.secret?.items ?? []), ...(volume.configMap?.items ?? [])])
    drop(review, userFields, item, "user");
  for (const file of volume.downwardAPI?.items ?? []) drop(review, userFields, file, "user");
  for (const source of volume.projected?.sources ?? []) {
    drop(review, "ClusterTrustBundleProjection", source, "clusterTrustBundle");
    drop(review, "PodCertificateRequest", source, "podCertificate");
    dropUserOf(review, source);
  }
}

/** dropDisabledAtomicWriteVolumeUserFields: of a source that has several kinds, which is refused, only the first is looked at. */
function dropUserOf(review: Gates, { secret, downwardAPI, configMap, ...others }: VolumeProjection): void {
  if (secret !== undefined) for (const item of secret.items ?? []) drop(review, userFields, item, "user");
  else if (downwardAPI !== undefined)
    for (const file of downwardAPI.items ?? []) drop(review, userFields, file, "user");
  else if (configMap !== undefined) for (const item of configMap.items ?? []) drop(review, userFields, item, "user");
  else
    drop(review, userFields, others.serviceAccountToken ?? others.clusterTrustBundle ?? others.podCertificate, "user");
}

function dropContainerFields(review: Gates, container: Container): void {
  drop(review, "InPlacePodVerticalScaling", container, "resizePolicy");
  drop(review, "ContainerRestartRules", container, "restartPolicyRules");
  drop(review, "DynamicResourceAllocation", container.resources, "claims");
  for (const mount of container.volumeMounts ?? []) {
    drop(review, "RecursiveReadOnlyMounts", mount, "recursiveReadOnly");
    drop(review, "VolumeBindMountOptions", mount, "bindMountOptions");
  }
  for (const variable of container.env ?? []) drop(review, "EnvFiles", variable.valueFrom, "fileKeyRef");
  const { procMount = "Default" } = container.securityContext ?? {};
  if (container.securityContext && procMount !== "Default" && !review.isOn("ProcMountType"))
    container.securityContext.procMount = "Default";
  const { lifecycle } = container;
  if (lifecycle?.stopSignal !== undefined && !review.isOn("ContainerStopSignals")) {
    delete lifecycle.stopSignal;
    if (lifecycle.postStart === undefined && lifecycle.preStop === undefined) delete container.lifecycle;
  }
  if (review.minor === 30) drop(review, "AppArmorFields", container.securityContext, "appArmorProfile");
  if (review.minor <= lastSleepGate)
    for (const handler of [lifecycle?.postStart, lifecycle?.preStop])
      drop(review, "PodLifecycleSleepAction", handler, "sleep");
  const handlers: (Probe | LifecycleHandler | undefined)[] = [
    container.livenessProbe,
    container.readinessProbe,
    container.startupProbe,
    lifecycle?.postStart,
    lifecycle?.preStop,
  ];
  for (const handler of handlers) drop(review, "H2CContainerProbe", handler?.httpGet, "protocol");
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe])
    drop(review, "GRPCContainerProbeTLS", probe?.grpc, "mode");
}
