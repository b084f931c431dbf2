import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMinor } from "../../src/model/kubernetes-version.ts";
import { Rollout, type Step } from "../../src/plan/rollout.ts";
import { type WayAct, type WayThrough, waysThrough } from "../../src/plan/ways-through.ts";
import { type SetManifest, type SetOptions, statefulSet } from "./sets.ts";

const kinds: Record<string, { readonly change: SetOptions; readonly from?: SetOptions; readonly version?: string }> = {
  "another serviceName": { change: { serviceName: "db-headless" } },
  "another serviceName and a new image": { change: { serviceName: "db-headless", image: "app:2" } },
  "another podManagementPolicy": { change: { podManagementPolicy: "Parallel" } },
  "another selector": { change: { labels: { app: "db", tier: "store" }, image: "app:2" } },
  "larger claims": { change: { claims: [{ name: "data", size: "5Gi" }] } },
  "smaller claims": { change: { claims: [{ name: "data", size: "500Mi" }] } },
  "a label on the claims": { change: { claims: [{ name: "data", labels: { chart: "db-2.0.0" } }] } },
  "a renamed claim": { change: { claims: [{ name: "store" }] } },
  "one more claim": { change: { claims: [{ name: "data" }, { name: "wal" }], image: "app:2" } },
  "one claim less": {
    change: { claims: [{ name: "data" }], image: "app:2" },
    from: { claims: [{ name: "data" }, { name: "wal" }] },
  },
  "no claims any more": { change: { claims: [] } },
  "revisionHistoryLimit before 1.33": { change: { revisionHistoryLimit: 3 }, version: "1.32" },
};

const settings: Record<string, SetOptions> = {
  OrderedReady: {},
  Parallel: { podManagementPolicy: "Parallel" },
  "claims deleted when scaled": { retention: { whenScaled: "Delete", whenDeleted: "Retain" } },
  "claims deleted when the set is": { retention: { whenScaled: "Retain", whenDeleted: "Delete" } },
  OnDelete: { updateStrategy: { type: "OnDelete" } },
  "ordinals from 5": { start: 5 },
  "a partition": { updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 2 } } },
};

function take(rollout: Rollout, act: WayAct, old: SetManifest, next: SetManifest): Step {
  switch (act.do) {
    case "orphan-delete":
      return rollout.deleteSet({ orphan: true });
    case "apply":
      return rollout.apply(next);
    case "restart":
      return rollout.apply(restarted(next));
    case "keep-claims":
      return rollout.apply(keeping(old));
    case "scale-to-zero":
      return rollout.apply({ ...keeping(old), spec: { ...keeping(old).spec, replicas: 0 } });
    default:
      return rollout.deletePod(act.pod);
  }
}

function keeping(set: SetManifest): SetManifest {
  const policy = set.spec.persistentVolumeClaimRetentionPolicy;
  if (typeof policy !== "object") return set;
  return { ...set, spec: { ...set.spec, persistentVolumeClaimRetentionPolicy: { ...policy, whenScaled: "Retain" } } };
}

function restarted(set: SetManifest): SetManifest {
  const spec = structuredClone(set.spec);
  const template = spec.template as { metadata: { annotations?: Record<string, string> } };
  template.metadata.annotations = { "kubectl.kubernetes.io/restartedAt": "now" };
  return { ...set, spec };
}

/** Takes every act of a way and checks what it leads to; gives the pods that were created on the way. */
function prove(way: WayThrough, old: SetManifest, next: SetManifest, version: string): Set<string> {
  const rollout = new Rollout({ kubernetesVersion: version });
  const before = rollout.apply(old);
  expect(rollout.apply(next).refused).toContain("is invalid");
  let after: Step = before;
  const created = new Set<string>();
  for (const act of way.steps.flatMap(({ acts }) => acts)) {
    after = take(rollout, act, old, next);
    expect(after.refused, `${way.kind}: ${act.do}`).toBeUndefined();
    for (const action of after.batches.flat()) if (action.do === "create") created.add(action.pod);
  }
  const { pods, claims } = way.result;
  expect(after.stuck).toBe(false);
  expect(after.pods.map(({ name }) => name).sort()).toEqual([...pods].sort());
  expect(after.claims.map(({ name }) => name).sort()).toEqual(
    [...claims.kept, ...claims.created, ...claims.stranded].sort(),
  );
  const known = before.claims.map(({ name }) => name);
  expect([...claims.kept, ...claims.stranded, ...claims.deleted].sort()).toEqual(known.sort());
  expect(rollout.waits.filter(({ reason }) => reason !== "on-delete")).toEqual([]);
  return created;
}

