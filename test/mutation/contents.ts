import type { Operator, Site } from "./site.ts";
import { get, items } from "./tree.ts";

const pod = ["spec", "template", "spec"];
const containers = [...pod, "containers"];
const container = [...containers, 0];
const claims = ["spec", "volumeClaimTemplates"];

/** Makes the set run one container of this shape alone. */
function runs({ set, containers: all }: Site, fields: Readonly<Record<string, unknown>>): Site["set"] {
  for (const key of ["initContainers", "securityContext"])
    if (get(set.value, ...pod, key) !== undefined) set.remove([...pod, key]);
  // The Services of the chart still find the ports that they send to.
  const ports = all.flatMap(({ value }) => items(value, "ports"));
  set.set(containers, [{ name: "planted", image: "example.com/planted:1", ports, ...fields }]);
  return set;
}

/** A container of this shape whose finding stands at `path` in it. */
const shape = (
  rule: string,
  plants: string,
  fields: Readonly<Record<string, unknown>>,
  path: readonly (string | number)[],
  aim?: "key",
): Operator => ({
  rule,
  plants,
  plant: (site) =>
    site.containers.length === 0
      ? undefined
      : { object: runs(site, fields), path: [...container, ...path], ...(aim === undefined ? {} : { aim }) },
});

const command = (words: readonly string[]) => ({
  exec: { command: words },
  timeoutSeconds: 10,
  initialDelaySeconds: 300,
});

