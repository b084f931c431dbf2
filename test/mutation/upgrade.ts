import type { Place } from "./chart.ts";
import type { Operator, Site } from "./site.ts";
import { entriesOf, get, items, number, string } from "./tree.ts";

const template = ["spec", "template"];
const pod = [...template, "spec"];
const claims = ["spec", "volumeClaimTemplates"];

/** A set of a single container that mounts a claim at `path` becomes one of a known image. */
function becomes(site: Site, image: string, path: string): boolean {
  const { set, containers, claims: names } = site;
  const [container] = containers;
  const [claim] = names;
  if (container === undefined || containers.length > 1 || claim === undefined) return false;
  if (get(set.value, ...pod, "initContainers") !== undefined) set.remove([...pod, "initContainers"]);
  set.set([...pod, "containers"], [{ name: "planted", image, volumeMounts: [{ name: claim, mountPath: path }] }]);
  return true;
}

const image = [...pod, "containers", 0, "image"];

/** A set that Kubernetes takes over without a word about its fields. */
const isSteady = ({ set, replicas }: Site) =>
  replicas > 0 && !["OnDelete"].includes(string(set.value, "spec", "updateStrategy", "type") ?? "");

/** A ConfigMap that the first container reads as its environment. */
function reads(site: Site): boolean {
  const [container] = site.containers;
  if (container === undefined || site.replicas < 1) return false;
  const annotations = entriesOf(site.template, "metadata", "annotations");
  if (annotations.some(([key]) => /reload|checksum/i.test(key))) return false;
  site.add("v1", "ConfigMap", "planted-config", { data: { LEVEL: "one" } });
  site.set.set([...container.path, "envFrom"], [{ configMapRef: { name: "planted-config" } }]);
  return true;
}

/** A claim that the chart renders, which a set of a single container mounts. */
function mountsClaim(site: Site): boolean {
  const { containers, replicas, set } = site;
  if (containers.length !== 1 || replicas < 1) return false;
  const mount = { name: "planted", mountPath: "/planted" };
  set.set([...pod, "containers"], [{ name: "planted", image: "planted:1", volumeMounts: [mount] }]);
  if (get(set.value, ...pod, "initContainers") !== undefined) set.remove([...pod, "initContainers"]);
  set.set([...pod, "volumes"], [{ name: "planted", persistentVolumeClaim: { claimName: "planted-claim" } }]);
  site.add("v1", "PersistentVolumeClaim", "planted-claim", {
    spec: { accessModes: ["ReadWriteMany"], storageClassName: "fast", resources: { requests: { storage: "1Gi" } } },
  });
  return true;
}

function other(site: Site, kind: string, name: string) {
  return site.chart.objects.find((object) => object.kind === kind && object.name === name);
}

