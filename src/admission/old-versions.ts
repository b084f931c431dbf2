import { asText } from "../model/fields.ts";
/*
 * Objects in an apiVersion that clients no longer get: what that version fills in, and its form in the version that
 * they do get. Sources: defaults.go and conversion.go of pkg/apis/apps/v1beta1, apps/v1beta2, extensions/v1beta1,
 * policy/v1beta1 and autoscaling/v1.
 */
import { childOf, itemsOf, type Mapping, setAbsent, setEmpty } from "../model/pod-defaults.ts";
import { definitionOfKind } from "./structure.ts";
import { partOf } from "./workload-defaults.ts";

/** How objects of one apiVersion and kind are read, and where they end up. */
export interface StorageForm {
  /** The definition that reads them. */
  readonly definition: string;
  /** The apiVersion that clients get. */
  readonly apiVersion: string;
  /** Fills in what the old version fills in, and changes the object to the newer form; `manifest` as it was given. */
  readonly convert?: (object: Mapping, manifest: Mapping) => void;
}

const oldForms: Readonly<Record<string, readonly [apiVersion: string, convert?: StorageForm["convert"]]>> = {
  "apps/v1beta1/StatefulSet": ["apps/v1", fromFirstBetaSet],
  "apps/v1beta2/StatefulSet": ["apps/v1"],
  "apps/v1beta1/Deployment": ["apps/v1", fromFirstBetaDeployment],
  "apps/v1beta2/Deployment": ["apps/v1"],
  "extensions/v1beta1/Deployment": ["apps/v1", fromExtensionsDeployment],
  "apps/v1beta2/DaemonSet": ["apps/v1"],
  "extensions/v1beta1/DaemonSet": ["apps/v1", fromExtensionsDaemonSet],
  "apps/v1beta2/ReplicaSet": ["apps/v1"],
  "extensions/v1beta1/ReplicaSet": ["apps/v1", takeLabels],
  "extensions/v1beta1/NetworkPolicy": ["networking.k8s.io/v1"],
  "policy/v1beta1/PodDisruptionBudget": ["policy/v1", fromBetaBudget],
  "autoscaling/v1/HorizontalPodAutoscaler": ["autoscaling/v2", fromFirstAutoscaler],
  "autoscaling/v2beta2/HorizontalPodAutoscaler": ["autoscaling/v2"],
};

/** Kinds with a life of their own in the server, which nothing here needs: pods get defaults that templates do not. */
const notStored: ReadonlySet<unknown> = new Set(["Pod", "Job", "CronJob", "Namespace"]);

/** The form of a manifest's kind, or undefined for one that is not stored here. */
export function storageFormOf({ apiVersion, kind }: Mapping): StorageForm | undefined {
  if (notStored.has(kind) || typeof apiVersion !== "string" || typeof kind !== "string") return undefined;
  const key = `${apiVersion}/${kind}`;
  const old = Object.hasOwn(oldForms, key) ? oldForms[key] : undefined;
  const newer = old?.[0] ?? apiVersion;
  const definition = definitionOfKind(old?.[1] === fromFirstAutoscaler ? apiVersion : newer, kind);
  if (definition === undefined) return undefined;
  return {
    definition,
    apiVersion: newer,
    ...(old?.[1] === undefined ? {} : { convert: old[1] }),
  };
}

/** The first versions took the selector, and the labels of the object itself, from the template. */
function takeLabels(object: Mapping): void {
  const spec = partOf(object, "spec");
  const labels = childOf(partOf(partOf(spec, "template"), "metadata"), "labels");
  if (labels === undefined) return;
  setAbsent(spec, "selector", { matchLabels: { ...labels } });
  const metadata = partOf(object, "metadata");
  if (Object.keys(childOf(metadata, "labels") ?? {}).length === 0) metadata.labels = { ...labels };
}

function fromFirstBetaSet(object: Mapping): void {
  takeLabels(object);
  setEmpty(partOf(partOf(object, "spec"), "updateStrategy"), "type", "OnDelete");
}

function fromFirstBetaDeployment(object: Mapping, manifest: Mapping): void {
  takeLabels(object);
  setAbsent(partOf(object, "spec"), "revisionHistoryLimit", 2);
  keepRollback(object, manifest);
}

/** Unset meant for ever: the largest number says so. */
const forever = 2 ** 31 - 1;

function fromExtensionsDeployment(object: Mapping, manifest: Mapping): void {
  takeLabels(object);
  const spec = partOf(object, "spec");
  const strategy = partOf(spec, "strategy");
  setEmpty(strategy, "type", "RollingUpdate");
  if (strategy.type === "RollingUpdate" || childOf(strategy, "rollingUpdate") !== undefined) {
    const rolling = partOf(strategy, "rollingUpdate");
    setAbsent(rolling, "maxUnavailable", 1);
    setAbsent(rolling, "maxSurge", 1);
  }
  setAbsent(spec, "progressDeadlineSeconds", forever);
  setAbsent(spec, "revisionHistoryLimit", forever);
  keepRollback(object, manifest);
}

