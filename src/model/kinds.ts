/**
 * All that is known of kinds, in one table: whose they are, where they keep a pod template, who reads them, in which
 * order Helm installs them. A new kind is one entry.
 */
export interface Kind {
  readonly kind: string;
  /** API groups whose kind of this name is meant, in any version; a kind of another group is somebody else's. */
  readonly groups: readonly string[];
  /** The apiVersions that every Kubernetes known here serves, the one to write first. Only where we admit the kind. */
  readonly current?: readonly [string, ...string[]];
  /** Where the pod template stands; `[]` for a pod itself. Absent for what makes no pods. */
  readonly podTemplate?: readonly string[];
  /**
   * `always`: rules and the model ask for it in every release, so it is parsed with the release. `on demand`: parsed
   * when a rule first asks a release for this kind; a document that nobody asked for counts as not checked.
   */
  readonly read: "always" | "on demand";
  /**
   * Where a custom resource names the Secrets (or ConfigMaps) that a controller makes of it, `[]` for each item of a list; its own name
   * where none of these is written.
   */
  readonly makesSecrets?: readonly (readonly string[])[];
  /** Whether `src/admission` knows what the API server says of it. */
  readonly admitted: boolean;
}

/** Groups that belong to Kubernetes itself: a StatefulSet of `policy/v1` is a slip, one of `apps.kruise.io` another thing. */
const own: readonly string[] = ["", "apps", "autoscaling", "batch", "extensions", "policy"];
const template: readonly string[] = ["spec", "template"];

/** In Helm's install order (helm pkg/release/v1/util/kind_sorter.go): within one render the ranks never fall, hooks apart. */
const ranked: readonly Kind[] = [
  { kind: "Namespace", groups: own, read: "on demand", admitted: false },
  { kind: "NetworkPolicy", groups: [...own, "networking.k8s.io"], read: "on demand", admitted: false },
  { kind: "PodDisruptionBudget", groups: own, current: ["policy/v1"], read: "always", admitted: true },
  { kind: "ServiceAccount", groups: own, read: "on demand", admitted: false },
  { kind: "Secret", groups: own, read: "always", admitted: false },
  { kind: "ConfigMap", groups: own, read: "always", admitted: false },
  { kind: "StorageClass", groups: [...own, "storage.k8s.io"], read: "on demand", admitted: false },
  { kind: "PersistentVolume", groups: own, read: "on demand", admitted: false },
  { kind: "PersistentVolumeClaim", groups: own, current: ["v1"], read: "always", admitted: true },
  { kind: "Service", groups: own, current: ["v1"], read: "always", admitted: true },
  { kind: "DaemonSet", groups: own, podTemplate: template, read: "always", admitted: false },
  { kind: "Pod", groups: own, podTemplate: [], read: "always", admitted: false },
  { kind: "ReplicationController", groups: own, podTemplate: template, read: "always", admitted: false },
  { kind: "ReplicaSet", groups: own, podTemplate: template, read: "always", admitted: false },
  { kind: "Deployment", groups: own, podTemplate: template, read: "always", admitted: false },
  {
    kind: "HorizontalPodAutoscaler",
    groups: own,
    current: ["autoscaling/v2", "autoscaling/v1"],
    read: "always",
    admitted: true,
  },
  { kind: "StatefulSet", groups: own, current: ["apps/v1"], podTemplate: template, read: "always", admitted: true },
  { kind: "Job", groups: own, podTemplate: template, read: "always", admitted: false },
  {
    kind: "CronJob",
    groups: own,
    podTemplate: ["spec", "jobTemplate", "spec", "template"],
    read: "always",
    admitted: false,
  },
];

/** Kinds that Helm does not know: it installs them last. */
const unranked: readonly Kind[] = [
  { kind: "ScaledObject", groups: ["keda.sh"], read: "always", admitted: false },
  { kind: "ServiceMonitor", groups: ["monitoring.coreos.com"], read: "on demand", admitted: false },
  { kind: "PodMonitor", groups: ["monitoring.coreos.com"], read: "on demand", admitted: false },
];

/**
 * What controllers make Secrets of, as their own references say: external-secrets.io, sealed-secrets, cert-manager.io, and the operators of
 * Vault, 1Password, Infisical, Doppler, SOPS, Bitwarden, the secrets store CSI driver, Azure Key Vault and Strimzi.
 */
