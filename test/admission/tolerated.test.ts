/* What an update may keep of the object as it is, by the server's own code of 1.37.2, and what it looks at all the same. */
import { describe, expect, test } from "vitest";
import { admit } from "../../src/admission/admit.ts";

function set(pod: Record<string, unknown>): object {
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "db" },
    spec: {
      serviceName: "db",
      selector: { matchLabels: { app: "db" } },
      template: {
        metadata: { labels: { app: "db" } },
        spec: { containers: [{ name: "db", image: "example.com/db:1" }], ...pod },
      },
    },
  };
}

function fieldsRefused(object: object, old?: object, featureGates?: Record<string, boolean>): string[] {
  const { errors = [] } = admit(object, {
    kubernetesVersion: "1.37",
    ...(old && { old }),
    ...(featureGates && { featureGates }),
  });
  return errors.map(([, field]) => field);
}

const inNodeAffinity = (values: string[], more: object = {}) => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: "disk", operator: "In", values }] }],
      },
    },
  },
  ...more,
});
const nowhere = { volumes: [{ configMap: { name: "a" } }] };
const inSpread = (label: string) => ({
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: "zone",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: { app: label } },
    },
  ],
});
const tokenAt = (path: string) => ({
  volumes: [{ name: "t", projected: { sources: [{ serviceAccountToken: { path } }] } }],
});

describe("what an update may keep", () => {
  test.each([
    ["a label value of required node affinity", inNodeAffinity(["$(X)"]), inNodeAffinity(["$(Y)"])],
    ["a selector of a spread constraint", inSpread("a b"), inSpread("c d")],
    ["a path of a token that leaves its folder", tokenAt("../a"), tokenAt("../b")],
  ])("is %s that no new set may have", (_, before, after) => {
    expect(fieldsRefused(set(after))).not.toEqual([]);
    expect(fieldsRefused(set(after), set(before))).toEqual([]);
    expect(fieldsRefused(set(after), set({}))).not.toEqual([]);
  });

  test("is a sysctl that pods on the node's own network may not have", () => {
    const tuned = (value: string) => ({
      hostNetwork: true,
      securityContext: { sysctls: [{ name: "net.core.somaxconn", value }] },
    });
    const at = "spec.template.spec.securityContext.sysctls[0].name";
    expect(fieldsRefused(set(tuned("1024")))).toEqual([at]);
    expect(fieldsRefused(set(tuned("2048")), set(tuned("1024")))).toEqual([]);
  });

  test("is any policy for SELinux where there was one; a new set has but one on servers without SELinuxMount", () => {
    const labelled = (seLinuxChangePolicy: string) => set({ securityContext: { seLinuxChangePolicy } });
    const refused = (after: object, before?: object) =>
      (admit(after, { kubernetesVersion: "1.34", ...(before && { old: before }) }).errors ?? []).map(
        ([, , detail]) => detail,
      );
    expect(refused(labelled("MountOption"))).toEqual([
      'Unsupported value: "MountOption": supported values: "Recursive"',
    ]);
    expect(refused(labelled("MountOption"), labelled("Recursive"))).toEqual([]);
    expect(refused(labelled("None"), labelled("Recursive"))).toEqual([
      'Unsupported value: "None": supported values: "MountOption", "Recursive"',
    ]);
    expect(fieldsRefused(labelled("MountOption"))).toEqual([]);
  });

  test("does not hide what else is wrong with the template", () => {
    const before = set(inNodeAffinity(["$(X)"]));
    expect(fieldsRefused(set(inNodeAffinity(["$(X)"], nowhere)), before)).toEqual([
      "spec.template.spec.volumes[0].name",
    ]);
  });

  test("is everything of a template with a fault of another kind", () => {
    expect(fieldsRefused(set({ ...inNodeAffinity(["$(X)"]), ...nowhere }), set(nowhere))).toEqual([]);
  });

  test("are values in the selector of a budget, but not its operators", () => {
    const budget = (operator: string, values: string[]) => ({
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name: "db" },
      spec: { maxUnavailable: 1, selector: { matchExpressions: [{ key: "app", operator, values }] } },
    });
    expect(fieldsRefused(budget("In", ["a b"]), budget("Exists", ["a"]))).toEqual([]);
    expect(fieldsRefused(budget("Exists", ["a b"]), budget("Exists", ["a"]))).toEqual([
      "spec.selector.matchExpressions[0].values",
    ]);
    expect(fieldsRefused(budget("In", ["a b"]), budget("In", ["a"]))).toEqual([
      "spec.selector.matchExpressions[0].values[0]",
    ]);
  });

  test("is the API group of a claim's source", () => {
    const claim = {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "data" },
      spec: {
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: "1Gi" } },
        dataSourceRef: { apiGroup: "Not A Group", kind: "Backup", name: "b" },
      },
    };
    expect(fieldsRefused(claim)).toContain("spec.dataSourceRef.apiGroup");
    expect(fieldsRefused(claim, claim)).toEqual([]);
  });

  test("is a most number of replicas that a declaration passes over, in the words of the older check", () => {
    const scaler = (maxReplicas: number) => ({
      apiVersion: "autoscaling/v2",
      kind: "HorizontalPodAutoscaler",
      metadata: { name: "db" },
      spec: { maxReplicas, scaleTargetRef: { apiVersion: "apps/v1", kind: "StatefulSet", name: "db" } },
    });
    const words = (old?: object) =>
      admit(scaler(0), { kubernetesVersion: "1.37", ...(old && { old }) }).errors?.find(
        ([type]) => type === "FieldValueRequired",
      )?.[2];
    expect(words()).toBe("Required value");
    expect(words(scaler(3))).toBe("Required value");
    expect(words(scaler(0))).toBe("Required value: must be set and greater than 0");
  });
});

