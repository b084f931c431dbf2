import type { Place } from "./chart.ts";
import type { Operator, Site } from "./site.ts";
import { get, items, string } from "./tree.ts";

const pod = ["spec", "template", "spec"];
const containers = [...pod, "containers"];
const container = [...containers, 0];

/** Makes the set run one container of this shape alone, in so many replicas; undefined where somebody else scales it. */
function runs(site: Site, fields: Readonly<Record<string, unknown>>, replicas?: number): Site["set"] | undefined {
  const { set } = site;
  if (site.has("HorizontalPodAutoscaler") || site.containers.length === 0 || !isPlain(site)) return undefined;
  // More replicas than there were would bring the faults of a Service that is not headless.
  const own = site.governingService;
  if (replicas !== undefined && own !== undefined && string(own.value, "spec", "clusterIP") !== "None")
    return undefined;
  if (get(set.value, ...pod, "initContainers") !== undefined) set.remove([...pod, "initContainers"]);
  // The Services of the chart still find the ports that they send to.
  const ports = site.containers.flatMap(({ value }) => items(value, "ports"));
  set.set(containers, [{ name: "planted", image: "example.com/planted:1", ports, ...fields }]);
  if (replicas !== undefined) set.set(["spec", "replicas"], replicas);
  return set;
}

const isPlain = ({ name, set }: Site) =>
  /^[a-z][a-z0-9-]*[a-z]$/.test(name) && get(set.value, "spec", "ordinals") === undefined;

/** The set's pods by all of their labels, which no other pods of the chart have. */
function ownLabels(site: Site): Readonly<Record<string, unknown>> | undefined {
  const labels = Object.fromEntries(site.podLabels);
  return Object.keys(labels).length < 2 || site.sharing(labels) ? undefined : labels;
}

function service(site: Site, name: string, spec: Readonly<Record<string, unknown>>) {
  return site.add("v1", "Service", name, { spec: { ports: [{ port: 59870 }], ...spec } });
}

function policy(site: Site, spec: Readonly<Record<string, unknown>>) {
  const labels = ownLabels(site);
  return labels === undefined
    ? undefined
    : site.add("networking.k8s.io/v1", "NetworkPolicy", "planted", {
        spec: { podSelector: { matchLabels: labels }, ...spec },
      });
}

function members(site: Site, count: number): string {
  return Array.from({ length: count }, (_, ordinal) => `${site.name}-${ordinal}.${site.serviceName}:2380`).join(",");
}

function template(
  extra: Readonly<Record<string, unknown>>,
  labels: Readonly<Record<string, unknown>> = { planted: "x" },
) {
  return {
    metadata: { labels },
    spec: { restartPolicy: "Never", containers: [{ name: "planted", image: "planted:1" }], ...extra },
  };
}

