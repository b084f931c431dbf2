import type { Operator } from "./site.ts";
import { entriesOf, get, items, string } from "./tree.ts";

const templates = ["spec", "volumeClaimTemplates"];
const pod = ["spec", "template", "spec"];

const claimSpec = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };

export const storageOperators: readonly Operator[] = [
  {
    rule: "vct-versioned-label",
    plants: "the chart's name and version into a claim template",
    plant: ({ set, claims }) =>
      claims.length === 0
        ? undefined
        : set.set([...templates, 0, "metadata", "labels", "helm.sh/chart"], "planted-12.3.4"),
  },
  {
    rule: "vct-versioned-label",
    plants: "the app's version into a claim template",
    plant: ({ set, claims }) =>
      claims.length === 0
        ? undefined
        : set.set([...templates, claims.length - 1, "metadata", "labels", "app.kubernetes.io/version"], "9.1.0"),
  },
  {
    rule: "vct-versioned-label",
    plants: "a chart label as charts once wrote it",
    plant: ({ set, claims }) =>
      claims.length === 0 ? undefined : set.set([...templates, 0, "metadata", "labels", "chart"], "planted-v0.4"),
  },
  {
    rule: "selector-versioned-label",
    plants: "the chart's name and version into the selector",
    plant({ set, matchLabels }) {
      if (Object.keys(matchLabels).length === 0) return undefined;
      set.set([...pod.slice(0, 2), "metadata", "labels", "helm.sh/chart"], "planted-12.3.4");
      return set.set(["spec", "selector", "matchLabels", "helm.sh/chart"], "planted-12.3.4");
    },
  },
  {
    rule: "vct-unstable-label",
    plants: "heritage into a claim template",
    // Beside a label with a version nothing is said of others.
    plant: ({ set, claims, claimTemplates }) =>
      claims.length === 0 ||
      claimTemplates.some((one) => /\d\.\d/.test(JSON.stringify(get(one, "metadata", "labels") ?? {})))
        ? undefined
        : set.set([...templates, 0, "metadata", "labels", "heritage"], "Helm"),
  },
  {
    rule: "vct-unstable-label",
    plants: "managed-by into a claim template",
    plant: ({ set, claims, matchLabels }) =>
      claims.length === 0 || matchLabels["app.kubernetes.io/managed-by"] !== undefined
        ? undefined
        : set.set([...templates, 0, "metadata", "labels", "app.kubernetes.io/managed-by"], "Helm"),
  },
  {
    rule: "vct-argocd-label",
    plants: "Argo CD's tracking label into a claim template",
    plant: ({ set, claims }) =>
      claims.length === 0
        ? undefined
        : set.set([...templates, 0, "metadata", "labels", "argocd.argoproj.io/instance"], "planted"),
  },
  {
    rule: "pvc-retention-delete",
    plants: "whenScaled: Delete",
    plant: ({ set, claims }) =>
      claims.length === 0
        ? undefined
        : set.set(["spec", "persistentVolumeClaimRetentionPolicy", "whenScaled"], "Delete"),
  },
  {
    rule: "pvc-retention-delete",
    plants: "whenDeleted: Delete",
    plant: ({ set, claims }) =>
      claims.length === 0
        ? undefined
        : set.set(["spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted"], "Delete"),
  },
  {
    rule: "vct-volume-fixed",
    plants: "one volume for the claims of all replicas",
    plant({ set, claims, replicas }) {
      if (claims.length === 0 || replicas < 2) return undefined;
      return set.set([...templates, 0, "spec", "volumeName"], "planted");
    },
  },
  {
    rule: "shared-rwo-claim",
    plants: "one ReadWriteOnce claim for all replicas",
    plant(site) {
      const [container] = site.containers;
      if (site.replicas < 2 || container === undefined) return undefined;
      site.add("v1", "PersistentVolumeClaim", "planted-claim", { spec: claimSpec });
      const volume = site.set.append([...pod, "volumes"], {
        name: "planted",
        persistentVolumeClaim: { claimName: "planted-claim" },
      });
      site.set.append([...container.path, "volumeMounts"], { name: "planted", mountPath: "/planted" });
      return { ...volume, path: [...volume.path, "persistentVolumeClaim", "claimName"] };
    },
  },
  {
    rule: "shared-rwo-claim",
    plants: "a claim that is fixed, in place of a claim template",
    plant(site) {
      const { claimMount, claims, replicas, set } = site;
      if (claimMount === undefined || claims.length !== 1 || replicas < 2) return undefined;
      if (items(set.value, ...pod, "volumes").some((volume) => get(volume, "name") === claimMount.claim))
        return undefined;
      site.add("v1", "PersistentVolumeClaim", "planted-claim", { spec: claimSpec });
      set.remove(templates);
      const volume = set.append([...pod, "volumes"], {
        name: claimMount.claim,
        persistentVolumeClaim: { claimName: "planted-claim" },
      });
      return { ...volume, path: [...volume.path, "persistentVolumeClaim", "claimName"] };
    },
  },
  {
    rule: "pvc-retention-delete",
    plants: "whenScaled: Delete under an autoscaler",
    plant(site) {
      const { claims, set, name, replicas } = site;
      if (claims.length === 0 || site.has("HorizontalPodAutoscaler") || replicas < 2) return undefined;
      site.add("autoscaling/v2", "HorizontalPodAutoscaler", "planted", {
        spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "StatefulSet", name }, minReplicas: 2, maxReplicas: 5 },
      });
      return set.set(["spec", "persistentVolumeClaimRetentionPolicy", "whenScaled"], "Delete");
    },
  },
  {
    rule: "vct-shadows-volume",
    plants: "a volume of a claim template's name",
    plant({ set, claims: [claim] }) {
      if (claim === undefined) return undefined;
      if (items(set.value, ...pod, "volumes").some((volume) => get(volume, "name") === claim)) return undefined;
      const volume = set.append([...pod, "volumes"], { name: claim, emptyDir: {} });
      return { ...volume, path: [...volume.path, "name"] };
    },
  },
  {
    rule: "vct-not-mounted",
    plants: "a claim template without a mount",
    plant({ set, claims }) {
      if (claims.length === 0) return undefined;
      const claim = set.append(templates, { metadata: { name: "planted" }, spec: claimSpec });
      return { ...claim, path: [...claim.path, "metadata", "name"] };
    },
  },
  {
    rule: "mount-unknown-volume",
    plants: "a mount's name misspelt",
    plant({ set, containers }) {
      for (const { value, path } of containers) {
        const mount = items(value, "volumeMounts").length - 1;
        const name = string(value, "volumeMounts", mount, "name");
        if (name !== undefined) return set.set([...path, "volumeMounts", mount, "name"], `${name}-planted`);
      }
      return undefined;
    },
  },
  {
    rule: "mount-unknown-volume",
    plants: "a claim template renamed, its mounts not",
    plant({ set, claimMount, claims }) {
      if (claimMount === undefined) return undefined;
      const { claim, mount, path } = claimMount;
      if (items(set.value, ...pod, "volumes").some((volume) => get(volume, "name") === claim)) return undefined;
      set.set([...templates, claims.indexOf(claim), "metadata", "name"], "planted");
      return { object: set, path: [...path, "volumeMounts", mount, "name"] };
    },
  },
  {
    rule: "duplicate-volume",
    plants: "a volume's name a second time",
    plant({ set, claims }) {
      const name = items(set.value, ...pod, "volumes").flatMap((volume) => string(volume, "name") ?? [])[0];
      if (name === undefined || claims.includes(name)) return undefined;
      const volume = set.append([...pod, "volumes"], { name, emptyDir: {} });
      return { ...volume, path: [...volume.path, "name"] };
    },
  },
  {
    rule: "duplicate-vct",
    plants: "a claim template's name a second time",
    plant({ set, claims: [name] }) {
      if (name === undefined) return undefined;
      const claim = set.append(templates, { metadata: { name }, spec: claimSpec });
      return { ...claim, path: [...claim.path, "metadata", "name"] };
    },
  },
  {
    rule: "vct-invalid-spec",
    plants: "an access mode that is none",
    plant: ({ set, claims }) =>
      claims.length === 0 || items(set.value, ...templates, 0, "spec", "accessModes").length === 0
        ? undefined
        : set.set([...templates, 0, "spec", "accessModes", 0], "ReadWriteSometimes"),
  },
  {
    rule: "vct-invalid-spec",
    plants: "a size of nothing",
    plant: ({ set, claims }) =>
      claims.length === 0 ||
      string(set.value, ...templates, 0, "spec", "resources", "requests", "storage") === undefined
        ? undefined
        : set.set([...templates, 0, "spec", "resources", "requests", "storage"], "0Gi"),
  },
  {
    rule: "vct-invalid-spec",
    plants: "no size",
    plant({ set, claims }) {
      if (claims.length === 0 || get(set.value, ...templates, 0, "spec", "resources") === undefined) return undefined;
      set.remove([...templates, 0, "spec", "resources"]);
      return { object: set, path: [...templates, 0, "spec"], aim: "key" };
    },
  },
  {
    rule: "vct-invalid-spec",
    plants: "no access mode",
    plant({ set, claims }) {
      if (claims.length === 0) return undefined;
      set.remove([...templates, 0, "spec", "accessModes"]);
      return { object: set, path: [...templates, 0, "spec"], aim: "key" };
    },
  },
  {
    rule: "name-too-long",
    plants: "a name of 58 characters",
    plant: ({ set, name }) =>
      name.length > 20
        ? undefined
        : set.set(["metadata", "name"], `${name}-${"planted-".repeat(8)}`.slice(0, 57).concat("x")),
  },
  {
    rule: "name-too-long",
    plants: "a name of 53 characters",
    plant: ({ set, name }) =>
      name.length > 20
        ? undefined
        : set.set(["metadata", "name"], `${name}-${"planted-".repeat(8)}`.slice(0, 52).concat("x")),
  },
  {
    rule: "name-too-long",
    plants: "a name of 70 characters",
    plant: ({ set, name }) =>
      name.length > 20
        ? undefined
        : set.set(["metadata", "name"], `${name}-${"planted-".repeat(9)}`.slice(0, 69).concat("x")),
  },
  {
    rule: "fsgroup-missing",
    plants: "a user without an fsGroup",
    plant({ set, claimMount }) {
      if (claimMount === undefined || get(set.value, ...pod, "initContainers") !== undefined) return undefined;
      if (get(claimMount.value, "securityContext") !== undefined) return undefined;
      if (get(claimMount.value, "volumeMounts", claimMount.mount, "readOnly") === true) return undefined;
      set.set([...pod, "securityContext"], { runAsUser: 1000, runAsNonRoot: true });
      return { object: set, path: [...pod, "securityContext"], aim: "key" };
    },
  },
  {
    rule: "data-at-mount-root",
    plants: "PostgreSQL's data at the root of its claim",
    plant({ set, claimMount }) {
      if (claimMount === undefined || get(set.value, ...pod, "initContainers") !== undefined) return undefined;
      const { value, path, mount } = claimMount;
      const mounted = items(value, "volumeMounts").some((one) =>
        string(one, "mountPath")?.startsWith("/var/lib/postgresql"),
      );
      if (mounted || /PGDATA/.test(JSON.stringify(set.value))) return undefined;
      for (const key of ["command", "args", "envFrom"]) if (get(value, key) !== undefined) set.remove([...path, key]);
      set.set([...path, "image"], "docker.io/library/postgres:16.4");
      if (get(value, "volumeMounts", mount, "subPath") !== undefined)
        set.remove([...path, "volumeMounts", mount, "subPath"]);
      if (get(value, "volumeMounts", mount, "readOnly") !== undefined)
        set.remove([...path, "volumeMounts", mount, "readOnly"]);
      return set.set([...path, "volumeMounts", mount, "mountPath"], "/var/lib/postgresql/data");
    },
  },
  {
    rule: "claim-name-collision",
    plants: "a second set whose claims get the same names",
    plant(site) {
      const { claims, name, set } = site;
      const [claim] = claims;
      const spec = get(set.value, "spec");
      if (claim === undefined || typeof spec !== "object" || entriesOf(set.value, "spec").length === 0)
        return undefined;
      const other = site.add("apps/v1", "StatefulSet", `planted-${name}`, {
        spec: {
          replicas: 1,
          serviceName: "planted",
          selector: { matchLabels: { planted: "yes" } },
          template: {
            metadata: { labels: { planted: "yes" } },
            spec: {
              containers: [{ name: "one", image: "one:1", volumeMounts: [{ name: "data", mountPath: "/data" }] }],
            },
          },
          volumeClaimTemplates: [{ metadata: { name: "data" }, spec: claimSpec }],
        },
      });
      // data-planted-x-0 is also what a claim template `data-planted` of the set x makes.
      const own = set.set([...templates, 0, "metadata", "name"], "data-planted");
      for (const [index, container] of site.containers.entries()) {
        for (const [mount, entry] of items(container.value, "volumeMounts").entries()) {
          if (string(entry, "name") !== claim) continue;
          set.set([...pod, "containers", index, "volumeMounts", mount, "name"], "data-planted");
        }
      }
      if (get(set.value, ...pod, "initContainers") !== undefined) return undefined;
      return other === undefined ? undefined : own;
    },
  },
  {
    rule: "volume-mode-mismatch",
    plants: "a claim template of a device that is mounted",
    plant({ set, claimMount }) {
      if (claimMount === undefined) return undefined;
      const index = items(set.value, "spec", "volumeClaimTemplates").findIndex(
        (one) => string(one, "metadata", "name") === claimMount.claim,
      );
      set.set(["spec", "volumeClaimTemplates", index, "spec", "volumeMode"], "Block");
      return { object: set, path: [...claimMount.path, "volumeMounts", claimMount.mount, "name"] };
    },
  },
];
