import { describe, expect, test } from "vitest";
import { admit } from "../../src/admission/admit.ts";
import { DecodeError } from "../../src/admission/decode-error.ts";
import { helm3Patch } from "../../src/admission/helm3-patch.ts";
import { stored } from "../../src/admission/stored.ts";

type Mapping = Record<string, never>;

function setWith(spec: object, pod: object = {}): object {
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "db" },
    spec: {
      selector: { matchLabels: { app: "db" } },
      template: {
        metadata: { labels: { app: "db" } },
        spec: { containers: [{ name: "db", image: "db:1" }], ...pod },
      },
      ...spec,
    },
  };
}

const podOf = (set: object): Record<string, unknown> =>
  (set as { spec: { template: { spec: Record<string, unknown> } } }).spec.template.spec;

describe("what is stored", () => {
  test("lacks what a closed gate guards, unless the stored object uses it already", () => {
    const set = setWith({}, { hostUsers: false });
    expect(podOf(stored(set, { kubernetesVersion: "1.32" }))).not.toHaveProperty("hostUsers");
    expect(podOf(stored(set, { kubernetesVersion: "1.33" }))).toHaveProperty("hostUsers", false);
    const open = stored(set, { kubernetesVersion: "1.32", featureGates: { UserNamespacesSupport: true } });
    expect(podOf(stored(set, { kubernetesVersion: "1.32", old: open }))).toHaveProperty("hostUsers", false);
    const without = stored(setWith({}), { kubernetesVersion: "1.32" });
    expect(podOf(stored(set, { kubernetesVersion: "1.32", old: without }))).not.toHaveProperty("hostUsers");
  });

  test("keeps maxUnavailable of a set that has it while the gate is closed", () => {
    const set = setWith({ updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 2 } } });
    const rolling = (options: object): unknown =>
      (stored(set, { kubernetesVersion: "1.34", ...options }) as { spec: { updateStrategy: Mapping } }).spec
        .updateStrategy.rollingUpdate;
    expect(rolling({})).toEqual({ partition: 0 });
    expect(rolling({ old: set, featureGates: { MaxUnavailableStatefulSet: true } })).toEqual({
      partition: 0,
      maxUnavailable: 2,
    });
  });

  test("is in the version that clients get", () => {
    const beta = { ...setWith({ selector: undefined }), apiVersion: "apps/v1beta1" };
    expect(stored(beta)).toMatchObject({
      apiVersion: "apps/v1",
      metadata: { labels: { app: "db" } },
      spec: { updateStrategy: { type: "OnDelete" }, selector: { matchLabels: { app: "db" } } },
    });
  });

  test("has a Secret's texts as data", () => {
    const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, stringData: { a: "ä" } };
    expect(stored(secret)).toEqual({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "s" },
      data: { a: "w6Q=" },
      type: "Opaque",
    });
  });

  test("is the manifest without status where the kind is not known, and the manifest stays as it is", () => {
    const custom = { apiVersion: "a/v1", kind: "B", metadata: { name: "b", uid: "1" }, spec: { c: null }, status: {} };
    const before = structuredClone(custom);
    expect(stored(custom)).toEqual({ apiVersion: "a/v1", kind: "B", metadata: { name: "b" }, spec: { c: null } });
    expect(custom).toEqual(before);
    const set = setWith({ replicas: null });
    const copy = structuredClone(set);
    stored(set);
    admit(set, { apply: "server" });
    helm3Patch(set, set, stored(set));
    expect(set).toEqual(copy);
  });

  test("cannot be told of what does not decode: the server's sentence", () => {
    expect(() => stored(setWith({ replicas: "3" }))).toThrow(DecodeError);
    expect(() => stored(setWith({ replicas: "3" }))).toThrow("json: cannot unmarshal string into Go struct field");
  });

  test("has no keys that reach an object's prototype", () => {
    const labels = JSON.parse('{"__proto__": "x", "a": "b"}') as object;
    const set = { ...setWith({}), metadata: { name: "db", labels } };
    const kept = stored(set) as { metadata: { labels: object } };
    expect(Object.keys(kept.metadata.labels)).toEqual(["__proto__", "a"]);
    expect(Object.getPrototypeOf(kept.metadata.labels)).toBe(Object.prototype);
    const { sends } = helm3Patch(setWith({}), set, stored(setWith({})));
    expect(Object.keys((sends as { metadata: { labels: object } }).metadata.labels)).toEqual(["__proto__", "a"]);
  });
});

describe("Helm 3", () => {
  test("sends a three-way JSON merge patch to a custom resource", () => {
    const object = (spec: object): object => ({ apiVersion: "a/v1", kind: "B", metadata: { name: "b" }, spec });
    const { sends, result } = helm3Patch(
      object({ a: 1, gone: 1, list: [1, 2] }),
      object({ a: 2, list: [1] }),
      object({ a: 1, gone: 1, list: [1, 2], added: true }),
    );
    expect(sends).toEqual({ spec: { a: 2, gone: null, list: [1] } });
    expect(result).toEqual(object({ a: 2, list: [1], added: true }));
  });

  test("gives up over an element without its merge key", () => {
    const before = setWith({}, { imagePullSecrets: [{ name: "" }] });
    expect(helm3Patch(before, before, stored(before)).failed).toBe(
      "map: map[] does not contain declared merge key: name",
    );
  });
});
