import type { Operator, Site } from "./site.ts";
import { get, items, number } from "./tree.ts";

function budget(site: Site, name: string, limit: Readonly<Record<string, unknown>>) {
  return site.add("policy/v1", "PodDisruptionBudget", name, {
    spec: { ...limit, selector: { matchLabels: site.matchLabels } },
  });
}

function autoscaler(site: Site, kind: string, minReplicas = 1) {
  return site.add("autoscaling/v2", "HorizontalPodAutoscaler", "planted", {
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind, name: site.name },
      minReplicas,
      maxReplicas: 9,
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } },
      ],
    },
  });
}

/** Whether the set alone has these labels, and no budget speaks about it yet. */
function isAlone(site: Site): boolean {
  const selects = Object.keys(site.matchLabels).length > 0;
  return selects && !site.sharing(site.matchLabels) && !site.has("PodDisruptionBudget");
}

export const availabilityOperators: readonly Operator[] = [
  {
    rule: "pdb-blocks-drain",
    plants: "a budget of maxUnavailable 0",
    plant(site) {
      if (!isAlone(site) || site.replicas < 1) return undefined;
      return { object: budget(site, "planted", { maxUnavailable: 0 }), path: ["spec", "maxUnavailable"] };
    },
  },
  {
    rule: "pdb-blocks-drain",
    plants: "a budget that needs every replica",
    plant(site) {
      if (!isAlone(site) || site.replicas < 2 || site.has("HorizontalPodAutoscaler")) return undefined;
      return { object: budget(site, "planted", { minAvailable: site.replicas }), path: ["spec", "minAvailable"] };
    },
  },
  {
    rule: "pdb-blocks-drain",
    plants: "a budget of minAvailable 100%",
    plant(site) {
      if (!isAlone(site) || site.replicas < 2) return undefined;
      return { object: budget(site, "planted", { minAvailable: "100%" }), path: ["spec", "minAvailable"] };
    },
  },
  {
    rule: "pdb-blocks-drain",
    plants: "a budget of maxUnavailable 0%, for the only replica",
    plant(site) {
      if (!isAlone(site) || site.replicas !== 1) return undefined;
      return { object: budget(site, "planted", { maxUnavailable: "0%" }), path: ["spec", "maxUnavailable"] };
    },
  },
  {
    rule: "pdb-overlap",
    plants: "a budget beside the chart's own",
    plant(site) {
      if (!site.has("PodDisruptionBudget") || Object.keys(site.matchLabels).length === 0) return undefined;
      if (site.sharing(site.matchLabels) || site.others("PodDisruptionBudget").length !== 1) return undefined;
      if (site.chart.objects.filter(({ kind }) => kind === "PodDisruptionBudget").length !== 1) return undefined;
      return { object: budget(site, "planted", { maxUnavailable: 1 }), path: ["spec", "selector"], aim: "key" };
    },
  },
  {
    rule: "pdb-overlap",
    plants: "two budgets for the same pods",
    plant(site) {
      if (!isAlone(site)) return undefined;
      budget(site, "planted", { maxUnavailable: 1 });
      return {
        object: budget(site, "planted-again", { maxUnavailable: 1 }),
        path: ["spec", "selector"],
        aim: "key",
      };
    },
  },
  {
    rule: "hpa-with-replicas",
    plants: "an autoscaler beside replicas",
    plant(site) {
      // With one replica a second one would bring faults of its own.
      if (site.has("HorizontalPodAutoscaler") || (number(site.set.value, "spec", "replicas") ?? 1) < 2)
        return undefined;
      if (site.others("StatefulSet").filter(({ name }) => name === site.name).length !== 1) return undefined;
      autoscaler(site, "StatefulSet");
      site.set.touched = true;
      return { object: site.set, path: ["spec", "replicas"] };
    },
  },
  {
    rule: "hpa-target-wrong",
    plants: "an autoscaler that names a Deployment",
    plant(site) {
      if (site.has("HorizontalPodAutoscaler")) return undefined;
      if (site.others("Deployment").some(({ name }) => name === site.name)) return undefined;
      return { object: autoscaler(site, "Deployment"), path: ["spec", "scaleTargetRef", "kind"] };
    },
  },
  {
    rule: "hpa-without-requests",
    plants: "an autoscaler by CPU, and a container without requests",
    plant(site) {
      const [container] = site.containers;
      if (container === undefined || site.has("HorizontalPodAutoscaler") || site.replicas < 2) return undefined;
      if (get(site.set.value, "spec", "template", "spec", "resources") !== undefined) return undefined;
      autoscaler(site, "StatefulSet");
      site.set.touched = true;
      if (get(container.value, "resources") !== undefined) site.set.remove([...container.path, "resources"]);
      return { object: site.set, path: [...container.path, "name"] };
    },
  },
  {
    rule: "anti-affinity-matches-nothing",
    plants: "an anti-affinity with a label that no pod has",
    plant({ set }) {
      if (get(set.value, "spec", "template", "spec", "topologySpreadConstraints") !== undefined) return undefined;
      const path = ["spec", "template", "spec", "affinity"];
      set.set(path, {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { planted: "nowhere" } } },
          ],
        },
      });
      return {
        object: set,
        path: [
          ...path,
          "podAntiAffinity",
          "requiredDuringSchedulingIgnoredDuringExecution",
          0,
          "labelSelector",
          "matchLabels",
          "planted",
        ],
      };
    },
  },
  {
    rule: "pdb-quorum",
    plants: "a budget that lets an etcd lose its majority",
    plant(site) {
      const [container] = site.containers;
      if (!isAlone(site) || site.replicas < 3 || container === undefined || site.has("HorizontalPodAutoscaler")) {
        return undefined;
      }
      if (site.containers.length !== 1) return undefined;
      for (const key of ["command", "args"])
        if (get(container.value, key) !== undefined) site.set.remove([...container.path, key]);
      site.set.set([...container.path, "image"], "quay.io/coreos/etcd:v3.4.34");
      const down = Math.ceil(site.replicas / 2);
      return { object: budget(site, "planted", { maxUnavailable: down }), path: ["spec", "maxUnavailable"] };
    },
  },
  {
    rule: "max-unavailable-quorum",
    plants: "a rollout that takes an etcd's majority down",
    plant(site) {
      const [container] = site.containers;
      if (site.replicas < 3 || container === undefined || site.containers.length !== 1) return undefined;
      for (const key of ["command", "args"])
        if (get(container.value, key) !== undefined) site.set.remove([...container.path, key]);
      site.set.set([...container.path, "image"], "quay.io/coreos/etcd:v3.4.34");
      site.set.set(["spec", "updateStrategy"], {
        type: "RollingUpdate",
        rollingUpdate: { maxUnavailable: Math.ceil(site.replicas / 2) },
      });
      if (items(site.set.value, "spec", "template", "spec", "containers").length === 0) return undefined;
      return { object: site.set, path: ["spec", "updateStrategy", "rollingUpdate", "maxUnavailable"] };
    },
  },
];