const makersOfSecrets: readonly Kind[] = [
  maker("ExternalSecret", ["external-secrets.io", "kubernetes-client.io"], ["spec", "target", "name"]),
  maker(
    "ClusterExternalSecret",
    ["external-secrets.io"],
    ["spec", "externalSecretSpec", "target", "name"],
    ["spec", "externalSecretName"],
  ),
  maker("SealedSecret", ["bitnami.com"], ["spec", "template", "metadata", "name"]),
  maker("Certificate", ["cert-manager.io", "certmanager.k8s.io"], ["spec", "secretName"]),
  maker("Bundle", ["trust.cert-manager.io"]),
  maker("VaultStaticSecret", ["secrets.hashicorp.com"], ["spec", "destination", "name"]),
  maker("VaultDynamicSecret", ["secrets.hashicorp.com"], ["spec", "destination", "name"]),
  maker("VaultPKISecret", ["secrets.hashicorp.com"], ["spec", "destination", "name"]),
  maker("VaultSecret", ["ricoberger.de", "maupu.org"], ["spec", "secretName"]),
  maker("OnePasswordItem", ["onepassword.com"]),
  maker(
    "InfisicalSecret",
    ["secrets.infisical.com"],
    ["spec", "managedSecretReference", "secretName"],
    ["spec", "managedKubeSecretReferences", "[]", "secretName"],
  ),
  maker("DopplerSecret", ["secrets.doppler.com"], ["spec", "managedSecret", "name"]),
  maker("SopsSecret", ["isindir.github.com"], ["spec", "secretTemplates", "[]", "name"]),
  maker("BitwardenSecret", ["k8s.bitwarden.com"], ["spec", "secretName"]),
  maker("SecretProviderClass", ["secrets-store.csi.x-k8s.io"], ["spec", "secretObjects", "[]", "secretName"]),
  maker("AzureKeyVaultSecret", ["spv.no"], ["spec", "output", "secret", "name"]),
  maker("KafkaUser", ["kafka.strimzi.io"]),
];

function maker(kind: string, groups: readonly string[], ...makesSecrets: readonly (readonly string[])[]): Kind {
  return { kind, groups, read: "on demand", makesSecrets, admitted: false };
}

/**
 * The kinds that Kubernetes itself serves in groups where a chart writes its workloads (k8s.io/api, 1.30 to 1.37).
 * In these groups nobody else can serve a kind, so one that is missing here exists nowhere.
 */
export const kindsByGroup: Readonly<Record<string, readonly string[]>> = {
  "": [
    "Binding",
    "ComponentStatus",
    "ConfigMap",
    "Endpoints",
    "Event",
    "LimitRange",
    "List",
    "Namespace",
    "Node",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Pod",
    "PodTemplate",
    "ReplicationController",
    "ResourceQuota",
    "Secret",
    "Service",
    "ServiceAccount",
  ],
  apps: ["ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"],
  batch: ["CronJob", "Job"],
  policy: ["Eviction", "PodDisruptionBudget", "PodSecurityPolicy"],
  autoscaling: ["HorizontalPodAutoscaler", "Scale"],
  extensions: ["DaemonSet", "Deployment", "Ingress", "NetworkPolicy", "PodSecurityPolicy", "ReplicaSet"],
  "networking.k8s.io": ["IPAddress", "Ingress", "IngressClass", "NetworkPolicy", "ServiceCIDR"],
  "rbac.authorization.k8s.io": ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"],
};

export const kinds: readonly Kind[] = [...ranked, ...unranked, ...makersOfSecrets];

const byName: ReadonlyMap<string, Kind> = new Map(kinds.map((kind) => [kind.kind, kind]));
const ranks: ReadonlyMap<string, number> = new Map(ranked.map(({ kind }, rank) => [kind, rank]));

/** The rank of all kinds that Helm installs last. */
export const lastRank = ranked.length;

/** What is known of a kind by its name alone. */
export function kindNamed(name: string): Kind | undefined {
  return byName.get(name);
}

/** `apps` of `apps/v1`; the core group, and no apiVersion at all, is `""`. */
export function groupOf(apiVersion: string | undefined): string {
  const slash = apiVersion?.indexOf("/") ?? -1;
  return slash < 0 ? "" : (apiVersion?.slice(0, slash) ?? "");
}

/**
 * Whether a group is somebody else's. A custom resource's group must have a dot
 * (apiextensions-apiserver, validation.go: "should be a domain with at least one dot"), and those that end in `k8s.io`
 * are Kubernetes' own.
 */
export function isForeignGroup(group: string): boolean {
  return group.includes(".") && group !== "k8s.io" && !group.endsWith(".k8s.io");
}

/** Whether a resource is of the kind that we mean by its name. Kinds that are not in the table count where their group is Kubernetes' own. */
export function isMeant({ kind, apiVersion }: { readonly kind: string; readonly apiVersion: string }): boolean {
  return (byName.get(kind)?.groups ?? own).includes(groupOf(apiVersion));
}

/** When a document that says it is of this kind is parsed; undefined: never. A List may hold anything. */
export function readingOf(kind: string): Kind["read"] | undefined {
  return byName.get(kind)?.read ?? (kind.endsWith("List") ? "always" : undefined);
}

/** Where a kind stands in Helm's install order. */
export function rankOf(kind: string | undefined): number {
  return ranks.get(kind ?? "") ?? lastRank;
}

/** Whether a kind makes pods. */
export function makesPods(kind: string): boolean {
  return byName.get(kind)?.podTemplate !== undefined;
}