export const neighbourOperators: readonly Operator[] = [
  {
    rule: "service-selects-unknown-pod",
    plants: "a Service for a pod beyond the replicas",
    plant(site) {
      if (
        !isPlain(site) ||
        site.has("HorizontalPodAutoscaler") ||
        get(site.set.value, "spec", "replicas") === undefined
      )
        return undefined;
      if (site.replicas < 1) return undefined;
      const key = "statefulset.kubernetes.io/pod-name";
      const object = service(site, "planted", { selector: { [key]: `${site.name}-${site.replicas}` } });
      return { object, path: ["spec", "selector", key] };
    },
  },
  {
    rule: "service-selects-unknown-pod",
    plants: "a Service for an ordinal beyond the replicas",
    plant(site) {
      const labels = ownLabels(site);
      if (labels === undefined || !isPlain(site) || site.has("HorizontalPodAutoscaler") || site.replicas < 1)
        return undefined;
      if (get(site.set.value, "spec", "replicas") === undefined) return undefined;
      const key = "apps.kubernetes.io/pod-index";
      const object = service(site, "planted", { selector: { ...labels, [key]: String(site.replicas + 2) } });
      return { object, path: ["spec", "selector", key] };
    },
  },
  {
    rule: "nodeport-taken",
    plants: "one nodePort in two Services",
    plant(site) {
      service(site, "planted-a", { type: "NodePort", ports: [{ port: 1, nodePort: 32767 }] });
      const object = service(site, "planted-b", { type: "NodePort", ports: [{ port: 1, nodePort: 32767 }] });
      return { object, path: ["spec", "ports", 0, "nodePort"] };
    },
  },
  {
    rule: "nodeport-taken",
    plants: "a nodePort as the port of a health check",
    plant(site) {
      service(site, "planted-a", { type: "NodePort", ports: [{ port: 1, nodePort: 32767 }] });
      const spec = { type: "LoadBalancer", externalTrafficPolicy: "Local", healthCheckNodePort: 32767 };
      return { object: service(site, "planted-b", spec), path: ["spec", "healthCheckNodePort"] };
    },
  },
  {
    rule: "service-monitor-port",
    plants: "a ServiceMonitor of a port that the Service lacks",
    plant(site) {
      const labels = ownLabels(site);
      if (labels === undefined) return undefined;
      const own = service(site, "planted", { selector: labels, ports: [{ name: "planted", port: 59870 }] });
      own.set(["metadata", "labels"], { planted: "monitored" });
      const object = site.add("monitoring.coreos.com/v1", "ServiceMonitor", "planted", {
        spec: { selector: { matchLabels: { planted: "monitored" } }, endpoints: [{ port: "absent" }] },
      });
      return { object, path: ["spec", "endpoints", 0, "port"] };
    },
  },
  {
    rule: "peer-list-incomplete",
    plants: "a list of etcd's members that lacks one",
    plant(site) {
      if (site.serviceName === undefined) return undefined;
      const env = [{ name: "ETCD_INITIAL_CLUSTER", value: members(site, 2) }];
      const set = runs(site, { env }, 3);
      return set && { object: set, path: [...container, "env", 0, "value"] };
    },
  },
  {
    rule: "replication-above-replicas",
    plants: "more copies than Kafka has brokers",
    plant(site) {
      const env = [{ name: "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", value: "9" }];
      // A part of a release is not judged, and other brokers would count as members.
      if (/kafka/.test(site.chart.print()) || site.others("Service").length === 0) return undefined;
      const set = runs(site, { image: "apache/kafka:3.9.0", env }, 3);
      return set && { object: set, path: [...container, "env", 0, "value"] };
    },
  },
  {
    rule: "network-policy-shuts-peers",
    plants: "a policy that leaves no way to DNS",
    plant(site) {
      const { serviceName } = site;
      if (serviceName === undefined || site.others("NetworkPolicy").length > 0) return undefined;
      if (/NetworkPolicy/.test(site.chart.print())) return undefined;
      const set = runs(site, { env: [{ name: "PEERS", value: members(site, 2) }] }, 3);
      if (set === undefined) return undefined;
      const object = policy(site, { policyTypes: ["Egress"], egress: [{ ports: [{ port: 443 }] }] });
      return object && { object, path: ["spec", "egress"], aim: "key" };
    },
  },
  {
    rule: "pdb-counts-jobs",
    plants: "a budget in percent over the pods of a Job",
    plant(site) {
      const labels = ownLabels(site);
      if (labels === undefined || site.has("PodDisruptionBudget")) return undefined;
      site.add("batch/v1", "Job", "planted", { spec: { template: template({}, { ...labels, planted: "x" }) } });
      const object = site.add("policy/v1", "PodDisruptionBudget", "planted", {
        spec: { minAvailable: "50%", selector: { matchLabels: labels } },
      });
      return { object, path: ["spec", "selector"], aim: "key" };
    },
  },
  {
    rule: "pdb-matches-nothing",
    plants: "a budget with a label that no pod has",
    plant(site) {
      const labels = ownLabels(site);
      if (labels === undefined || site.has("PodDisruptionBudget") || site.replicas < 2) return undefined;
      const object = site.add("policy/v1", "PodDisruptionBudget", site.name, {
        spec: { maxUnavailable: 1, selector: { matchLabels: { ...labels, "planted.example.com/budget": "x" } } },
      });
      return { object, path: ["spec", "selector", "matchLabels", "planted.example.com/budget"] };
    },
  },
  {
    rule: "pdb-missing",
    plants: "an etcd of three without a budget",
    plant(site) {
      if (site.has("PodDisruptionBudget") || site.others("Service").length === 0) return undefined;
      const set = runs(site, { image: "quay.io/coreos/etcd:v3.4.34" }, 3);
      return set && { object: set, path: ["spec", "replicas"] };
    },
  },
  {
    rule: "no-anti-affinity",
    plants: "replicas that may share a node",
    plant(site) {
      const set = runs(site, {}, 3);
      for (const key of ["affinity", "topologySpreadConstraints"])
        if (get(set?.value, ...pod, key) !== undefined) set?.remove([...pod, key]);
      return set && { object: set, path: ["spec", "replicas"] };
    },
  },
  {
    rule: "service-account-missing",
    plants: "an account of another name",
    plant(site) {
      // Accounts are those of the set's own chart; what is added stands in the last one of the text.
      if (/^# Source: .*\/charts\//m.test(site.chart.print())) return undefined;
      if (site.containers.length === 0 || /kind: *ServiceAccount|automountServiceAccountToken/.test(site.chart.print()))
        return undefined;
      site.add("v1", "ServiceAccount", "planted", {});
      if (get(site.set.value, ...pod, "serviceAccount") !== undefined) site.set.remove([...pod, "serviceAccount"]);
      return site.set.set([...pod, "serviceAccountName"], "planted-absent");
    },
  },
  {
    rule: "config-in-other-namespace",
    plants: "a Secret fixed to the namespace default",
    plant(site) {
      const { set } = site;
      if (set.namespace !== undefined || site.containers.length === 0) return undefined;
      const secret = site.add("v1", "Secret", "planted-secret", { stringData: { a: "b" } });
      secret.set(["metadata", "namespace"], "default");
      const changed = runs(site, { envFrom: [{ secretRef: { name: "planted-secret" } }] });
      return changed && { object: changed, path: [...container, "envFrom", 0, "secretRef", "name"] };
    },
  },
  {
    rule: "needs-post-install-hook",
    plants: "a Secret that only a post-install hook makes",
    plant(site) {
      const secret = site.add("v1", "Secret", "planted-secret", { stringData: { a: "b" } });
      secret.set(["metadata", "annotations"], { "helm.sh/hook": "post-install" });
      const set = runs(site, { envFrom: [{ secretRef: { name: "planted-secret" } }] });
      return set && { object: set, path: [...container, "envFrom", 0, "secretRef", "name"] };
    },
  },
  {
    rule: "checksum-missing",
    plants: "a ConfigMap without a checksum",
    plant(site) {
      const { set } = site;
      site.add("v1", "ConfigMap", "planted-config", { data: { LEVEL: "b" } });
      const changed = runs(site, { envFrom: [{ configMapRef: { name: "planted-config" } }] });
      for (const path of [["metadata"], ["spec", "template", "metadata"]])
        if (get(set.value, ...path, "annotations") !== undefined) set.remove([...path, "annotations"]);
      return changed && { object: changed, path: ["spec", "template", "metadata"], aim: "key" };
    },
  },
  {
    rule: "service-link-collides",
    plants: "a Service whose variables Neo4j takes for settings",
    plant(site) {
      const set = runs(site, { image: "neo4j:5.20" });
      if (set === undefined || site.others("Service").some(({ name }) => name === "neo4j")) return undefined;
      if (get(set.value, ...pod, "enableServiceLinks") !== undefined) set.remove([...pod, "enableServiceLinks"]);
      const object = service(site, "neo4j", { selector: { planted: "nowhere" } });
      return { object, path: ["metadata", "name"] };
    },
  },
  {
    rule: "claim-mounted-elsewhere",
    plants: "a Deployment on the claim of the first pod",
    plant(site) {
      const [claim] = site.claims;
      if (claim === undefined || !isPlain(site) || site.replicas < 1) return undefined;
      site.set.set(["spec", "volumeClaimTemplates", 0, "spec", "accessModes"], ["ReadWriteOnce"]);
      const claimName = `${claim}-${site.name}-0`;
      const spec = { restartPolicy: "Always", volumes: [{ name: "planted", persistentVolumeClaim: { claimName } }] };
      const mounts = [{ name: "planted", image: "planted:1", volumeMounts: [{ name: "planted", mountPath: "/p" }] }];
      const object = site.add("apps/v1", "Deployment", "planted", {
        spec: { selector: { matchLabels: { planted: "x" } }, template: template({ ...spec, containers: mounts }) },
      });
      const path = ["spec", "template", "spec", "volumes", 0, "persistentVolumeClaim", "claimName"];
      return { object, path };
    },
  },
  {
    rule: "claim-goes-with-release",
    plants: "a claim of the release that nothing keeps",
    plant(site) {
      const object = site.add("v1", "PersistentVolumeClaim", "planted-claim", {
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
      });
      if (site.replicas > 1) return undefined;
      site.set.append([...pod, "volumes"], { name: "planted", persistentVolumeClaim: { claimName: "planted-claim" } });
      return { object, path: ["metadata", "name"] };
    },
  },
  {
    rule: "claim-deleted-by-hook",
    plants: "a claim that the pods mount and that every upgrade makes anew",
    plant(site) {
      if (site.replicas > 1) return undefined;
      const object = site.add("v1", "PersistentVolumeClaim", "planted-claim", {
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
      });
      object.set(["metadata", "annotations"], { "helm.sh/hook": "pre-install,pre-upgrade" });
      site.set.append([...pod, "volumes"], { name: "planted", persistentVolumeClaim: { claimName: "planted-claim" } });
      return { object, path: ["metadata", "annotations", "helm.sh/hook"] };
    },
  },
  {
    rule: "members-roll-together",
    plants: "two sets of one replica that name each other",
    plant(site): Place | undefined {
      const { name, podLabels, replicas } = site;
      if (replicas !== 1 || podLabels.size === 0) return undefined;
      const member = (own: string, peer: string) => ({
        spec: {
          serviceName: own,
          replicas: 1,
          selector: { matchLabels: { planted: own } },
          template: {
            metadata: { labels: { planted: own } },
            spec: { containers: [{ name: "m", image: "planted:1", args: [`--peers=${peer}-0.${peer}:7000`] }] },
          },
        },
      });
      const first = site.add("apps/v1", "StatefulSet", `${name}-x-1`, member(`${name}-x-1`, `${name}-x-2`));
      site.add("apps/v1", "StatefulSet", `${name}-x-2`, member(`${name}-x-2`, `${name}-x-1`));
      return { object: first, path: ["metadata", "name"] };
    },
  },
  {
    rule: "service-selects-nothing",
    plants: "a Service with one label too many",
    plant(site) {
      const labels = ownLabels(site);
      if (labels === undefined || labels.release !== undefined) return undefined;
      const ports = site.containers.flatMap(({ value }) => items(value, "ports"));
      const set = runs(site, { ports: [...ports, { name: "planted", containerPort: 59870 }] });
      if (set === undefined) return undefined;
      return {
        object: service(site, "planted", { selector: { ...labels, release: "planted" } }),
        path: ["spec", "selector", "release"],
      };
    },
  },
  {
    rule: "publish-not-ready-missing",
    plants: "etcd's members behind readiness",
    plant(site) {
      const { governingService: own, serviceName } = site;
      if (own === undefined || serviceName === undefined || string(own.value, "spec", "clusterIP") !== "None")
        return undefined;
      const governed = site
        .others("StatefulSet")
        .filter(({ value }) => get(value, "spec", "serviceName") === serviceName);
      if (ownLabels(site) === undefined || governed.length > 1) return undefined;
      const env = [{ name: "ETCD_INITIAL_CLUSTER", value: members(site, 3) }];
      const probe = { httpGet: { path: "/health", port: 2379 } };
      if (runs(site, { image: "quay.io/coreos/etcd:v3.4.34", env, readinessProbe: probe }, 3) === undefined)
        return undefined;
      own.set(["spec", "selector"], Object.fromEntries(site.podLabels));
      return own.set(["spec", "publishNotReadyAddresses"], false);
    },
  },
  {
    rule: "waits-for-itself",
    plants: "an init container that waits for its own Service",
    plant(site) {
      const { serviceName, set } = site;
      if (serviceName === undefined || !isPlain(site) || site.governingService === undefined) return undefined;
      if (string(site.governingService.value, "spec", "clusterIP") !== "None") return undefined;
      if (runs(site, {}, 3) === undefined || string(set.value, "spec", "podManagementPolicy") === "Parallel")
        return undefined;
      const script = `until nc -z ${site.name}-2.${serviceName} 7000; do sleep 1; done`;
      set.set([...pod, "initContainers"], [{ name: "wait", image: "busybox:1", command: ["sh", "-c", script] }]);
      return { object: set, path: [...pod, "initContainers", 0, "command"], aim: "key" };
    },
  },
  {
    rule: "hook-waits-for-set",
    plants: "a Job before the install that waits for the set",
    plant(site) {
      if (!isPlain(site) || site.replicas < 1) return undefined;
      const labels = ownLabels(site);
      if (labels === undefined) return undefined;
      service(site, "planted-db", { selector: labels });
      const script = "until nc -z planted-db 59870; do sleep 1; done";
      const containers = [{ name: "wait", image: "busybox:1", command: ["sh", "-c", script] }];
      const object = site.add("batch/v1", "Job", "planted-wait", {
        spec: { template: { spec: { restartPolicy: "Never", containers } } },
      });
      object.set(["metadata", "annotations"], { "helm.sh/hook": "pre-install" });
      return { object, path: [...pod, "containers", 0, "command"], aim: "key" };
    },
  },
];
