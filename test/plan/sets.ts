import type { StatefulSet, StatefulSetSpec } from "kubernetes-types/apps/v1.js";
import type { Container } from "kubernetes-types/core/v1.js";

/** Parts of a StatefulSet that the tests of this room vary. */
export interface SetOptions {
  readonly name?: string;
  readonly namespace?: string;
  readonly replicas?: number;
  readonly start?: number;
  readonly image?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly serviceName?: string;
  readonly podManagementPolicy?: string;
  /** Freer than its published type, which knows no number for maxUnavailable. */
  readonly updateStrategy?: object;
  readonly retention?: StatefulSetSpec["persistentVolumeClaimRetentionPolicy"];
  readonly minReadySeconds?: number;
  readonly revisionHistoryLimit?: number;
  readonly grace?: number;
  readonly probes?: Omit<Partial<Container>, "resources"> & { readonly resources?: object };
  readonly claims?: readonly {
    readonly name: string;
    readonly size?: string;
    /** Its VolumeAttributesClass. */
    readonly attributes?: string;
    readonly labels?: Readonly<Record<string, string>>;
  }[];
}

export interface SetManifest extends Record<string, unknown> {
  readonly metadata: { readonly name: string };
  readonly spec: Record<string, unknown> & { readonly replicas: number };
}

export function statefulSet(options: SetOptions = {}): SetManifest {
  const { name = "db", labels = { app: "db" }, claims = [{ name: "data" }] } = options;
  // The published types of Kubernetes say that the tests' sets are well formed.
  const spec = {
    serviceName: options.serviceName ?? "db",
    replicas: options.replicas ?? 3,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels, ...(options.annotations ? { annotations: options.annotations } : {}) },
      spec: {
        terminationGracePeriodSeconds: options.grace ?? 30,
        containers: [{ name: "c", image: options.image ?? "app:1", ...options.probes }],
      },
    },
    volumeClaimTemplates: claims.map((claim) => ({
      metadata: { name: claim.name, ...(claim.labels ? { labels: claim.labels } : {}) },
      spec: {
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: claim.size ?? "1Gi" } },
        ...(claim.attributes === undefined ? {} : { volumeAttributesClassName: claim.attributes }),
      },
    })),
    ...(options.podManagementPolicy ? { podManagementPolicy: options.podManagementPolicy } : {}),
    ...(options.updateStrategy ? { updateStrategy: options.updateStrategy } : {}),
    ...(options.retention ? { persistentVolumeClaimRetentionPolicy: options.retention } : {}),
    ...(options.start === undefined ? {} : { ordinals: { start: options.start } }),
    ...(options.minReadySeconds === undefined ? {} : { minReadySeconds: options.minReadySeconds }),
    ...(options.revisionHistoryLimit === undefined ? {} : { revisionHistoryLimit: options.revisionHistoryLimit }),
  } satisfies Omit<StatefulSetSpec, "updateStrategy">;
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name, ...(options.namespace === undefined ? {} : { namespace: options.namespace }) },
    spec,
  } satisfies Omit<StatefulSet, "spec"> & { spec: object };
}
