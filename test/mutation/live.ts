import type { Operator, Site } from "./site.ts";
import { get, string } from "./tree.ts";

/** A claim of the set's first pod, as a cluster holds it. */
function claim(site: Site, template: string, extra: Readonly<Record<string, unknown>> = {}, storage = "1Gi") {
  const { metadata = {}, ...rest } = extra as { metadata?: Record<string, unknown> };
  const object = site.add("v1", "PersistentVolumeClaim", `${template}-${site.name}-0`, {
    spec: { accessModes: ["ReadWriteOnce"], storageClassName: "planted", resources: { requests: { storage } } },
    status: { phase: "Bound" },
    ...rest,
  });
  for (const [key, value] of Object.entries(metadata)) object.set(["metadata", key], value);
  return object;
}

function podOf(site: Site, ordinal: number, revision: string, status: Readonly<Record<string, unknown>>) {
  const object = site.add("v1", "Pod", `${site.name}-${ordinal}`, {
    spec: { containers: [{ name: "planted", image: "planted:1" }] },
    status,
  });
  const labels = { ...Object.fromEntries(site.podLabels), "controller-revision-hash": revision };
  object.set(["metadata", "labels"], labels);
  return object;
}

const ready = { phase: "Running", conditions: [{ type: "Ready", status: "True" }] };
const isPlain = ({ name, set }: Site) =>
  /^[a-z][a-z0-9-]*[a-z]$/.test(name) && get(set.value, "spec", "ordinals") === undefined;

export const liveOperators: readonly Operator[] = [
  {
    rule: "claim-pending",
    plants: "a claim that nothing provides",
    mode: "live",
    plant(site) {
      const [template] = site.claims;
      if (template === undefined || !isPlain(site)) return undefined;
      const object = claim(site, template, {
        metadata: { creationTimestamp: "2025-12-01T10:00:00Z" },
        status: { phase: "Pending" },
      });
      return { object, path: ["status", "phase"] };
    },
  },
  {
    rule: "pod-orphaned",
    plants: "a pod of a set that is not there",
    mode: "live",
    plant(site) {
      const object = site.add("v1", "Pod", "planted-0", { spec: { containers: [{ name: "c", image: "c:1" }] } });
      object.set(["metadata", "labels"], { "statefulset.kubernetes.io/pod-name": "planted-0" });
      return { object, path: ["metadata", "name"] };
    },
  },
  {
    rule: "claim-collected",
    plants: "a claim that belongs to its pod",
    mode: "live",
    plant(site) {
      const [template] = site.claims;
      if (template === undefined || !isPlain(site) || site.replicas < 1) return undefined;
      const object = claim(site, template, {
        metadata: { ownerReferences: [{ apiVersion: "v1", kind: "Pod", name: `${site.name}-0`, uid: "1-2" }] },
      });
      return { object, path: ["metadata", "ownerReferences"], aim: "key" };
    },
  },
  {
    rule: "claim-orphaned",
    plants: "a claim of a template that is gone",
    mode: "live",
    plant(site) {
      if (!isPlain(site) || site.claims.length === 0 || site.replicas < 1) return undefined;
      return { object: claim(site, "planted"), path: ["metadata", "name"] };
    },
  },
  {
    rule: "claim-too-small",
    plants: "a claim smaller than its template",
    mode: "live",
    plant(site) {
      const [template] = site.claims;
      if (template === undefined || !isPlain(site) || site.replicas < 1) return undefined;
      site.set.set(["spec", "volumeClaimTemplates", 0, "spec", "resources", "requests", "storage"], "4Gi");
      return { object: claim(site, template), path: ["spec", "resources", "requests", "storage"] };
    },
  },
  {
    rule: "revision-behind",
    plants: "a pod that a partition keeps behind",
    mode: "live",
    plant(site) {
      if (!isPlain(site) || site.has("HorizontalPodAutoscaler") || site.replicas < 2) return undefined;
      site.set.set(["spec", "updateStrategy"], { type: "RollingUpdate", rollingUpdate: { partition: 1 } });
      site.set.set(["status"], { currentRevision: "planted-1", updateRevision: "planted-2", currentReplicas: 1 });
      podOf(site, 0, "planted-1", ready);
      for (let ordinal = 1; ordinal < site.replicas; ordinal++) podOf(site, ordinal, "planted-2", ready);
      return { object: site.set, path: ["spec", "updateStrategy", "rollingUpdate", "partition"] };
    },
  },
  {
    rule: "rollout-stuck",
    plants: "a pod of a broken revision",
    mode: "live",
    plant(site) {
      if (!isPlain(site) || site.has("HorizontalPodAutoscaler") || site.replicas < 2) return undefined;
      if ((string(site.set.value, "spec", "podManagementPolicy") ?? "OrderedReady") !== "OrderedReady")
        return undefined;
      if (get(site.set.value, "spec", "updateStrategy") !== undefined) site.set.remove(["spec", "updateStrategy"]);
      site.set.set(["status"], { currentRevision: "planted-1", updateRevision: "planted-3" });
      const last = site.replicas - 1;
      for (let ordinal = 0; ordinal < last; ordinal++) podOf(site, ordinal, "planted-1", ready);
      return {
        object: podOf(site, last, "planted-2", {
          phase: "Pending",
          conditions: [{ type: "Ready", status: "False" }],
          containerStatuses: [{ name: "planted", ready: false, state: { waiting: { reason: "ImagePullBackOff" } } }],
        }),
        path: ["metadata", "name"],
      };
    },
  },
];