describe.each(Object.entries(settings))("%s", (_setting, setting) => {
  const changing = Object.entries(kinds).filter(
    ([, { change }]) => !(setting.podManagementPolicy && change.podManagementPolicy),
  );
  test.each(changing)(
    "%s: each way through ends with the pods and claims it promises",
    (kind, { change, from, version = "1.37" }) => {
      const old = statefulSet({ ...setting, ...from });
      const next = statefulSet({ ...setting, ...from, ...change });
      const ways = waysThrough(old, next, { minor: parseMinor(version) });
      expect(ways.length).toBeGreaterThan(0);
      for (const way of ways) {
        const created = prove(way, old, next, version);
        // A pod's subdomain never changes, so a new serviceName asks for new pods.
        if (kind.includes("serviceName")) expect([...created].sort()).toEqual([...way.result.pods].sort());
      }
    },
  );
});

test("Changes of several kinds at once, with scaling: every way still keeps its promise", () => {
  const set = fc.record({
    replicas: fc.integer({ min: 0, max: 4 }),
    start: fc.constantFrom(0, 1, 9),
    image: fc.constantFrom("app:1", "app:2"),
    serviceName: fc.constantFrom("db", "db-headless"),
    podManagementPolicy: fc.constantFrom("OrderedReady", "Parallel"),
    updateStrategy: fc.constantFrom(
      { type: "OnDelete" },
      { type: "RollingUpdate" },
      { type: "RollingUpdate", rollingUpdate: { partition: 1 } },
      { type: "RollingUpdate", rollingUpdate: { partition: 0, maxUnavailable: 2 } },
    ),
    retention: fc.record({
      whenScaled: fc.constantFrom("Retain", "Delete"),
      whenDeleted: fc.constantFrom("Retain", "Delete"),
    }),
    labels: fc.constantFrom({ app: "db" }, { app: "db", tier: "store" }),
    claims: fc.subarray([{ name: "data" }, { name: "wal", size: "2Gi" }, { name: "tmp" }]),
  });
  fc.assert(
    fc.property(set, set, (one, other) => {
      const [old, next] = [statefulSet(one), statefulSet(other)];
      for (const way of waysThrough(old, next)) prove(way, old, next, "1.37");
    }),
    { numRuns: 400 },
  );
});

test("Deleting the pods by hand is no ornament: without it a renamed claim never reaches the pods", () => {
  const [old, next] = [statefulSet(), statefulSet({ claims: [{ name: "store" }] })];
  const rollout = new Rollout();
  rollout.apply(old);
  rollout.deleteSet({ orphan: true });
  const step = rollout.apply(next);
  expect(step.claims.map(({ name }) => name)).toEqual(["data-db-0", "data-db-1", "data-db-2", "store-db-0"]);
  expect(rollout.waits).toEqual([{ reason: "claims-differ", pod: "db-0" }]);
  rollout.deletePod("db-2");
  expect(rollout.waits).toEqual([{ reason: "claims-differ", pod: "db-0" }]);
});

test("Commands name this release: namespace, set, claims and sizes, each safe in a shell", () => {
  const old = statefulSet({ namespace: "prod" });
  const next = statefulSet({ namespace: "prod", claims: [{ name: "data", size: "5Gi" }] });
  const [way] = waysThrough(old, next);
  expect(way?.steps.flatMap(({ commands }) => commands)).toEqual([
    ...["data-db-0", "data-db-1", "data-db-2"].map(
      (claim) =>
        `kubectl -n prod patch pvc/${claim} --type=merge -p '{"spec":{"resources":{"requests":{"storage":"5Gi"}}}}'`,
    ),
    "kubectl -n prod delete statefulset/db --cascade=orphan",
    "kubectl apply -f new.yaml",
  ]);
  for (const step of way?.steps ?? []) expect(step.verify.length).toBeGreaterThan(0);
});

test("A size that is no size cannot leave its quotes", () => {
  const next = statefulSet({ claims: [{ name: "data", labels: { "a'; reboot; '": "$(reboot)" } }] });
  const commands = waysThrough(statefulSet(), next).flatMap(({ steps }) => steps.flatMap((step) => step.commands));
  expect(commands.join("\n")).toContain(`'a'\\''; reboot; '\\''=$(reboot)'`);
});

test("A name that is no Kubernetes name gets no commands", () => {
  const name = "db; rm -rf ~";
  expect(waysThrough(statefulSet({ name }), statefulSet({ name, serviceName: "x" }))).toEqual([]);
});

test("Where nothing immutable changes there is nothing to get through", () => {
  expect(waysThrough(statefulSet(), statefulSet({ image: "app:2", replicas: 9 }))).toEqual([]);
});