export const contentOperators: readonly Operator[] = [
  shape("privileged-container", "a privileged container", { securityContext: { privileged: true } }, [
    "securityContext",
    "privileged",
  ]),
  shape(
    "privilege-escalation",
    "an escalation that is allowed",
    { securityContext: { allowPrivilegeEscalation: true } },
    ["securityContext", "allowPrivilegeEscalation"],
  ),
  shape("run-as-root", "user 0", { securityContext: { runAsUser: 0 } }, ["securityContext", "runAsUser"]),
  shape("writable-root-filesystem", "a writable root", {}, ["name"]),
  shape("resources-missing", "no resources", {}, ["name"]),
  shape("image-tag-latest", "the tag latest", { image: "example.com/planted:latest" }, ["image"]),
  shape(
    "liveness-depends-on-peers",
    "a liveness probe that asks for Galera's state",
    { livenessProbe: command(["sh", "-c", `mysql -e "SHOW STATUS LIKE 'wsrep_ready'" | grep -q ON`]) },
    ["livenessProbe", "exec", "command"],
    "key",
  ),
  {
    rule: "readiness-waits-for-green",
    plants: "a single node that waits for green",
    plant(site) {
      if (site.has("HorizontalPodAutoscaler") || site.replicas !== 1 || site.containers.length === 0) return undefined;
      site.set.set(["spec", "replicas"], 1);
      const probe = { httpGet: { path: "/_cluster/health?wait_for_status=green", port: 9200 } };
      return { object: runs(site, { readinessProbe: probe }), path: [...container, "readinessProbe"], aim: "key" };
    },
  },
  {
    rule: "host-namespaces",
    plants: "the node's network",
    plant: ({ set }) => set.set([...pod, "hostNetwork"], true),
  },
  {
    rule: "host-path",
    plants: "a folder of the node",
    plant({ set }) {
      const added = set.append([...pod, "volumes"], { name: "planted", hostPath: { path: "/planted" } });
      return { ...added, path: [...added.path, "hostPath"], aim: "key" };
    },
  },
  {
    rule: "empty-pull-secret",
    plants: "a pull secret without a name",
    plant({ set }) {
      set.set([...pod, "imagePullSecrets"], [{ name: "" }]);
      return { object: set, path: [...pod, "imagePullSecrets", 0, "name"], aim: "key" };
    },
  },
  {
    rule: "misspelt-type",
    plants: "a kind in other letters",
    plant: (site) =>
      site.add("apps/v1", "Statefulset", "planted", { spec: { serviceName: "planted" } }).set(["kind"], "Statefulset"),
  },
  {
    rule: "pod-security-refused",
    plants: "a Namespace that enforces the restricted level",
    plant(site) {
      const { set } = site;
      const [container, ...others] = site.containers;
      if (container === undefined || others.length > 0) return undefined;
      set.set(["metadata", "namespace"], "planted");
      site.chart.add({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: "planted", labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
      });
      set.set([...container.path, "securityContext"], { privileged: true });
      return { object: set, path: [...container.path, "securityContext", "privileged"] };
    },
  },
  {
    rule: "duplicate-object",
    plants: "a ConfigMap a second time",
    plant(site) {
      const [, second] = ["1", "2"].map((a) => site.add("v1", "ConfigMap", "planted", { data: { a } }));
      return second?.set(["metadata", "name"], "planted");
    },
  },
  {
    rule: "suppression-without-effect",
    plants: "an annotation that names no rule",
    plant: ({ set }) => set.set(["metadata", "annotations", "sts-lint/ignore"], "planted-rule: nothing"),
  },
  {
    rule: "claim-class-empty",
    plants: "an empty storage class",
    plant: ({ set, claims: names }) =>
      names.length === 0 ? undefined : set.set([...claims, 0, "spec", "storageClassName"], ""),
  },
  {
    rule: "fsgroup-chown-always",
    plants: "a group without a policy",
    plant(site) {
      const { set, claims: names } = site;
      const [name] = names;
      if (name === undefined) return undefined;
      runs(site, { volumeMounts: [{ name, mountPath: "/planted" }] });
      set.set([...claims, 0, "spec", "accessModes"], ["ReadWriteOnce"]);
      set.set([...pod, "securityContext"], { fsGroup: 1000 });
      return { object: set, path: [...pod, "securityContext", "fsGroup"], aim: "key" };
    },
  },
  {
    rule: "data-not-on-claim",
    plants: "MySQL's claim above its volume",
    plant(site) {
      const [name] = site.claims;
      // A configuration that names the data directory puts it somewhere else.
      if (name === undefined || /datadir/.test(site.chart.print())) return undefined;
      const set = runs(site, { image: "docker.io/library/mysql:8.4", volumeMounts: [{ name, mountPath: "/var/lib" }] });
      return { object: set, path: [...container, "volumeMounts", 0, "mountPath"] };
    },
  },
  {
    rule: "postgres-18-path",
    plants: "PostgreSQL 18 at the old path",
    plant(site) {
      const [name, ...others] = site.claims;
      if (name === undefined || others.length > 0) return undefined;
      const mount = { name, mountPath: "/var/lib/postgresql/data" };
      const set = runs(site, { image: "docker.io/library/postgres:18.1", volumeMounts: [mount] });
      return { object: set, path: [...container, "volumeMounts", 0, "mountPath"] };
    },
  },
  {
    rule: "data-not-kept",
    plants: "ZooKeeper on an emptyDir",
    plant(site) {
      const { set } = site;
      // Names that speak of what need not be kept are believed.
      if (/cache|coordinat|arbiter|ingest|router|mongos/.test(site.name) || site.containers.length === 0)
        return undefined;
      const mount = { name: "planted", mountPath: "/data" };
      runs(site, { image: "docker.io/library/zookeeper:3.9", volumeMounts: [mount] });
      if (site.claims.length > 0) set.remove(claims);
      set.set([...pod, "volumes"], [{ name: "planted", emptyDir: {} }]);
      return { object: set, path: [...pod, "volumes", 0, "name"] };
    },
  },
  {
    rule: "vct-missing-typemeta",
    plants: "a claim template without a kind under Argo CD",
    plant({ set, claims: names }) {
      if (names.length === 0) return undefined;
      for (const key of ["apiVersion", "kind"])
        if (get(set.value, ...claims, 0, key) !== undefined) set.remove([...claims, 0, key]);
      set.set(["metadata", "annotations", "argocd.argoproj.io/sync-wave"], "1");
      return { object: set, path: [...claims, 0, "metadata", "name"] };
    },
  },
  {
    rule: "vct-names-other-workload",
    plants: "a claim template that is called after another set",
    plant(site) {
      const other = site.add("apps/v1", "StatefulSet", "planted-app", {
        spec: {
          serviceName: "planted-app",
          selector: { matchLabels: { planted: "x" } },
          template: {
            metadata: { labels: { planted: "x" } },
            spec: { containers: [{ name: "m", image: "planted:1" }] },
          },
        },
      });
      if (site.claims.length !== 1) return undefined;
      other.touched = true;
      runs(site, { volumeMounts: [{ name: "planted-app-data", mountPath: "/planted" }] });
      return site.set.set([...claims, 0, "metadata", "name"], "planted-app-data");
    },
  },
];