/** spec.rollbackTo lives on as an annotation. */
function keepRollback(object: Mapping, manifest: Mapping): void {
  const rollback = childOf(childOf(manifest, "spec") ?? {}, "rollbackTo");
  if (rollback === undefined) return;
  const annotations = partOf(partOf(object, "metadata"), "annotations");
  annotations["deprecated.deployment.rollback.to"] = asText(rollback.revision ?? 0);
}

function fromExtensionsDaemonSet(object: Mapping): void {
  takeLabels(object);
  setEmpty(partOf(partOf(object, "spec"), "updateStrategy"), "type", "OnDelete");
}

const betaLabel = "pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match";

/** An empty selector of v1beta1 selects no pod; in v1 it selects every one. */
function fromBetaBudget(object: Mapping): void {
  const spec = partOf(object, "spec");
  const selector = childOf(spec, "selector");
  if (selector === undefined) return;
  const expressions = itemsOf(selector, "matchExpressions");
  const hasLabels = Object.keys(childOf(selector, "matchLabels") ?? {}).length > 0;
  if (!hasLabels && expressions.length === 0) {
    spec.selector = { matchExpressions: [{ key: betaLabel, operator: "Exists" }] };
    return;
  }
  const others = expressions.filter(({ key }) => key !== betaLabel);
  if (others.length < expressions.length) selector.matchExpressions = others;
}

const roundTrips = ["metrics", "behavior", "current-metrics", "conditions"].map(
  (name) => `autoscaling.alpha.kubernetes.io/${name}`,
);

function fromFirstAutoscaler(object: Mapping): void {
  const spec = partOf(object, "spec");
  const { targetCPUUtilizationPercentage: target, ...rest } = spec;
  const annotations = childOf(partOf(object, "metadata"), "annotations");
  const metrics = listed(annotations?.["autoscaling.alpha.kubernetes.io/metrics"]).map(fromFirstMetric);
  if (target !== undefined || metrics.length === 0)
    metrics.push({
      type: "Resource",
      resource: { name: "cpu", target: { type: "Utilization", averageUtilization: target ?? 80 } },
    });
  const behavior = parsed(annotations?.["autoscaling.alpha.kubernetes.io/behavior"]);
  object.spec = { ...rest, metrics, ...(isObject(behavior) ? { behavior: capitalsLowered(behavior) } : {}) };
  for (const name of roundTrips) if (annotations !== undefined) delete annotations[name];
}

function parsed(text: unknown): unknown {
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listed(text: unknown): Mapping[] {
  const value = parsed(text);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The behavior is kept as the server's own type, whose fields have capitals. */
function capitalsLowered(value: unknown, depth = 0): unknown {
  if (depth > 8) return undefined;
  if (Array.isArray(value)) return value.map((item) => capitalsLowered(item, depth + 1));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null)
      .map(([key, item]) => [key.charAt(0).toLowerCase() + key.slice(1), capitalsLowered(item, depth + 1)]),
  );
}

/** A metric of autoscaling/v2beta1's form, in which the annotation keeps them. */
function fromFirstMetric(metric: Mapping): Mapping {
  const result: Mapping = { type: metric.type };
  const resource = childOf(metric, "resource");
  if (resource !== undefined) result.resource = { name: resource.name, target: utilization(resource) };
  const container = childOf(metric, "containerResource");
  if (container !== undefined)
    result.containerResource = { container: container.container, name: container.name, target: utilization(container) };
  const pods = childOf(metric, "pods");
  if (pods !== undefined)
    result.pods = {
      metric: { name: pods.metricName, ...(pods.selector ? { selector: pods.selector } : {}) },
      target: { type: "AverageValue", averageValue: pods.targetAverageValue },
    };
  const object = childOf(metric, "object");
  if (object !== undefined)
    result.object = {
      describedObject: object.target,
      metric: { name: object.metricName, ...(object.selector ? { selector: object.selector } : {}) },
      target: valueTarget(object.targetValue, object.averageValue),
    };
  const external = childOf(metric, "external");
  if (external !== undefined)
    result.external = {
      metric: { name: external.metricName, ...(external.metricSelector ? { selector: external.metricSelector } : {}) },
      target: valueTarget(external.targetValue, external.targetAverageValue),
    };
  return result;
}

function utilization({ targetAverageUtilization: percent, targetAverageValue: value }: Mapping): Mapping {
  return percent === undefined || percent === null
    ? { type: "AverageValue", averageValue: value }
    : { type: "Utilization", averageUtilization: percent };
}

function valueTarget(value: unknown, average: unknown): Mapping {
  return average === undefined || average === null
    ? { type: "Value", value }
    : { type: "AverageValue", averageValue: average };
}
