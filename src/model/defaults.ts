/*
 * What the API server fills in before it validates. Each function changes the object that it is given, which must be
 * a copy of one's own (`withDefaults` makes it), and leaves parts of a wrong type alone.
 * Sources: defaults.go of pkg/apis/core/v1, apps/v1 and autoscaling/v2, and the `+default` markers of k8s.io/api types.
 */

import { newMapping } from "../read/mapping.ts";
import { isGateOn, newestMinor } from "./kubernetes-version.ts";
import {
  childOf,
  type DefaultsOptions,
  defaultClaimSpec,
  defaultPodTemplate,
  isMapping,
  itemsOf,
  type Mapping,
  setAbsent,
  setEmpty,
} from "./pod-defaults.ts";

export type { DefaultsOptions, Mapping } from "./pod-defaults.ts";

/** A StatefulSet, its pod template and claim templates included (SetDefaults_StatefulSet). */
export function defaultStatefulSet(set: Mapping, options: DefaultsOptions = {}): void {
  const spec = childOf(set, "spec") ?? {};
  set.spec = spec;
  setEmpty(spec, "podManagementPolicy", "OrderedReady");
  const strategy = childOf(spec, "updateStrategy") ?? {};
  setAbsent(spec, "updateStrategy", strategy);
  if (strategy.type === undefined || strategy.type === null || strategy.type === "") {
    strategy.type = "RollingUpdate";
    setAbsent(strategy, "rollingUpdate", {});
  }
  const rolling = childOf(strategy, "rollingUpdate");
  if (rolling !== undefined && strategy.type === "RollingUpdate") {
    setAbsent(rolling, "partition", 0);
    if (isGateOn("MaxUnavailableStatefulSet", options.minor ?? newestMinor, options.featureGates))
      setAbsent(rolling, "maxUnavailable", 1);
  }
  const retention = childOf(spec, "persistentVolumeClaimRetentionPolicy") ?? {};
  setAbsent(spec, "persistentVolumeClaimRetentionPolicy", retention);
  setEmpty(retention, "whenDeleted", "Retain");
  setEmpty(retention, "whenScaled", "Retain");
  setAbsent(spec, "replicas", 1);
  setAbsent(spec, "revisionHistoryLimit", 10);
  setAbsent(spec, "template", {});
  const template = childOf(spec, "template");
  if (template !== undefined) defaultPodTemplate(template, options);
  for (const claim of itemsOf(spec, "volumeClaimTemplates")) defaultClaim(claim);
}

/** A claim, or a claim template (SetDefaults_PersistentVolumeClaim). */
export function defaultClaim(claim: Mapping): void {
  const status = childOf(claim, "status") ?? {};
  setAbsent(claim, "status", status);
  setEmpty(status, "phase", "Pending");
  setAbsent(claim, "spec", {});
  defaultClaimSpec(claim);
}

/** A Service (SetDefaults_Service). */
export function defaultService(service: Mapping): void {
  const spec = childOf(service, "spec") ?? {};
  service.spec = spec;
  setEmpty(spec, "sessionAffinity", "None");
  if (spec.sessionAffinity === "None") delete spec.sessionAffinityConfig;
  if (spec.sessionAffinity === "ClientIP") {
    const config = childOf(spec, "sessionAffinityConfig");
    const client = config && childOf(config, "clientIP");
    if (client?.timeoutSeconds === undefined || client.timeoutSeconds === null)
      spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: 10800 } };
  }
  setEmpty(spec, "type", "ClusterIP");
  for (const port of itemsOf(spec, "ports")) {
    setEmpty(port, "protocol", "TCP");
    setEmpty(port, "targetPort", port.port ?? 0);
  }
  const external = spec.type === "LoadBalancer" || spec.type === "NodePort";
  const externalIPs = Array.isArray(spec.externalIPs) && spec.externalIPs.length > 0;
  if (external || (spec.type === "ClusterIP" && externalIPs)) setEmpty(spec, "externalTrafficPolicy", "Cluster");
  if (external || spec.type === "ClusterIP") setAbsent(spec, "internalTrafficPolicy", "Cluster");
  if (spec.type === "LoadBalancer") setAbsent(spec, "allocateLoadBalancerNodePorts", true);
}

/** A HorizontalPodAutoscaler of autoscaling/v2 (SetDefaults_HorizontalPodAutoscaler). */
export function defaultAutoscaler(autoscaler: Mapping): void {
  const spec = childOf(autoscaler, "spec") ?? {};
  autoscaler.spec = spec;
  setAbsent(spec, "minReplicas", 1);
  if (!Array.isArray(spec.metrics) || spec.metrics.length === 0)
    spec.metrics = [
      { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } },
    ];
  const behavior = childOf(spec, "behavior");
  if (behavior === undefined) return;
  const percent = { type: "Percent", value: 100, periodSeconds: 15 };
  const pods = { type: "Pods", value: 4, periodSeconds: 15 };
  const up = childOf(behavior, "scaleUp") ?? {};
  const down = childOf(behavior, "scaleDown") ?? {};
  behavior.scaleUp = up;
  behavior.scaleDown = down;
  setAbsent(up, "stabilizationWindowSeconds", 0);
  for (const rules of [up, down]) setAbsent(rules, "selectPolicy", "Max");
  setAbsent(up, "policies", [pods, percent]);
  setAbsent(down, "policies", [percent]);
}

/** Fills in the defaults of an object of one of the kinds known here; other kinds stay as they are. */
export function applyDefaults(object: Mapping, options: DefaultsOptions = {}): void {
  if (typeof object.apiVersion !== "string" || typeof object.kind !== "string") return;
  switch (`${object.apiVersion}/${object.kind}`) {
    case "apps/v1/StatefulSet":
      defaultStatefulSet(object, options);
      break;
    case "v1/Service":
      defaultService(object);
      break;
    case "v1/PersistentVolumeClaim":
      defaultClaim(object);
      break;
    case "autoscaling/v2/HorizontalPodAutoscaler":
      defaultAutoscaler(object);
      break;
  }
}

/** A copy of a manifest with the defaults filled in and without nulls; the manifest itself stays as it is. */
export function withDefaults(manifest: Mapping, options: DefaultsOptions = {}): Mapping {
  const copy = copyOf(manifest, 0);
  if (!isMapping(copy)) return {};
  applyDefaults(copy, options);
  return copy;
}

/** Deeper than any real manifest; what lies below is left out. */
const deepest = 100;

function copyOf(value: unknown, depth: number): unknown {
  if (depth > deepest) return undefined;
  if (Array.isArray(value)) return value.map((item) => copyOf(item, depth + 1));
  if (!isMapping(value)) return value;
  const copy: Mapping = newMapping();
  for (const key of Object.keys(value)) {
    const child = value[key];
    if (child !== null && child !== undefined) copy[key] = copyOf(child, depth + 1);
  }
  return copy;
}
