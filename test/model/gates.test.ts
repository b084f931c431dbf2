import { describe, expect, test } from "vitest";
import { admit } from "../../src/admission/admit.ts";
import { stored } from "../../src/admission/stored.ts";
import { lint } from "../../src/index.ts";
import { isKnownGate, nearestGate } from "../../src/model/known-gates.ts";
import { isGateOn, KubernetesVersionError, versionOf } from "../../src/model/kubernetes-version.ts";
import { Rollout } from "../../src/plan/rollout.ts";

const set = {
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "db" },
  spec: {
    selector: { matchLabels: { app: "db" } },
    template: { metadata: { labels: { app: "db" } }, spec: { containers: [{ name: "db", image: "db:1" }] } },
  },
};

const strategyOf = (kubernetesVersion: string, featureGates = {}): unknown =>
  (stored(set, { kubernetesVersion, featureGates }) as typeof set & { spec: { updateStrategy: unknown } }).spec
    .updateStrategy;

describe("patch releases", () => {
  test("1.35.0 to 1.35.3 fill in maxUnavailable, 1.35.4 and 1.35 do not", () => {
    const partitioned = { type: "RollingUpdate", rollingUpdate: { partition: 0 } };
    const unavailable = { type: "RollingUpdate", rollingUpdate: { partition: 0, maxUnavailable: 1 } };
    for (const version of ["1.35.0", "v1.35.2", "1.35.3-gke.100"]) expect(strategyOf(version)).toEqual(unavailable);
    for (const version of ["1.35", "1.35.4", "1.34.2"]) expect(strategyOf(version)).toEqual(partitioned);
  });

  test("a gate that was set wins over the patch release's default", () => {
    expect(strategyOf("1.35.2", { MaxUnavailableStatefulSet: false })).toEqual({
      type: "RollingUpdate",
      rollingUpdate: { partition: 0 },
    });
  });

  test("admit and Rollout take a version with a patch", () => {
    expect(admit(set, { kubernetesVersion: "1.35.2" }).accepted).toBe(true);
    const wide = {
      ...set,
      spec: {
        ...set.spec,
        replicas: 3,
        podManagementPolicy: "Parallel",
        updateStrategy: { rollingUpdate: { maxUnavailable: 3 } },
      },
    };
    const next = structuredClone(wide);
    next.spec.template.spec.containers = [{ name: "db", image: "db:2" }];
    const firstBatch = (kubernetesVersion: string): number | undefined => {
      const rollout = new Rollout({ kubernetesVersion });
      rollout.apply(wide);
      return rollout.apply(next).batches[0]?.length;
    };
    expect(firstBatch("1.35.2")).toBe(3);
    expect(firstBatch("1.35.4")).toBe(1);
  });

  test("lint judges each patch release that was asked for by its own defaults", () => {
    const text = `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  selector: { matchLabels: { app: db } }
  updateStrategy: { rollingUpdate: { maxUnavailable: 2 } }
  template: { metadata: { labels: { app: db } }, spec: { containers: [{ name: db, image: "db:1" }] } }
`;
    const ignoredOn = (kubernetesVersion: string, featureGates: Record<string, boolean> = {}) =>
      lint([{ name: "stdin", text }], { kubernetesVersion, featureGates })
        .findings.filter(({ rule }) => rule === "max-unavailable-ignored")
        .map(({ versions = "all" }) => versions);
    expect(ignoredOn("1.35")).toEqual(["all"]);
    expect(ignoredOn("1.35.2")).toEqual([]);
    expect(ignoredOn("1.35.4")).toEqual(["all"]);
    expect(ignoredOn("1.34,1.35.2")).toEqual([["1.34"]]);
    expect(ignoredOn("1.35.3..1.37")).toEqual([["1.36"]]);
    expect(ignoredOn("1.35.2,1.35.4")).toEqual(["all"]);
    // Both ends of a range within one minor count; of the releases between them no third behaves otherwise.
    expect(ignoredOn("1.35.0..1.35.4")).toEqual(["all"]);
    expect(ignoredOn("1.35.0..1.35.3")).toEqual([]);
    expect(() => ignoredOn("1.35.4..1.35.0")).toThrow("runs backwards");
    expect(ignoredOn("1.35.2", { MaxUnavailableStatefulSet: false })).toEqual(["all"]);
  });

  test("a version that is none is an error with or without a patch", () => {
    expect(() => versionOf("1.99.1")).toThrow(KubernetesVersionError);
    expect(isGateOn("MaxUnavailableStatefulSet", 35)).toBe(false);
  });
});

describe("names of feature gates", () => {
  test("Kubernetes' own are known, whether or not they matter here", () => {
    for (const name of [
      "MaxUnavailableStatefulSet",
      "SidecarContainers",
      "WatchList",
      "AllAlpha",
      "KubeletInUserNamespace",
    ])
      expect(isKnownGate(name), name).toBe(true);
    expect(isKnownGate("maxUnavailableStatefulSet")).toBe(false);
    expect(isKnownGate("constructor")).toBe(false);
  });

  test("a slip of the pen gets a suggestion", () => {
    expect(nearestGate("MaxUnavailableStatefullSet")).toBe("MaxUnavailableStatefulSet");
    expect(nearestGate("qqqqqqqqqqqqqqqqqqqqqqqq")).toBeUndefined();
  });
});
