/*
 * How Go names things in the server's decode errors, where OpenAPI does not tell: structs inside structs.
 * Source: k8s.io/api core/v1 types.go (embedded fields).
 */
import type { Minor } from "../model/kubernetes-version.ts";
import type { Shape } from "./structure.ts";
import { definitionOf } from "./structure.ts";

/** Definition → its embedded struct and the properties that lie in it; `*` for all but those named after it. */
const embedded: Readonly<Record<string, readonly [name: string, inside: (property: string) => boolean]>> = {
  PersistentVolumeClaim: ["TypeMeta", (property) => property === "apiVersion" || property === "kind"],
  Volume: ["VolumeSource", (property) => property !== "name"],
  Probe: ["ProbeHandler", (property) => /^(?:exec|httpGet|tcpSocket|grpc)$/.test(property)],
  EphemeralContainer: ["EphemeralContainerCommon", (property) => property !== "targetContainerName"],
  ConfigMapKeySelector: ["LocalObjectReference", (property) => property === "name"],
  SecretKeySelector: ["LocalObjectReference", (property) => property === "name"],
  ConfigMapEnvSource: ["LocalObjectReference", (property) => property === "name"],
  SecretEnvSource: ["LocalObjectReference", (property) => property === "name"],
  ConfigMapVolumeSource: ["LocalObjectReference", (property) => property === "name"],
  ConfigMapProjection: ["LocalObjectReference", (property) => property === "name"],
  SecretProjection: ["LocalObjectReference", (property) => property === "name"],
};

/** From here on the server, built with Go 1.25, names the embedded structs too. */
const namesEmbeddedSince: Minor = 35;

/** The steps that a property adds to a field's name in a decode error. */
export function fieldSteps(definition: string, property: string, minor: Minor): string {
  if (minor < namesEmbeddedSince || !Object.hasOwn(embedded, definition)) return property;
  const entry = embedded[definition];
  return entry?.[1](property) ? `${entry[0]}.${property}` : property;
}

/** Text fields whose Go type has a name of its own, by the definition's and the property's name. */
const namedTexts: Readonly<Record<string, string>> = {
  "Capabilities.add": "v1.Capability",
  "Capabilities.drop": "v1.Capability",
  "Container.imagePullPolicy": "v1.PullPolicy",
  "Container.restartPolicy": "v1.ContainerRestartPolicy",
  "Container.terminationMessagePolicy": "v1.TerminationMessagePolicy",
  "ContainerPort.protocol": "v1.Protocol",
  "ContainerResizePolicy.resourceName": "v1.ResourceName",
  "ContainerResizePolicy.restartPolicy": "v1.ResourceResizeRestartPolicy",
  "EmptyDirVolumeSource.medium": "v1.StorageMedium",
  "HPAScalingPolicy.type": "v2.HPAScalingPolicyType",
  "HPAScalingRules.selectPolicy": "v2.ScalingPolicySelect",
  "HTTPGetAction.scheme": "v1.URIScheme",
  "HostPathVolumeSource.type": "v1.HostPathType",
  "LabelSelectorRequirement.operator": "v1.LabelSelectorOperator",
  "Lifecycle.stopSignal": "v1.Signal",
  "MetricSpec.type": "v2.MetricSourceType",
  "MetricTarget.type": "v2.MetricTargetType",
  "NodeSelectorRequirement.operator": "v1.NodeSelectorOperator",
  "ObjectMeta.uid": "types.UID",
  "OwnerReference.uid": "types.UID",
  "PersistentVolumeClaimSpec.accessModes": "v1.PersistentVolumeAccessMode",
  "PersistentVolumeClaimSpec.volumeMode": "v1.PersistentVolumeMode",
  "PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy": "v1.UnhealthyPodEvictionPolicyType",
  "PodOS.name": "v1.OSName",
  "PodReadinessGate.conditionType": "v1.PodConditionType",
  "PodSecurityContext.fsGroupChangePolicy": "v1.PodFSGroupChangePolicy",
  "PodSecurityContext.seLinuxChangePolicy": "v1.PodSELinuxChangePolicy",
  "PodSecurityContext.supplementalGroupsPolicy": "v1.SupplementalGroupsPolicy",
  "PodSpec.dnsPolicy": "v1.DNSPolicy",
  "PodSpec.preemptionPolicy": "v1.PreemptionPolicy",
  "PodSpec.restartPolicy": "v1.RestartPolicy",
  "ResourceMetricSource.name": "v1.ResourceName",
  "ContainerResourceMetricSource.name": "v1.ResourceName",
  "SeccompProfile.type": "v1.SeccompProfileType",
  "AppArmorProfile.type": "v1.AppArmorProfileType",
  "SecurityContext.procMount": "v1.ProcMountType",
  "ServicePort.protocol": "v1.Protocol",
  "ServiceSpec.externalTrafficPolicy": "v1.ServiceExternalTrafficPolicy",
  "ServiceSpec.internalTrafficPolicy": "v1.ServiceInternalTrafficPolicy",
  "ServiceSpec.ipFamilies": "v1.IPFamily",
  "ServiceSpec.ipFamilyPolicy": "v1.IPFamilyPolicy",
  "ServiceSpec.sessionAffinity": "v1.ServiceAffinity",
  "ServiceSpec.type": "v1.ServiceType",
  "StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted": "v1.PersistentVolumeClaimRetentionPolicyType",
  "StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled": "v1.PersistentVolumeClaimRetentionPolicyType",
  "StatefulSetSpec.podManagementPolicy": "v1.PodManagementPolicyType",
  "StatefulSetUpdateStrategy.type": "v1.StatefulSetUpdateStrategyType",
  "Toleration.effect": "v1.TaintEffect",
  "Toleration.operator": "v1.TolerationOperator",
  "TopologySpreadConstraint.nodeAffinityPolicy": "v1.NodeInclusionPolicy",
  "TopologySpreadConstraint.nodeTaintsPolicy": "v1.NodeInclusionPolicy",
  "TopologySpreadConstraint.whenUnsatisfiable": "v1.UnsatisfiableConstraintAction",
  "VolumeMount.mountPropagation": "v1.MountPropagationMode",
  "VolumeMount.recursiveReadOnly": "v1.RecursiveReadOnlyMode",
  "ImageVolumeSource.pullPolicy": "v1.PullPolicy",
  "AzureDiskVolumeSource.cachingMode": "v1.AzureDataDiskCachingMode",
  "AzureDiskVolumeSource.kind": "v1.AzureDataDiskKind",
};

/** The Go type of a value, as a decode error names it. */
export function goTypeOf(shape: Shape, definition: string, property: string): string {
  switch (shape.is) {
    case "struct": {
      const target = definitionOf(shape.name);
      return `${target.goPackage}.${target.goName}`;
    }
    case "list":
      return `[]${goTypeOf(shape.of, definition, property)}`;
    case "map":
      if (shape.of.is === "quantity") return "v1.ResourceList";
      return `map[string]${goTypeOf(shape.of, definition, property)}`;
    case "int32":
    case "intOrString":
      return "int32";
    case "int64":
      return "int64";
    case "number":
      return "float64";
    case "boolean":
      return "bool";
    case "bytes":
      return "[]uint8";
    default:
      return namedTexts[`${definition}.${property}`] ?? "string";
  }
}
