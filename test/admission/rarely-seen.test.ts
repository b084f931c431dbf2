/** What the tables of verdicts do not touch, compared once with Kubernetes' own code of 1.30 and 1.37. */
import { describe, expect, test } from "vitest";
import { type AdmitOptions, admit } from "../../src/admission/admit.ts";
import { stored } from "../../src/admission/stored.ts";

function set(
  metadata: object = {},
  podSpec: object = {},
  matchLabels: Record<string, string> = { app: "db" },
  spec: object = {},
): object {
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "db", ...metadata },
    spec: {
      selector: { matchLabels },
      template: {
        metadata: { labels: { app: "db", tier: "" } },
        spec: { containers: [{ name: "db", image: "db:1" }], ...podSpec },
      },
      ...spec,
    },
  };
}

function fields(manifest: object, options: AdmitOptions = {}): string[] {
  return (admit(manifest, options).errors ?? []).map(([type, field]) => `${type} ${field}`);
}

describe("owner references", () => {
  const owned = set({ ownerReferences: [{ apiVersion: "v1", kind: "Pod", uid: "1" }] });

  test("from 1.37 at their place in the list", () => {
    expect(admit(owned, { kubernetesVersion: "1.37" }).errors).toEqual([
      ["FieldValueRequired", "metadata.ownerReferences[0].name", "Required value: must not be empty"],
    ]);
  });

  test.each([
    ["1.30", 'Invalid value: "": name must not be empty'],
    ["1.36", 'Invalid value: "": must not be empty'],
  ])("in %s at the list", (kubernetesVersion, detail) => {
    expect(admit(owned, { kubernetesVersion }).errors).toEqual([
      ["FieldValueInvalid", "metadata.ownerReferences.name", detail],
    ]);
  });
});

describe("an update", () => {
  test("finalizers need a domain, then too", () => {
    expect(fields(set({ finalizers: ["mine"] }), { old: set() })).toEqual(["FieldValueInvalid metadata.finalizers[0]"]);
  });

  test("a selector's label with an empty value is a label", () => {
    expect(fields(set(), { old: set({}, {}, { app: "db", tier: "" }) })).toEqual(["FieldValueInvalid spec.selector"]);
  });

  test("an absent and an empty map are the same", () => {
    const claims = (metadata: object): object => ({
      volumeClaimTemplates: [
        { metadata, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } },
      ],
    });
    const old = set({}, {}, { app: "db" }, claims({ name: "data" }));
    expect(fields(set({}, {}, { app: "db" }, claims({ name: "data", labels: {} })), { old })).toEqual([]);
    expect(fields(set({}, {}, { app: "db" }, claims({ name: "data", labels: { a: "" } })), { old })).toEqual([
      "FieldValueInvalid spec.volumeClaimTemplates",
    ]);
  });
});

test("a budget's metadata is looked at only when its spec is well", () => {
  const budget = (spec: object): object => ({ apiVersion: "policy/v1", kind: "PodDisruptionBudget", spec });
  expect(fields(budget({ maxUnavailable: 1 }))).toEqual(["FieldValueRequired metadata.name"]);
  expect(fields(budget({ maxUnavailable: -1 }))).toEqual(["FieldValueInvalid spec.maxUnavailable"]);
});

test("ephemeral containers are refused, and looked into", () => {
  const debug = { name: "db", image: " debug", targetContainerName: "web", ports: [{ containerPort: 80 }] };
  const at = "spec.template.spec.ephemeralContainers";
  expect(fields(set({}, { ephemeralContainers: [debug] })).sort()).toEqual([
    `FieldValueDuplicate ${at}[0].name`,
    `FieldValueForbidden ${at}`,
    `FieldValueForbidden ${at}[0].ports`,
    `FieldValueInvalid ${at}[0].image`,
    `FieldValueNotFound ${at}[0].targetContainerName`,
  ]);
});

test("a claim template's kind of a wrong type is named as the server's Go structs have it", () => {
  const manifest = set({}, {}, { app: "db" }, { volumeClaimTemplates: [{ kind: 1 }] });
  const message = (steps: string): string =>
    `json: cannot unmarshal number into Go struct field PersistentVolumeClaim.spec.volumeClaimTemplates.${steps} of type string`;
  expect(admit(manifest, { kubernetesVersion: "1.37" }).decode).toBe(message("TypeMeta.kind"));
  expect(admit(manifest, { kubernetesVersion: "1.30" }).decode).toBe(message("kind"));
});

describe("a claim's volumeAttributesClassName", () => {
  const claim = (className?: string, status: object = { phase: "Bound" }) => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "data-db-0" },
    spec: {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: "1Gi" } },
      ...(className === undefined ? {} : { volumeAttributesClassName: className }),
    },
    status,
  });
  const answer = (from: object, to: object, kubernetesVersion: string, on?: boolean) =>
    admit(to, {
      kubernetesVersion,
      old: from,
      ...(on === undefined ? {} : { featureGates: { VolumeAttributesClass: on } }),
    }).errors?.map(([, , detail]) => detail) ?? [];

  test("is exchanged where its gate is on, and dropped without a word where it is off", () => {
    expect(answer(claim("silver"), claim("gold"), "1.34")).toEqual([]);
    expect(answer(claim(), claim("gold"), "1.33")).toEqual([]);
    expect(stored(claim("gold"), { old: claim(), kubernetesVersion: "1.33" })).not.toHaveProperty(
      "spec.volumeAttributesClassName",
    );
    // A claim from the time when the gate was on keeps what it has.
    expect(stored(claim("gold"), { old: claim("gold"), kubernetesVersion: "1.33" })).toHaveProperty(
      "spec.volumeAttributesClassName",
      "gold",
    );
  });

  test("is never taken away before 1.34, and then only while it is not in effect", () => {
    expect(answer(claim("gold"), claim(), "1.33", true)).toEqual([
      "Forbidden: update from non-nil value to nil is forbidden",
    ]);
    expect(answer(claim("gold"), claim(), "1.34")).toEqual([]);
    const inEffect = claim("gold", { phase: "Bound", currentVolumeAttributesClassName: "gold" });
    expect(answer(inEffect, claim(), "1.34")).toEqual([
      "Forbidden: update to nil is forbidden when status.currentVolumeAttributesClassName is not nil",
    ]);
  });
});
