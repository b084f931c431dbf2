/*
 * What the API server fills in in kinds that are stored here but not validated.
 * Sources: defaults.go of pkg/apis/apps/v1, core/v1, networking/v1, storage/v1, scheduling/v1 and rbac/v1.
 */
import { applyDefaults } from "../model/defaults.ts";
import {
  childOf,
  type DefaultsOptions,
  defaultPodTemplate,
  itemsOf,
  type Mapping,
  setAbsent,
  setEmpty,
} from "../model/pod-defaults.ts";

/** The defaults of an object in the version it has, of any kind that is stored here. Changes the given object. */
export function applyAllDefaults(object: Mapping, options: DefaultsOptions): void {
  switch (`${object.apiVersion}/${object.kind}`) {
    case "apps/v1/Deployment":
      defaultDeployment(partOf(object, "spec"), options);
      break;
    case "apps/v1/DaemonSet":
      defaultDaemonSet(partOf(object, "spec"), options);
      break;
    case "apps/v1/ReplicaSet":
      setAbsent(partOf(object, "spec"), "replicas", 1);
      defaultPodTemplate(partOf(partOf(object, "spec"), "template"), options);
      break;
    case "v1/Secret":
      setEmpty(object, "type", "Opaque");
      break;
    case "networking.k8s.io/v1/NetworkPolicy":
      defaultNetworkPolicy(partOf(object, "spec"));
      break;
    case "storage.k8s.io/v1/StorageClass":
      setAbsent(object, "reclaimPolicy", "Delete");
      setAbsent(object, "volumeBindingMode", "Immediate");
      break;
    case "scheduling.k8s.io/v1/PriorityClass":
      setAbsent(object, "preemptionPolicy", "PreemptLowerPriority");
      break;
    case "rbac.authorization.k8s.io/v1/RoleBinding":
      defaultRoleBinding(object);
      break;
    default:
      applyDefaults(object, options);
  }
}

/** The part of that name, made where it is missing: in Go a struct is always there. */
export function partOf(parent: Mapping, key: string): Mapping {
  const part = childOf(parent, key) ?? {};
  parent[key] = part;
  return part;
}

function defaultDeployment(spec: Mapping, options: DefaultsOptions): void {
  setAbsent(spec, "replicas", 1);
  const strategy = partOf(spec, "strategy");
  setEmpty(strategy, "type", "RollingUpdate");
  if (strategy.type === "RollingUpdate") {
    const rolling = partOf(strategy, "rollingUpdate");
    setAbsent(rolling, "maxUnavailable", "25%");
    setAbsent(rolling, "maxSurge", "25%");
  }
  setAbsent(spec, "revisionHistoryLimit", 10);
  setAbsent(spec, "progressDeadlineSeconds", 600);
  defaultPodTemplate(partOf(spec, "template"), options);
}

function defaultDaemonSet(spec: Mapping, options: DefaultsOptions): void {
  const strategy = partOf(spec, "updateStrategy");
  setEmpty(strategy, "type", "RollingUpdate");
  if (strategy.type === "RollingUpdate") {
    const rolling = partOf(strategy, "rollingUpdate");
    setAbsent(rolling, "maxUnavailable", 1);
    setAbsent(rolling, "maxSurge", 0);
  }
  setAbsent(spec, "revisionHistoryLimit", 10);
  defaultPodTemplate(partOf(spec, "template"), options);
}

function defaultRoleBinding(binding: Mapping): void {
  const group = "rbac.authorization.k8s.io";
  setEmpty(partOf(binding, "roleRef"), "apiGroup", group);
  for (const subject of itemsOf(binding, "subjects"))
    if (subject.kind === "User" || subject.kind === "Group") setEmpty(subject, "apiGroup", group);
}

function defaultNetworkPolicy(spec: Mapping): void {
  for (const direction of ["ingress", "egress"])
    for (const rule of itemsOf(spec, direction))
      for (const port of itemsOf(rule, "ports")) setAbsent(port, "protocol", "TCP");
  if (Array.isArray(spec.policyTypes) && spec.policyTypes.length > 0) return;
  spec.policyTypes = itemsOf(spec, "egress").length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
}
