/*
 * Which minors serve which apiVersion of a kind.
 * Source: Kubernetes' deprecated API migration guide, and the APIs that each release's swagger.json serves.
 */
import type { Minor } from "../model/kubernetes-version.ts";

/** The minors that serve an API: both ends included, an absent end is open. */
export interface ServedVersions {
  readonly since?: Minor;
  readonly until?: Minor;
  /** The apiVersion to write instead, where there is one. */
  readonly replacement?: string;
}

/** `apiVersion kind,kind,…|since|until|replacement`; an empty end is open. */
const table = `
apps/v1beta1 StatefulSet,Deployment,ControllerRevision,Scale||15|apps/v1
apps/v1beta2 StatefulSet,Deployment,DaemonSet,ReplicaSet,ControllerRevision,Scale||15|apps/v1
extensions/v1beta1 Deployment,DaemonSet,ReplicaSet||15|apps/v1
extensions/v1beta1 NetworkPolicy||15|networking.k8s.io/v1
extensions/v1beta1 PodSecurityPolicy||15|
extensions/v1beta1 Ingress||21|networking.k8s.io/v1
networking.k8s.io/v1beta1 Ingress,IngressClass||21|networking.k8s.io/v1
networking.k8s.io/v1 Ingress,IngressClass|19||
policy/v1beta1 PodDisruptionBudget||24|policy/v1
policy/v1beta1 PodSecurityPolicy||24|
policy/v1 PodDisruptionBudget|21||
autoscaling/v2beta1 HorizontalPodAutoscaler||24|autoscaling/v2
autoscaling/v2beta2 HorizontalPodAutoscaler||25|autoscaling/v2
autoscaling/v2 HorizontalPodAutoscaler|23||
batch/v2alpha1 CronJob||20|batch/v1
batch/v1beta1 CronJob||24|batch/v1
batch/v1 CronJob|21||
rbac.authorization.k8s.io/v1alpha1 Role,RoleBinding,ClusterRole,ClusterRoleBinding||21|rbac.authorization.k8s.io/v1
rbac.authorization.k8s.io/v1beta1 Role,RoleBinding,ClusterRole,ClusterRoleBinding||21|rbac.authorization.k8s.io/v1
storage.k8s.io/v1beta1 StorageClass,CSIDriver,CSINode,VolumeAttachment||21|storage.k8s.io/v1
storage.k8s.io/v1beta1 CSIStorageCapacity||26|storage.k8s.io/v1
storage.k8s.io/v1 CSIStorageCapacity|24||
storage.k8s.io/v1beta1 VolumeAttributesClass|31||storage.k8s.io/v1
storage.k8s.io/v1 VolumeAttributesClass|34||
admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration,ValidatingWebhookConfiguration||21|admissionregistration.k8s.io/v1
apiextensions.k8s.io/v1beta1 CustomResourceDefinition||21|apiextensions.k8s.io/v1
apiregistration.k8s.io/v1beta1 APIService||21|apiregistration.k8s.io/v1
scheduling.k8s.io/v1alpha1 PriorityClass||21|scheduling.k8s.io/v1
scheduling.k8s.io/v1beta1 PriorityClass||21|scheduling.k8s.io/v1
coordination.k8s.io/v1beta1 Lease||21|coordination.k8s.io/v1
certificates.k8s.io/v1beta1 CertificateSigningRequest||21|certificates.k8s.io/v1
discovery.k8s.io/v1beta1 EndpointSlice||24|discovery.k8s.io/v1
events.k8s.io/v1beta1 Event||24|events.k8s.io/v1
node.k8s.io/v1beta1 RuntimeClass||24|node.k8s.io/v1
flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema,PriorityLevelConfiguration||25|flowcontrol.apiserver.k8s.io/v1
flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema,PriorityLevelConfiguration||28|flowcontrol.apiserver.k8s.io/v1
flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema,PriorityLevelConfiguration||31|flowcontrol.apiserver.k8s.io/v1
`;

let served: Map<string, ServedVersions> | undefined;

function readTable(): Map<string, ServedVersions> {
  const result = new Map<string, ServedVersions>();
  for (const line of table.trim().split("\n")) {
    const [api = "", since = "", until = "", replacement = ""] = line.split("|");
    const [apiVersion = "", kinds = ""] = api.split(" ");
    const entry: ServedVersions = {
      ...(since === "" ? {} : { since: Number(since) }),
      ...(until === "" ? {} : { until: Number(until) }),
      ...(replacement === "" ? {} : { replacement }),
    };
    for (const kind of kinds.split(",")) result.set(`${apiVersion} ${kind}`, entry);
  }
  return result;
}

/**
 * The minors that serve an apiVersion of a kind, where that is known to be limited: removed since, or not yet there.
 * Undefined for everything else, which says nothing about whether it is served.
 */
export function servedVersions(apiVersion: string, kind: string): ServedVersions | undefined {
  served ??= readTable();
  return served.get(`${apiVersion} ${kind}`);
}

/** True unless the API is known not to be served by that minor. */
export function isServed(apiVersion: string, kind: string, minor: Minor): boolean {
  const { since = 0, until = Number.POSITIVE_INFINITY } = servedVersions(apiVersion, kind) ?? {};
  return since <= minor && minor <= until;
}