export const upgradeOperators: readonly Operator[] = [
  {
    rule: "vct-size-changed",
    plants: "a larger claim template",
    mode: "against",
    plant({ set, claims: names }) {
      if (names.length === 0) return undefined;
      return set.set([...claims, 0, "spec", "resources", "requests", "storage"], "4321Gi");
    },
  },
  {
    rule: "immutable-field-changed",
    plants: "another storage class",
    mode: "against",
    plant: ({ set, claims: names }) =>
      names.length === 0 ? undefined : set.set([...claims, 0, "spec", "storageClassName"], "planted"),
  },
  {
    rule: "persistence-toggled",
    plants: "no claim templates any more",
    mode: "against",
    prepare({ set, claims: names, containers }) {
      if (names.length !== 1 || containers.length !== 1) return false;
      set.set([...pod, "containers"], [{ name: "planted", image: "planted:1" }]);
      if (get(set.value, ...pod, "initContainers") !== undefined) set.remove([...pod, "initContainers"]);
      return true;
    },
    plant({ set }) {
      set.remove(claims);
      return { object: set, path: ["spec"], aim: "key" };
    },
  },
  {
    rule: "pvc-identity-changed",
    plants: "a claim template of another name",
    mode: "against",
    prepare: (site) => becomes(site, "planted:1", "/planted"),
    plant({ set, claims: names }) {
      if (names.length !== 1) return undefined;
      set.set([...pod, "containers", 0, "volumeMounts", 0, "name"], "planted-claim");
      return set.set([...claims, 0, "metadata", "name"], "planted-claim");
    },
  },
  {
    rule: "pods-restart",
    plants: "another variable",
    mode: "against",
    plant(site) {
      const [container] = site.containers;
      if (container === undefined || !isSteady(site)) return undefined;
      if (number(site.set.value, "spec", "updateStrategy", "rollingUpdate", "partition") !== undefined)
        return undefined;
      const added = site.set.append([...container.path, "env"], { name: "PLANTED", value: "one" });
      return items(container.value, "env").length === 0
        ? { ...added, path: [...container.path, "env"], aim: "key" }
        : added;
    },
  },
  {
    rule: "rollout-held",
    plants: "another variable under OnDelete",
    mode: "against",
    prepare(site) {
      if (site.replicas < 1 || site.containers.length === 0) return false;
      // What is refused reaches no pod: nothing else of the pod may be wrong.
      const ports = site.containers.flatMap(({ value }) => items(value, "ports"));
      site.set.set([...pod, "containers"], [{ name: "planted", image: "planted:1", ports }]);
      for (const key of ["initContainers", "volumes"])
        if (get(site.set.value, ...pod, key) !== undefined) site.set.remove([...pod, key]);
      site.set.set(["spec", "updateStrategy"], { type: "OnDelete" });
      return true;
    },
    plant(site) {
      const [container] = site.containers;
      if (container === undefined) return undefined;
      site.set.append([...container.path, "env"], { name: "PLANTED", value: "one" });
      return { object: site.set, path: ["spec", "updateStrategy", "type"] };
    },
  },
  {
    rule: "setting-over-old-data",
    plants: "Cassandra under another cluster's name",
    mode: "against",
    prepare(site) {
      const [template] = site.claims;
      if (site.replicas < 1 || site.containers.length === 0 || template === undefined) return false;
      for (const key of ["initContainers", "volumes"])
        if (get(site.set.value, ...pod, key) !== undefined) site.set.remove([...pod, key]);
      const volumeMounts = [{ name: template, mountPath: "/var/lib/cassandra" }];
      const env = [{ name: "CASSANDRA_CLUSTER_NAME", value: "one" }];
      const ports = site.containers.flatMap(({ value }) => items(value, "ports"));
      site.set.set([...pod, "containers"], [{ name: "planted", image: "cassandra:4.1", env, ports, volumeMounts }]);
      return true;
    },
    plant(site) {
      const [container] = site.containers;
      return container === undefined ? undefined : site.set.set([...container.path, "env", 0, "value"], "two");
    },
  },
  {
    rule: "claims-scaled-down",
    plants: "one replica less",
    mode: "against",
    prepare(site) {
      if (site.claims.length === 0 || site.has("HorizontalPodAutoscaler") || !/^[\w-]+$/.test(site.name)) return false;
      site.set.set(["spec", "replicas"], 3);
      return true;
    },
    plant: ({ set }) => set.set(["spec", "replicas"], 2),
  },
  {
    rule: "quorum-lost",
    plants: "one etcd of three",
    mode: "against",
    prepare(site) {
      if (!becomes(site, "quay.io/coreos/etcd:v3.4.34", "/etcd-data") || site.has("HorizontalPodAutoscaler"))
        return false;
      site.set.set(["spec", "replicas"], 3);
      return true;
    },
    plant: ({ set }) => set.set(["spec", "replicas"], 1),
  },
  {
    rule: "replicas-dropped",
    plants: "replicas taken out",
    mode: "against",
    prepare(site) {
      if (!becomes(site, "planted:1", "/planted") || site.has("HorizontalPodAutoscaler")) return false;
      site.set.set(["spec", "replicas"], 3);
      return true;
    },
    plant({ set }) {
      set.remove(["spec", "replicas"]);
      return { object: set, path: ["spec"], aim: "key" };
    },
  },
  {
    rule: "setting-over-old-data",
    plants: "another number of tokens",
    mode: "against",
    prepare(site) {
      if (!becomes(site, "cassandra:4.1", "/var/lib/cassandra")) return false;
      site.set.set([...pod, "containers", 0, "env"], [{ name: "CASSANDRA_NUM_TOKENS", value: "16" }]);
      return true;
    },
    plant: ({ set }) => set.set([...pod, "containers", 0, "env", 0, "value"], "256"),
  },
  {
    rule: "members-cut-off",
    plants: "another name of the cluster",
    mode: "against",
    prepare(site) {
      if (!becomes(site, "docker.elastic.co/elasticsearch/elasticsearch:8.15.0", "/usr/share/elasticsearch/data"))
        return false;
      site.set.set(["spec", "replicas"], 3);
      site.set.set([...pod, "containers", 0, "env"], [{ name: "cluster.name", value: "one" }]);
      // One chart leaves it empty, so that every update is refused.
      site.set.set([...claims, 0, "spec", "resources"], { requests: { storage: "1Gi" } });
      return true;
    },
    plant: ({ set }) => set.set([...pod, "containers", 0, "env", 0, "value"], "two"),
  },
  {
    rule: "major-over-old-data",
    plants: "the next major of PostgreSQL",
    mode: "against",
    prepare: (site) => becomes(site, "docker.io/library/postgres:14.9", "/var/lib/postgresql/data"),
    plant: ({ set }) => set.set(image, "docker.io/library/postgres:15.4"),
  },
  {
    rule: "data-path-moved",
    plants: "MySQL's data in a folder of its claim",
    mode: "against",
    prepare: (site) => becomes(site, "docker.io/library/mysql:8.4", "/var/lib/mysql"),
    plant: ({ set }) => set.set([...pod, "containers", 0, "volumeMounts", 0, "subPath"], "planted"),
  },
  {
    rule: "data-owner-changed",
    plants: "another user, without a group",
    mode: "against",
    prepare(site) {
      if (!becomes(site, "planted:1", "/planted")) return false;
      site.set.set([...pod, "securityContext"], { runAsUser: 1000 });
      return true;
    },
    plant: ({ set }) => set.set([...pod, "securityContext", "runAsUser"], 2000),
  },
  {
    rule: "config-without-restart",
    plants: "another value of a variable",
    mode: "against",
    prepare: reads,
    plant(site) {
      const config = other(site, "ConfigMap", "planted-config");
      return config?.set(["data", "LEVEL"], "two");
    },
  },
  {
    rule: "config-immutable",
    plants: "another value of an immutable ConfigMap",
    mode: "against",
    prepare(site) {
      if (!reads(site)) return false;
      other(site, "ConfigMap", "planted-config")?.set(["immutable"], true);
      return true;
    },
    plant(site) {
      const config = other(site, "ConfigMap", "planted-config");
      return config?.set(["data", "LEVEL"], "two");
    },
  },
  {
    rule: "nondeterministic-render",
    plants: "another random hash of the configuration",
    mode: "against",
    prepare(site) {
      const [container] = site.containers;
      if (container === undefined || site.replicas < 1) return false;
      site.add("v1", "Secret", "planted-secret", { stringData: { password: "kJhGfDsaPQ12" } });
      site.set.set([...container.path, "envFrom"], [{ secretRef: { name: "planted-secret" } }]);
      return true;
    },
    plant: (site) => other(site, "Secret", "planted-secret")?.set(["stringData", "password"], "QwErTyUiop34"),
  },
  {
    rule: "claim-vanished",
    plants: "a claim of the chart that is rendered no longer",
    mode: "against",
    prepare: mountsClaim,
    plant(site) {
      const claim = other(site, "PersistentVolumeClaim", "planted-claim");
      // What is gone is told where it stood: a name of the same length leaves the place as it was.
      return claim?.set(["metadata", "name"], "planted-other");
    },
  },
  {
    rule: "claim-immutable",
    plants: "another storage class for a claim of the chart",
    mode: "against",
    prepare: mountsClaim,
    plant: (site) => other(site, "PersistentVolumeClaim", "planted-claim")?.set(["spec", "storageClassName"], "slow"),
  },
  {
    rule: "on-delete-refused",
    plants: "OnDelete where nothing was said of the strategy",
    mode: "against",
    prepare(site) {
      site.set.remove(["spec", "updateStrategy"]);
      return true;
    },
    plant: ({ set }) => set.set(["spec", "updateStrategy", "type"], "OnDelete"),
  },
  {
    rule: "service-immutable",
    plants: "a cluster IP taken away",
    mode: "against",
    prepare(site) {
      const { governingService: service } = site;
      if (service === undefined || string(service.value, "spec", "clusterIP") !== "None") return false;
      if (string(service.value, "spec", "type") !== undefined) return false;
      service.remove(["spec", "clusterIP"]);
      return true;
    },
    plant: ({ governingService }) => governingService?.set(["spec", "clusterIP"], "None"),
  },
  {
    rule: "service-selector-changed",
    plants: "a client Service that selects what only new pods have",
    mode: "against",
    prepare(site) {
      if (site.replicas < 1 || site.podLabels.size === 0) return false;
      site.add("v1", "Service", "planted", {
        spec: { selector: Object.fromEntries(site.podLabels), ports: [{ port: 80 }] },
      });
      return true;
    },
    plant(site) {
      site.set.set([...template, "metadata", "labels", "planted"], "yes");
      const service = other(site, "Service", "planted");
      return service?.set(["spec", "selector", "planted"], "yes");
    },
  },
  {
    rule: "helm3-merge-loss",
    plants: "UDP beside TCP of one port",
    mode: "against",
    prepare(site) {
      const [container] = site.containers;
      if (container === undefined || site.replicas < 1) return false;
      site.set.set([...container.path, "ports"], [{ containerPort: 53, protocol: "TCP", name: "planted-tcp" }]);
      return true;
    },
    plant({ set, containers: [container] }) {
      if (container === undefined) return undefined;
      return set.append([...container.path, "ports"], { containerPort: 53, protocol: "UDP", name: "planted-udp" });
    },
  },
  {
    rule: "against-unlike",
    plants: "another set instead",
    mode: "against",
    prepare: (site) => site.chart.objects.filter(({ kind }) => kind === "StatefulSet").length === 1,
    plant({ set, claims: names, containers: all }): Place | undefined {
      if (names.length > 0 || all.length === 0) return undefined;
      const ports = all.flatMap(({ value }) => items(value, "ports"));
      set.set([...pod, "containers"], [{ name: "planted", image: "planted:1", ports }]);
      return set.set(["metadata", "name"], "planted-anew");
    },
  },
];