describe("a projected certificate", () => {
  const projected = (more: object) =>
    set({
      volumes: [
        {
          name: "tls",
          projected: {
            sources: [
              { podCertificate: { signerName: "example.com/own", keyType: "ED25519", keyPath: "key", ...more } },
            ],
          },
        },
      ],
    });
  const at = "spec.template.spec.volumes[0].projected.sources[0].podCertificate";

  test("has annotations with a domain ahead of their keys, whatever their case", () => {
    expect(fieldsRefused(projected({ userAnnotations: { "Example.com/A": "b" } }))).toEqual([]);
    expect(fieldsRefused(projected({ userAnnotations: { mine: "b" } }))).toEqual([`${at}.userAnnotations`]);
    expect(fieldsRefused(projected({ userAnnotations: { "a b": "b" } }))).toEqual([`${at}.userAnnotations`]);
  });

  test("belongs to a user with an id, where servers have the field", () => {
    const gates = { AtomicWriteVolumeUserFields: true };
    expect(fieldsRefused(projected({ user: -1 }))).toEqual([]);
    expect(fieldsRefused(projected({ user: -1 }), undefined, gates)).toEqual([`${at}.user`]);
    expect(fieldsRefused(projected({ user: 1000 }), undefined, gates)).toEqual([]);
  });
});

test("a device is held against the last of several mounts of one name, as servers keep them", () => {
  const container = {
    name: "db",
    image: "example.com/db:1",
    volumeMounts: [
      { name: "data", mountPath: "/dev/a" },
      { name: "data", mountPath: "/dev/b" },
    ],
  };
  const refused = (devicePath: string) =>
    fieldsRefused(
      set({
        containers: [{ ...container, volumeDevices: [{ name: "raw", devicePath }] }],
        volumes: ["data", "raw"].map((name) => ({ name, persistentVolumeClaim: { claimName: name } })),
      }),
    ).filter((field) => field.includes("volumeDevices"));
  expect(refused("/dev/a")).toEqual([]);
  expect(refused("/dev/b")).toEqual(["spec.template.spec.containers[0].volumeDevices[0].devicePath"]);
});
