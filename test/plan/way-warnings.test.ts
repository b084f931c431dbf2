import { describe, expect, it, test } from "vitest";
import { Rollout } from "../../src/plan/rollout.ts";
import { waysThrough } from "../../src/plan/ways-through.ts";
import { type SetManifest, statefulSet } from "./sets.ts";

const held = { updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 2 } } };

const warnings = (old: SetManifest, next: SetManifest) =>
  waysThrough(old, next).map((way) => way.warnings.filter((text) => /partition|volumeMode/.test(text)));

describe("A partition of a set that is made anew", () => {
  const old = statefulSet({ podManagementPolicy: "OrderedReady" });
  const next = statefulSet({ podManagementPolicy: "Parallel", image: "app:2", ...held });

  it("leaves the pods below it alone, and gives one that ends the new template", () => {
    const rollout = new Rollout({});
    const [revision] = rollout.apply(old).pods.map((pod) => pod.revision);
    rollout.deleteSet({ orphan: true });
    const revisions = (step: { readonly pods: readonly { readonly name: string; readonly revision: string }[] }) =>
      Object.fromEntries(step.pods.map((pod) => [pod.name, pod.revision === revision]));
    expect(revisions(rollout.apply(next))).toEqual({ "db-0": true, "db-1": true, "db-2": false });
    expect(revisions(rollout.deletePod("db-0"))).toEqual({ "db-0": false, "db-1": true, "db-2": false });
  });

  it("is warned of", () => {
    expect(warnings(old, next)).toEqual([
      [expect.stringMatching(/^`partition: 2` leaves pods as they run, .* comes back on the new template$/)],
    ]);
  });

  it("holds back no pod where all are made anew", () => {
    const all = warnings(old, statefulSet({ claims: [{ name: "store" }], image: "app:2", ...held }));
    expect(all).toHaveLength(2);
    for (const one of all) expect(one).toEqual([expect.stringContaining("`partition: 2` holds back no pod here")]);
  });

  test.each([
    ["it holds no template back", statefulSet({ podManagementPolicy: "Parallel", ...held })],
    ["there is none", statefulSet({ podManagementPolicy: "Parallel", image: "app:2" })],
  ])("is not spoken of where %s", (_, without) => {
    expect(warnings(old, without)).toEqual([[]]);
  });
});

describe("A claim template of another volumeMode", () => {
  const inMode = (volumeMode: string, replicas: number) => {
    const set = statefulSet({ replicas });
    const [claim] = set.spec.volumeClaimTemplates as { spec: object }[];
    return {
      ...set,
      spec: { ...set.spec, volumeClaimTemplates: [{ ...claim, spec: { ...claim?.spec, volumeMode } }] },
    };
  };

  it("is warned of: no pod starts on the claims that exist, and each is made anew with its pod", () => {
    expect(warnings(statefulSet(), inMode("Block", 3))).toEqual([
      [
        "the claims of `data` that exist stay `Filesystem`, and a pod that asks for `Block` never starts on one of them (ContainerCreating: volume data has volumeMode Filesystem). Copy the data away first; once the StatefulSet is back, delete each pod with its claim, such as `kubectl delete pvc/data-db-2 pod/db-2`, so that a new claim is made, and put the data there",
      ],
    ]);
  });

  it("concerns nobody where there is no claim", () => {
    expect(warnings(inMode("Filesystem", 0), inMode("Block", 0))).toEqual([[]]);
  });
});

describe("Pods that a set made anew cannot adopt", () => {
  const commands = (next: SetManifest) =>
    waysThrough(statefulSet({ namespace: "prod" }), next)[0]?.steps.flatMap((step) => step.commands) ?? [];

  it("are made again at once, though the controller is not told when one goes", () => {
    const renewed = commands(statefulSet({ namespace: "prod", labels: { app: "other" } }));
    expect(renewed.slice(-8, -4)).toEqual([
      "kubectl -n prod delete pod/db-1",
      "kubectl -n prod annotate statefulset/db renewed-by-hand=db-1 --overwrite",
      "kubectl -n prod wait --for=create pod/db-1 --timeout=5m",
      "kubectl -n prod wait --for=condition=Ready pod/db-1 --timeout=15m",
    ]);
  });

  it("unlike those that it owns", () => {
    const owned = commands(statefulSet({ namespace: "prod", claims: [{ name: "store" }] }));
    expect(owned.join("\n")).toContain("delete pod/db-1");
    expect(owned.join("\n")).not.toContain("annotate");
  });
});
